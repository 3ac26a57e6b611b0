// The platform is compared with a second simulator that shares no code with it and is slow, naive and short.
// The second simulator has one tenant, fixed keep-alive and constant start-ups. Every attempt without an idle
// instance starts an instance and waits for it. An attempt takes the instance used last.
#include <cstdint>
#include <vector>

#include "sim/draws.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

struct Naive {
  struct Box {
    std::int64_t free_at;  // end of its last execution
    std::uint64_t order;   // order of completion among instances freed at one instant
    std::uint32_t function;
  };
  std::int64_t keep;
  std::int64_t start_up;
  std::vector<Box> boxes{};
  std::uint64_t cold = 0;
  std::uint64_t warm = 0;
  std::vector<std::int64_t> latencies{};

  /// Arrivals must be in order. An instance whose last execution ends later than now is busy. An instance
  /// that has been free for at least `keep` is reclaimed.
  void arrive(std::uint32_t function, std::int64_t now, std::int64_t duration, std::uint64_t number) {
    Box* best = nullptr;
    for (Box& box : boxes) {
      if (box.function == function && box.free_at <= now && now < box.free_at + keep &&
          (best == nullptr || box.free_at > best->free_at ||
           (box.free_at == best->free_at && box.order > best->order))) {
        best = &box;
      }
    }
    if (best != nullptr) {
      ++warm;
      *best = {now + duration, number, function};
      latencies.push_back(duration);
    } else {
      ++cold;
      boxes.push_back({now + start_up + duration, number, function});
      latencies.push_back(start_up + duration);
    }
  }
};

}  // namespace

TEST_CASE("the platform agrees with a naive simulator on every start and latency") {
  std::uint64_t starts = 0;
  for (std::uint32_t trial = 0; trial < 300; ++trial) {
    sim::Draw draw(sim::DrawKey(11, 0, 0), trial, 0);
    World world;
    Naive naive{ms(1 + draw.below(400)).ns(), ms(draw.below(50)).ns()};
    world.parameters.policies.keep_alive = policy(Seam::keep_alive, "fixed", {whole(naive.keep)});
    world.parameters.cold_start.runtime_start = takes(Duration{naive.start_up});
    const std::uint32_t functions = 1 + draw.below(4);
    for (std::uint32_t i = 0; i < functions; ++i) {
      world.function("f" + std::to_string(i));
    }
    std::int64_t now = 0;
    for (std::uint64_t number = 0; number < 300; ++number) {
      // In every second case times are whole milliseconds, so that many events share an instant.
      const std::int64_t grain = trial % 2 == 0 ? 1 : 1'000'000;
      now += draw.below(60) * (draw.below(20) == 0 ? 20 : 1) * (1'000'000 / grain) * grain;
      const std::int64_t duration =
          static_cast<std::int64_t>(draw.below(120)) * 1'000'000 + (grain == 1 ? draw.below(5) : 0);
      const std::uint32_t function = draw.below(functions);
      world.arrive(FunctionId{function}, Time{now}, Duration{duration});
      naive.arrive(function, now, duration, number);
    }
    Recorder record;
    world.options.observer = &record;
    const RunOutcome outcome = world.run_as(world.options);
    const Counts counts(outcome);
    CAPTURE(trial);
    REQUIRE(counts.cold == naive.cold);
    REQUIRE(counts.warm == naive.warm);
    starts += counts.warm;
    sim::Int128 sum = 0;
    for (const std::int64_t latency : naive.latencies) {
      sum += latency;
    }
    REQUIRE(outcome.tally.responses().latency().sum() == sum);
    // The single results are also compared: the k-th arrival of the trace, by function and ordinal.
    std::map<std::pair<std::uint32_t, std::uint64_t>, std::int64_t> seen;
    for (const Observation& one : record.of(Change::finished)) {
      seen[{one.function.value(), one.ordinal}] = (one.until - one.arrival).ns();
    }
    std::vector<std::uint64_t> ordinals(functions);
    for (std::size_t i = 0; i < world.arrivals.size(); ++i) {
      const std::uint32_t function = world.arrivals[i].function.value();
      REQUIRE(seen.at({function, ordinals[function]++}) == naive.latencies[i]);
    }
  }
  CHECK(starts > 10'000);
}
