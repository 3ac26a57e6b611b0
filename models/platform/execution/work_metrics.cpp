// Metrics of the use of the VMs' vCPUs, disks and networks by functions that share them. Without such
// functions the metrics are absent.
#include "models/metrics/values.hpp"

namespace curtain {
namespace {

MetricValue utilisation(const Counted& counted, SharedKind kind) {
  const SharedUse& use = counted.run->shared_use();
  const sim::Int128 there =
      counted.run->fleet()[FleetLevel::vms].integral() * static_cast<sim::Int128>(use.capacity(kind).of_vm);
  return there == 0 ? std::nullopt : std::optional<double>(sim::ratio(use.used(kind).integral(), there));
}

MetricValue host_utilisation(const Counted& counted, SharedKind kind) {
  const SharedUse& use = counted.run->shared_use();
  const sim::Int128 there = counted.run->fleet()[FleetLevel::hosts].integral() *
                            static_cast<sim::Int128>(use.capacity(kind).of_host);
  return there == 0 ? std::nullopt : std::optional<double>(sim::ratio(use.used(kind).integral(), there));
}

/// Work in vCPU-seconds, if a function has background work.
MetricValue background(const Counted& counted, sim::Int128 BackgroundUse::*work) {
  const SharedUse& use = counted.run->shared_use();
  return use.has_background() ? std::optional<double>(sim::to_double(use.background().*work) / 1e15)
                              : std::nullopt;
}

std::optional<double> stretch(const Figures& sums) {
  return sums.alone_ns == 0 ? std::nullopt : std::optional<double>(sim::ratio(sums.shared_ns, sums.alone_ns));
}

}  // namespace

using namespace metrics;

const MetricFamily& work_metrics() {
  static const MetricFamily family = {
      {.name = "cpu.utilisation",
       .unit = Unit::share,
       .meaning = "vCPUs in use by functions that have CPU work (cpu, work.cpu) divided by the vCPUs of all "
                  "VMs, both integrated over the window",
       .absent_because = "no function has CPU work, or there was no VM",
       .value = [](const Counted& c) -> MetricValue { return utilisation(c, SharedKind::cpu); },
       .shares = {of::completed, of::latency}},
      {.name = "disk.utilisation",
       .unit = Unit::share,
       .meaning =
           "data rate of disk work (work.disk) divided by the disk rates of all VMs (disk.vm_rate), both "
           "integrated over the window",
       .absent_because = "no function has disk work, or there was no VM",
       .value = [](const Counted& c) -> MetricValue { return utilisation(c, SharedKind::disk); },
       .shares = {of::completed, of::latency}},
      {.name = "network.utilisation",
       .unit = Unit::share,
       .meaning = "data rate of network work (work.network) divided by the network rates of all VMs "
                  "(network.vm_rate), both integrated over the window",
       .absent_because = "no function has network work, or there was no VM",
       .value = [](const Counted& c) -> MetricValue { return utilisation(c, SharedKind::network); },
       .shares = {of::completed, of::latency}},
      {.name = "disk.host_utilisation",
       .unit = Unit::share,
       .meaning = "data rate of disk work (work.disk) divided by the disk rates of all hosts with VMs "
                  "(disk.host_rate), both integrated over the window",
       .absent_because =
           "no function has disk work, hosts have no limit (disk.host_rate), or there was no VM",
       .value = [](const Counted& c) -> MetricValue { return host_utilisation(c, SharedKind::disk); },
       .shares = {of::completed, of::latency}},
      {.name = "network.host_utilisation",
       .unit = Unit::share,
       .meaning =
           "data rate of network work (work.network) divided by the network rates of all hosts with VMs "
           "(network.host_rate), both integrated over the window",
       .absent_because =
           "no function has network work, hosts have no limit (network.host_rate), or there was no VM",
       .value = [](const Counted& c) -> MetricValue { return host_utilisation(c, SharedKind::network); },
       .shares = {of::completed, of::latency}},
      {.name = "background.added_s",
       .unit = Unit::seconds,
       .meaning =
           "CPU work in vCPU-seconds that executions left for the time after their answers (background)",
       .absent_because = "no function has background work",
       .value = [](const Counted& c) -> MetricValue { return background(c, &BackgroundUse::added); },
       .shares = {of::completed, of::latency}},
      {.name = "background.done_s",
       .unit = Unit::seconds,
       .meaning = "background work that was done, in vCPU-seconds. Work in progress is counted when it ends "
                  "or is interrupted",
       .absent_because = "no function has background work",
       .value = [](const Counted& c) -> MetricValue { return background(c, &BackgroundUse::done); },
       .shares = {of::completed, of::latency}},
      {.name = "background.unbilled_s",
       .unit = Unit::seconds,
       .meaning = "part of background.done_s that was done while no execution ran in the instance, so that "
                  "it is not billed",
       .absent_because = "no function has background work",
       .value = [](const Counted& c) -> MetricValue { return background(c, &BackgroundUse::unbilled); },
       .shares = {of::completed, of::latency}},
      {.name = "background.lost_s",
       .unit = Unit::seconds,
       .meaning = "background work in vCPU-seconds that was not done when its instance was reclaimed",
       .absent_because = "no function has background work",
       .value = [](const Counted& c) -> MetricValue { return background(c, &BackgroundUse::lost); },
       .shares = {of::completed, of::latency}},
      {.name = "execution.stretch_mean",
       .unit = Unit::number,
       .meaning =
           "execution time of completed invocations that share resources (cpu, work), divided by the time "
           "that they would have taken alone; 1 means no contention",
       .absent_because = "no invocation that shares resources completed",
       .value = [](const Counted& c) -> MetricValue { return stretch(c.sums); },
       .scopes = kAnyScope,
       .shares = {of::completed, of::latency}},
  };
  return family;
}

}  // namespace curtain
