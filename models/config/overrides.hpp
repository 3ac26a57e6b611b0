#pragma once
// `--set a.b=c`: changes to a document before it is read.
#include <string>
#include <vector>

#include "models/config/node.hpp"

namespace curtain {

/// A change to a scenario: `path` is keys joined by dots, with numbers from 0 for items of a list (`a.0.b` or
/// `a[0].b`); `value` is YAML.
struct Override {
  std::string path;
  std::string value;
};

namespace config {

/// Applies the changes in order. Missing mappings are added; errors are added to `diagnostics`, at "--set
/// a.b".
void apply_overrides(Node& root, const std::vector<Override>& overrides, Diagnostics& diagnostics);

}  // namespace config
}  // namespace curtain
