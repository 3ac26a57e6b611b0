# Embeds the files of the page in curtain_program, so that the program needs no other files. The scripts are joined in
# this order, because each script uses only declarations of earlier scripts.
set(page_folder ${PROJECT_SOURCE_DIR}/tools/curtain/report/page)
set(page_scripts basics chart table contents recording accounts tiles lanes picture run comparison main)

set(course_scripts basics chart prose course)

foreach(embedded page course)
  set(${embedded}_js "")
  foreach(page_name ${${embedded}_scripts})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${page_folder}/${page_name}.js)
    file(READ ${page_folder}/${page_name}.js page_text)
    string(APPEND ${embedded}_js "${page_text}\n")
  endforeach()
  foreach(page_name html css)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${page_folder}/${embedded}.${page_name})
    file(READ ${page_folder}/${embedded}.${page_name} ${embedded}_${page_name})
  endforeach()
endforeach()
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${page_folder}/picture.css)
file(READ ${page_folder}/picture.css picture_css)
string(APPEND page_css "${picture_css}")

set(page_entries "")
foreach(page_name page_html page_css page_js course_html course_css course_js)
  string(APPEND page_entries
         "std::string_view ${page_name}() {\n  return R\"embedded(${${page_name}})embedded\";\n}\n\n")
endforeach()
set(page_source ${PROJECT_BINARY_DIR}/generated/report_page_text.cpp)
file(WRITE ${page_source}.new "// Made by CMake from tools/curtain/report/page/.
#include \"tools/curtain/report/page_text.hpp\"

namespace curtain::tools {

${page_entries}}  // namespace curtain::tools
")
configure_file(${page_source}.new ${page_source} COPYONLY)
target_sources(curtain_program PRIVATE ${page_source})
