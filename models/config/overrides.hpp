#pragma once
// `--set a.b=c`: changes to the tree of a document before a scenario is read from it.
#include <string>
#include <vector>

#include "models/config/node.hpp"

namespace curtain {

/// A change to a scenario. `path` consists of keys joined by dots, and of numbers from 0 for the items of a
/// list (`a.0.b` or `a[0].b`). `value` is a YAML value.
struct Override {
  std::string path;
  std::string value;
};

namespace config {

/// Applies the changes in order. Missing mappings are added. Errors are added to `diagnostics`, with the
/// source "--set a.b".
void apply_overrides(Node& root, const std::vector<Override>& overrides, Diagnostics& diagnostics);

}  // namespace config
}  // namespace curtain
