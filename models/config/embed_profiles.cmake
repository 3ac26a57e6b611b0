# Puts every profile of scenarios/platforms/ into curtain_config, so that the program needs no files beside it.
file(GLOB profiles CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/scenarios/platforms/*.yaml)
list(SORT profiles)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${profiles})
set(entries "")
foreach(profile IN LISTS profiles)
  get_filename_component(name ${profile} NAME_WE)
  file(READ ${profile} text)
  string(APPEND entries "      {\"${name}\", R\"profile(${text})profile\"},\n")
endforeach()
set(generated ${PROJECT_BINARY_DIR}/generated/embedded_profiles.cpp)
file(WRITE ${generated}.new "// Made by CMake from scenarios/platforms/.
#include \"models/config/profile.hpp\"

namespace curtain::config {

const std::vector<EmbeddedProfile>& embedded_profiles() {
  static const std::vector<EmbeddedProfile> profiles = {
${entries}  };
  return profiles;
}

}  // namespace curtain::config
")
configure_file(${generated}.new ${generated} COPYONLY)
target_sources(curtain_config PRIVATE ${generated})
