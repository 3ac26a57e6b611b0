# Embeds every file of scenarios/platforms/ and scenarios/prices/ in curtain_config, so that the program needs no other
# files.
function(embed_texts folder header type function)
  file(GLOB paths CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/scenarios/${folder}/*.yaml)
  list(SORT paths)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${paths})
  set(entries "")
  foreach(path IN LISTS paths)
    get_filename_component(name ${path} NAME_WE)
    file(READ ${path} text)
    string(APPEND entries "      {\"${name}\", R\"embedded(${text})embedded\"},\n")
  endforeach()
  set(generated ${PROJECT_BINARY_DIR}/generated/${function}.cpp)
  file(WRITE ${generated}.new "// Made by CMake from scenarios/${folder}/.
#include \"${header}\"

namespace curtain::config {

const std::vector<${type}>& ${function}() {
  static const std::vector<${type}> all = {
${entries}  };
  return all;
}

}  // namespace curtain::config
")
  configure_file(${generated}.new ${generated} COPYONLY)
  target_sources(curtain_config PRIVATE ${generated})
endfunction()

embed_texts(platforms models/config/profile.hpp EmbeddedProfile embedded_profiles)
embed_texts(prices models/config/price_list.hpp EmbeddedPriceList embedded_price_lists)
