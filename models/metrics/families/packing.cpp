// How well VMs are filled.
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
       .meaning =
           "memory of instances over memory of the VMs that hold them, both integrated over the window",
       .absent_because = "no VM held an instance",
       .value = [](const Counted& c) -> MetricValue { return packing_density(*c.run); },
       .shares = {of::live},
       .shown = Shown::always},
      {.name = "packing.vm_lower_bound",
       .unit = Unit::count,
       .meaning = "lower bound on the VMs of any packing (L2 bound by isolation class), time-weighted mean",
       .absent_because = kNoWindow,
       .value = [](const Counted& c) -> MetricValue {
         return level_mean(c, c.run->fleet()[FleetLevel::vm_lower_bound]);
       },
       .shares = {of::live},
       .shown = Shown::always},
      {.name = "packing.vm_lower_bound_peak",
       .unit = Unit::count,
       .meaning = "lower bound on the VMs of any packing (L2 bound by isolation class), maximum over time",
       .value = [](const Counted& c) -> MetricValue {
         return level_peak(c.run->fleet()[FleetLevel::vm_lower_bound]);
       },
       .shares = {of::live}},
  };
  return family;
}

}  // namespace curtain
