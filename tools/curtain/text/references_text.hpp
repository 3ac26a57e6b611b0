#pragma once
// Prints and writes the comparison of a run with its references.
#include "models/experiment/references.hpp"
#include "sim/json_writer.hpp"

namespace curtain::tools {

void print_references(const References& references);
/// Writes one object with the references.
void write_references(const References& references, sim::JsonWriter& json);

}  // namespace curtain::tools
