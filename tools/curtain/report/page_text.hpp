#pragma once
// The texts of the report page, from the files in page/: page.html, page.css, and the scripts, joined.
#include <string_view>

namespace curtain::tools {

/// Contains the marks @STYLE@, @VERSION@, @METRICS@, @RESULTS@ and @SCRIPT@, to be replaced by the other
/// texts.
std::string_view page_html();
std::string_view page_css();
std::string_view page_js();

}  // namespace curtain::tools
