// The views of a placement policy, at both levels, are compared with a plain list of VMs and hosts, under
// random operations. VMs open, are closed to placement and released, instances are created and removed, and
// gaps are closed.
#include <algorithm>
#include <map>
#include <vector>

#include "models/platform/fleet/cluster.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

struct Row {
  Bins::Serial serial = 0;
  std::uint32_t free = 0;
  std::uint32_t slots = 0;
};
using Rows = std::vector<Row>;  // the oldest first

constexpr sim::DrawKey kInstanceDraws(1, 2, 3);
constexpr sim::DrawKey kHostDraws(1, 2, 4);
constexpr Mebibytes kCapacity = 16;
constexpr std::uint32_t kPlaces = 4;
constexpr std::uint32_t kClasses = 3;
constexpr std::uint32_t kSpiedHosts = 20;
constexpr std::uint32_t kVmsPerHost = 5;

/// Compares all queries with a search of all rows, and chooses at random.
class Checker final : public PlacementPolicy {
 public:
  [[nodiscard]] Needs needs() const override {
    return {.bins_by_age = true, .bins_by_free = true, .bins_by_position = true, .bins_by_slots = true};
  }
  std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) override {
    const Rows& all = rows.at(query.pool);
    REQUIRE(bins.size() == all.size());
    std::vector<Bins::Bin> handles;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const Bins::Bin bin = bins.nth(i);
      REQUIRE(bins.serial(bin) == all[i].serial);
      REQUIRE(bins.free(bin) == all[i].free);
      REQUIRE(bins.slots(bin) == all[i].slots);
      handles.push_back(bin);
    }
    Rows some;
    std::copy_if(all.begin(), all.end(), std::back_inserter(some),
                 [&query](const Row& row) { return row.free >= query.demand; });
    compare(query, bins, some);
    ++asked;
    if (some.empty() || draw.below(8) == 0) {
      return std::nullopt;
    }
    return bins.nth_with(query.demand, draw.below(static_cast<std::uint32_t>(some.size())));
  }

  std::map<std::uint32_t, Rows> rows;  // indexed by pool
  sim::Draw draw{sim::DrawKey(9, 0, 0), 0, 0};
  int asked = 0;

 private:
  /// Exactly `some` rows have room.
  void compare(const PlacementQuery& query, const Bins& bins, const Rows& some) {
    const auto serial = [&bins](const std::optional<Bins::Bin>& bin) {
      return bin ? std::optional<Bins::Serial>(bins.serial(*bin)) : std::nullopt;
    };
    const auto best = [&some](auto&& better) {
      const auto found = std::min_element(some.begin(), some.end(), better);
      return found == some.end() ? std::nullopt : std::optional<Bins::Serial>(found->serial);
    };
    const std::uint32_t demand = query.demand;
    REQUIRE(serial(bins.oldest_with(demand)) ==
            best([](const Row& a, const Row& b) { return a.serial < b.serial; }));
    REQUIRE(serial(bins.youngest_with(demand)) ==
            best([](const Row& a, const Row& b) { return a.serial > b.serial; }));
    REQUIRE(serial(bins.fullest_with(demand)) ==
            best([](const Row& a, const Row& b) { return a.free < b.free; }));
    REQUIRE(serial(bins.emptiest_with(demand)) ==
            best([](const Row& a, const Row& b) { return a.free > b.free; }));
    const std::uint32_t slot_weight = query.slots == kUnlimited ? 0 : draw.below(9);
    const auto weight = [slot_weight](const Row& row) {
      return 2 * row.free + (slot_weight == 0 ? 0 : slot_weight * row.slots);
    };
    REQUIRE(serial(bins.heaviest_with(demand, 2, slot_weight)) ==
            best([&weight](const Row& a, const Row& b) { return weight(a) > weight(b); }));
    const Bins::Serial from = draw.below(static_cast<std::uint32_t>(bins.next_serial()) + 2);
    const auto next =
        std::find_if(some.begin(), some.end(), [from](const Row& row) { return row.serial >= from; });
    REQUIRE(serial(bins.next_with(from, demand)) ==
            (next == some.end() ? std::nullopt : std::optional<Bins::Serial>(next->serial)));
    REQUIRE(bins.count_with(demand) == some.size());
    Rows sorted = some;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const Row& a, const Row& b) { return a.free < b.free; });
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      REQUIRE(bins.serial(bins.nth_with(demand, i)) == sorted[i].serial);
    }
  }
};

ClusterParameters small_cluster() {
  ClusterParameters parameters;
  parameters.hosts = {kSpiedHosts, 0, kVmsPerHost * kCapacity};
  parameters.vms.memory = kCapacity;
  parameters.vms.max_instances = kPlaces;
  return parameters;
}

/// A cluster, and its expected contents.
class Work {
 public:
  Work() : cluster_(small_cluster(), instances, hosts, {kInstanceDraws, kHostDraws}) {
    for (std::uint32_t host = 0; host < kSpiedHosts; ++host) {
      hosts.rows[0].push_back({host, kVmsPerHost, kUnlimited});
    }
  }

  void place(std::uint32_t pool, Mebibytes memory) {
    const Cause cause{pool, next_instance_};
    instances.rows[pool] = vms_of(pool);
    auto vm = cluster_.choose_vm(pool, memory, {}, pool, cause);
    if (!vm) {
      vm = cluster_.open_vm(pool, {}, pool, cause);
      if (!vm) {
        return;
      }
      --hosts.rows[0].at(cluster_.vm(*vm).host).free;
      ++opened;
      vms_[*vm] = {pool, next_serial_[pool]++, 0, {}, false};
    }
    rest_.resize(next_instance_ + 1);
    cluster_.put(*vm, next_instance_, memory, rest_);
    vms_.at(*vm).inside[next_instance_++] = memory;
    vms_.at(*vm).used += memory;
  }
  /// Removes an instance from a VM, or releases an empty VM.
  void leave() {
    const auto chosen = any();
    if (chosen == vms_.end()) {
      return;
    }
    auto& [vm, known] = *chosen;
    if (known.inside.empty()) {
      ++hosts.rows[0].at(cluster_.vm(vm).host).free;
      cluster_.release(vm);
      vms_.erase(chosen);
      return;
    }
    const auto [instance, memory] = *known.inside.begin();
    cluster_.take(vm, instance, memory, rest_);
    known.inside.erase(instance);
    known.used -= memory;
  }
  void close() {
    if (const auto chosen = any(); chosen != vms_.end()) {
      cluster_.close_to_placement(chosen->first);
      chosen->second.closed = true;
    }
  }

  Checker instances;
  Checker hosts;
  sim::Draw draw{sim::DrawKey(11, 0, 0), 0, 0};
  int opened = 0;

 private:
  struct Known {
    std::uint32_t pool = 0;
    Bins::Serial serial = 0;
    Mebibytes used = 0;
    std::map<std::uint32_t, Mebibytes> inside;
    bool closed = false;
  };

  std::map<std::uint32_t, Known>::iterator any() {
    return vms_.empty() ? vms_.end()
                        : std::next(vms_.begin(), draw.below(static_cast<std::uint32_t>(vms_.size())));
  }
  [[nodiscard]] Rows vms_of(std::uint32_t pool) const {
    Rows rows;
    for (const auto& [id, vm] : vms_) {
      if (vm.pool == pool && !vm.closed) {
        const auto slots = kPlaces - static_cast<std::uint32_t>(vm.inside.size());
        rows.push_back({vm.serial, slots == 0 ? 0 : kCapacity - vm.used, slots});
      }
    }
    std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.serial < b.serial; });
    return rows;
  }

  Cluster cluster_;
  std::map<std::uint32_t, Known> vms_;
  std::map<std::uint32_t, Bins::Serial> next_serial_;  // indexed by pool
  std::uint32_t next_instance_ = 0;
  std::vector<InstanceRest> rest_;
};

/// A policy that records its queries.
class BinSpy final : public PlacementPolicy {
 public:
  std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins&) override {
    asked.push_back(query);
    return std::nullopt;
  }
  std::vector<PlacementQuery> asked;
};

}  // namespace

TEST_CASE("policies get the same bins as a search of all VMs and hosts finds") {
  Work work;
  for (int step = 0; step < 10'000; ++step) {
    // Fills the cluster for a while, then empties it.
    const std::uint32_t placing = step / 1'000 % 2 == 0 ? 12 : 5;
    const std::uint32_t what = work.draw.below(20);
    if (what < placing) {
      work.place(work.draw.below(kClasses), 1 + work.draw.below(kCapacity));
    } else if (what < 19) {
      work.leave();
    } else {
      work.close();
    }
  }
  CHECK(work.instances.asked > 1'000);
  CHECK(work.hosts.asked > 1'000);
  CHECK(work.opened > 1'000);  // more than exist at once, so gaps have been closed
}

TEST_CASE("a policy is called for pools of its level, with sizes and draws of this level") {
  BinSpy instances;
  BinSpy hosts;
  Cluster cluster(small_cluster(), instances, hosts, {kInstanceDraws, kHostDraws});
  const Cause cause{7, 12};
  REQUIRE_FALSE(cluster.choose_vm(2, 9, at_ms(1), 5, cause).has_value());
  CHECK(instances.asked.empty());  // there is no bin to choose from
  REQUIRE_FALSE(cluster.open_vm(2, at_ms(1), 5, cause).has_value());
  REQUIRE(hosts.asked.size() == 1);
  CHECK(hosts.asked[0].demand == 1);
  CHECK(hosts.asked[0].pool == 0);
  CHECK(hosts.asked[0].capacity == kVmsPerHost);
  CHECK(hosts.asked[0].slots == kUnlimited);
  CHECK(hosts.asked[0].draws == kHostDraws);
  CHECK(hosts.asked[0].ordinal == 12);

  ClusterParameters unlimited = small_cluster();
  unlimited.hosts.count = kUnlimited;
  Cluster other(unlimited, instances, hosts, {kInstanceDraws, kHostDraws});
  REQUIRE(other.open_vm(2, at_ms(1), 5, cause).has_value());
  REQUIRE_FALSE(other.choose_vm(2, 9, at_ms(1), 5, cause).has_value());
  REQUIRE(instances.asked.size() == 1);
  CHECK(instances.asked[0].demand == 9);
  CHECK(instances.asked[0].pool == 2);
  CHECK(instances.asked[0].capacity == kCapacity);
  CHECK(instances.asked[0].slots == kPlaces);
  CHECK(instances.asked[0].draws == kInstanceDraws);
  CHECK(instances.asked[0].function == FunctionId{7u});
  CHECK(instances.asked[0].tenant == TenantId{5u});
}
