// Use of the VMs' vCPUs by functions that have CPU work; both metrics are absent without such functions.
#include "models/metrics/values.hpp"

namespace curtain {
namespace {

std::optional<double> cpu_utilisation(const Tally& run) {
  const sim::Int128 there =
      run.fleet()[FleetLevel::vms].integral() * static_cast<sim::Int128>(run.cpu_of_vm());
  return there == 0 ? std::nullopt : std::optional<double>(sim::ratio(run.cpu_used().integral(), there));
}

std::optional<double> cpu_stretch(const Figures& sums) {
  return sums.alone_ns == 0 ? std::nullopt : std::optional<double>(sim::ratio(sums.shared_ns, sums.alone_ns));
}

}  // namespace

using namespace metrics;

const MetricFamily& cpu_metrics() {
  static const MetricFamily family = {
      {.name = "cpu.utilisation",
       .unit = Unit::share,
       .meaning =
           "vCPUs in use by functions that have CPU work (cpu) over the vCPUs of all VMs, both integrated "
           "over the window",
       .absent_because = "no function has CPU work, or there was no VM",
       .value = [](const Counted& c) -> MetricValue { return cpu_utilisation(*c.run); },
       .shares = {of::completed, of::latency}},
      {.name = "cpu.stretch_mean",
       .unit = Unit::number,
       .meaning = "execution time of completed invocations with CPU work (cpu), over the time that they "
                  "would have taken alone; 1 means no contention",
       .absent_because = "no invocation with CPU work completed",
       .value = [](const Counted& c) -> MetricValue { return cpu_stretch(c.sums); },
       .scopes = kAnyScope,
       .shares = {of::completed, of::latency}},
  };
  return family;
}

}  // namespace curtain
