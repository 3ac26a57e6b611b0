#include "sim/mser.hpp"

#include <vector>

#include "sim/philox.hpp"
#include "tests/catch.hpp"

using sim::BatchSeries;
using sim::Time;
using sim::Truncation;

namespace {

std::vector<BatchSeries::Batch> batches(const std::vector<std::int64_t>& sums) {
  std::vector<BatchSeries::Batch> all;
  for (const std::int64_t sum : sums) {
    all.push_back({sum, Time{static_cast<std::int64_t>(all.size())}});
  }
  return all;
}

double noise(std::uint32_t i) {
  return static_cast<double>(sim::philox({1, 2}, {i, 0, 0, 0})[0]) / 4294967296.0 - 0.5;
}

}  // namespace

TEST_CASE("Batches hold five observations each, with their sum and the time of the first") {
  BatchSeries series;
  for (std::int64_t i = 0; i < 13; ++i) {
    series.add(Time{100 + i}, i);
  }
  REQUIRE(series.batches().size() == 2);
  CHECK(series.batches()[0].sum == sim::Int128{0 + 1 + 2 + 3 + 4});
  CHECK(series.batches()[0].first == Time{100});
  CHECK(series.batches()[1].sum == sim::Int128{5 + 6 + 7 + 8 + 9});
  CHECK(series.batches()[1].first == Time{105});
}

TEST_CASE("Too many batches are merged without loss") {
  constexpr auto count = static_cast<std::int64_t>(5 * BatchSeries::kMaximumBatches * 3 + 17);
  BatchSeries series;
  for (std::int64_t i = 0; i < count; ++i) {
    series.add(Time{i}, i);
  }
  const auto size = static_cast<std::int64_t>(series.batch_size());
  CHECK(size == 20);
  CHECK(series.batches().size() == static_cast<std::size_t>(count / size));
  for (std::int64_t batch = 0; batch < count / size; ++batch) {
    REQUIRE(series.batches()[static_cast<std::size_t>(batch)].first == Time{batch * size});
    REQUIRE(series.batches()[static_cast<std::size_t>(batch)].sum ==
            sim::Int128{size * batch * size + size * (size - 1) / 2});
  }
}

TEST_CASE("MSER cuts the initial transient, worked by hand") {
  // The series is two values of 100, then ten that alternate between 1 and 3. Cutting two values leaves ten
  // of variance 1: 10 / 100. Cutting a third leaves nine with a sum of squares of 8.89, and 8.89 / 81 is
  // more. Cutting one value or none gives far more.
  const Truncation cut = sim::mser(batches({100, 100, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3}));
  CHECK(cut.cut == 2);
  CHECK(cut.is_settled);
}

TEST_CASE("MSER cuts nothing from a constant series, and hardly any values from noise") {
  CHECK(sim::mser(batches(std::vector<std::int64_t>(40, 7))).cut == 0);
  CHECK(sim::mser(batches(std::vector<std::int64_t>(40, 7))).is_settled);
  std::vector<std::int64_t> level;
  for (std::uint32_t i = 0; i < 2'000; ++i) {
    level.push_back(static_cast<std::int64_t>(1'000'000 * noise(i)));
  }
  CHECK(sim::mser(batches(level)).cut < 100);
  CHECK(sim::mser(batches(level)).is_settled);
}

TEST_CASE("MSER finds the end of a decay in noise") {
  std::vector<std::int64_t> values;
  double start = 50;
  for (std::uint32_t i = 0; i < 2'000; ++i) {
    values.push_back(static_cast<std::int64_t>(1e6 * (start + noise(i))));
    start *= 0.98;  // after 256 values it is below the standard deviation of the noise, 0.29
  }
  const Truncation cut = sim::mser(batches(values));
  CHECK(cut.cut > 200);
  CHECK(cut.cut < 400);
  CHECK(cut.is_settled);
}

TEST_CASE("MSER reports a series that never settles or is too short") {
  std::vector<std::int64_t> rising;
  for (std::int64_t i = 0; i < 100; ++i) {
    rising.push_back(i * i);
  }
  CHECK(!sim::mser(batches(rising)).is_settled);
  CHECK(sim::mser(batches(rising)).cut == 50);
  CHECK(!sim::mser(batches(std::vector<std::int64_t>(9, 1))).is_settled);
  CHECK(sim::mser(batches({})).cut == 0);
}
