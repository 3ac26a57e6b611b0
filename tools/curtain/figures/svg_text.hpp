#pragma once
// Texts in SVG files: escaping, and measuring without a browser.
#include <string>
#include <string_view>
#include <vector>

namespace curtain::tools {

/// The text, escaped for use as content or as an attribute in XML.
std::string xml_text(std::string_view text);

/// An estimate of the width of a text at the font size `size`, for fonts like Helvetica. The unit is the unit
/// of the size.
double text_width(std::string_view text, double size);

/// The text, or its beginning with "…" if the text is wider than `width`.
std::string cut_to(std::string_view text, double size, double width);

/// Breaks the text at spaces into lines of at most `width`. A longer word is cut, and the text after `most`
/// lines is cut off.
std::vector<std::string> lines_of(std::string_view text, double size, double width, std::size_t most);

}  // namespace curtain::tools
