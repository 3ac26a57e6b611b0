#include "models/policies/keep_alive/seam.hpp"
#include "tests/policies/seam_support.hpp"

using namespace support;

TEST_CASE(
    "percentiles: a tenth, four tenths, four tenths and a tenth of the times, evenly between the points") {
  const auto percentiles = made<KeepAlivePolicy>(policy(
      Seam::keep_alive, "percentiles",
      {length(ms(1'000)), length(ms(2'000)), length(ms(6'000)), length(ms(14'000)), length(ms(15'000))}));
  CHECK_FALSE(percentiles->constant());
  constexpr int n = 20'000;
  int below_2 = 0;
  int below_4 = 0;
  int below_6 = 0;
  int below_10 = 0;
  int below_14 = 0;
  for (int i = 0; i < n; ++i) {
    IdleInstanceView view{};
    view.draws = sim::DrawKey(1, 0, 45);
    view.function = FunctionId{static_cast<std::uint32_t>(i % 7)};
    view.ordinal = static_cast<std::uint64_t>(i);
    const Duration kept = percentiles->keep_for(view);
    REQUIRE(kept >= ms(1'000));
    REQUIRE(kept < ms(15'000));
    REQUIRE(percentiles->keep_for(view) == kept);  // the draw depends only on the address
    below_2 += kept < ms(2'000) ? 1 : 0;
    below_4 += kept < ms(4'000) ? 1 : 0;
    below_6 += kept < ms(6'000) ? 1 : 0;
    below_10 += kept < ms(10'000) ? 1 : 0;
    below_14 += kept < ms(14'000) ? 1 : 0;
  }
  // The standard deviation of these counts is at most 71.
  CHECK(below_2 == Approx(0.1 * n).margin(280));
  CHECK(below_4 == Approx(0.3 * n).margin(280));
  CHECK(below_6 == Approx(0.5 * n).margin(280));
  CHECK(below_10 == Approx(0.7 * n).margin(280));
  CHECK(below_14 == Approx(0.9 * n).margin(280));
}

TEST_CASE("percentiles: times that decrease are refused") {
  const PolicyChoice choice =
      policy(Seam::keep_alive, "percentiles",
             {length(ms(1)), length(ms(2)), length(ms(6)), length(ms(5)), length(ms(7))});
  CHECK_THROWS_WITH(
      choice.declaration->make(choice.arguments),
      "percentiles: the times must not decrease from shortest over p10, p50 and p90 to longest");
}
