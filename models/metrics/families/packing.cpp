// Metrics of how well VMs are filled.
#include "models/metrics/values.hpp"

namespace curtain {
namespace {

using namespace metrics;

std::optional<double> packing_density(const Tally& run) {
  const sim::Int128 used = run.fleet()[FleetLevel::used_capacity_mib].integral();
  return used == 0 ? std::nullopt
                   : std::optional<double>(sim::ratio(run.fleet()[FleetLevel::placed_mib].integral(), used));
}

}  // namespace

const MetricFamily& packing_metrics() {
  static const MetricFamily family = {
      {.name = "packing.density",
       .unit = Unit::share,
       .meaning = "memory of instances divided by the memory of the VMs that have instances, both integrated "
                  "over the window",
       .absent_because = "no VM held an instance",
       .value = [](const Counted& c) -> MetricValue { return packing_density(*c.run); },
       .shares = {of::live},
       .shown = Shown::always},
      {.name = "packing.vm_lower_bound",
       .unit = Unit::count,
       .meaning = "time-weighted mean of a lower bound on the number of VMs in any packing of the instances "
                  "(L2 bound for each isolation class)",
       .absent_because = kNoWindow,
       .value = [](const Counted& c) -> MetricValue {
         return level_mean(c, c.run->fleet()[FleetLevel::vm_lower_bound]);
       },
       .shares = {of::live},
       .shown = Shown::always},
      {.name = "packing.vm_lower_bound_peak",
       .unit = Unit::count,
       .meaning = "maximum over time of a lower bound on the number of VMs in any packing of the instances "
                  "(L2 bound for each isolation class)",
       .value = [](const Counted& c) -> MetricValue {
         return level_peak(c.run->fleet()[FleetLevel::vm_lower_bound]);
       },
       .shares = {of::live}},
  };
  return family;
}

}  // namespace curtain
