#pragma once
// HTML pages from an embedded text with marks, and the data that they contain.
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace curtain::tools {

/// The text with each mark, such as "@STYLE@", replaced. The marks must occur in this order, each once.
std::string filled_page(std::string_view html,
                        std::initializer_list<std::pair<std::string_view, std::string_view>> marks);

/// Escapes JSON for use within HTML, as a string may contain the end tag of its element or the start of a
/// comment.
std::string within_html(std::string_view json);

/// Unit and meaning of each metric, by its name, as JSON.
std::string metrics_document();

}  // namespace curtain::tools
