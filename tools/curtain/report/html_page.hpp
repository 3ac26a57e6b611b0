#pragma once
// Makes HTML pages from an embedded text with marks and the data for these marks.
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace curtain::tools {

/// The text with each mark, such as "@STYLE@", replaced by its data. Each mark must occur once, in the given
/// order.
std::string filled_page(std::string_view html,
                        std::initializer_list<std::pair<std::string_view, std::string_view>> marks);

/// Escapes JSON for use within HTML, because a string may contain the end tag of its element or the start of
/// a comment.
std::string within_html(std::string_view json);

/// The unit and the meaning of each metric as JSON, by the name of the metric.
std::string metrics_document();

}  // namespace curtain::tools
