#pragma once
// The texts of the report page, from the files in page/: page.html, page.css, and the scripts, joined.
#include <string_view>

namespace curtain::tools {

/// Contains the marks @STYLE@, @VERSION@, @FIGURE_STYLE@, @METRICS@, @RESULTS@ and @SCRIPT@, to be replaced
/// by the other texts.
std::string_view page_html();
std::string_view page_css();
std::string_view page_js();

/// The same for the page of a course, which has the style of the report and its own in addition. The marks
/// are
/// @STYLE@, @VERSION@, @METRICS@, @CHAPTERS@ and @SCRIPT@.
std::string_view course_html();
std::string_view course_css();
std::string_view course_js();

}  // namespace curtain::tools
