// The keep-alive bound is compared with all possible choices, for small futures.
#include "models/platform/idling/keep_alive_bound.hpp"

#include <algorithm>
#include <functional>
#include <vector>

#include "sim/draws.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// Returns the smallest total gap for each number of unpaired starts, over all pairings of each start with an
/// earlier end or with none.
std::vector<std::int64_t> least_idle(const std::vector<Foreseen>& invocations) {
  constexpr std::int64_t never = std::int64_t{1} << 60;
  std::vector<std::int64_t> best(invocations.size() + 1, never);  // indexed by the number of cold starts
  std::vector<bool> taken(invocations.size(), false);
  const std::function<void(std::size_t, std::size_t, std::int64_t)> choose =
      [&](std::size_t start, std::size_t cold, std::int64_t idle) {
        if (start == invocations.size()) {
          best[cold] = std::min(best[cold], idle);
          return;
        }
        choose(start + 1, cold + 1, idle);
        for (std::size_t of = 0; of < start; ++of) {
          const Time end = invocations[of].at + invocations[of].duration;
          if (!taken[of] && end <= invocations[start].at) {
            taken[of] = true;
            choose(start + 1, cold, idle + (invocations[start].at - end).ns());
            taken[of] = false;
          }
        }
      };
  choose(0, 0, 0);
  return best;
}

}  // namespace

TEST_CASE("the keep-alive bound is the best over all pairings of ends and starts") {
  sim::Draw draw(sim::DrawKey(51, 0, 1), 0, 0);
  for (int trial = 0; trial < 300; ++trial) {
    std::vector<Foreseen> invocations;
    Time now{};
    for (std::uint32_t i = 1 + draw.below(8); i > 0; --i) {
      now = now + Duration{draw.below(6)};
      invocations.push_back({now, Duration{draw.below(8)}});
    }
    const KeepAliveBound bound(Future({invocations}), Time::never());
    const std::vector<std::int64_t> best = least_idle(invocations);
    for (std::int64_t lambda = 0; lambda < 30; ++lambda) {
      std::int64_t least = best[0];
      for (std::size_t cold = 0; cold < best.size(); ++cold) {
        least = std::min(least, best[cold] + lambda * static_cast<std::int64_t>(cold));
      }
      CAPTURE(trial, lambda);
      REQUIRE(cost(bound.at(Duration{lambda}), Duration{lambda}) == least);
    }
    for (std::size_t cold = 0; cold < best.size(); ++cold) {
      std::int64_t least = best[cold];  // with at most that many cold starts
      for (std::size_t fewer = 0; fewer < cold; ++fewer) {
        least = std::min(least, best[fewer]);
      }
      if (least < (std::int64_t{1} << 60)) {
        REQUIRE(bound.with(cold).idle_ns == least);
        REQUIRE(bound.within(least).cold_starts <= cold);
        REQUIRE((least == 0 || bound.within(least - 1).cold_starts > cold));
      }
    }
  }
}

TEST_CASE("the keep-alive bound counts idleness until the end of the window") {
  const Future future({{{at_ms(0), ms(1'000)}, {at_ms(5'000), ms(1'000)}}, {{at_ms(0), ms(500)}}});
  const KeepAliveBound whole(future, Time::never());
  CHECK(whole.invocations() == 3);
  CHECK(whole.at(ms(4'000)).cold_starts == 2);
  CHECK(whole.at(ms(4'000)).idle_ns == ms(4'000).ns());
  CHECK(whole.at(ms(3'999)).cold_starts == 3);
  CHECK(whole.within(ms(3'999).ns()).cold_starts == 3);
  CHECK(whole.with(0).cold_starts == 2);  // two cold starts are unavoidable
  const KeepAliveBound cut(future, at_ms(3'000));
  CHECK(cut.at(ms(3'000)).idle_ns == ms(2'000).ns());
}
