#include "sim/histogram_set.hpp"

#include <map>

#include "sim/histogram.hpp"
#include "sim/philox.hpp"
#include "tests/catch.hpp"

using sim::BucketCount;
using sim::HistogramSet;
using sim::LogBuckets;

namespace {

struct Hit {
  std::uint32_t id;
  std::uint16_t bucket;
};

/// The hits are spread over all ids: most ids have few hits, and some have many.
std::vector<Hit> hits(std::uint32_t count, std::uint32_t ids) {
  std::vector<Hit> all;
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto block = sim::philox({3, 5}, {i, 0, 0, 0});
    const std::uint32_t id = block[0] % 3 == 0 ? block[1] % 4 : block[1] % ids;
    all.push_back({id, static_cast<std::uint16_t>(block[2] % LogBuckets::kCount)});
  }
  return all;
}

std::vector<BucketCount> expected(const std::vector<Hit>& all, std::uint32_t divisor = 1) {
  std::map<std::pair<std::uint32_t, std::uint16_t>, std::uint64_t> counts;
  for (const Hit& hit : all) {
    ++counts[{hit.id / divisor, hit.bucket}];
  }
  std::vector<BucketCount> list;
  for (const auto& [key, count] : counts) {
    list.push_back({key.first, key.second, count});
  }
  return list;
}

}  // namespace

TEST_CASE("A set of histograms agrees with a map, one by one and in bulk") {
  const std::vector<Hit> all = hits(50'000, 3'000);
  HistogramSet single;
  std::vector<std::uint32_t> ids;
  std::vector<std::uint16_t> buckets;
  for (const Hit& hit : all) {
    single.add(hit.id, hit.bucket);
    ids.push_back(hit.id);
    buckets.push_back(hit.bucket);
  }
  HistogramSet bulk;
  bulk.add(ids, buckets);
  CHECK(single.counts() == expected(all));
  CHECK(bulk.counts() == expected(all));
  CHECK(HistogramSet().counts().empty());
}

TEST_CASE("Pairs of histograms are joined repeatedly") {
  const std::vector<Hit> all = hits(20'000, 500);
  HistogramSet set;
  for (const Hit& hit : all) {
    set.add(hit.id, hit.bucket);
  }
  set.join_pairs();
  CHECK(set.counts() == expected(all, 2));
  set.join_pairs();
  CHECK(set.counts() == expected(all, 4));
}

TEST_CASE("The ids of a set may be the largest possible ones") {
  HistogramSet set;
  const std::uint32_t largest = 0xFFFFFFFF;
  set.add(largest, LogBuckets::kCount - 1, 7);
  set.add(0, 0, 2);
  CHECK(set.counts() == std::vector<BucketCount>{{0, 0, 2}, {largest, LogBuckets::kCount - 1, 7}});
}

TEST_CASE("A bucket counted 2^32 times is a defect") {
  HistogramSet set;
  set.add(1, 5, 0xFFFFFFFF);
  CHECK_THROWS_AS(set.add(1, 5), sim::InvariantBroken);
  const std::uint32_t id = 1;
  const std::uint16_t bucket = 6;
  set.add(1, 6, 0xFFFFFFFF);
  CHECK_THROWS_AS(set.add({&id, 1}, {&bucket, 1}), sim::InvariantBroken);
}

TEST_CASE("Quantiles of one histogram of a set are interpolated in their buckets") {
  HistogramSet set;
  sim::Histogram alone;
  for (std::uint32_t i = 0; i < 5'000; ++i) {
    const auto block = sim::philox({8, 9}, {i, 0, 0, 0});
    const auto value = static_cast<std::int64_t>(block[0]) * (block[1] % 1000);
    set.add(7, LogBuckets::of(value));
    set.add(i % 7, LogBuckets::of(value / 2));
    alone.add(value);
  }
  const std::vector<BucketCount> counts = set.counts();
  const auto own = sim::counts_of(counts, 7);
  const auto at = [&](double p) { return sim::quantile(own, p, alone.min(), alone.max()); };
  for (const double p : {0.01, 0.25, 0.5, 0.9, 0.99}) {
    const std::int64_t exact = alone.quantile(p);
    CHECK(LogBuckets::of(at(p)) == LogBuckets::of(exact));
    CHECK(std::abs(at(p) - exact) <= exact / 100);
  }
  CHECK(at(0) == alone.min());
  CHECK(at(1) == alone.max());
  std::int64_t before = 0;
  for (int i = 0; i <= 1000; ++i) {
    REQUIRE(at(i / 1000.0) >= before);
    before = at(i / 1000.0);
  }
  CHECK(sim::counts_of(counts, 8).empty());
  CHECK(sim::quantile({}, 0.5, 0, 0) == 0);
  // In the worst case all values are at one end of a bucket, which is 1/64 wide.
  for (const std::int64_t value : {std::int64_t{1} << 20, ((std::int64_t{1} << 20) / 64 * 65) - 1}) {
    const std::vector<BucketCount> end = {
        {0, 0, 1}, {0, static_cast<std::uint16_t>(LogBuckets::of(value)), 100}, {0, 3000, 1}};
    for (const double p : {0.02, 0.5, 0.98}) {
      CHECK(std::abs(sim::quantile(end, p, 0, std::int64_t{1} << 60) - value) <= value / 100);
    }
  }
  // A bucket that occurs several times, as after a merge of histograms, counts as one bucket.
  const std::vector<BucketCount> twice = {{0, 300, 1}, {0, 300, 1}, {0, 400, 1}};
  const std::vector<BucketCount> once = {{0, 300, 2}, {0, 400, 1}};
  CHECK(sim::quantile(twice, 0.5, 0, 1 << 30) == sim::quantile(once, 0.5, 0, 1 << 30));
}
