#include "models/policies/keep_alive/seam.hpp"

#include "tests/policies/seam_support.hpp"

using namespace support;

namespace {

PolicyChoice held_spread(Duration shortest, Duration longest, Duration from, Duration to, double early) {
  return policy(Seam::keep_alive, "held-spread",
                {length(shortest), length(longest), length(from), length(to), Argument{0, early}});
}

}  // namespace

TEST_CASE(
    "held-spread: a tenth is lost, and the others end at the shortest time, at the longest, or between") {
  // Uniform from 0 to 10 s, held within [3 s, 8 s]: of nine tenths, 3 / 10 end at 3 s and 2 / 10 at 8 s.
  const auto spread = made<KeepAlivePolicy>(held_spread(ms(3'000), ms(8'000), ms(0), ms(10'000), 0.1));
  CHECK_FALSE(spread->constant());
  constexpr int n = 20'000;
  int lost = 0;
  int shortest = 0;
  int longest = 0;
  int below_5 = 0;
  for (int i = 0; i < n; ++i) {
    IdleInstanceView view{};
    view.draws = sim::DrawKey(1, 0, 45);
    view.function = FunctionId{static_cast<std::uint32_t>(i % 7)};
    view.ordinal = static_cast<std::uint64_t>(i);
    const Duration kept = spread->keep_for(view);
    REQUIRE((kept == ms(0) || (kept >= ms(3'000) && kept <= ms(8'000))));
    REQUIRE(spread->keep_for(view) == kept);  // the draw depends only on the address
    lost += kept == ms(0) ? 1 : 0;
    shortest += kept == ms(3'000) ? 1 : 0;
    longest += kept == ms(8'000) ? 1 : 0;
    below_5 += kept > ms(3'000) && kept < ms(5'000) ? 1 : 0;
  }
  // The standard deviation of these counts is at most 71.
  CHECK(lost == Approx(0.1 * n).margin(280));
  CHECK(shortest == Approx(0.9 * 0.3 * n).margin(280));
  CHECK(longest == Approx(0.9 * 0.2 * n).margin(280));
  CHECK(below_5 == Approx(0.9 * 0.2 * n).margin(280));
}

TEST_CASE("held-spread: an interval within the limits gives a uniform time") {
  const auto spread = made<KeepAlivePolicy>(held_spread(ms(1'000), ms(9'000), ms(4'000), ms(4'000), 0));
  IdleInstanceView view{};
  CHECK(spread->keep_for(view) == ms(4'000));
}

TEST_CASE("held-spread: limits and intervals that end before they begin are refused") {
  const PolicyChoice limits = held_spread(ms(2), ms(1), ms(0), ms(9), 0);
  CHECK_THROWS_WITH(limits.declaration->make(limits.arguments),
                    "held-spread: shortest must be at most longest");
  const PolicyChoice interval = held_spread(ms(1), ms(2), ms(9), ms(8), 0);
  CHECK_THROWS_WITH(interval.declaration->make(interval.arguments), "held-spread: from must be at most to");
}
