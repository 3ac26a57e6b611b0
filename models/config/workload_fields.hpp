#pragma once
// The keys of a workload entry: `- poisson: {..}`, `- trace: {format: csv, ..}`.
#include "models/config/form.hpp"
#include "models/workload/specification.hpp"

namespace curtain::config {

/// One entry. The kinds are listed only in the .cpp file.
FormPtr<WorkloadSpec> workload_form();

/// The key of an entry's kind: "poisson", "trace".
std::string workload_kind(const WorkloadSpec& spec);

/// The durations of a generator's executions; empty for an entry without this setting.
const sim::Distribution* duration_of(const WorkloadSpec& spec);

}  // namespace curtain::config
