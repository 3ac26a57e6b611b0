#pragma once
// Writes a tree as text.
#include <string>

#include "models/config/node.hpp"

namespace curtain::config {

/// YAML that parse_document() reads as the same tree: sections as blocks, short values in one line.
std::string to_yaml(const Node& node);

/// The tree in one line, as YAML flow.
std::string to_yaml_flow(const Node& node);

/// Indented JSON.
std::string to_json(const Node& node);

}  // namespace curtain::config
