#pragma once
// The texts of the report page, from the files in page/: page.html, page.css, and the scripts as one text.
#include <string_view>

namespace curtain::tools {

/// The page of a report with the marks @STYLE@, @VERSION@, @FIGURE_STYLE@, @METRICS@, @RESULTS@ and @SCRIPT@,
/// which are replaced by the other texts.
std::string_view page_html();
std::string_view page_css();
std::string_view page_js();

/// The page of a course with the marks @STYLE@, @VERSION@, @METRICS@, @CHAPTERS@ and @SCRIPT@. It uses the
/// style of the report and an additional style.
std::string_view course_html();
std::string_view course_css();
std::string_view course_js();

}  // namespace curtain::tools
