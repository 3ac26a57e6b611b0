#pragma once
// The keys of work on shared resources: of a function (`work`), and of the platform (`cpu`, `disk`,
// `network`).
#include <functional>
#include <string>

#include "models/config/form.hpp"
#include "models/config/scenario.hpp"

namespace curtain::config {

/// `work` of a workload entry.
FormPtr<WorkMix> work_mix_form();
/// `durations_measured_at` of a workload entry.
FormPtr<MeasuredAt> measured_at_form();
/// `cpu` of the platform.
FormPtr<CpuParameters> cpu_form();
/// `disk` or `network` of the platform; `what` is one of these words.
FormPtr<BandwidthParameters> bandwidth_form(const std::string& what);

/// Calls `error(key, message)` for each function whose work needs a figure that the platform does not give,
/// or contradicts a policy.
void check_work(const Scenario& scenario,
                const std::function<void(const std::string& key, const std::string& message)>& error);

}  // namespace curtain::config
