#include "models/metrics/recorded.hpp"

#include "models/metrics/mean_excess.hpp"
#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("Distributions that are not recorded are not stored, and an empty distribution has no value") {
  CHECK_FALSE(Recorded().is_kept());
  const sim::Histogram none;
  const Recorded empty(none);
  CHECK(empty.is_kept());
  CHECK(empty.empty());
  CHECK_FALSE(empty.largest());
  CHECK_FALSE(empty.mean());
  CHECK_FALSE(empty.quantile(0.5));
  CHECK(empty.sum_over_largest() == 0);
  CHECK_FALSE(Recorded(std::span<const sim::BucketCount>(), {}).quantile(0.5));
  CHECK_THROWS_AS(Recorded().quantile(0.5), sim::InvariantBroken);
}

TEST_CASE("A distribution is given by the histogram, or by its buckets within a range") {
  sim::Histogram histogram;
  for (const std::int64_t value : {100, 300, 800}) {
    histogram.add(value);
  }
  const Recorded recorded(histogram);
  CHECK(recorded.largest() == 800);
  CHECK(recorded.mean() == 400);
  CHECK(recorded.quantile(0.5)->value == 300);
  CHECK(recorded.sum_over_largest() == 1.5);
  CHECK(recorded.excess(100) == curtain::mean_excess(histogram, 100));

  sim::HistogramSet set;
  for (const std::int64_t value : {1'000'000, 3'000'000, 3'000'000, 8'000'000}) {
    set.add(5, sim::LogBuckets::of(value));
  }
  const std::vector<sim::BucketCount> counts = set.counts();
  const Recorded buckets(sim::counts_of(counts, 5), {1'000'000, 8'000'000});
  CHECK(buckets.largest() == 8'000'000);
  const sim::Quantile median = *buckets.quantile(0.5);
  CHECK(median.low <= 3'000'000);
  CHECK(median.high >= 3'000'000);
  CHECK(static_cast<double>(median.value) == Approx(3'000'000).epsilon(0.01));
  CHECK(buckets.quantile(1)->high == 8'000'000);
  CHECK(buckets.excess(0) == 0);
}
