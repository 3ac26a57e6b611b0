#include "models/policies/scaling/seam.hpp"
#include "tests/policies/seam_support.hpp"

using namespace support;

TEST_CASE(
    "utilization-target: 480 requests in flight, 80 an instance and 60 % need ten instances after a minute") {
  const auto scaling = made<ScalingPolicy>(
      policy(Seam::scaling, "utilization-target", {Argument{0, 0.6}, length(ms(60'000)), length(ms(5'000))}));
  CHECK(scaling->needs().tick == ms(5'000));
  CHECK(scaling->needs().concurrency);
  CHECK(scaling->decide({Time{}, FunctionId{0u}, 0, 0, 5, 80}) == Scale::start);
  LoadView view{};
  view.live = 6;
  view.slots = 80;
  view.function = FunctionId{3u};
  std::vector<std::uint32_t> wanted;
  for (int tick = 1; tick <= 14; ++tick) {
    view.concurrency_ns = static_cast<std::uint64_t>(tick) * 480 * 5'000'000'000;
    wanted.push_back(scaling->desired(view).value());
  }
  // 480 / 48 = 10 instances, of which k / 12 after k ticks; six exist, and none is reclaimed.
  CHECK(wanted == std::vector<std::uint32_t>{6, 6, 6, 6, 6, 6, 6, 7, 8, 9, 10, 10, 10, 10});
  // 481 in flight need one more.
  for (int tick = 1; tick <= 12; ++tick) {
    view.concurrency_ns += 481 * std::uint64_t{5'000'000'000};
    wanted.back() = scaling->desired(view).value();
  }
  CHECK(wanted.back() == 11);
}
