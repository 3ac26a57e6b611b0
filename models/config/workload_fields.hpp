#pragma once
// The keys of a workload entry: `- poisson: {..}`, `- trace: {format: csv, ..}`.
#include "models/config/form.hpp"
#include "models/workload/specification.hpp"

namespace curtain::config {

/// The form of one workload entry. Only the .cpp file lists the kinds of entries.
FormPtr<WorkloadSpec> workload_form();

/// The kind of an entry, which is its key: "poisson", "trace".
std::string workload_kind(const WorkloadSpec& spec);

/// The distribution of the durations of executions, or nullptr for an entry without this setting.
const sim::Distribution* duration_of(const WorkloadSpec& spec);

}  // namespace curtain::config
