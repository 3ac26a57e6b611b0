// Tests of quantiles compared with sorted values, of exact sums, and of merges in any order.
#include "sim/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "sim/elementary.hpp"
#include "sim/philox.hpp"
#include "tests/catch.hpp"

using sim::Histogram;

namespace {

double uniform(std::uint32_t seed, std::uint32_t i) {
  const auto block = sim::philox({seed, 77}, {i, 0, 0, 0});
  return (static_cast<double>(block[0]) + 0.5) / 4294967296.0;
}

struct Shape {
  std::string name;
  std::function<std::int64_t(double)> value;  // a function of a uniform number
};

const std::vector<Shape>& shapes() {
  static const std::vector<Shape> all = {
      {"constant", [](double) { return std::int64_t{100'000'000}; }},
      {"small", [](double u) { return static_cast<std::int64_t>(u * 100); }},
      {"uniform", [](double u) { return static_cast<std::int64_t>(u * 1e9); }},
      {"exponential", [](double u) { return static_cast<std::int64_t>(-sim::log(u) * 250e6); }},
      {"Pareto", [](double u) { return static_cast<std::int64_t>(1e6 / sim::pow(u, 1.5)); }},
      {"two humps",
       [](double u) {
         return u < 0.9 ? static_cast<std::int64_t>(1e6 * (1 + u)) : static_cast<std::int64_t>(3e9 * u);
       }},
      {"every magnitude", [](double u) { return static_cast<std::int64_t>(sim::exp(u * 43.6)); }},
  };
  return all;
}

constexpr double kQuantiles[] = {0, 0.001, 0.01, 0.07, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 0.9999, 1};

}  // namespace

TEST_CASE("few values are stored exactly, and quantiles of many values are within 0.1 %") {
  for (const auto& shape : shapes()) {
    for (const std::size_t n : {std::size_t{1}, std::size_t{2}, std::size_t{100}, std::size_t{20'000},
                                Histogram::kExact, Histogram::kExact + 1}) {
      DYNAMIC_SECTION(shape.name << ", " << n << " values") {
        Histogram histogram;
        std::vector<std::int64_t> values;
        sim::Int128 sum = 0;
        for (std::uint32_t i = 0; i < n; ++i) {
          values.push_back(shape.value(uniform(1, i)));
          histogram.add(values.back());
          sum += values.back();
        }
        std::sort(values.begin(), values.end());
        CHECK(histogram.count() == n);
        CHECK(histogram.min() == values.front());
        CHECK(histogram.max() == values.back());
        CHECK(histogram.sum() == sum);
        CHECK(histogram.mean() == sim::ratio(sum, static_cast<sim::Int128>(n)));
        CHECK(histogram.is_exact() == (n <= Histogram::kExact));
        for (const double p : kQuantiles) {
          // p is in millionths, so that the rank is exact.
          const auto millionths = static_cast<std::size_t>(std::llround(p * 1e6));
          const std::size_t rank = std::max<std::size_t>(1, (millionths * n + 999'999) / 1'000'000);
          const std::int64_t expected = values[rank - 1];
          const sim::Quantile found = histogram.quantile_within(p);
          CAPTURE(p, rank, expected, found.value);
          CHECK(found.low <= expected);
          CHECK(expected <= found.high);
          CHECK(found.low <= found.value);
          CHECK(found.value <= found.high);
          CHECK((found.high - found.low) * 1024 <= found.high);
          if (histogram.is_exact() || rank == 1 || rank == n) {
            CHECK(found.value == expected);
            CHECK(found.low == found.high);
          }
        }
      }
    }
  }
}

TEST_CASE("values below 2048 are stored exactly, for any number of values") {
  Histogram histogram;
  for (std::int64_t value = 0; value < 2048; ++value) {
    histogram.add(value, 100);
  }
  CHECK_FALSE(histogram.is_exact());
  for (int rank = 1; rank <= 2048; ++rank) {
    CHECK(histogram.quantile(rank / 2048.0) == rank - 1);
  }
}

TEST_CASE("quantiles of many values are interpolated in their buckets, and follow a shift of all values") {
  // There are 200,000 values, evenly from 100 to 200 ms. The k-th value is 100 ms + (k - 0.5) 500 ns.
  constexpr std::int64_t many = 200'000;
  constexpr std::int64_t shift = 1'500'000;
  Histogram plain;
  Histogram shifted;
  for (std::int64_t k = 1; k <= many; ++k) {
    const std::int64_t value = 100'000'000 + 500 * k - 250;
    plain.add(value);
    shifted.add(value + shift);
  }
  REQUIRE_FALSE(plain.is_exact());
  std::int64_t before = 0;
  for (int percent = 1; percent < 100; ++percent) {
    const double p = percent / 100.0;
    const sim::Quantile quantile = plain.quantile_within(p);
    // A bucket is 65 or 131 us wide. Its values are evenly spread, so the error of interpolation is at most
    // their spacing.
    CHECK(std::abs(quantile.value - (100'000'000 + 1'000'000 * percent - 250)) <= 500);
    CHECK(quantile.high - quantile.low < 132'000);
    CHECK(std::abs(shifted.quantile(p) - quantile.value - shift) <= 1'000);
    CHECK(quantile.value > before);
    before = quantile.value;
  }
}

TEST_CASE("the rank of a quantile is computed from the decimal fraction") {
  Histogram histogram;
  for (std::int64_t value = 1; value <= 100; ++value) {
    histogram.add(value);
  }
  for (int percent = 1; percent <= 100; ++percent) {
    CHECK(histogram.quantile(percent / 100.0) == percent);
    CHECK(histogram.quantile(percent * 0.01) == percent);
  }
  CHECK(histogram.quantile(0.071) == 8);
  CHECK(histogram.quantile(-1) == 1);
  CHECK(histogram.quantile(2) == 100);
}

TEST_CASE("the largest values are counted correctly") {
  Histogram histogram;
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();
  histogram.add(most, 3);
  histogram.add(0);
  CHECK(histogram.max() == most);
  CHECK(histogram.sum() == sim::Int128{most} * 3);
  CHECK(histogram.quantile(1) == most);
  CHECK(histogram.quantile(0) == 0);
  CHECK_THROWS_AS(histogram.add(-1), sim::InvariantBroken);
  CHECK(histogram.count() == 4);
}

TEST_CASE("buckets are adjacent and contain their values") {
  Histogram histogram;
  std::vector<std::int64_t> values;
  for (int bit = 0; bit < 63; ++bit) {
    for (std::int64_t sub = 0; sub < 1024; ++sub) {
      const std::int64_t value =
          (std::int64_t{1} << bit) + (bit >= 10 ? sub << (bit - 10) : sub >> (10 - bit));
      if (values.empty() || value > values.back()) {
        values.push_back(value);
        histogram.add(value);
      }
    }
  }
  std::int64_t expected_first = 1;
  std::size_t at = 0;
  histogram.for_each_bucket([&](std::int64_t first, std::int64_t last, std::uint64_t count) {
    REQUIRE(first == expected_first);
    REQUIRE(first == values.at(at++));
    REQUIRE(count == 1);
    REQUIRE(last >= first);
    expected_first = last < std::numeric_limits<std::int64_t>::max() ? last + 1 : 0;
  });
  CHECK(at == values.size());
  CHECK(expected_first == 0);
}

TEST_CASE("an empty histogram gives zeroes") {
  const Histogram histogram;
  CHECK(histogram.count() == 0);
  CHECK(histogram.min() == 0);
  CHECK(histogram.max() == 0);
  CHECK(histogram.sum() == 0);
  CHECK(histogram.mean() == 0);
  CHECK(histogram.quantile(0.5) == 0);
}

TEST_CASE("adding a value n times equals adding it n times one by one") {
  Histogram once;
  Histogram often;
  for (int i = 0; i < 1000; ++i) {
    often.add(123'456);
  }
  once.add(123'456, 1000);
  once.add(7, 0);
  CHECK(once == often);
}

TEST_CASE("adding values in bulk equals adding them one by one") {
  for (const auto& shape : shapes()) {
    INFO(shape.name);
    for (const std::size_t n : {std::size_t{0}, std::size_t{1}, std::size_t{7}, std::size_t{128}}) {
      Histogram together;
      Histogram apart;
      for (std::uint32_t round = 0; round < 50; ++round) {
        std::vector<std::int64_t> values;
        for (std::uint32_t i = 0; i < n; ++i) {
          values.push_back(shape.value(uniform(3, 1000 * round + i)));
          apart.add(values.back());
        }
        together.add(values);
      }
      CHECK(together == apart);
    }
  }
  // These values are at the limits of values that are counted through a double.
  for (const std::int64_t edge : {std::int64_t{1} << 10, std::int64_t{1} << 11, std::int64_t{1} << 44}) {
    for (const std::int64_t value : {edge - 1, edge, edge + 1}) {
      Histogram together;
      together.add(std::vector<std::int64_t>{value, value});
      Histogram apart;
      apart.add(value, 2);
      CHECK(together == apart);
    }
  }
  Histogram none;
  CHECK_THROWS_AS(none.add(std::vector<std::int64_t>{5, -1}), sim::InvariantBroken);
}

TEST_CASE("merging in any order equals adding to one histogram") {
  constexpr std::size_t parts = 5;
  std::vector<Histogram> part(parts);
  Histogram whole;
  for (std::uint32_t i = 0; i < 10'000; ++i) {
    const std::int64_t value = shapes()[i % shapes().size()].value(uniform(2, i));
    part[(i * i) % parts].add(value);
    whole.add(value);
  }
  std::vector<std::size_t> order = {0, 1, 2, 3, 4};
  do {
    Histogram merged;
    for (const auto i : order) {
      merged.merge(part[i]);
    }
    REQUIRE(merged == whole);
  } while (std::next_permutation(order.begin(), order.end()));
  // (0 + 1) + ((2 + 3) + 4)
  Histogram left = part[0];
  left.merge(part[1]);
  Histogram right = part[2];
  right.merge(part[3]);
  right.merge(part[4]);
  left.merge(right);
  CHECK(left == whole);
  left.merge(Histogram{});
  CHECK(left == whole);
}
