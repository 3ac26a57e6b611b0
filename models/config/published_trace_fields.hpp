#pragma once
// The keys of `trace:` entries for the layouts of the published traces of Huawei and Iluvatar.
#include <memory>

#include "models/config/field_table.hpp"
#include "models/workload/specification.hpp"

namespace curtain::config {

/// The keys of `format: huawei-2025`.
std::shared_ptr<const FieldTable<Huawei2025TraceSpec>> huawei_2025_fields();

/// The keys of `format: iluvatar`.
std::shared_ptr<const FieldTable<IluvatarTraceSpec>> iluvatar_fields();

}  // namespace curtain::config
