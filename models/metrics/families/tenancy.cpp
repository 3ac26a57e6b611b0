// Metrics of the VMs and hosts that tenants share. They are measured only if one of them is requested.
#include "models/metrics/tenancy.hpp"
#include "models/metrics/values.hpp"

namespace curtain {
namespace {

using namespace metrics;

constexpr std::string_view kNotMeasured =
    "no instance existed in the window, or no tenancy metric was requested (in expect or with compare "
    "--metric)";
constexpr std::string_view kNeverShared =
    "no instance shared a VM or host with another tenant, or no tenancy metric was requested (in expect or "
    "with compare --metric)";
constexpr std::string_view kNoPair =
    "no two tenants had instances at the same time, or no tenancy metric was requested (in expect or with "
    "compare --metric)";

const BinSharing* sharing(const Counted& counted, SharedBin kind) {
  return counted.tenancy == nullptr ? nullptr : &counted.tenancy->at(kind);
}

/// An integral over instances divided by the instance time.
MetricValue by_instance_time(const Counted& counted, SharedBin kind, sim::Int128 BinSharing::*integral) {
  const BinSharing* const figures = sharing(counted, kind);
  return figures == nullptr || counted.tenancy->live_ns == 0
             ? MetricValue()
             : MetricValue(sim::ratio(figures->*integral, counted.tenancy->live_ns));
}

template <SharedBin kind>
MetricValue shared_seconds(const Counted& counted) {
  const BinSharing* const figures = sharing(counted, kind);
  return figures == nullptr ? MetricValue() : MetricValue(sim::ratio(figures->shared_ns, 1'000'000'000));
}
template <SharedBin kind>
MetricValue shared_share(const Counted& counted) {
  return by_instance_time(counted, kind, &BinSharing::shared_ns);
}
template <SharedBin kind>
MetricValue neighbours(const Counted& counted) {
  return by_instance_time(counted, kind, &BinSharing::neighbours_ns);
}
template <SharedBin kind>
MetricValue own_mean(const Counted& counted) {
  return by_instance_time(counted, kind, &BinSharing::own_ns);
}
template <SharedBin kind>
MetricValue own_peak(const Counted& counted) {
  const BinSharing* const figures = sharing(counted, kind);
  return figures == nullptr ? MetricValue() : MetricValue(std::uint64_t{figures->own_peak});
}
template <SharedBin kind>
MetricValue tenants_peak(const Counted& counted) {
  const BinSharing* const figures = sharing(counted, kind);
  return figures == nullptr ? MetricValue() : MetricValue(std::uint64_t{figures->tenants_peak});
}
template <SharedBin kind>
MetricValue meeting(const Counted& counted) {
  const BinSharing* const figures = sharing(counted, kind);
  return figures == nullptr || figures->pairs_ns == 0
             ? MetricValue()
             : MetricValue(sim::ratio(figures->meeting_ns, figures->pairs_ns));
}
template <SharedBin kind>
MetricValue until_shared(const Counted& counted) {
  const BinSharing* const figures = sharing(counted, kind);
  return figures == nullptr ? MetricValue() : share(figures->first_shared, figures->tenants_sharing);
}

constexpr SharedBin kVm = SharedBin::vm;
constexpr SharedBin kHost = SharedBin::host;

}  // namespace

const MetricFamily& tenancy_metrics() {
  static const MetricFamily family = {
      {.name = "tenancy.vm_shared_s",
       .unit = Unit::seconds,
       .meaning =
           "time that instances spent on a VM with an instance of another tenant, summed over instances",
       .absent_because = kNotMeasured,
       .value = shared_seconds<kVm>,
       .scopes = Scope::tenant,
       .shares = {of::live}},
      {.name = "tenancy.host_shared_s",
       .unit = Unit::seconds,
       .meaning =
           "time that instances spent on a host with an instance of another tenant, summed over instances",
       .absent_because = kNotMeasured,
       .value = shared_seconds<kHost>,
       .scopes = Scope::tenant,
       .shares = {of::live}},
      {.name = "tenancy.vm_shared_share",
       .unit = Unit::share,
       .meaning = "share of the instance time that was spent on a VM with an instance of another tenant",
       .absent_because = kNotMeasured,
       .value = shared_share<kVm>,
       .scopes = Scope::tenant,
       .shares = {of::live}},
      {.name = "tenancy.host_shared_share",
       .unit = Unit::share,
       .meaning = "share of the instance time that was spent on a host with an instance of another tenant",
       .absent_because = kNotMeasured,
       .value = shared_share<kHost>,
       .scopes = Scope::tenant,
       .shares = {of::live}},
      {.name = "tenancy.vm_neighbours",
       .unit = Unit::count,
       .meaning =
           "number of other tenants with an instance on the VM of an instance, averaged over the instance "
           "time",
       .absent_because = kNotMeasured,
       .value = neighbours<kVm>,
       .scopes = Scope::tenant,
       .shares = {of::live}},
      {.name = "tenancy.host_neighbours",
       .unit = Unit::count,
       .meaning =
           "number of other tenants with an instance on the host of an instance, averaged over the instance "
           "time",
       .absent_because = kNotMeasured,
       .value = neighbours<kHost>,
       .scopes = Scope::tenant,
       .shares = {of::live}},
      {.name = "tenancy.vm_tenants_peak",
       .unit = Unit::count,
       .meaning = "largest number of tenants with instances on one VM at the same time",
       .absent_because = kNotMeasured,
       .value = tenants_peak<kVm>,
       .shares = {of::live}},
      {.name = "tenancy.host_tenants_peak",
       .unit = Unit::count,
       .meaning = "largest number of tenants with instances on one host at the same time",
       .absent_because = kNotMeasured,
       .value = tenants_peak<kHost>,
       .shares = {of::live}},
      {.name = "tenancy.vm_own_mean",
       .unit = Unit::count,
       .meaning = "number of instances of the same tenant on the VM of an instance, including the instance, "
                  "averaged over the instance time",
       .absent_because = kNotMeasured,
       .value = own_mean<kVm>,
       .scopes = Scope::tenant,
       .shares = {of::live}},
      {.name = "tenancy.host_own_mean",
       .unit = Unit::count,
       .meaning =
           "number of instances of the same tenant on the host of an instance, including the instance, "
           "averaged over the instance time",
       .absent_because = kNotMeasured,
       .value = own_mean<kHost>,
       .scopes = Scope::tenant,
       .shares = {of::live}},
      {.name = "tenancy.vm_own_peak",
       .unit = Unit::count,
       .meaning = "largest number of instances of one tenant on one VM at the same time",
       .absent_because = kNotMeasured,
       .value = own_peak<kVm>,
       .scopes = Scope::tenant,
       .shares = {of::live}},
      {.name = "tenancy.host_own_peak",
       .unit = Unit::count,
       .meaning = "largest number of instances of one tenant on one host at the same time",
       .absent_because = kNotMeasured,
       .value = own_peak<kHost>,
       .scopes = Scope::tenant,
       .shares = {of::live}},
      {.name = "tenancy.vm_meeting_share",
       .unit = Unit::share,
       .meaning =
           "probability that two live instances of different tenants, at a random time, are on the same VM; "
           "each pair of instances has the same weight",
       .absent_because = kNoPair,
       .value = meeting<kVm>,
       .shares = {of::live}},
      {.name = "tenancy.host_meeting_share",
       .unit = Unit::share,
       .meaning =
           "probability that two live instances of different tenants, at a random time, are on the same "
           "host; each pair of instances has the same weight",
       .absent_because = kNoPair,
       .value = meeting<kHost>,
       .shares = {of::live}},
      {.name = "tenancy.vm_until_shared",
       .unit = Unit::count,
       .meaning =
           "number of instances that a tenant had started when one of its instances first shared a VM with "
           "another tenant, averaged over the tenants that shared a VM; the warm-up is included",
       .absent_because = kNeverShared,
       .value = until_shared<kVm>,
       .scopes = Scope::tenant,
       .shares = {of::live}},
      {.name = "tenancy.host_until_shared",
       .unit = Unit::count,
       .meaning =
           "number of instances that a tenant had started when one of its instances first shared a host "
           "with another tenant, averaged over the tenants that shared a host; the warm-up is included",
       .absent_because = kNeverShared,
       .value = until_shared<kHost>,
       .scopes = Scope::tenant,
       .shares = {of::live}},
  };
  return family;
}

}  // namespace curtain
