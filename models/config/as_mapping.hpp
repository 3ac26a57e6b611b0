#pragma once
// What to type where a mapping is wanted and something else stands.
#include <string>
#include <vector>

#include "models/config/node.hpp"

namespace curtain::config {

/// The end of a message about `node`, which is no mapping of `names`, as "; write {count: 10}"; empty where
/// no meaning is plain.
std::string as_mapping(const Node& node, const std::vector<std::string>& names);

}  // namespace curtain::config
