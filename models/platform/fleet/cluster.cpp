#include "models/platform/fleet/cluster.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>

#include "models/platform/blame.hpp"
#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

std::uint32_t vms_that_fit(const ClusterParameters& parameters) {
  const VmParameters& vm = parameters.vms;
  const HostParameters& host = parameters.hosts;
  std::uint32_t fit = std::numeric_limits<std::uint32_t>::max();
  if (vm.memory > 0) {
    fit = std::min(fit, host.memory / vm.memory);
  }
  if (vm.vcpus > 0) {
    fit = std::min(fit, host.vcpus / vm.vcpus);
  }
  if (fit == 0 || fit == std::numeric_limits<std::uint32_t>::max()) {
    throw std::invalid_argument("cluster: a VM of " + std::to_string(vm.vcpus) + " vCPUs and " +
                                std::to_string(vm.memory) + " MiB does not fit on a host of " +
                                std::to_string(host.vcpus) + " vCPUs and " + std::to_string(host.memory) +
                                " MiB");
  }
  return fit;
}

/// Reports an error of the policy if the bin cannot take the queried item. `unit` is the unit of the sizes at
/// this level.
void check_bin(const PlacementPolicy& policy, const PlacementQuery& query, const BinIndex& bins,
               Bins::Bin bin, const char* unit) {
  if (!bins.holds(bin)) [[unlikely]] {
    blame(policy, query.now, fmt::format("chose bin {}, which does not exist", bin));
  }
  if (CURTAIN_MUTANT(full_bin_is_taken, bins.free(bin) < query.demand, false)) [[unlikely]] {
    blame(policy, query.now,
          fmt::format("chose bin {}, which has {} {} free where {} are needed", bin, bins.free(bin), unit,
                      query.demand));
  }
}

/// Whether the scores `a` are better than the scores `b` of the same policy.
bool is_better(const BinScores& a, const BinScores& b) {
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (a[i].value != b[i].value) {
      return (a[i].value < b[i].value) == a[i].is_least_best;
    }
  }
  return false;
}

template <class Of>
SharedDemand demand_on(const BinDemand* demand, const Of& of) {
  return demand == nullptr ? SharedDemand{}
                           : SharedDemand{of(*demand, SharedKind::cpu), of(*demand, SharedKind::disk),
                                          of(*demand, SharedKind::network)};
}

std::uint64_t pair_key(std::uint32_t bin, std::uint32_t of) {
  return (std::uint64_t{bin} << 32) | of;
}

}  // namespace

Cluster::Cluster(const ClusterParameters& parameters, PlacementPolicy& instance_policy,
                 PlacementPolicy& host_policy, const PlacementDraws& draws)
    : isolation_(parameters.vms.isolation),
      capacity_(parameters.vms.instance_memory == 0 ? parameters.vms.memory : parameters.vms.instance_memory),
      vms_per_host_(vms_that_fit(parameters)),
      most_instances_(parameters.vms.isolation == Isolation::instance ? 1 : parameters.vms.max_instances),
      topology_(parameters.topology),
      vm_level_(*this, instance_policy, draws.instances, parameters.vms.vcpus),
      host_level_(*this, host_policy, draws.hosts, parameters.hosts.vcpus),
      code_(parameters.code_cache == CodeCache::host || vm_level_.code || host_level_.code),
      hosts_(parameters.hosts, topology_, vms_per_host_, host_policy.needs()) {
  hosts_.bins().describe_with(host_level_);
  if (parameters.vms.max_instances == 0) {
    throw std::invalid_argument(
        "cluster: max_instances is 0, but a VM must be able to hold at least one instance");
  }
}

std::uint32_t Cluster::isolation_class(std::uint32_t tenant, std::uint32_t function) const {
  switch (isolation_) {
    case Isolation::tenant:
      return CURTAIN_MUTANT(tenants_share_vms, tenant, 0u);
    case Isolation::function:
    case Isolation::instance:
      return function;
    case Isolation::shared:
      break;
  }
  return 0;
}

Cluster::Class& Cluster::class_of(std::uint32_t isolation_class) {
  if (isolation_class >= classes_.size()) {
    classes_.resize(isolation_class + 1);
  }
  std::unique_ptr<Class>& place = classes_[isolation_class];
  if (place == nullptr) {
    place = std::make_unique<Class>(vm_level_.policy.needs(), capacity_, most_instances_);
    place->bins.describe_with(vm_level_);
  }
  return *place;
}

std::uint32_t Cluster::free_for_placement(const Vm& row) const {
  return row.instances >= most_instances_ ? 0 : capacity_ - row.used;
}

std::uint32_t Cluster::free_slots(const Vm& row) const {
  return most_instances_ == kUnlimited ? kUnlimited : most_instances_ - row.instances;
}

void Cluster::update_bin(const Vm& row) {
  if (row.bin != kNone) {
    BinIndex& bins = class_of(row.isolation_class).bins;
    if (free_room_ != nullptr) {
      free_room_->change(row.isolation_class, bins.free(row.bin), free_for_placement(row));
    }
    bins.set_room(row.bin, free_for_placement(row), free_slots(row));
  }
}

std::vector<std::uint32_t> Cluster::instances_in(std::uint32_t vm,
                                                 const std::vector<InstanceRest>& rest) const {
  std::vector<std::uint32_t> inside;
  for (std::uint32_t id = vms_[vm].first_instance; id != kNone; id = rest[id].vm_next) {
    inside.push_back(id);
  }
  return inside;
}

bool Cluster::has_room(std::uint32_t vm, std::uint32_t isolation_class, Mebibytes memory,
                       Mebibytes gained) const {
  const Vm& row = vms_[vm];
  return row.isolation_class == isolation_class && !row.draining && capacity_ - row.used + gained >= memory;
}

PlacementQuery Cluster::vm_query(std::uint32_t isolation_class, Mebibytes memory, Time now,
                                 std::uint32_t tenant, const Cause& cause) const {
  PlacementQuery query{now,
                       memory,
                       FunctionId{cause.function},
                       TenantId{tenant},
                       cause.ordinal,
                       vm_level_.draws,
                       isolation_class,
                       capacity_,
                       most_instances_};
  name(query, vm_level_);
  return query;
}

std::optional<std::uint32_t> Cluster::choose_vm(std::uint32_t isolation_class, Mebibytes memory, Time now,
                                                std::uint32_t tenant, const Cause& cause) {
  BinIndex& bins = class_of(isolation_class).bins;
  bins.compact([this](std::uint32_t vm, Bins::Bin bin) { vms_[vm].bin = bin; });
  if (bins.size() == 0) {
    return std::nullopt;
  }
  const PlacementQuery query = vm_query(isolation_class, memory, now, tenant, cause);
  const std::optional<Bins::Bin> bin =
      ask(vm_level_.policy, now, [&] { return vm_level_.policy.choose(query, bins); });
  if (!bin) {
    return std::nullopt;
  }
  check_bin(vm_level_.policy, query, bins, *bin, "MiB");
  return bins.owner(*bin);
}

VmChoice Cluster::choice_of_vm(std::uint32_t isolation_class, Mebibytes memory, Time now,
                               std::uint32_t tenant, const Cause& cause,
                               std::optional<std::uint32_t> chosen) {
  const BinIndex& bins = class_of(isolation_class).bins;
  const PlacementQuery query = vm_query(isolation_class, memory, now, tenant, cause);
  VmChoice choice;
  choice.of_class = bins.size();
  choice.retired = retired_vms(isolation_class);
  std::optional<BinScores> best;
  const auto rated = [this, &bins](Bins::Bin bin, const BinScores& scores) {
    RatedVm vm{vms_[bins.owner(bin)].number, {}};
    for (const BinScore& score : scores) {
      vm.figures.push_back({std::string(score.of), score.value, score.is_least_best});
    }
    return vm;
  };
  std::size_t seen = 0;
  for (Bins::Bin bin = 0; seen < bins.size(); ++bin) {
    if (!bins.holds(bin)) {
      continue;
    }
    ++seen;
    if (bins.free(bin) < memory) {
      continue;
    }
    ++choice.with_room;
    const BinScores scores = vm_level_.policy.scores(query, bins, bin);
    if (chosen && bins.owner(bin) == *chosen) {
      choice.chosen = rated(bin, scores);
    } else if (!scores.empty() && (!best || CURTAIN_MUTANT(runner_up_is_the_worst, is_better(scores, *best),
                                                           is_better(*best, scores)))) {
      best = scores;
      choice.runner_up = rated(bin, scores);
    }
  }
  return choice;
}

std::optional<std::uint32_t> Cluster::open_vm(std::uint32_t isolation_class, Time now, std::uint32_t tenant,
                                              const Cause& cause) {
  PlacementQuery query{now,
                       1,
                       FunctionId{cause.function},
                       TenantId{tenant},
                       cause.ordinal,
                       host_level_.draws,
                       0,
                       vms_per_host_,
                       kUnlimited};
  name(query, host_level_);
  const BinIndex& bins = hosts_.bins();
  if (bins.size() == 0 && !hosts_.may_open()) {
    return std::nullopt;  // every host is down
  }
  const std::optional<Bins::Bin> bin =
      ask(host_level_.policy, now, [&] { return host_level_.policy.choose(query, bins); });
  if (bin) {
    check_bin(host_level_.policy, query, bins, *bin, "VMs");
  } else if (!hosts_.may_open()) {
    return std::nullopt;
  }
  const std::uint32_t host = bin ? bins.owner(*bin) : hosts_.open();
  hosts_.add_vm(host);

  const std::uint32_t id = vms_.allocate();
  Vm& row = vms_[id];
  row = Vm{};
  row.number = vms_ever_++;
  row.host = host;
  row.isolation_class = isolation_class;
  row.created = now;
  row.ready = now;
  row.cause = cause;
  row.bin = class_of(isolation_class).bins.add(id, free_for_placement(row), free_slots(row));
  if (free_room_ != nullptr) {
    free_room_->add(isolation_class, free_for_placement(row));
  }
  return id;
}

void Cluster::put(std::uint32_t vm, std::uint32_t instance, Mebibytes memory,
                  std::vector<InstanceRest>& rest) {
  Vm& row = vms_[vm];
  SIM_CHECK(memory <= capacity_ - row.used);
  used_vms_ += row.instances == 0 ? 1 : 0;
  row.used += memory;
  ++row.instances;
  ++hosts_[row.host].instances;
  rest[instance].vm_previous = kNone;
  rest[instance].vm_next = row.first_instance;
  if (row.first_instance != kNone) {
    rest[row.first_instance].vm_previous = instance;
  }
  row.first_instance = instance;
  placed_mib_ += memory;
  PackingBound& bound = class_of(row.isolation_class).bound;
  lower_bound_ -= bound.value();
  bound.add(memory);
  lower_bound_ += bound.value();
  update_bin(row);
}

void Cluster::take(std::uint32_t vm, std::uint32_t instance, Mebibytes memory,
                   std::vector<InstanceRest>& rest) {
  Vm& row = vms_[vm];
  SIM_CHECK(row.instances > 0 && row.used >= memory);
  row.used -= memory;
  --row.instances;
  --hosts_[row.host].instances;
  used_vms_ -= row.instances == 0 ? 1 : 0;
  const std::uint32_t next = rest[instance].vm_next;
  const std::uint32_t previous = rest[instance].vm_previous;
  (previous == kNone ? row.first_instance : rest[previous].vm_next) = next;
  if (next != kNone) {
    rest[next].vm_previous = previous;
  }
  placed_mib_ -= memory;
  PackingBound& bound = class_of(row.isolation_class).bound;
  lower_bound_ -= bound.value();
  bound.remove(memory);
  lower_bound_ += bound.value();
  update_bin(row);
}

void Cluster::name(PlacementQuery& query, const Level& level) const {
  if (!level.names) {
    return;
  }
  const bool is_of_none =
      names_ == nullptr || !query.function.valid() || query.function.value() >= names_->size();
  query.tenant_name = is_of_none ? std::string_view() : names_->tenant_name(query.tenant);
  query.function_name = is_of_none ? std::string_view() : std::string_view((*names_)[query.function].name);
}

void Cluster::count_in(std::uint32_t vm, std::uint32_t function, std::uint32_t tenant) {
  if (!vm_level_.contents && !host_level_.contents) {
    return;
  }
  const std::uint32_t host = vms_[vm].host;
  if (vm_level_.contents) {
    vm_level_.functions.add(pair_key(vm, function));
    vm_level_.tenants.add(pair_key(vm, tenant));
  }
  if (host_level_.contents) {
    host_level_.functions.add(pair_key(host, function));
    host_level_.tenants.add(pair_key(host, tenant));
  }
  functions_by_zone_.add(pair_key(topology_.zone(host), function));
}

void Cluster::count_out(std::uint32_t vm, std::uint32_t function, std::uint32_t tenant) {
  if (!vm_level_.contents && !host_level_.contents) {
    return;
  }
  const std::uint32_t host = vms_[vm].host;
  if (vm_level_.contents) {
    vm_level_.functions.remove(pair_key(vm, function));
    vm_level_.tenants.remove(pair_key(vm, tenant));
  }
  if (host_level_.contents) {
    host_level_.functions.remove(pair_key(host, function));
    host_level_.tenants.remove(pair_key(host, tenant));
  }
  functions_by_zone_.remove(pair_key(topology_.zone(host), function));
}

void Cluster::note_idle(std::uint32_t vm) {
  ++vms_[vm].idle;
  ++hosts_[vms_[vm].host].idle;
}

void Cluster::note_busy(std::uint32_t vm) {
  SIM_CHECK(vms_[vm].idle > 0);
  --vms_[vm].idle;
  --hosts_[vms_[vm].host].idle;
}

std::uint32_t Cluster::Level::in_zone(std::uint32_t zone, const PlacementQuery& query) const {
  require(contents, "Bins::in_zone", "bin_contents");
  if (cluster_.hosts_.down() > 0 && cluster_.hosts_.is_lost(zone)) {
    return kUnlimited;
  }
  return cluster_.functions_by_zone_.count(pair_key(zone, query.function.value()));
}

/// Completes the view with the counts, code and location of the VM or host.
void Cluster::Level::look_up(BinView& seen, std::uint32_t owner, const PlacementQuery& query) const {
  if (contents) {
    seen.of_function = functions.count(pair_key(owner, query.function.value()));
    seen.of_tenant = tenants.count(pair_key(owner, query.tenant.value()));
  }
  if (code) {
    seen.has_code = cluster_.code_since(seen.host, query.function.value()).has_value();
  }
  seen.zone = cluster_.topology_.zone(seen.host);
  seen.distance = cluster_.topology_.distance(seen.host);
}

BinView Cluster::VmLevel::view(std::uint32_t vm, const PlacementQuery& query) const {
  const Vm& row = cluster_.vms_[vm];
  BinView seen;
  seen.capacity = cluster_.capacity_;
  seen.instances = row.instances;
  if (load) {
    seen.busy = row.instances - row.idle;
  }
  if (demand) {
    seen.demand = demand_on(cluster_.demand_,
                            [vm](const BinDemand& of, SharedKind kind) { return of.of_vm(vm, kind); });
  }
  seen.vcpus = vcpus;
  seen.host = row.host;
  seen.created = row.created;
  look_up(seen, vm, query);
  return seen;
}

/// Called only if the answer does not depend on the hosts' placement policy: any host with room can take a
/// VM.
bool Cluster::VmLevel::may_open() const {
  return cluster_.hosts_.has_room_beyond(cluster_.vms_.size());
}

BinView Cluster::HostLevel::view(std::uint32_t host, const PlacementQuery& query) const {
  const Hosts::Row& row = cluster_.hosts_[host];
  BinView seen;
  seen.capacity = cluster_.vms_per_host_;
  seen.instances = row.instances;
  if (load) {
    seen.busy = row.instances - CURTAIN_MUTANT(load_counts_idle, row.idle, 0u);
  }
  if (demand) {
    seen.demand = demand_on(cluster_.demand_,
                            [host](const BinDemand& of, SharedKind kind) { return of.of_host(host, kind); });
  }
  seen.vcpus = vcpus;
  seen.host = host;
  look_up(seen, host, query);
  return seen;
}

bool Cluster::HostLevel::may_open() const {
  return cluster_.hosts_.may_open();
}

void Cluster::close_to_placement(std::uint32_t vm) {
  Vm& row = vms_[vm];
  row.draining = true;
  if (row.bin != kNone) {
    BinIndex& bins = class_of(row.isolation_class).bins;
    if (free_room_ != nullptr) {
      free_room_->remove(row.isolation_class, bins.free(row.bin));
    }
    bins.remove(row.bin);
    row.bin = kNone;
  }
}

std::uint64_t Cluster::retired_vms(std::uint32_t isolation_class) const {
  std::uint64_t retired = 0;
  for (std::uint32_t id = 0; id < vms_.capacity(); ++id) {
    retired += vms_.live(id) && vms_[id].draining && vms_[id].isolation_class == isolation_class ? 1 : 0;
  }
  return retired;
}

std::uint64_t Cluster::fingerprint() const {
  std::uint64_t sum = released_fingerprint_;
  for (std::uint32_t id = 0; id < vms_.capacity(); ++id) {
    sum += vms_.live(id) ? vms_[id].fingerprint() : 0;
  }
  return sum;
}

void Cluster::release(std::uint32_t vm) {
  released_fingerprint_ += vms_[vm].fingerprint();
  Vm& row = vms_[vm];
  SIM_CHECK(row.instances == 0 && row.used == 0);
  close_to_placement(vm);
  hosts_.remove_vm(row.host);
  vms_.release(vm);
}

std::vector<std::uint32_t> Cluster::vms_on_lost_hosts() const {
  std::vector<std::uint32_t> lost;
  for (std::uint32_t id = 0; id < vms_.capacity(); ++id) {
    if (vms_.live(id) && hosts_[vms_[id].host].is_down) {
      lost.push_back(id);
    }
  }
  return lost;
}

}  // namespace curtain
