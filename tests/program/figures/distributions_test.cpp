// Tests of distributions as curves, worked out by hand.
#include "tools/curtain/figures/distributions.hpp"

#include <utility>

#include "tests/catch.hpp"

using curtain::tools::Bucket;
using curtain::tools::buckets_of;
using curtain::tools::CsvFile;
using curtain::tools::cumulative;
using curtain::tools::histogram;
using curtain::tools::Point;
using curtain::tools::quantile_of;

namespace {

std::vector<std::pair<double, double>> places(const std::vector<Point>& points) {
  std::vector<std::pair<double, double>> all;
  for (const Point& point : points) {
    all.emplace_back(point.x.value(), point.y.value());
  }
  return all;
}

using Places = std::vector<std::pair<double, double>>;

}  // namespace

TEST_CASE("A cumulative curve rises at the end of each bucket, to exactly 1") {
  const std::vector<Bucket> buckets = {{1, 2, 1}, {4, 5, 3}, {8, 9, 4}};
  CHECK(places(cumulative(buckets)) == Places{{1, 0}, {2, 0.125}, {5, 0.5}, {9, 1}});
  CHECK(cumulative(std::vector<Bucket>{}).empty());
  CHECK(quantile_of(buckets, 0.5) == 5.0);
  CHECK(quantile_of(buckets, 0.51) == 9.0);
  CHECK_FALSE(quantile_of({}, 0.5).has_value());
}

TEST_CASE("A cumulative curve over values has one point for equal values, and at most about a thousand") {
  CHECK(places(cumulative(std::vector<double>{3, 1, 1, 1})) == Places{{1, 0.75}, {3, 1}});
  CHECK(cumulative(std::vector<double>{}).empty());
  std::vector<double> many;
  for (int i = 0; i < 100'000; ++i) {
    many.push_back(i);
  }
  const std::vector<Point> thinned = cumulative(many);
  CHECK(thinned.size() <= curtain::tools::kMostValues + 2);
  CHECK(thinned.back().x == 99'999.0 + 1 - 1);
  CHECK(thinned.back().y == 1.0);
  CHECK(places({thinned[1]}) == Places{{99, 0.001}});  // every 100th value: 0 .. 99 are 100 of 100,000
}

TEST_CASE("Classes of a histogram are equally wide on a log scale, twelve for a factor of ten") {
  const std::vector<Point> bars = histogram({{1, 1.1, 2}, {1.15, 1.2, 3}, {10.5, 10.5, 4}});
  REQUIRE(bars.size() == 2);
  CHECK(bars[0].low == 1.0);
  CHECK(bars[0].high == 1.21153);  // 10^(1/12)
  CHECK(bars[0].y == 5.0);
  CHECK(bars[1].low == 10.0);
  CHECK(bars[1].y == 4.0);
}

TEST_CASE("Buckets are selected by distribution, and by the rows of a variant") {
  const CsvFile file(
      "variant,distribution,from_s,to_s,count\na,latency,1,2,3\nb,latency,1,2,4\na,cold_start,5,6,7\n");
  const std::vector<std::size_t> rows = {0, 2};
  CHECK(buckets_of(file, "latency").size() == 2);
  const std::vector<Bucket> one = buckets_of(file, "latency", &rows);
  REQUIRE(one.size() == 1);
  CHECK(one[0].count == 3);
}
