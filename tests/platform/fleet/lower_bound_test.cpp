// The packing bound is compared with exact optima of small cases, and with its definition evaluated by brute
// force.
#include "models/platform/fleet/lower_bound.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "sim/check.hpp"
#include "sim/draws.hpp"
#include "tests/catch.hpp"
#include "tests/platform/support/audited.hpp"
#include "tests/support/drawn_policy.hpp"

using namespace curtain;

namespace {

/// The fewest bins, found by trying every bin for every item, largest first.
std::uint64_t optimum(const std::vector<Mebibytes>& items, std::size_t next, std::vector<Mebibytes>& used,
                      std::vector<std::uint32_t>& count, Mebibytes capacity, std::uint32_t most,
                      std::uint64_t best) {
  if (used.size() >= best) {
    return best;
  }
  if (next == items.size()) {
    return used.size();
  }
  for (std::size_t bin = 0; bin < used.size(); ++bin) {
    if (used[bin] + items[next] <= capacity && count[bin] < most) {
      used[bin] += items[next];
      ++count[bin];
      best = optimum(items, next + 1, used, count, capacity, most, best);
      used[bin] -= items[next];
      --count[bin];
    }
  }
  used.push_back(items[next]);
  count.push_back(1);
  best = optimum(items, next + 1, used, count, capacity, most, best);
  used.pop_back();
  count.pop_back();
  return best;
}

std::uint64_t optimum(std::vector<Mebibytes> items, Mebibytes capacity, std::uint32_t most) {
  std::sort(items.rbegin(), items.rend());
  std::vector<Mebibytes> used;
  std::vector<std::uint32_t> count;
  return optimum(items, 0, used, count, capacity, most, items.size() + 1);
}

/// L2 as defined by Martello and Toth: the maximum over every integer alpha.
std::uint64_t by_definition(const std::vector<Mebibytes>& items, Mebibytes capacity) {
  std::uint64_t best = 0;
  for (Mebibytes alpha = 0; 2 * alpha <= capacity; ++alpha) {
    std::uint64_t large = 0;
    std::uint64_t medium = 0;
    std::int64_t room = 0;
    std::int64_t small = 0;
    for (const Mebibytes size : items) {
      if (size > capacity - alpha) {
        ++large;
      } else if (2 * size > capacity) {
        ++medium;
        room += capacity - size;
      } else if (size >= alpha) {
        small += size;
      }
    }
    const std::int64_t rest = std::max<std::int64_t>(0, small - room);
    const auto further = static_cast<std::uint64_t>((rest + capacity - 1) / capacity);
    best = std::max(best, large + medium + further);
  }
  return best;
}

/// Integrates over time the bound by the definition for the present instances, class by class, and the number
/// of VMs of their best packing.
class Watch final : public Observer {
 public:
  Watch(const VmParameters& vms, Time end) : vms_(vms), end_(end) {}

  void observe(const Observation& seen) override {
    if (seen.change == Change::instance_created) {
      live_[seen.instance.value()] = {class_of(seen), seen.vm.value(), static_cast<Mebibytes>(seen.amount)};
    } else if (seen.change == Change::instance_reclaimed) {
      live_.erase(seen.instance.value());
    } else {
      return;
    }
    advance(seen.now);
    look();
  }
  [[nodiscard]] std::int64_t integral() {
    advance(end_);
    return integral_;
  }
  [[nodiscard]] std::uint64_t above_bound() const { return above_bound_; }

 private:
  struct Live {
    std::uint32_t isolation_class;
    std::uint32_t vm;
    Mebibytes memory;
  };

  void advance(Time now) {
    const Time until = std::min(now, end_);
    integral_ += bound_ * (until - since_).ns();
    since_ = until;
  }
  [[nodiscard]] std::uint32_t class_of(const Observation& seen) const {
    return vms_.isolation == Isolation::shared   ? 0
           : vms_.isolation == Isolation::tenant ? seen.tenant.value()
                                                 : seen.function.value();
  }
  void look() {
    const std::uint32_t most = vms_.isolation == Isolation::instance ? 1 : vms_.max_instances;
    std::map<std::uint32_t, std::vector<Mebibytes>> sizes;
    std::map<std::uint32_t, bool> used;
    for (const auto& [id, live] : live_) {
      sizes[live.isolation_class].push_back(live.memory);
      used[live.vm] = true;
    }
    std::uint64_t bound = 0;
    std::uint64_t best = 0;
    for (const auto& [isolation_class, items] : sizes) {
      const std::uint64_t by_count = most == kUnlimited ? 0 : (items.size() + most - 1) / most;
      const std::uint64_t its = std::max(by_definition(items, vms_.memory), by_count);
      bound += its;
      best += items.size() <= 8 ? optimum(items, vms_.memory, most) : its;
    }
    REQUIRE(bound <= best);
    REQUIRE(best <= used.size());
    above_bound_ += used.size() > bound ? 1 : 0;
    bound_ = static_cast<std::int64_t>(bound);
  }

  VmParameters vms_;
  Time end_;
  std::map<std::uint32_t, Live> live_;
  Time since_{};
  std::int64_t bound_ = 0;
  std::int64_t integral_ = 0;
  std::uint64_t above_bound_ = 0;
};

/// A world of six functions of two tenants in VMs of 40 MiB.
support::World random_world(std::uint32_t number) {
  sim::Draw draw(sim::DrawKey(52, 0, 1), number, 0);
  support::World world;
  world.options.seed = number;
  VmParameters& vms = world.parameters.cluster.vms;
  vms.memory = 40;
  vms.isolation = static_cast<Isolation>(draw.below(4));
  vms.max_instances = draw.below(3) == 0 ? 1 + draw.below(3) : kUnlimited;
  vms.empty_release = support::ms(100 * draw.below(10));
  world.parameters.cluster.hosts.memory = 40 * (1 + draw.below(3));
  world.parameters.policies.keep_alive =
      support::policy(Seam::keep_alive, "fixed", {support::length(support::ms(100 * draw.below(30)))});
  for (std::uint32_t i = 0; i < 6; ++i) {
    world.function("f" + std::to_string(i), {}, 1 + draw.below(40), "t" + std::to_string(i % 2));
  }
  Time now{};
  for (std::uint32_t i = 0; i < 60; ++i) {
    now = now + support::ms(100 * draw.below(8));
    world.arrive(FunctionId{draw.below(6)}, now, support::ms(100 * draw.below(20)));
  }
  world.horizon = now + support::ms(1'000);
  return world;
}

}  // namespace

TEST_CASE("under any placement, at least as many VMs are in use as the bound that the run integrates") {
  std::uint64_t above_bound = 0;
  for (std::uint32_t number = 0; number < 40; ++number) {
    sim::Draw draw(sim::DrawKey(52, 0, 2), number, 0);
    support::World world = random_world(number);
    for (const PolicyDeclaration* const declaration : seam_listing(Seam::placement).policies) {
      const std::optional<PolicyChoice> choice = support::drawn(*declaration, draw);
      if (!choice) {
        continue;
      }
      CAPTURE(number, declaration->name);
      world.parameters.policies.placement = *choice;
      world.parameters.policies.host_placement = *choice;
      Watch watch(world.parameters.cluster.vms, *world.horizon);
      RunOptions options = world.options;
      options.observer = &watch;
      const RunOutcome outcome = world.run_as(options);
      REQUIRE(outcome.tally.fleet()[FleetLevel::vm_lower_bound].integral() == watch.integral());
      above_bound += watch.above_bound();
      REQUIRE(support::audit_violations(world) == std::vector<std::string>{});
    }
  }
  CHECK(above_bound > 100);
}

TEST_CASE("the bound is Martello and Toth's, between the plain sum and the optimum") {
  sim::Draw draw(sim::DrawKey(3, 0, 0), 0, 0);
  std::uint64_t above_sum = 0;
  std::uint64_t exact = 0;
  for (int trial = 0; trial < 1'500; ++trial) {
    const Mebibytes capacity = 4 + draw.below(30);
    const std::uint32_t most = draw.below(3) == 0 ? 1 + draw.below(3) : kUnlimited;
    PackingBound bound(capacity, most);
    std::vector<Mebibytes> items;
    const std::uint32_t size = draw.below(9);
    for (std::uint32_t i = 0; i < size; ++i) {
      items.push_back(1 + draw.below(capacity));
      bound.add(items.back());
    }
    if (!items.empty() && draw.below(2) == 0) {
      const std::uint32_t gone = draw.below(static_cast<std::uint32_t>(items.size()));
      bound.remove(items[gone]);
      items.erase(items.begin() + static_cast<std::ptrdiff_t>(gone));
    }
    const std::uint64_t sum = std::accumulate(items.begin(), items.end(), std::uint64_t{0});
    const std::uint64_t best = optimum(items, capacity, most);
    CAPTURE(capacity, most, items);
    REQUIRE(bound.value() <= best);
    REQUIRE(bound.value() >= (sum + capacity - 1) / capacity);
    if (most == kUnlimited) {
      REQUIRE(bound.value() == by_definition(items, capacity));
    } else {
      REQUIRE(bound.value() >= (items.size() + most - 1) / most);
    }
    above_sum += bound.value() > (sum + capacity - 1) / capacity ? 1 : 0;
    exact += bound.value() == best ? 1 : 0;
  }
  CHECK(above_sum > 200);  // The bound is often higher than the bound from the sum of the sizes.
  CHECK(exact > 1'200);    // The bound mostly equals the optimum.
}

TEST_CASE("the bound is kept up to date while items of many sizes are added and removed") {
  sim::Draw draw(sim::DrawKey(4, 0, 0), 0, 0);
  const Mebibytes capacity = GENERATE(400u, 401u);
  PackingBound bound(capacity);
  std::vector<Mebibytes> items;
  for (int step = 0; step < 1'500; ++step) {
    const bool growing = step / 300 % 2 == 0;
    if (items.empty() || draw.below(4) < (growing ? 3u : 1u)) {
      // Most sizes are slightly above or below half. For such sizes the result depends most on which items
      // fit together.
      items.push_back(draw.below(3) == 0 ? 1 + draw.below(capacity) : 150 + draw.below(100));
      bound.add(items.back());
    } else {
      std::swap(items[draw.below(static_cast<std::uint32_t>(items.size()))], items.back());
      bound.remove(items.back());
      items.pop_back();
    }
    if (step % 5 == 0) {
      REQUIRE(bound.value() == by_definition(items, capacity));
    }
  }
}

TEST_CASE("the bound without items is 0, and removing an item that is not there is a defect") {
  PackingBound bound(100);
  CHECK(bound.value() == 0);
  bound.add(60);
  bound.add(60);
  CHECK(bound.value() == 2);
  bound.remove(60);
  bound.remove(60);
  CHECK(bound.value() == 0);
  CHECK_THROWS_AS(bound.remove(60), sim::InvariantBroken);
  CHECK_THROWS_AS(bound.remove(30), sim::InvariantBroken);
  bound.add(150);  // the item is larger than the capacity
  CHECK(bound.value() == 1);
  bound.remove(150);
  CHECK(bound.value() == 0);
}
