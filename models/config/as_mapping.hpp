#pragma once
// Suggestions for a value that is written in place of a mapping.
#include <string>
#include <vector>

#include "models/config/node.hpp"

namespace curtain::config {

/// The end of a message about `node`, which is not a mapping of `names`, such as "; write {count: 10}"; empty
/// if the meaning is not clear.
std::string as_mapping(const Node& node, const std::vector<std::string>& names);

}  // namespace curtain::config
