#pragma once
// Parses a YAML text into a tree with positions, within limits. Only this file uses the YAML library.
#include <cstddef>
#include <optional>
#include <string_view>

#include "models/config/diagnostics.hpp"
#include "models/config/node.hpp"

namespace curtain::config {

/// Limits of a document, checked before or while it is read.
inline constexpr std::size_t kMostBytes = std::size_t{1} << 20;
inline constexpr std::size_t kMostDepth = 64;
inline constexpr std::size_t kMostNodes = 200'000;  ///< each alias counts as the values it refers to

/// Reads one document. Adds errors to `diagnostics`: either a single syntax error or exceeded limit (then
/// there is no result), or every duplicate, non-scalar or merge key (then the tree lacks them).
std::optional<Node> parse_document(std::string_view text, const Source& source, Diagnostics& diagnostics);

}  // namespace curtain::config
