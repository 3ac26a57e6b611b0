#pragma once
// The keys of `trace:` entries in the layouts of published traces other than Azure's.
#include <memory>

#include "models/config/field_table.hpp"
#include "models/workload/specification.hpp"

namespace curtain::config {

/// `format: huawei-2025`
std::shared_ptr<const FieldTable<Huawei2025TraceSpec>> huawei_2025_fields();

/// `format: iluvatar`
std::shared_ptr<const FieldTable<IluvatarTraceSpec>> iluvatar_fields();

}  // namespace curtain::config
