#pragma once
// A YAML text as a tree with positions, within bounds. The only place that knows the YAML library.
#include <cstddef>
#include <optional>
#include <string_view>

#include "models/config/diagnostics.hpp"
#include "models/config/node.hpp"

namespace curtain::config {

/// Bounds of a document, checked before or while it is read.
inline constexpr std::size_t kMostBytes = std::size_t{1} << 20;
inline constexpr std::size_t kMostDepth = 64;
inline constexpr std::size_t kMostNodes = 200'000;  ///< aliases counted as what they stand for

/// Reads one document. Adds what is wrong to `diagnostics`: a syntax error or a broken bound alone (then
/// there is no result), or every duplicate, non-scalar or merge key (then the tree without them).
std::optional<Node> parse_document(std::string_view text, const Source& source, Diagnostics& diagnostics);

}  // namespace curtain::config
