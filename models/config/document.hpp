#pragma once
// Parses a YAML text into a tree of nodes with positions, within limits. This file is the only user of the
// YAML library.
#include <cstddef>
#include <optional>
#include <string_view>

#include "models/config/diagnostics.hpp"
#include "models/config/node.hpp"

namespace curtain::config {

/// Limits of a document, which are checked before or during parsing.
inline constexpr std::size_t kMostBytes = std::size_t{1} << 20;
inline constexpr std::size_t kMostDepth = 64;
inline constexpr std::size_t kMostNodes = 200'000;  ///< an alias counts as the values to which it refers

/// Parses one document. Errors are added to `diagnostics`. After a syntax error or an exceeded limit, this
/// single error is reported and there is no result. A duplicate, non-scalar or merge key is reported and left
/// out of the tree.
std::optional<Node> parse_document(std::string_view text, const Source& source, Diagnostics& diagnostics);

}  // namespace curtain::config
