#include "models/metrics/tenancy.hpp"

#include <map>

#include "tests/support/random_scenario.hpp"

using namespace support;

namespace {

constexpr VmId kVm0{0u};
constexpr VmId kVm1{1u};
constexpr HostId kHost{0u};

sim::Int128 seconds(std::int64_t value) {
  return sim::Int128{value} * 1'000'000'000;
}

/// The life of an instance, as an observer records it.
struct Life {
  std::uint32_t tenant = 0;
  std::array<std::uint32_t, kSharedBins> bins{};
  std::int64_t from = 0;
  std::int64_t to = 0;
};

/// Passes the instances to Tenancy, and keeps their lives for a search through all.
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

/// Computes the figures of a tenant, or of all tenants, from the lives of all instances: between two changes,
/// every pair of instances is compared.
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

TEST_CASE("tenancy of three tenants on two VMs of one host, worked out by hand") {
  const TenantId a{0u};
  const TenantId b{1u};
  const TenantId c{2u};
  Tenancy tenancy(Window(Time{}, Time{} + sim::seconds(100)));
  const auto at = [](std::int64_t second) { return Time{} + sim::seconds(second); };
  tenancy.created(at(0), InstanceId{0u}, a, kVm0, kHost);
  tenancy.created(at(0), InstanceId{1u}, a, kVm0, kHost);
  tenancy.created(at(10), InstanceId{2u}, b, kVm1, kHost);
  tenancy.created(at(20), InstanceId{3u}, c, kVm0, kHost);
  tenancy.ended(at(50), InstanceId{3u});
  tenancy.ended(at(60), InstanceId{1u});
  tenancy.created(at(80), InstanceId{1u}, b, kVm0, kHost);
  tenancy.finish(at(100));
  // On VM 0: a with c from 20 to 50 s (two instances of a), and with b from 80 to 100 s (one instance).
  CHECK(tenancy.of(a).live_ns == seconds(100 + 60));
  CHECK(tenancy.of(a).at(SharedBin::vm).shared_ns == seconds(2 * 30 + 20));
  CHECK(tenancy.of(b).at(SharedBin::vm).shared_ns == seconds(20));
  CHECK(tenancy.of(c).at(SharedBin::vm).shared_ns == seconds(30));
  // On the host a is alone until 10 s. The instances of a have one other tenant, and two from 20 to 50 s.
  CHECK(tenancy.of(a).at(SharedBin::host).shared_ns == seconds(90 + 50));
  CHECK(tenancy.of(a).at(SharedBin::host).neighbours_ns == seconds(90 + 30 + 50 + 30));
  CHECK(tenancy.of(c).at(SharedBin::host).neighbours_ns == seconds(2 * 30));
  CHECK(tenancy.of(a).at(SharedBin::vm).own_ns == seconds(4 * 60 + 40));
  CHECK(tenancy.of(b).at(SharedBin::host).own_ns == seconds(70 + 4 * 20));
  CHECK(tenancy.of(b).at(SharedBin::vm).own_peak == 1);
  CHECK(tenancy.of(b).at(SharedBin::host).own_peak == 2);
  CHECK(tenancy.all().at(SharedBin::vm).tenants_peak == 2);
  CHECK(tenancy.all().at(SharedBin::host).tenants_peak == 3);
  // a had two instances when it first shared, b one on the host and two on a VM.
  CHECK(tenancy.of(a).at(SharedBin::vm).first_shared == 2);
  CHECK(tenancy.of(b).at(SharedBin::host).first_shared == 1);
  CHECK(tenancy.of(b).at(SharedBin::vm).first_shared == 2);
  CHECK(tenancy.all().at(SharedBin::vm).tenants_sharing == 3);
  // Pairs: 2 from 10 to 20 s, 5 to 50 s, 2 to 60 s, 1 to 80 s, 2 to 100 s.
  CHECK(tenancy.all().at(SharedBin::host).pairs_ns == seconds(20 + 150 + 20 + 20 + 40));
  CHECK(tenancy.all().at(SharedBin::host).meeting_ns == seconds(250));
  CHECK(tenancy.all().at(SharedBin::vm).meeting_ns == seconds(2 * 30 + 20));
}

TEST_CASE("tenancy counts only the window, and a state without duration is no peak") {
  const TenantId a{0u};
  const TenantId b{1u};
  Tenancy tenancy(Window(Time{} + sim::seconds(10), Time{} + sim::seconds(20)));
  const auto at = [](std::int64_t second) { return Time{} + sim::seconds(second); };
  tenancy.created(at(0), InstanceId{0u}, a, kVm0, kHost);
  tenancy.created(at(5), InstanceId{1u}, b, kVm0, kHost);
  tenancy.ended(at(13), InstanceId{1u});
  tenancy.created(at(15), InstanceId{2u}, a, kVm0, kHost);
  tenancy.ended(at(15), InstanceId{2u});
  tenancy.created(at(25), InstanceId{3u}, b, kVm0, kHost);
  tenancy.finish(at(30));
  CHECK(tenancy.of(a).live_ns == seconds(10));
  CHECK(tenancy.of(a).at(SharedBin::vm).shared_ns == seconds(3));
  CHECK(tenancy.of(a).at(SharedBin::vm).own_peak == 1);
  CHECK(tenancy.of(TenantId{7u}).live_ns == 0);
}

TEST_CASE("tenancy agrees with a search through all instances in random scenarios") {
  std::uint64_t shared = 0;
  for (std::uint32_t seed = 0; seed < 150; ++seed) {
    CAPTURE(seed);
    World world = RandomScenario(seed, Instants::shared, CpuWork::none, Trouble::some).make();
    world.parameters.cluster.vms.isolation = seed % 3 == 0 ? Isolation::tenant : Isolation::shared;
    const Time to =
        std::max(world.options.warmup, world.options.end.value_or(world.horizon.value_or(Time::never())));
    Follower follower(Window(world.options.warmup, to));
    RunOptions options = world.options;
    options.observer = &follower;
    follower.finish(world.run_as(options).end);
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
  CHECK(shared > 100);
}
