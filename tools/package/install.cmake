# Installs the package for find_package(Curtain), with the headers and libraries for policies outside the source tree.
include(CMakePackageConfigHelpers)
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/Curtain)
set(header_folder ${CMAKE_INSTALL_INCLUDEDIR}/curtain)
foreach(header ${interface_headers})
  file(RELATIVE_PATH place ${PROJECT_SOURCE_DIR} ${header})
  get_filename_component(place ${place} DIRECTORY)
  install(FILES ${header} DESTINATION ${header_folder}/${place})
endforeach()
install(FILES ${generated}/models/policies/interface.hpp DESTINATION ${header_folder}/models/policies)
install(TARGETS curtain_sim ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/CurtainConfig.cmake.in ${PROJECT_BINARY_DIR}/CurtainConfig.cmake
                              INSTALL_DESTINATION ${package_folder}
                              PATH_VARS CMAKE_INSTALL_BINDIR CMAKE_INSTALL_LIBDIR header_folder)
# A plugin is accepted only by the version for which it was built.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/CurtainConfigVersion.cmake COMPATIBILITY ExactVersion)
install(FILES ${PROJECT_BINARY_DIR}/CurtainConfig.cmake ${PROJECT_BINARY_DIR}/CurtainConfigVersion.cmake
        DESTINATION ${package_folder})
