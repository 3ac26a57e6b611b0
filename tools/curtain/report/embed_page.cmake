# Puts page.html, page.css and page.js into curtain_program, so that the program needs no files beside it.
set(page_folder ${PROJECT_SOURCE_DIR}/tools/curtain/report)
set(page_entries "")
foreach(page_name html css js)
  set(page_path ${page_folder}/page.${page_name})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${page_path})
  file(READ ${page_path} page_text)
  string(APPEND page_entries "std::string_view page_${page_name}() {\n  return R\"embedded(${page_text})embedded\";\n}\n\n")
endforeach()
set(page_source ${PROJECT_BINARY_DIR}/generated/report_page_text.cpp)
file(WRITE ${page_source}.new "// Made by CMake from tools/curtain/report/.
#include \"tools/curtain/report/page_text.hpp\"

namespace curtain::tools {

${page_entries}}  // namespace curtain::tools
")
configure_file(${page_source}.new ${page_source} COPYONLY)
target_sources(curtain_program PRIVATE ${page_source})
