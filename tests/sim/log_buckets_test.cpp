#include "sim/log_buckets.hpp"

#include <limits>

#include "tests/catch.hpp"

using sim::LogBuckets;

TEST_CASE("Buckets are adjacent and contain the values between their ends") {
  CHECK(LogBuckets::first(0) == 0);
  for (std::size_t bucket = 0; bucket + 1 < LogBuckets::kCount; ++bucket) {
    REQUIRE(LogBuckets::last(bucket) + 1 == LogBuckets::first(bucket + 1));
    REQUIRE(LogBuckets::of(LogBuckets::first(bucket)) == bucket);
    REQUIRE(LogBuckets::of(LogBuckets::middle(bucket)) == bucket);
    REQUIRE(LogBuckets::of(LogBuckets::last(bucket)) == bucket);
  }
  CHECK(LogBuckets::of(std::numeric_limits<std::int64_t>::max()) == LogBuckets::kCount - 1);
  CHECK(LogBuckets::last(LogBuckets::kCount - 1) == std::numeric_limits<std::int64_t>::max());
}

TEST_CASE(
    "Values below 128 have a bucket each, and larger values are within 1/128 of the middle of their bucket") {
  for (std::size_t value = 0; value < 128; ++value) {
    REQUIRE(LogBuckets::of(static_cast<std::int64_t>(value)) == value);
    REQUIRE(LogBuckets::middle(value) == static_cast<std::int64_t>(value));
  }
  for (std::size_t bucket = 128; bucket < LogBuckets::kCount; ++bucket) {
    const auto middle = static_cast<double>(LogBuckets::middle(bucket));
    REQUIRE((static_cast<double>(LogBuckets::last(bucket)) - middle) / middle < 1.0 / 128);
    REQUIRE((middle - static_cast<double>(LogBuckets::first(bucket))) / middle < 1.0 / 128);
  }
}

TEST_CASE(
    "Fine buckets: each value below 2048 has its own, and larger ones have buckets narrower than 1/1024") {
  using sim::FineBuckets;
  for (std::size_t value = 0; value < 2048; ++value) {
    REQUIRE(FineBuckets::of(static_cast<std::int64_t>(value)) == value);
  }
  for (std::size_t bucket = 0; bucket + 1 < FineBuckets::kCount; ++bucket) {
    REQUIRE(FineBuckets::last(bucket) + 1 == FineBuckets::first(bucket + 1));
    REQUIRE(FineBuckets::of(FineBuckets::last(bucket)) == bucket);
    if (bucket >= 2048) {
      REQUIRE((FineBuckets::last(bucket) - FineBuckets::first(bucket)) < FineBuckets::first(bucket) / 1024);
    }
  }
  CHECK(FineBuckets::of(std::numeric_limits<std::int64_t>::max()) == FineBuckets::kCount - 1);
}

TEST_CASE("Values in a bucket are assumed to be spread evenly") {
  CHECK(LogBuckets::interpolated(100, 100, 1, 5) == 100);
  CHECK(LogBuckets::interpolated(100, 199, 1, 1) == 150);
  CHECK(LogBuckets::interpolated(100, 199, 1, 4) == 112);  // The values are assumed at 12.5, 37.5, 62.5 and
                                                           // 87.5 above 100.
  CHECK(LogBuckets::interpolated(100, 199, 4, 4) == 187);
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();
  CHECK(LogBuckets::interpolated(0, most, std::uint64_t{1} << 62, std::uint64_t{1} << 62) <= most);
}

TEST_CASE("A quantile's rank is the smallest that covers the share") {
  CHECK(LogBuckets::rank(0, 10) == 1);
  CHECK(LogBuckets::rank(0.5, 10) == 5);
  CHECK(LogBuckets::rank(0.5, 11) == 6);
  CHECK(LogBuckets::rank(0.07, 100) == 7);  // the double nearest to 0.07 is slightly larger than 0.07
  CHECK(LogBuckets::rank(0.99, 10) == 10);
  CHECK(LogBuckets::rank(1, 10) == 10);
  CHECK(LogBuckets::rank(0.5, 1) == 1);
}
