#pragma once
// Writes a tree as YAML or JSON.
#include <string>

#include "models/config/node.hpp"

namespace curtain::config {

/// YAML that parse_document() reads as the same tree. Sections are written as blocks, and short values in one
/// line.
std::string to_yaml(const Node& node);

/// The tree in one line, in YAML's flow style.
std::string to_yaml_flow(const Node& node);

/// The tree as indented JSON.
std::string to_json(const Node& node);

}  // namespace curtain::config
