#pragma once
// The keys of a workload entry that replays a measured log.
#include <memory>

#include "models/config/field_table.hpp"
#include "models/workload/specification.hpp"

namespace curtain::config {

std::shared_ptr<const FieldTable<MeasuredSpec>> measured_fields();

}  // namespace curtain::config
