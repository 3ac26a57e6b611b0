#pragma once
// The keys of a workload entry: `- poisson: {..}`, `- trace: {format: csv, ..}`.
#include "models/config/form.hpp"
#include "models/workload/specification.hpp"

namespace curtain::config {

/// One entry. The kinds are listed in one place, in the .cpp.
FormPtr<WorkloadSpec> workload_form();

/// The key of an entry's kind: "poisson", "trace".
std::string workload_kind(const WorkloadSpec& spec);

/// How long executions of a generator take; nothing for an entry that has no such setting.
const sim::Distribution* duration_of(const WorkloadSpec& spec);

}  // namespace curtain::config
