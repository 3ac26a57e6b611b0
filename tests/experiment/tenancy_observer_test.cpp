#include "models/experiment/tenancy_observer.hpp"

#include <array>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "models/config/scenario.hpp"
#include "models/experiment/run.hpp"
#include "tests/support/random_scenario.hpp"

using namespace support;

namespace {

const std::string kShared =
    "duration: 2min\nplatform: ideal\nworkload:\n"
    "  - closed-loop: {tenant: a, function: f, clients: 1, first: 0s, think: 1h, duration: 100s}\n"
    "  - closed-loop: {tenant: b, function: g, clients: 1, first: 20s, think: 1h, duration: 60s}\n"
    "cluster: {vms: {isolation: shared}}\npolicies: {keep_alive: none}\n";

/// The lifetime of an instance, as an observer records it.
struct Life {
  std::uint32_t tenant = 0;
  std::array<std::uint32_t, kSharedBins> bins{};
  std::int64_t from = 0;
  std::int64_t to = 0;
};

/// Passes the instances to Tenancy, and stores their lifetimes for a search through all pairs.
class Follower final : public Observer {
 public:
  explicit Follower(const Window& window) : window_(window), tenancy(window) {}
  void observe(const Observation& seen) override {
    const auto at = static_cast<std::int64_t>(window_.clamped(seen.now));
    if (seen.change == Change::instance_created) {
      tenancy.created(seen.now, seen.instance, seen.tenant, seen.vm, seen.host);
      open_[seen.instance.value()] = lives.size();
      lives.push_back({seen.tenant.value(), {seen.vm.value(), seen.host.value()}, at, at});
    } else if (seen.change == Change::instance_reclaimed) {
      tenancy.ended(seen.now, seen.instance);
      lives[open_.at(seen.instance.value())].to = at;
      open_.erase(seen.instance.value());
    }
  }
  void finish(Time end) {
    tenancy.finish(end);
    for (const auto& [instance, life] : open_) {
      lives[life].to = static_cast<std::int64_t>(window_.clamped(end));
    }
  }

 private:
  Window window_;

 public:
  Tenancy tenancy;
  std::vector<Life> lives;

 private:
  std::map<std::uint32_t, std::size_t> open_;
};

/// Computes the figures of a tenant, or of all tenants, from the lifetimes of all instances: between two
/// changes, every pair of instances is compared.
BinSharing brute_force(const std::vector<Life>& lives, std::size_t kind,
                       std::optional<std::uint32_t> tenant) {
  std::vector<std::int64_t> times;
  for (const Life& life : lives) {
    times.push_back(life.from);
    times.push_back(life.to);
  }
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  BinSharing sum;
  for (std::size_t i = 0; i + 1 < times.size(); ++i) {
    const sim::Int128 length = times[i + 1] - times[i];
    std::vector<const Life*> live;
    for (const Life& life : lives) {
      if (life.from <= times[i] && life.to > times[i]) {
        live.push_back(&life);
      }
    }
    for (const Life* const one : live) {
      std::uint32_t own = 0;
      std::set<std::uint32_t> others;
      for (const Life* const other : live) {
        const bool same_bin = one->bins[kind] == other->bins[kind];
        own += same_bin && one->tenant == other->tenant ? 1 : 0;
        if (same_bin && one->tenant != other->tenant) {
          others.insert(other->tenant);
        }
        if (one < other && one->tenant != other->tenant) {
          sum.pairs_ns += length;
          sum.meeting_ns += same_bin ? length : 0;
        }
      }
      sum.tenants_peak = std::max(sum.tenants_peak, static_cast<std::uint32_t>(others.size() + 1));
      if (tenant && *tenant != one->tenant) {
        continue;
      }
      sum.shared_ns += others.empty() ? 0 : length;
      sum.neighbours_ns += length * static_cast<std::int64_t>(others.size());
      sum.own_ns += length * own;
      sum.own_peak = std::max(sum.own_peak, own);
    }
  }
  return sum;
}

void require_same(const BinSharing& counted, const BinSharing& searched, bool is_whole) {
  REQUIRE(sim::to_string(counted.shared_ns) == sim::to_string(searched.shared_ns));
  REQUIRE(sim::to_string(counted.neighbours_ns) == sim::to_string(searched.neighbours_ns));
  REQUIRE(sim::to_string(counted.own_ns) == sim::to_string(searched.own_ns));
  REQUIRE(counted.own_peak == searched.own_peak);
  if (is_whole) {
    REQUIRE(counted.tenants_peak == searched.tenants_peak);
    REQUIRE(sim::to_string(counted.meeting_ns) == sim::to_string(searched.meeting_ns));
    REQUIRE(sim::to_string(counted.pairs_ns) == sim::to_string(searched.pairs_ns));
  }
}

}  // namespace

TEST_CASE("a run measures tenancy only if one of its metrics is requested") {
  CHECK(is_tenancy_metric("tenancy.vm_shared_s"));
  CHECK(is_tenancy_metric("tenancy.vm_shared_s{tenant=a}"));
  CHECK_FALSE(is_tenancy_metric("memory.idle_gib_s"));
  const Scenario plain = parse_scenario(kShared, "s.yaml");
  CHECK_FALSE(wants_tenancy(plain, {}));
  const Metric absent = *run_scenario(plain, {}).report.find("tenancy.vm_shared_s");
  CHECK_FALSE(absent.has_value());
  CHECK(absent.absent_because ==
        "no instance existed in the window, or no tenancy metric was requested (in expect or with compare "
        "--metric)");
  const Scenario expects = parse_scenario(
      kShared + "expect:\n  - {metric: 'tenancy.vm_shared_s{tenant=a}', equals: 60s}\n", "s.yaml");
  const RunResult measured = run_scenario(expects, {});
  CHECK(measured.report.find("tenancy.vm_shared_s")->number() == 120);
  CHECK(measured.report.find("tenancy.vm_shared_s{tenant=a}")->number() == 60);
  CHECK(measured.report.find("tenancy.vm_shared_share")->number() == 0.75);
  // The measurement does not change the run.
  CHECK(measured.report.fingerprint == run_scenario(plain, {}).report.fingerprint);
}

TEST_CASE("tenancy agrees with a search through all instances in random scenarios") {
  std::uint64_t shared = 0;
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    World world = RandomScenario(seed, Instants::shared, CpuWork::none, Trouble::some).make();
    if (seed % 3 != 0) {
      world.parameters.cluster.vms.isolation = Isolation::shared;
    }
    const Time to =
        std::max(world.options.warmup, world.options.end.value_or(world.horizon.value_or(Time::never())));
    Follower follower(Window(world.options.warmup, to));
    RunOptions options = world.options;
    options.observer = &follower;
    follower.finish(world.run_as(options).end);
    if (follower.lives.size() > 100) {
      continue;  // a search through all pairs would take long
    }
    for (std::size_t kind = 0; kind < kSharedBins; ++kind) {
      const BinSharing searched = brute_force(follower.lives, kind, std::nullopt);
      require_same(follower.tenancy.all().bins[kind], searched, true);
      shared += searched.shared_ns > 0 ? 1 : 0;
      for (std::uint32_t tenant = 0; tenant < world.table.tenant_count(); ++tenant) {
        require_same(follower.tenancy.of(TenantId{tenant}).bins[kind],
                     brute_force(follower.lives, kind, tenant), false);
      }
    }
  }
  CHECK(shared > 20);
}
