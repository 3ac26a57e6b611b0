#pragma once
// The keys of `trace: {format: azure2019-cdfs}`.
#include <memory>

#include "models/config/field_table.hpp"
#include "models/workload/specification.hpp"

namespace curtain::config {

/// `format: azure2019-cdfs`
std::shared_ptr<const FieldTable<AzureCdfsSpec>> azure_cdfs_fields();

}  // namespace curtain::config
