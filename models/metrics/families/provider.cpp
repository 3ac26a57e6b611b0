// Metrics of what the provider supplies: VMs, hosts, and the memory and vCPUs that no instance uses. They
// exist for the whole run only.
#include "models/metrics/values.hpp"

namespace curtain {
namespace {

using namespace metrics;

constexpr sim::Int128 kHour = 3'600'000'000'000;
constexpr sim::Int128 kGibHour = kHour * 1024;

/// The integral of a level of the fleet, in level times nanoseconds.
sim::Int128 integral(const Counted& counted, FleetLevel level) {
  return counted.run->fleet()[level].integral();
}

const FleetShape& shape(const Counted& counted) {
  return counted.run->fleet().shape();
}

/// The part of a resource of the hosts in use that is not allocated to VMs, in units of the resource times
/// nanoseconds.
sim::Int128 free_on_hosts(const Counted& counted, std::uint64_t of_host, std::uint64_t of_vm) {
  return static_cast<sim::Int128>(of_host) * integral(counted, FleetLevel::hosts) -
         static_cast<sim::Int128>(of_vm) * integral(counted, FleetLevel::vms);
}

/// The vCPU hours of the open VMs that no CPU work uses. No value if no function has CPU work.
std::optional<double> idle_vcpu_hours(const Counted& counted) {
  const SharedUse& use = counted.run->shared_use();
  const auto of_vm =
      static_cast<sim::Int128>(use.capacity(SharedKind::cpu).of_vm);  // in millionths of a vCPU
  return of_vm == 0 ? std::nullopt
                    : std::optional<double>(sim::ratio(
                          of_vm * integral(counted, FleetLevel::vms) - use.used(SharedKind::cpu).integral(),
                          kHour * 1'000'000));
}

}  // namespace

const MetricFamily& provider_metrics() {
  static const MetricFamily family = {
      {.name = "provider.vm_hours",
       .unit = Unit::number,
       .meaning = "open VMs, integrated over the window, in VM hours",
       .value = [](const Counted& c) -> MetricValue {
         return sim::ratio(integral(c, FleetLevel::vms), kHour);
       },
       .shares = {of::live}},
      {.name = "provider.host_hours",
       .unit = Unit::number,
       .meaning = "hosts with at least one VM, integrated over the window, in host hours",
       .value = [](const Counted& c) -> MetricValue {
         return sim::ratio(integral(c, FleetLevel::hosts), kHour);
       },
       .shares = {of::live}},
      {.name = "provider.vm_gib_hours",
       .unit = Unit::number,
       .meaning = "memory of open VMs for instances, integrated over the window, in GiB hours",
       .value = [](const Counted& c) -> MetricValue {
         return sim::ratio(static_cast<sim::Int128>(shape(c).vm_instance_mib) * integral(c, FleetLevel::vms),
                           kGibHour);
       },
       .shares = {of::live}},
      {.name = "provider.busy_gib_hours",
       .unit = Unit::number,
       .meaning = "memory of busy instances, integrated over the window, in GiB hours",
       .value = [](const Counted& c) -> MetricValue { return sim::ratio(c.sums.busy_mib_ns, kGibHour); },
       .shares = {of::live}},
      {.name = "provider.idle_gib_hours",
       .unit = Unit::number,
       .meaning = "memory of idle instances, integrated over the window, in GiB hours",
       .value = [](const Counted& c) -> MetricValue {
         return sim::ratio(c.sums.ready_mib_ns - c.sums.busy_mib_ns, kGibHour);
       },
       .shares = {of::live}},
      {.name = "provider.stranded_gib_hours",
       .unit = Unit::number,
       .meaning = "memory of open VMs that no instance holds, integrated over the window, in GiB hours",
       .value = [](const Counted& c) -> MetricValue {
         return sim::ratio(static_cast<sim::Int128>(shape(c).vm_instance_mib) * integral(c, FleetLevel::vms) -
                               integral(c, FleetLevel::placed_mib),
                           kGibHour);
       },
       .shares = {of::live}},
      {.name = "provider.host_free_gib_hours",
       .unit = Unit::number,
       .meaning =
           "memory of hosts in use that is not allocated to VMs, integrated over the window, in GiB hours",
       .value = [](const Counted& c) -> MetricValue {
         return sim::ratio(free_on_hosts(c, shape(c).host_mib, shape(c).vm_mib), kGibHour);
       },
       .shares = {of::live}},
      {.name = "provider.vcpu_hours",
       .unit = Unit::number,
       .meaning = "vCPUs of open VMs, integrated over the window, in vCPU hours",
       .value = [](const Counted& c) -> MetricValue {
         return sim::ratio(static_cast<sim::Int128>(shape(c).vm_vcpus) * integral(c, FleetLevel::vms), kHour);
       },
       .shares = {of::live}},
      {.name = "provider.idle_vcpu_hours",
       .unit = Unit::number,
       .meaning = "vCPUs of open VMs that no CPU work (cpu, work.cpu) uses, integrated over the window, in "
                  "vCPU hours",
       .absent_because = "no function has CPU work",
       .value = [](const Counted& c) -> MetricValue { return idle_vcpu_hours(c); },
       .shares = {of::live}},
      {.name = "provider.host_free_vcpu_hours",
       .unit = Unit::number,
       .meaning =
           "vCPUs of hosts in use that are not allocated to VMs, integrated over the window, in vCPU hours",
       .value = [](const Counted& c) -> MetricValue {
         return sim::ratio(free_on_hosts(c, shape(c).host_vcpus, shape(c).vm_vcpus), kHour);
       },
       .shares = {of::live}},
      {.name = "provider.cost_usd",
       .unit = Unit::usd,
       .meaning = "cost of open VMs and of hosts in use to the provider (billing.provider)",
       .absent_because = "the scenario has no prices for VMs and hosts (billing.provider)",
       .value = [](const Counted& c) -> MetricValue { return c.provider_usd; },
       .shares = {of::live}},
  };
  return family;
}

}  // namespace curtain
