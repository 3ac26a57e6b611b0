#pragma once
// How far a run is from its references, for people and as JSON.
#include <string>

#include "models/experiment/references.hpp"

namespace curtain::tools {

void print_references(const References& references);
/// One JSON object; its lines after the first are indented by `indent` and more.
std::string references_json(const References& references, const std::string& indent);

}  // namespace curtain::tools
