#pragma once
// Texts in SVG files: escaped, and measured without a browser.
#include <string>
#include <string_view>
#include <vector>

namespace curtain::tools {

/// The text for use as contents or attribute in XML.
std::string xml_text(std::string_view text);

/// An estimate of the text's width at that font size, in the unit of the size, for fonts like Helvetica.
double text_width(std::string_view text, double size);

/// The text, or its beginning with "…" if it is wider than `width`.
std::string cut_to(std::string_view text, double size, double width);

/// Breaks at spaces into lines of at most `width`; a longer word is cut, and so is the text after `most`
/// lines.
std::vector<std::string> lines_of(std::string_view text, double size, double width, std::size_t most);

}  // namespace curtain::tools
