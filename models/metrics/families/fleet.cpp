// Metrics of instances, VMs and hosts.
#include "models/metrics/values.hpp"

namespace curtain {
namespace {

using namespace metrics;

/// The mean number of live instances. For a part of a run, it is computed from the lifetimes of its
/// instances. For the whole run, this value equals the mean of the level over time (a law of every run).
std::optional<double> instances_mean(const Counted& c) {
  if (c.run != nullptr) {
    return level_mean(c, c.run->fleet()[FleetLevel::instances]);
  }
  return c.to > c.from ? std::optional<double>(sim::ratio(c.sums.live_ns, (c.to - c.from).ns()))
                       : std::nullopt;
}

}  // namespace

const MetricFamily& fleet_metrics() {
  static const MetricFamily family = {
      {.name = "instances.created",
       .unit = Unit::count,
       .meaning = "instances started in the window",
       .value = [](const Counted& c) -> MetricValue { return c.sums.created; },
       .scopes = kAnyScope,
       .column = "instances_created",
       .shares = {of::created}},
      {.name = "instances.created_gib",
       .unit = Unit::number,
       .meaning = "memory of the instances that were created in the window, in GiB, summed over instances",
       .value = [](const Counted& c) -> MetricValue {
         return static_cast<double>(c.sums.created_mib) / 1024;
       },
       .scopes = kAnyScope,
       .shares = {of::created}},
      {.name = "instances.evicted",
       .unit = Unit::count,
       .meaning = "idle instances that were evicted in the window to make room for another instance",
       .value = [](const Counted& c) -> MetricValue { return c.sums.evicted; },
       .scopes = kAnyScope,
       .shares = {of::created}},
      {.name = "instances.peak",
       .unit = Unit::count,
       .meaning = "maximum number of live instances over time",
       .value = [](const Counted& c) -> MetricValue {
         return level_peak(c.run->fleet()[FleetLevel::instances]);
       },
       .shares = {of::live},
       .shown = Shown::always},
      {.name = "instances.mean",
       .unit = Unit::count,
       .meaning = "time-weighted mean number of live instances",
       .absent_because = kNoWindow,
       .value = [](const Counted& c) -> MetricValue { return instances_mean(c); },
       .scopes = kAnyScope,
       .shares = {of::live},
       .shown = Shown::always},
      {.name = "vms.created",
       .unit = Unit::count,
       .meaning = "VMs opened in the window",
       .value = [](const Counted& c) -> MetricValue { return c.run->vms_created(); },
       .shares = {of::live}},
      {.name = "vms.peak",
       .unit = Unit::count,
       .meaning = "maximum number of VMs over time",
       .value = [](const Counted& c) -> MetricValue { return level_peak(c.run->fleet()[FleetLevel::vms]); },
       .shares = {of::live},
       .shown = Shown::always},
      {.name = "vms.mean",
       .unit = Unit::count,
       .meaning = "time-weighted mean number of VMs",
       .absent_because = kNoWindow,
       .value = [](const Counted& c) -> MetricValue {
         return level_mean(c, c.run->fleet()[FleetLevel::vms]);
       },
       .shares = {of::live},
       .shown = Shown::always},
      {.name = "hosts.peak",
       .unit = Unit::count,
       .meaning = "maximum number of hosts with a VM over time",
       .value = [](const Counted& c) -> MetricValue { return level_peak(c.run->fleet()[FleetLevel::hosts]); },
       .shares = {of::live}},
      {.name = "hosts.mean",
       .unit = Unit::count,
       .meaning = "time-weighted mean number of hosts with a VM",
       .absent_because = kNoWindow,
       .value = [](const Counted& c) -> MetricValue {
         return level_mean(c, c.run->fleet()[FleetLevel::hosts]);
       },
       .shares = {of::live},
       .shown = Shown::always},
      {.name = "hosts.down_peak",
       .unit = Unit::count,
       .meaning = "maximum number of hosts that were down in an outage (faults.outages) over time",
       .value = [](const Counted& c) -> MetricValue {
         return level_peak(c.run->fleet()[FleetLevel::hosts_down]);
       }},
      {.name = "hosts.down_mean",
       .unit = Unit::count,
       .meaning = "time-weighted mean number of hosts that were down in an outage (faults.outages); "
                  "multiplied by the length of the window, it is the lost capacity in host-seconds",
       .absent_because = kNoWindow,
       .value = [](const Counted& c) -> MetricValue {
         return level_mean(c, c.run->fleet()[FleetLevel::hosts_down]);
       }},
  };
  return family;
}

}  // namespace curtain
