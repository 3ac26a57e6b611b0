#pragma once
// The comparison of a run with its references, for people and as JSON.
#include "models/experiment/references.hpp"
#include "sim/json_writer.hpp"

namespace curtain::tools {

void print_references(const References& references);
/// Writes one object.
void write_references(const References& references, sim::JsonWriter& json);

}  // namespace curtain::tools
