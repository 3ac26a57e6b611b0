#include "models/platform/starts/code_loading.hpp"

#include "tests/platform/support/audited.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

constexpr std::uint64_t kMiB = 1 << 20;

/// Chunks of 1 MiB, of which 8 of 10 are common. A start reads a tenth of its code.
CodeParameters tiers() {
  return {kMiB,
          0.1,
          0.8,
          {{CodePlace::vm, 20 * kMiB, 10'000 * kMiB, Duration{}},
           {CodePlace::host, 100 * kMiB, 1'000 * kMiB, ms(1)},
           {CodePlace::zone, 1'000 * kMiB, 100 * kMiB, ms(2)},
           {CodePlace::origin, 0, 10 * kMiB, ms(40)}}};
}

}  // namespace

TEST_CASE("a chunk comes from the first tier that has it") {
  CodeLoading code(tiers(), at_ms(0), Time::never());
  const std::uint64_t size = 100 * kMiB;
  const CodeLoading::Site first{0, 0, 0, 0, 0};
  CHECK(code.load(1, size, first, at_ms(0)) == ms(40 + 1'000));
  CHECK(code.load(1, size, first, at_ms(0)) == ms(1));  // 10 MiB from the VM
  // In another VM of the host, all chunks come from the host. For another function there, the 8 common chunks
  // come from the VM.
  const CodeLoading::Site second{1, 1, 0, 0, 0};
  CHECK(code.load(1, size, second, at_ms(0)) == ms(1 + 10));
  CHECK(code.load(2, size, second, at_ms(0)) == Duration{800'000} + ms(40 + 200));
  // Then a start on another host of the zone, and a start in another zone.
  CHECK(code.load(2, size, {2, 2, 1, 0, 0}, at_ms(0)) == ms(2 + 100));
  CHECK(code.load(2, size, {3, 3, 2, 0, 1}, at_ms(0)) == ms(40 + 1'000));
  StartCounts counts;
  code.report(counts);
  CHECK(counts.code_chunks == std::array<std::uint64_t, kCodeTiers>{10 + 8, 10, 10, 10 + 2 + 10});
}

TEST_CASE("a VM that reuses a row and a host that was lost have empty caches") {
  CodeLoading code(tiers(), at_ms(0), Time::never());
  code.load(1, 100 * kMiB, {0, 0, 0, 0, 0}, at_ms(0));
  CHECK(code.load(1, 100 * kMiB, {0, 1, 0, 0, 0}, at_ms(0)) == ms(1 + 10));
  CHECK(code.load(1, 100 * kMiB, {0, 2, 0, 1, 0}, at_ms(0)) == ms(2 + 100));
}

TEST_CASE("code that does not fill its last chunk is loaded in whole chunks, and no code takes no time") {
  CodeLoading code(tiers(), at_ms(0), at_ms(10));
  CHECK(code.load(1, 0, {}, at_ms(0)) == Duration{});
  CHECK(code.load(1, 1, {}, at_ms(0)) == ms(40 + 100));  // the share of 0.8 of one chunk is one chunk
  code.load(2, 100 * kMiB, {}, at_ms(10));               // after the window
  StartCounts counts;
  code.report(counts);
  CHECK(counts.code_chunks == std::array<std::uint64_t, kCodeTiers>{0, 0, 0, 1});
}

TEST_CASE("an instance starts after the download of its code, which is not a part of the initialisation") {
  World world;
  world.parameters.cold_start.code_download = takes(ms(5));
  world.parameters.cold_start.function_init = takes(ms(100));
  world.parameters.cold_start.code_loading = tiers();
  world.parameters.billing.init = BilledInit::all;
  FunctionTraits traits;
  traits.code_size = 100 * kMiB;
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(0), ms(10'000));
  world.arrive(f, at_ms(2'000), ms(10));
  const RunOutcome outcome = world.run();
  CHECK(world.record.when_ms(Change::instance_ready) == std::vector<std::int64_t>{1'145, 2'106});
  CHECK(outcome.tally.extras()[f.index()].init_ns == 200'000'000);
  CHECK(audit_violations(world).empty());
}
