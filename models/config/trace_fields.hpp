#pragma once
// The keys of `trace:` entries. Each format has its own table of keys.
#include <memory>

#include "models/config/field_table.hpp"
#include "models/workload/specification.hpp"

namespace curtain::config {

/// The keys of `format: csv`.
std::shared_ptr<const FieldTable<CsvTraceSpec>> csv_fields();

/// The keys of `format: azure-2019`.
std::shared_ptr<const FieldTable<AzureTraceSpec>> azure_trace_fields();

/// The keys of `format: azure-2021`.
std::shared_ptr<const FieldTable<Azure2021TraceSpec>> azure_2021_fields();

}  // namespace curtain::config
