#include "models/workload/interval_arrivals.hpp"

#include <cmath>
#include <set>

#include "tests/catch.hpp"
#include "tests/support/kolmogorov_smirnov.hpp"

using namespace curtain;

namespace {

/// Returns the offsets of the arrivals of row 0 in intervals with these counts, from the start of the first
/// interval.
std::vector<std::int64_t> offsets_of(WithinInterval within, std::int64_t interval,
                                     const std::vector<std::uint32_t>& counts) {
  SourceContext context;
  context.seed = 7;
  IntervalArrivals arrivals(1, Duration{interval}, within, context);
  std::vector<std::int64_t> offsets;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    ArrivalWindow window(1);
    const Time start{static_cast<std::int64_t>(i) * interval};
    window.open(start, Duration{interval});
    arrivals.add(window, {0, counts[i]});
    window.sort();
    for (const std::uint64_t key : window.take(window.left())) {
      offsets.push_back(window.time_of(key).ns());
    }
  }
  return offsets;
}

}  // namespace

TEST_CASE("even arrivals divide an interval of any length into equal parts, with the phase of the function") {
  const std::vector<std::int64_t> offsets = offsets_of(WithinInterval::even, 1'000'000, {1, 2, 4});
  REQUIRE(offsets.size() == 7);
  const std::int64_t phase = offsets[0];
  CHECK(phase < 1'000'000);
  CHECK(offsets[1] == 1'000'000 + phase / 2);
  CHECK(offsets[2] == 1'000'000 + (1'000'000 + phase) / 2);
  for (std::int64_t i = 0; i < 4; ++i) {
    CHECK(offsets[static_cast<std::size_t>(3 + i)] == 2'000'000 + (i * 1'000'000 + phase) / 4);
  }
}

TEST_CASE("the even arrivals of a thousand functions have uniform phases, one per function, for any counts") {
  constexpr std::uint32_t kRows = 1000;
  const auto phases = [](std::uint64_t seed, std::uint32_t number, std::uint32_t empty_before) {
    SourceContext context;
    context.seed = seed;
    context.number = number;
    IntervalArrivals arrivals(kRows, sim::minutes(1), WithinInterval::even, context);
    ArrivalWindow window(kRows);
    std::vector<std::int64_t> offsets(kRows);
    window.open(Time{}, sim::minutes(1));
    for (std::uint32_t row = empty_before; row < kRows; ++row) {
      arrivals.add(window, {row, 1});
    }
    window.sort();
    for (const std::uint64_t key : window.take(window.left())) {
      offsets[window.row_of(key)] = window.time_of(key).ns();
    }
    return offsets;
  };
  const std::vector<std::int64_t> all = phases(7, 0, 0);
  CHECK(std::set<std::int64_t>(all.begin(), all.end()).size() == kRows);
  std::vector<double> shares;
  for (const std::int64_t offset : all) {
    shares.push_back(static_cast<double>(offset) / 60e9);
  }
  CHECK(support::kolmogorov_smirnov(shares, [](double u) { return u; }) > 0.001);
  // The draws of a function are independent. Calls of other functions do not change them, but seeds and
  // entries do.
  CHECK(phases(7, 0, 500)[999] == all[999]);
  CHECK(phases(8, 0, 0)[999] != all[999]);
  CHECK(phases(7, 1, 0)[999] != all[999]);
}

TEST_CASE("uniform arrivals keep the counts and are uniform in their interval") {
  const std::vector<std::int64_t> offsets = offsets_of(WithinInterval::uniform, 1'000'000, {5000, 1, 5000});
  CHECK(offsets.size() == 10'001);
  std::vector<double> first;
  for (std::size_t i = 0; i < 5000; ++i) {
    REQUIRE(offsets[i] < 1'000'000);
    first.push_back(static_cast<double>(offsets[i]) / 1e6);
  }
  CHECK(offsets[5000] / 1'000'000 == 1);
  CHECK(offsets[5001] / 1'000'000 == 2);
  CHECK(support::kolmogorov_smirnov(first, [](double u) { return u; }) > 0.001);
}

TEST_CASE("poisson arrivals follow the counts as a rate") {
  const std::vector<std::int64_t> offsets =
      offsets_of(WithinInterval::poisson, 1'000'000'000, std::vector<std::uint32_t>(10, 1000));
  CHECK(std::abs(static_cast<double>(offsets.size()) - 10'000) < 4 * std::sqrt(10'000.0));
  std::vector<double> gaps;
  for (std::size_t i = 1; i < offsets.size(); ++i) {
    gaps.push_back(static_cast<double>(offsets[i] - offsets[i - 1]) / 1e6);  // gaps are 1e6 ns on average
  }
  CHECK(support::kolmogorov_smirnov(gaps, [](double gap) { return 1 - std::exp(-gap); }) > 0.001);
}
