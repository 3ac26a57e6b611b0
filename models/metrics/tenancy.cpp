#include "models/metrics/tenancy.hpp"

#include <algorithm>

#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

std::uint64_t group_key(std::uint32_t bin, std::uint32_t tenant) {
  return (std::uint64_t{bin} << 32) | tenant;
}

}  // namespace

BinSharing& BinSharing::operator+=(const BinSharing& other) {
  shared_ns += other.shared_ns;
  neighbours_ns += other.neighbours_ns;
  own_ns += other.own_ns;
  own_peak = std::max(own_peak, other.own_peak);
  first_shared += other.first_shared;
  tenants_sharing += other.tenants_sharing;
  tenants_peak = std::max(tenants_peak, other.tenants_peak);
  meeting_ns += other.meeting_ns;
  pairs_ns += other.pairs_ns;
  return *this;
}

TenancyFigures& TenancyFigures::operator+=(const TenancyFigures& other) {
  live_ns += other.live_ns;
  for (std::size_t kind = 0; kind < kSharedBins; ++kind) {
    bins[kind] += other.bins[kind];
  }
  return *this;
}

/// Adds the time since the last change to the integrals of the tenant.
void Tenancy::settle_tenant(std::uint32_t tenant, std::uint64_t at) {
  Tenant& row = tenants_[tenant];
  const auto passed = static_cast<sim::Int128>(at - row.since);
  row.since = at;
  row.figures.live_ns += passed * row.live;
  for (std::size_t kind = 0; kind < kSharedBins; ++kind) {
    row.figures.bins[kind].shared_ns += passed * row.sharing[kind];
  }
}

void Tenancy::settle_bin(std::size_t kind, std::uint32_t bin, std::uint64_t at) {
  std::vector<Bin>& bins = levels_[kind].bins;
  if (bin >= bins.size()) {
    bins.resize(std::size_t{bin} + 1);
  }
  Bin& row = bins[bin];
  row.tenants_ns += static_cast<sim::Int128>(at - row.since) * row.tenants;
  if (at > row.since) {
    all_.bins[kind].tenants_peak = std::max(all_.bins[kind].tenants_peak, row.tenants);
  }
  row.since = at;
}

Tenancy::Group& Tenancy::settle_group(std::size_t kind, std::uint32_t bin, std::uint32_t tenant,
                                      std::uint64_t at) {
  Group& group = levels_[kind].groups[group_key(bin, tenant)];
  BinSharing& figures = tenants_[tenant].figures.bins[kind];
  const auto squared = static_cast<sim::Int128>(group.instances) * group.instances;
  if (at > group.since) {
    figures.own_ns += static_cast<sim::Int128>(at - group.since) * squared;
    figures.own_peak = std::max(figures.own_peak, group.instances);
  }
  group.since = at;
  return group;
}

void Tenancy::settle_pairs(std::uint64_t at) {
  const auto passed = static_cast<sim::Int128>(at - pairs_since_);
  pairs_since_ = at;
  for (std::size_t kind = 0; kind < kSharedBins; ++kind) {
    all_.bins[kind].meeting_ns += passed * levels_[kind].meeting;
    all_.bins[kind].pairs_ns += passed * ((live_ * live_ - live_squares_) / 2);
  }
}

/// Records that `instances` live instances of the tenant have begun to share their bin with another tenant.
void Tenancy::add_sharing(std::size_t kind, std::uint32_t tenant, std::uint32_t instances, std::uint64_t at) {
  settle_tenant(tenant, at);
  Tenant& row = tenants_[tenant];
  row.sharing[kind] += instances;
  BinSharing& figures = row.figures.bins[kind];
  if (figures.tenants_sharing == 0) {
    figures.tenants_sharing = 1;
    figures.first_shared = row.created;
  }
}

void Tenancy::enter(std::size_t kind, std::uint32_t bin, std::uint32_t tenant, std::uint64_t at) {
  settle_bin(kind, bin, at);
  Group& group = settle_group(kind, bin, tenant, at);
  Bin& row = levels_[kind].bins[bin];
  levels_[kind].meeting -= row.pairs();
  if (group.instances == 0) {
    ++row.tenants;
    row.tenant_sum += tenant;
    if (CURTAIN_MUTANT(first_tenant_does_not_share, row.tenants == 2, false)) {
      add_sharing(kind, static_cast<std::uint32_t>(row.tenant_sum - tenant), row.instances, at);
    }
  }
  row.squares += 2 * std::uint64_t{group.instances} + 1;
  ++group.instances;
  ++row.instances;
  levels_[kind].meeting += row.pairs();
  if (row.tenants >= 2) {
    add_sharing(kind, tenant, 1, at);
  }
}

void Tenancy::leave(std::size_t kind, std::uint32_t bin, std::uint32_t tenant, std::uint64_t at) {
  settle_bin(kind, bin, at);
  Group& group = settle_group(kind, bin, tenant, at);
  SIM_CHECK(group.instances > 0);
  Bin& row = levels_[kind].bins[bin];
  levels_[kind].meeting -= row.pairs();
  tenants_[tenant].sharing[kind] -= row.tenants >= 2 ? 1 : 0;
  --group.instances;
  --row.instances;
  row.squares -= 2 * std::uint64_t{group.instances} + 1;
  if (group.instances == 0) {
    levels_[kind].groups.erase(group_key(bin, tenant));
    --row.tenants;
    row.tenant_sum -= tenant;
    if (row.tenants == 1) {
      const auto last = static_cast<std::uint32_t>(row.tenant_sum);
      settle_tenant(last, at);
      tenants_[last].sharing[kind] -= row.instances;
    }
  }
  levels_[kind].meeting += row.pairs();
}

/// Records that one more or one less instance of the tenant is live.
void Tenancy::count_live(std::uint32_t tenant, bool is_more) {
  Tenant& row = tenants_[tenant];
  live_squares_ -= std::uint64_t{row.live} * row.live;
  row.live += is_more ? 1 : -1;
  live_ += is_more ? 1 : -1;
  live_squares_ += std::uint64_t{row.live} * row.live;
}

void Tenancy::created(Time now, InstanceId instance, TenantId tenant, VmId vm, HostId host) {
  const std::uint64_t at = window_.clamped(now);
  const std::uint32_t owner = tenant.value();
  if (instance.index() >= instances_.size()) {
    instances_.resize(instance.index() + 1);
  }
  if (owner >= tenants_.size()) {
    tenants_.resize(std::size_t{owner} + 1);
  }
  settle_pairs(at);
  settle_tenant(owner, at);
  ++tenants_[owner].created;
  count_live(owner, true);
  Instance& row = instances_[instance.index()];
  SIM_CHECK(!row.is_live);
  row = {true, owner, at, {vm.value(), host.value()}, {}};
  for (std::size_t kind = 0; kind < kSharedBins; ++kind) {
    enter(kind, row.bins[kind], owner, at);
    row.tenants_ns[kind] = levels_[kind].bins[row.bins[kind]].tenants_ns;
  }
}

/// Counts the other tenants that the instance has had in its bins. The bins must be settled.
void Tenancy::count_instance(const Instance& row, std::uint64_t at) {
  for (std::size_t kind = 0; kind < kSharedBins; ++kind) {
    const sim::Int128 met = levels_[kind].bins[row.bins[kind]].tenants_ns - row.tenants_ns[kind];
    tenants_[row.tenant].figures.bins[kind].neighbours_ns += met - static_cast<sim::Int128>(at - row.created);
  }
}

void Tenancy::ended(Time now, InstanceId instance) {
  const std::uint64_t at = window_.clamped(now);
  Instance& row = instances_[instance.index()];
  SIM_CHECK(row.is_live);
  settle_pairs(at);
  settle_tenant(row.tenant, at);
  for (std::size_t kind = 0; kind < kSharedBins; ++kind) {
    leave(kind, row.bins[kind], row.tenant, at);
  }
  count_instance(row, at);
  count_live(row.tenant, false);
  row.is_live = false;
}

void Tenancy::finish(Time end) {
  const std::uint64_t at = window_.clamped(end);
  settle_pairs(at);
  for (const Instance& row : instances_) {
    for (std::size_t kind = 0; row.is_live && kind < kSharedBins; ++kind) {
      settle_bin(kind, row.bins[kind], at);
      settle_group(kind, row.bins[kind], row.tenant, at);
    }
  }
  for (const Instance& row : instances_) {
    if (row.is_live) {
      count_instance(row, at);
    }
  }
  for (std::uint32_t tenant = 0; tenant < tenants_.size(); ++tenant) {
    settle_tenant(tenant, at);
    all_ += tenants_[tenant].figures;
  }
}

const TenancyFigures& Tenancy::of(TenantId tenant) const {
  static const TenancyFigures none{};
  return tenant.index() < tenants_.size() ? tenants_[tenant.index()].figures : none;
}

}  // namespace curtain
