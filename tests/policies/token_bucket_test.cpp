#include "models/policies/token_bucket.hpp"

#include "tests/catch.hpp"

using namespace curtain;

namespace {

Time at_ns(std::int64_t n) {
  return Time{n};
}

}  // namespace

TEST_CASE("a bucket is full at first, and is emptied and filled evenly") {
  // Two tokens arrive in 10 ns, one every 5 ns, and the bucket holds at most three.
  const TokenRate rate{2, Duration{10}, 3};
  TokenBucket bucket;
  for (int i = 0; i < 3; ++i) {
    REQUIRE(bucket.has_one(rate, at_ns(100)));
    CHECK(bucket.next(rate, at_ns(100)) == at_ns(100));
    bucket.take(rate, at_ns(100));
  }
  CHECK_FALSE(bucket.has_one(rate, at_ns(100)));
  CHECK(bucket.next(rate, at_ns(100)) == at_ns(105));
  CHECK_FALSE(bucket.has_one(rate, at_ns(104)));
  CHECK(bucket.next(rate, at_ns(104)) == at_ns(105));
  REQUIRE(bucket.has_one(rate, at_ns(105)));
  bucket.take(rate, at_ns(107));  // the bucket contained 1.4 tokens
  CHECK(bucket.next(rate, at_ns(107)) == at_ns(110));
  for (int i = 0; i < 3; ++i) {
    REQUIRE(bucket.has_one(rate, at_ns(1'000)));
    bucket.take(rate, at_ns(1'000));
  }
  CHECK_FALSE(bucket.has_one(rate, at_ns(1'000)));
}

TEST_CASE("a rate that does not divide a second loses no tokens, for any number of reads") {
  // Seven tokens arrive in 1,000 ns and are taken when they arrive: 700 in 100,000 ns, the k-th at 1,000 k /
  // 7 ns rounded up. The bucket holds two. A full bucket loses the tokens that arrive before it is read.
  const TokenRate rate{7, Duration{1'000}, 2};
  TokenBucket bucket;
  bucket.take(rate, at_ns(0));
  bucket.take(rate, at_ns(0));
  std::int64_t taken = 0;
  for (std::int64_t now = 1; now <= 100'000; ++now) {
    if (bucket.has_one(rate, at_ns(now))) {
      bucket.take(rate, at_ns(now));
      ++taken;
      REQUIRE(now == (1'000 * taken + 6) / 7);
    }
  }
  CHECK(taken == 700);
}

TEST_CASE("a bucket works at the limits of its parameters") {
  const TokenRate most{4'294'967'294, Duration{86'400'000'000'000'000}, 4'294'967'294};
  TokenBucket bucket;
  bucket.take(most, Time{});
  CHECK(bucket.has_one(most, Time::latest()));
  const TokenRate least{1, Duration{86'400'000'000'000'000}, 1};
  TokenBucket slow;
  slow.take(least, Time{});
  CHECK(slow.next(least, Time{}) == at_ns(86'400'000'000'000'000));
  slow.take(least, at_ns(86'400'000'000'000'000));
  CHECK_FALSE(slow.has_one(least, at_ns(86'400'000'000'000'001)));
}

TEST_CASE("buckets are created when they are first used") {
  const TokenRate rate{1, Duration{10}, 1};
  TokenBuckets buckets;
  buckets[3].take(rate, at_ns(5));
  CHECK_FALSE(buckets.at(3).has_one(rate, at_ns(5)));
  CHECK(buckets.at(2).has_one(rate, at_ns(5)));
}
