#pragma once
// Suggestions for a value that is written in place of a mapping.
#include <string>
#include <vector>

#include "models/config/node.hpp"

namespace curtain::config {

/// A suggestion for the end of a message about `node`, which should be a mapping with the keys `names`.
/// Example: "; write {count: 10}". Empty if the intended meaning is not clear.
std::string as_mapping(const Node& node, const std::vector<std::string>& names);

}  // namespace curtain::config
