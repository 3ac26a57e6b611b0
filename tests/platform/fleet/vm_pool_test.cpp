#include "models/platform/fleet/vm_pool.hpp"

#include "tests/platform/support/audited.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

const sim::DrawKey kKey{1, 0, static_cast<std::uint32_t>(Purpose::pooled_vm_boot)};

/// A pool with boots of 10 s. VMs are handed over in 100 ms.
struct PoolAlone {
  PoolAlone(std::uint32_t size, std::uint32_t boots_at_once, Time from = at_ms(0))
      : boot(takes(ms(10'000))), pool({size, ms(100), boots_at_once}, boot, kKey, from, at_ms(60'000)) {}
  StartCounts finish() {
    StartCounts counts;
    pool.finish(at_ms(60'000), counts);
    return counts;
  }
  sim::Distribution boot;
  VmPool pool;
};

}  // namespace

TEST_CASE("a VM of the pool is used after its hand-over, and an empty pool has none") {
  PoolAlone alone(2, kUnlimited);
  CHECK(alone.pool.take(at_ms(0)) == at_ms(100));
  CHECK(alone.pool.take(at_ms(5)) == at_ms(105));
  CHECK(!alone.pool.take(at_ms(9'999)));
  CHECK(alone.pool.take(at_ms(10'000)) == at_ms(10'100));  // the first replacement has just booted
  CHECK(!alone.pool.take(at_ms(10'004)));
  CHECK(alone.pool.take(at_ms(10'005)).has_value());
  const StartCounts counts = alone.finish();
  CHECK(counts.pool_hits == 4);
  CHECK(counts.pool_misses == 2);
  CHECK(counts.pool_booting_ns == 4 * sim::Int128{10'000'000'000});
  CHECK(counts.pool_ready_ns == sim::Int128{2 * 60 - 4 * 10} * 1'000'000'000);
}

TEST_CASE("boots that exceed the number at once begin one after the other") {
  // Three VMs are taken at 0. If one VM boots at a time, the replacements are ready at 10, 20 and 30 s; if
  // two VMs boot at a time, at 10, 10 and 20 s.
  for (const std::uint32_t at_once : {1u, 2u}) {
    PoolAlone alone(3, at_once);
    for (int i = 0; i < 3; ++i) {
      CHECK(alone.pool.take(at_ms(0)).has_value());
    }
    CHECK(!alone.pool.take(at_ms(9'999)));
    const StartCounts counts = alone.finish();
    CHECK(counts.pool_booting_ns == sim::Int128{30} * 1'000'000'000);
    const std::int64_t missing = at_once == 1 ? 10 + 20 + 30 : 10 + 10 + 20;
    CHECK(counts.pool_ready_ns == sim::Int128{3 * 60 - missing} * 1'000'000'000);
  }
  PoolAlone alone(3, 1);
  for (int i = 0; i < 3; ++i) {
    CHECK(alone.pool.take(at_ms(0)).has_value());
  }
  CHECK(alone.pool.take(at_ms(10'000)).has_value());
  CHECK(!alone.pool.take(at_ms(19'999)));
  CHECK(alone.pool.take(at_ms(20'000)).has_value());
}

TEST_CASE("only the window counts, and boots that have not ended at its end count until then") {
  PoolAlone alone(2, kUnlimited, at_ms(5'000));
  CHECK(alone.pool.take(at_ms(0)).has_value());       // 5 s of the boot are in the window
  CHECK(alone.pool.take(at_ms(57'000)).has_value());  // 3 s of the boot are in the window
  const StartCounts counts = alone.finish();
  CHECK(counts.pool_hits == 1);
  CHECK(counts.pool_booting_ns == sim::Int128{8} * 1'000'000'000);
  CHECK(counts.pool_ready_ns == sim::Int128{2 * 55 - 8} * 1'000'000'000);
}

TEST_CASE("by Little's law the mean number of VMs that boot is the rate of starts times the boot") {
  // Firecracker's figures: a boot takes 125 ms, so one VM is booting on average for each 8 starts a second.
  // At 100 starts a second, 12.5 VMs are booting.
  const sim::Distribution gap = sim::Distribution::exponential(1e9 / 100);
  const sim::Distribution boot = takes(ms(125));
  VmPool pool({1'000, Duration{}, kUnlimited}, boot, kKey, at_ms(0), at_ms(600'000));
  const sim::DrawKey gaps{7, 0, 1};
  Time now = at_ms(0);
  std::uint64_t starts = 0;
  while ((now = now + gap.sample_duration(gaps, 0, starts)) < at_ms(600'000)) {
    CHECK(pool.take(now).has_value());
    ++starts;
  }
  StartCounts counts;
  pool.finish(at_ms(600'000), counts);
  const double mean = sim::ratio(counts.pool_booting_ns, sim::Int128{600} * 1'000'000'000);
  CHECK(mean == Approx(12.5).epsilon(0.05));
  CHECK(mean == Approx(static_cast<double>(starts) / 600 * 0.125).epsilon(0.001));
}

TEST_CASE("instances start in VMs of the pool, and wait for a boot if the pool is empty") {
  // Each request needs a VM of its own. Boots take 10 s, one after the other. Two requests at 0 take the VMs
  // of the pool, and the third boots a VM. The replacements are ready at 10 and 20 s, so the request at 15 s
  // takes a VM of the pool.
  World world;
  world.parameters.cluster.vms.isolation = Isolation::instance;
  world.parameters.cluster.vms.ready_pool = {2, ms(100), 1};
  world.parameters.cold_start.vm_boot = takes(ms(10'000));
  const FunctionId f = world.function("f");
  for (const std::int64_t at : {0, 0, 0, 15'000}) {
    world.arrive(f, at_ms(at), ms(60'000));
  }
  const RunOutcome outcome = world.run();
  CHECK(world.record.when_ms(Change::instance_ready) == std::vector<std::int64_t>{100, 100, 10'000, 15'100});
  CHECK(outcome.tally.starts().pool_hits == 3);
  CHECK(outcome.tally.starts().pool_misses == 1);
  CHECK(audit_violations(world).empty());
}
