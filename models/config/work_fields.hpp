#pragma once
// The keys of work on shared resources. A function has the key `work`, and the platform has the keys `cpu`,
// `disk` and `network`.
#include <functional>
#include <string>

#include "models/config/form.hpp"
#include "models/config/scenario.hpp"

namespace curtain::config {

/// The form of `work` in a workload entry.
FormPtr<WorkMix> work_mix_form();
/// The form of `durations_measured_at` in a workload entry.
FormPtr<MeasuredAt> measured_at_form();
/// The form of `cpu` in the platform.
FormPtr<CpuParameters> cpu_form();
/// The form of `disk` or `network` in the platform. `what` is one of these two words.
FormPtr<BandwidthParameters> bandwidth_form(const std::string& what);

/// Calls `error(key, message)` for each function whose work needs a figure that the platform does not state,
/// or contradicts a policy.
void check_work(const Scenario& scenario,
                const std::function<void(const std::string& key, const std::string& message)>& error);

}  // namespace curtain::config
