// Which idle instances are evicted: tests with tables and a cluster, but without an engine.
#include "models/platform/idling/eviction.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>

#include "models/platform/blame.hpp"
#include "sim/philox.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// A policy that returns the values that the test sets.
class Priced final : public KeepAlivePolicy {
 public:
  explicit Priced(bool shares) : shares_(shares) {}
  [[nodiscard]] Needs needs() const override {
    Needs needs;
    needs.shared_values = shares_;
    return needs;
  }
  [[nodiscard]] Duration keep_for(const IdleInstanceView&) override { return Duration::infinite(); }
  [[nodiscard]] double eviction_value(const IdleInstanceView&) override { return own; }
  [[nodiscard]] double shared_value(FunctionId function) override { return shared[function.value()]; }

  double own = 0;
  std::map<std::uint32_t, double> shared;

 private:
  bool shares_;
};

/// The VMs have 512 MiB and are opened on demand.
class Fleet {
 public:
  static constexpr Mebibytes kCapacity = 512;

  explicit Fleet(Isolation isolation, bool shares_values = false)
      : policy(shares_values),
        vm_policy_(placement()),
        host_policy_(placement()),
        cluster(parameters(isolation), *vm_policy_, *host_policy_, {}),
        eviction(rows, cluster, policy, isolation) {}

  std::uint32_t function(std::uint32_t tenant, Mebibytes memory) {
    const auto id = static_cast<std::uint32_t>(rows.functions.size());
    rows.functions.emplace_back();
    FunctionRest rest;
    rest.memory = memory;
    rest.isolation_class = cluster.isolation_class(tenant, id);
    rows.rest.push_back(std::move(rest));
    return id;
  }
  std::uint32_t open(std::uint32_t function) {
    const std::uint32_t vm = cluster.open_vm(rows.rest[function].isolation_class, {}, 0, {}).value();
    vms.insert(vm);
    return vm;
  }
  void release(std::uint32_t vm) {
    cluster.release(vm);
    eviction.release(vm);
    vms.erase(vm);
  }
  std::uint32_t start(std::uint32_t function, std::uint32_t vm) {
    const std::uint32_t id = rows.instances.allocate();
    rows.instance_rest.resize(rows.instances.capacity());
    rows.instances[id] = Instance{};
    rows.instances[id].function = function;
    rows.instances[id].vm = vm;
    rows.instance_rest[id] = InstanceRest{};
    rows.instance_rest[id].memory = rows.rest[function].memory;
    cluster.put(vm, id, rows.rest[function].memory, rows.instance_rest);
    eviction.put(vm);
    ++rows.functions[function].live;
    instances.insert(id);
    return id;
  }
  void idle(std::uint32_t id, double own, Time now = {}) {
    policy.own = own;
    const FunctionId function{rows.instances[id].function};
    eviction.enter({now, InstanceId{id}, function, {}, 0, {}, 0, 0, {}, {}, 0, {}, 0});
    rows.instance_rest[id].idle = true;
    since[id] = now;
    owns[id] = own;
  }
  void busy(std::uint32_t id) {
    eviction.leave(id);
    rows.instance_rest[id].idle = false;
  }
  void reclaim(std::uint32_t id) {
    if (rows.instance_rest[id].idle) {
      busy(id);
    }
    const std::uint32_t vm = rows.instances[id].vm;
    cluster.take(vm, id, rows.instance_rest[id].memory, rows.instance_rest);
    eviction.take(vm);
    --rows.functions[rows.instances[id].function].live;
    rows.instances.release(id);
    instances.erase(id);
  }
  /// Adds one idle instance of the function to the VM.
  std::uint32_t idle_in(std::uint32_t vm, std::uint32_t function, double own) {
    const std::uint32_t id = start(function, vm);
    idle(id, own);
    return id;
  }

  Rows rows;
  Priced policy;
  std::set<std::uint32_t> vms;
  std::set<std::uint32_t> instances;
  std::map<std::uint32_t, Time> since;   // indexed by idle instance
  std::map<std::uint32_t, double> owns;  // indexed by idle instance

 private:
  static std::unique_ptr<PlacementPolicy> placement() {
    auto made = find_policy(Seam::placement, "first-fit")->make({});
    return std::unique_ptr<PlacementPolicy>(dynamic_cast<PlacementPolicy*>(made.release()));
  }
  static ClusterParameters parameters(Isolation isolation) {
    ClusterParameters parameters = ideal_platform().cluster;
    parameters.vms.memory = kCapacity;
    parameters.vms.isolation = isolation;
    return parameters;
  }
  std::unique_ptr<PlacementPolicy> vm_policy_;
  std::unique_ptr<PlacementPolicy> host_policy_;

 public:
  Cluster cluster;
  Eviction eviction;
};

struct EvictionFound {
  std::uint32_t vm = kNone;
  std::vector<std::uint32_t> instances;
  friend bool operator==(const EvictionFound&, const EvictionFound&) = default;
};

EvictionFound found(Fleet& fleet, std::uint32_t function) {
  const Eviction::Victims victims = fleet.eviction.find(function);
  return {victims.vm, {victims.instances.begin(), victims.instances.end()}};
}

/// Finds the expected victims by trying every VM. It reclaims the idle instances of a VM one after the other
/// until the function's instance fits, or all are reclaimed. The result is the VM whose last victim is
/// evicted first.
EvictionFound found_naively(const Fleet& fleet, std::uint32_t function, bool all_share_vms) {
  using Key = IdleOrder::Key;
  const Rows& rows = fleet.rows;
  const FunctionRest& rest = rows.rest[function];
  std::optional<std::pair<Key, EvictionFound>> best;
  for (const std::uint32_t vm : fleet.vms) {
    std::vector<std::pair<Key, std::uint32_t>> idle;
    std::size_t instances = 0;
    Mebibytes used = 0;
    for (const std::uint32_t id : fleet.instances) {
      if (rows.instances[id].vm == vm) {
        ++instances;
        used += rows.instance_rest[id].memory;
        if (rows.instance_rest[id].idle) {
          const double shared =
              fleet.policy.needs().shared_values ? fleet.policy.shared.at(rows.instances[id].function) : 0;
          idle.emplace_back(Key{fleet.owns.at(id) + shared, fleet.since.at(id), id}, id);
        }
      }
    }
    std::sort(idle.begin(), idle.end());
    std::map<std::uint32_t, std::uint32_t> live;
    EvictionFound chosen{vm, {}};
    for (const auto& [key, id] : idle) {
      const std::uint32_t owner = rows.instances[id].function;
      std::uint32_t& left = live.try_emplace(owner, rows.functions[owner].live).first->second;
      if (left <= rows.rest[owner].floor) {
        continue;  // the instance is held by pre-warm
      }
      --left;
      chosen.instances.push_back(id);
      used -= rows.instance_rest[id].memory;
      const bool fits = fleet.cluster.vm(vm).isolation_class == rest.isolation_class &&
                        used + rest.memory <= Fleet::kCapacity;
      const bool is_whole = !all_share_vms && chosen.instances.size() == instances;
      if (fits || is_whole) {
        if (!best || key < best->first) {
          best = {key, chosen};
        }
        break;
      }
    }
  }
  return best ? best->second : EvictionFound{};
}

}  // namespace

TEST_CASE("eviction chooses the VM on which the lowest values suffice first") {
  Fleet fleet(Isolation::shared);
  const std::uint32_t small = fleet.function(0, 128);
  const std::uint32_t large = fleet.function(0, 256);
  const std::uint32_t left = fleet.open(small);
  const std::uint32_t right = fleet.open(small);
  const std::uint32_t a = fleet.idle_in(left, small, 1);
  const std::uint32_t b = fleet.idle_in(right, small, 2);
  fleet.idle_in(left, small, 5);
  const std::uint32_t d = fleet.idle_in(right, small, 4);
  fleet.start(large, left);
  fleet.start(large, right);
  // For 256 MiB: evicting a leaves 128 MiB on the left, evicting b 128 MiB on the right; evicting d then
  // makes 256 MiB on the right.
  CHECK(found(fleet, large) == EvictionFound{right, {b, d}});
  // For 128 MiB: evicting the first instance is enough.
  CHECK(found(fleet, small) == EvictionFound{left, {a}});
  // Busy instances are not evicted.
  fleet.busy(d);
  fleet.busy(a);
  CHECK(found(fleet, large) == EvictionFound{});
}

TEST_CASE("of equal values, the instance idle longest is evicted first, then the instance in the lower row") {
  Fleet fleet(Isolation::shared);
  const std::uint32_t function = fleet.function(0, 512);
  const std::uint32_t first = fleet.start(function, fleet.open(function));
  const std::uint32_t second = fleet.start(function, fleet.open(function));
  const std::uint32_t third = fleet.start(function, fleet.open(function));
  fleet.idle(first, 7, at_ms(30));
  fleet.idle(third, 7, at_ms(20));
  fleet.idle(second, 7, at_ms(20));
  CHECK(found(fleet, function).instances == std::vector<std::uint32_t>{second});
  fleet.busy(second);
  CHECK(found(fleet, function).instances == std::vector<std::uint32_t>{third});
  fleet.busy(third);
  CHECK(found(fleet, function).instances == std::vector<std::uint32_t>{first});
}

TEST_CASE("another tenant's VM is evicted as a whole if its most valuable instance is worth less") {
  Fleet fleet(Isolation::tenant);
  const std::uint32_t ours = fleet.function(0, 256);
  const std::uint32_t theirs = fleet.function(1, 256);
  const std::uint32_t our_vm = fleet.open(ours);
  const std::uint32_t their_vm = fleet.open(theirs);
  const std::uint32_t a = fleet.idle_in(our_vm, ours, 4);
  fleet.start(ours, our_vm);
  const std::uint32_t x = fleet.idle_in(their_vm, theirs, 3);
  const std::uint32_t y = fleet.idle_in(their_vm, theirs, 2);
  CHECK(found(fleet, ours) == EvictionFound{their_vm, {y, x}});
  fleet.busy(x);
  CHECK(found(fleet, ours) == EvictionFound{our_vm, {a}});  // the other VM is not entirely idle
  fleet.idle(x, 5);
  CHECK(found(fleet, ours) == EvictionFound{our_vm, {a}});  // the other VM is entirely idle, and its last
                                                            // instance has a higher value
  fleet.rows.rest[theirs].floor = 1;                        // pre-warm holds one of the two instances
  fleet.busy(a);
  CHECK(found(fleet, ours) == EvictionFound{});
  fleet.rows.rest[theirs].floor = 0;
  CHECK(found(fleet, ours) == EvictionFound{their_vm, {y, x}});
}

TEST_CASE("an empty VM remains available until it is released") {
  Fleet fleet(Isolation::shared);
  const std::uint32_t function = fleet.function(0, 256);
  const std::uint32_t vm = fleet.open(function);
  const std::uint32_t id = fleet.idle_in(vm, function, 1);
  CHECK_FALSE(fleet.eviction.empty_vm());
  fleet.reclaim(id);
  CHECK(fleet.eviction.empty_vm() == vm);
  fleet.release(vm);
  CHECK_FALSE(fleet.eviction.empty_vm());
}

TEST_CASE(
    "the value that idle instances share is asked for when one becomes idle and when an attempt begins") {
  Fleet fleet(Isolation::shared, true);
  const std::uint32_t f = fleet.function(0, 512);
  const std::uint32_t g = fleet.function(0, 512);
  fleet.policy.shared = {{f, 10}, {g, 20}};
  const std::uint32_t a = fleet.idle_in(fleet.open(f), f, 1);
  const std::uint32_t b = fleet.idle_in(fleet.open(g), g, 1);
  CHECK(fleet.eviction.value(a) == 11);
  CHECK(found(fleet, f).instances == std::vector<std::uint32_t>{a});
  fleet.policy.shared[f] = 30;
  CHECK(fleet.eviction.value(a) == 11);  // the policy is not called
  fleet.eviction.attempt_begins(f, at_ms(1));
  CHECK(fleet.eviction.value(a) == 31);
  CHECK(found(fleet, f).instances == std::vector<std::uint32_t>{b});
}

TEST_CASE("a value that is NaN is blamed on the policy") {
  Fleet fleet(Isolation::shared, true);
  const std::uint32_t function = fleet.function(0, 256);
  const std::uint32_t id = fleet.start(function, fleet.open(function));
  const auto text = [&](double own, double shared) -> std::string {
    fleet.policy.shared[function] = shared;
    try {
      fleet.idle(id, own, at_ms(1'500));
    } catch (const PolicyError& error) {
      return error.what();
    }
    return "";
  };
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(text(nan, 0).find("gave NaN as a value for the order of eviction") != std::string::npos);
  CHECK(text(0, nan).find("at 1.5 s, gave NaN as a value for the order of eviction") != std::string::npos);
}

TEST_CASE("the victims are the same as those found by a search of every VM") {
  const auto isolation = GENERATE(Isolation::shared, Isolation::tenant, Isolation::function);
  const bool shares = GENERATE(false, true);
  CAPTURE(static_cast<int>(isolation), shares);
  Fleet fleet(isolation, shares);
  for (std::uint32_t i = 0; i < 8; ++i) {
    fleet.function(i % 3, 64 << (i % 4));
    fleet.policy.shared[i] = 0;
  }
  const auto any_of = [](const std::set<std::uint32_t>& ids, std::uint32_t number) {
    return *std::next(ids.begin(), static_cast<std::ptrdiff_t>(number % ids.size()));
  };
  std::size_t some = 0;
  std::size_t several = 0;
  for (std::uint32_t step = 0; step < 4'000; ++step) {
    const auto draw = sim::philox({11, 3}, {step, 0, 0, 0});
    const std::uint32_t function = draw[1] % 8;
    const Time now{static_cast<std::int64_t>(step / 3)};
    switch (draw[0] % 8) {
      case 0:
      case 1:
      case 2: {  // an instance starts, in a VM that has room or in a new VM
        std::uint32_t place = kNone;
        for (const std::uint32_t vm : fleet.vms) {
          const FunctionRest& rest = fleet.rows.rest[function];
          if (fleet.cluster.has_room(vm, rest.isolation_class, rest.memory) && (vm + draw[2]) % 3 != 0) {
            place = vm;
          }
        }
        if (place == kNone && fleet.vms.size() < 12) {
          place = fleet.open(function);
        }
        if (place != kNone) {
          fleet.start(function, place);
        }
        break;
      }
      case 3:
        fleet.rows.rest[function].floor = draw[2] % 5 == 0 ? draw[3] % 3 : 0;
        break;
      case 4:
        if (fleet.instances.size() > 8) {
          fleet.reclaim(any_of(fleet.instances, draw[2]));
        }
        if (const auto vm = fleet.eviction.empty_vm()) {
          fleet.release(*vm);
        }
        break;
      default: {  // an instance becomes idle or busy
        if (fleet.instances.empty()) {
          break;
        }
        const std::uint32_t id = any_of(fleet.instances, draw[2]);
        const std::uint32_t owner = fleet.rows.instances[id].function;
        fleet.policy.shared[owner] = shares ? draw[3] % 7 : 0;
        if (fleet.rows.instance_rest[id].idle && draw[3] % 3 == 0) {
          fleet.busy(id);
          fleet.eviction.attempt_begins(owner, now);
        } else if (!fleet.rows.instance_rest[id].idle) {
          fleet.idle(id, draw[3] % 11, now);
        } else {
          fleet.eviction.attempt_begins(owner, now);
        }
        break;
      }
    }
    const EvictionFound seen = found(fleet, function);
    REQUIRE(seen == found_naively(fleet, function, isolation == Isolation::shared));
    some += seen.vm != kNone ? 1 : 0;
    several += seen.instances.size() > 1 ? 1 : 0;
  }
  CHECK(some > 1'000);
  CHECK(several > 200);
}
