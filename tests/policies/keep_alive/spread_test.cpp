#include "models/policies/keep_alive/seam.hpp"

#include "tests/policies/seam_support.hpp"

using namespace support;

TEST_CASE(
    "spread: the keep-alive is drawn again for each idling, uniformly from shortest to shortest + span") {
  const auto spread =
      made<KeepAlivePolicy>(policy(Seam::keep_alive, "spread", {length(ms(1'000)), length(ms(2'000))}));
  CHECK_FALSE(spread->constant());
  constexpr int n = 10'000;
  std::vector<int> tenths(10);
  for (int i = 0; i < n; ++i) {
    IdleInstanceView view{};
    view.draws = sim::DrawKey(1, 0, 45);
    view.function = FunctionId{static_cast<std::uint32_t>(i % 7)};
    view.ordinal = static_cast<std::uint64_t>(i);
    const Duration kept = spread->keep_for(view);
    REQUIRE(kept >= ms(1'000));
    REQUIRE(kept < ms(3'000));
    REQUIRE(spread->keep_for(view) == kept);  // the draw depends only on the address
    ++tenths[static_cast<std::size_t>((kept - ms(1'000)).ns() / ms(200).ns())];
  }
  for (const int tenth : tenths) {  // 1,000 are expected each, with a standard deviation of 30
    CHECK(tenth > 880);
    CHECK(tenth < 1'120);
  }
}
