#include "models/metrics/responses.hpp"

#include "tests/catch.hpp"

using curtain::Responses;

namespace {

constexpr std::int64_t kUnit = Responses::kSlowdownUnit;

}  // namespace

TEST_CASE("Slowdown is response time over execution time, rounded to the nearest unit") {
  Responses responses(false);
  CHECK(responses.add(0, 1'000, 1'000) == kUnit);
  CHECK(responses.add(0, 3'000, 1'000) == 3 * kUnit);
  CHECK(responses.add(0, 1'000, 3'000) == (kUnit + 1) / 3);
  CHECK(responses.add(0, 5'000, 0) == 0);  // this response has no slowdown
  responses.finish();
  CHECK(responses.latency().count() == 4);
  CHECK(responses.slowdown().count() == 3);
  CHECK(responses.slowdown().quantile(1) == 3 * kUnit);
  CHECK(responses.slowdown().quantile(0.5) == kUnit);
  CHECK(responses.slowdown().quantile(0) == (kUnit + 1) / 3);
}

TEST_CASE(
    "A slowdown beyond the largest value is set to that value, and an execution of length zero has no "
    "slowdown") {
  Responses responses(false);
  CHECK(responses.slowdown().count() == 0);
  CHECK(responses.add(0, std::numeric_limits<std::int64_t>::max(), 1) == std::int64_t{1} << 62);
  CHECK(responses.add(0, std::int64_t{1} << 45, 1) == (std::int64_t{1} << 45) * kUnit);
}

TEST_CASE(
    "A batch of responses counts the same as its responses one by one, including responses without a "
    "slowdown") {
  for (const std::int64_t count : {1, 127, 128, 129, 1'000}) {
    Responses responses(false);
    sim::Histogram latency;
    sim::Histogram slowdown;
    for (std::int64_t i = 0; i < count; ++i) {
      const std::int64_t execution = i % 5;  // every fifth execution takes no time
      const std::int64_t own = responses.add(0, 1'000 + i, execution);
      latency.add(1'000 + i);
      CHECK((own == 0) == (execution == 0));
      if (own > 0) {
        slowdown.add(own);
      }
    }
    responses.finish();
    CHECK(responses.latency() == latency);
    CHECK(responses.slowdown() == slowdown);
  }
}

TEST_CASE("Latency by function is stored on demand, for any size of the last batch") {
  for (const std::int64_t count : {1, 127, 128, 129, 1'000}) {
    Responses responses(true);
    responses.grow(2);
    for (std::int64_t i = 0; i < count; ++i) {
      responses.add(static_cast<std::uint32_t>(i % 2), 100 + i, 50);
    }
    responses.finish();
    std::uint64_t kept = 0;
    for (const sim::BucketCount& bucket : responses.latency_by_function().counts()) {
      kept += bucket.count;
    }
    CHECK(kept == static_cast<std::uint64_t>(count));
    CHECK(responses.ranges()[0].least == 100);
    CHECK(responses.ranges()[count % 2 == 1 ? 0 : 1].most == 99 + count);
  }
  Responses without(false);
  without.grow(2);
  without.add(1, 100, 50);
  without.finish();
  CHECK(without.latency_by_function().counts().empty());
  CHECK(without.ranges().empty());
}
