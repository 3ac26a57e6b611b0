#pragma once
// The keys that every workload entry may have. Their values apply to each function of the entry.
#include <memory>

#include "models/config/field_table.hpp"
#include "models/workload/arrival.hpp"

namespace curtain::config {

std::shared_ptr<const FieldTable<FunctionTraits>> trait_fields();

}  // namespace curtain::config
