# What a policy is compiled against: the program takes a plugin only if this text is the same in both
# (models/policies/plugin.hpp). It changes with any header that a policy sees, so that no one has to remember to.
file(GLOB interface_headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/models/words.hpp
     ${PROJECT_SOURCE_DIR}/models/policies/*.hpp ${PROJECT_SOURCE_DIR}/models/policies/*/*.hpp
     ${PROJECT_SOURCE_DIR}/sim/*.hpp)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${interface_headers})
set(all_headers)
foreach(header ${interface_headers})
  file(SHA256 ${header} checksum)
  string(APPEND all_headers ${checksum})
endforeach()
string(SHA256 checksum "${all_headers}")
string(SUBSTRING ${checksum} 0 12 checksum)
set(generated ${PROJECT_BINARY_DIR}/generated)
file(CONFIGURE OUTPUT ${generated}/models/policies/interface.hpp CONTENT
     "#pragma once\n#define CURTAIN_INTERFACE \"${PROJECT_VERSION}, headers ${checksum}\"\n")
target_include_directories(curtain_policies PUBLIC ${generated})
