#include "models/experiment/interval_doubt.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <tuple>
#include <vector>

#include "models/metrics/mean_excess.hpp"
#include "sim/distribution.hpp"
#include "sim/draws.hpp"
#include "sim/histogram.hpp"
#include "sim/interval.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

constexpr std::uint32_t kIntervals = 2000;
constexpr std::size_t kIntervalValues = 10;

/// Many intervals of 10 values each: the shares that contain the mean or not, with or without a warning.
struct Coverage {
  double of_all = 0;
  double of_unwarned = 0;
  double warned = 0;  ///< share of the intervals with a warning
};

/// `value` draws the value of one replication and its effective number of functions from a separate stream.
using Value = std::function<std::pair<double, double>(sim::Draw&)>;

Coverage coverage_of(const Value& value, double truth) {
  double covered = 0;
  double unwarned = 0;
  double covered_unwarned = 0;
  for (std::uint32_t trial = 0; trial < kIntervals; ++trial) {
    std::vector<double> values;
    double functions = 0;
    for (std::size_t i = 0; i < kIntervalValues; ++i) {
      sim::Draw draw(sim::DrawKey(17, 0, 0), trial, i);
      const auto [drawn, effective] = value(draw);
      values.push_back(drawn);
      functions += effective / kIntervalValues;
    }
    const sim::Interval interval = sim::confidence_interval(values);
    const bool is_covered = interval.low() <= truth && truth <= interval.high();
    const bool is_warned = !interval_doubt(values, functions, 0).is_none();
    covered += is_covered ? 1 : 0;
    unwarned += is_warned ? 0 : 1;
    covered_unwarned += is_covered && !is_warned ? 1 : 0;
  }
  return {covered / kIntervals, unwarned > 0 ? covered_unwarned / unwarned : 0, 1 - unwarned / kIntervals};
}

/// A sum over `count` functions. The part of each function is lognormal with this sigma and mean 1, drawn for
/// each replication.
Value population(std::size_t count, double sigma) {
  const sim::Distribution part = sim::Distribution::lognormal(std::exp(-sigma * sigma / 2), sigma);
  return [part, count](sim::Draw& draw) {
    double sum = 0;
    double squares = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const double own = part.sample(draw);
      sum += own;
      squares += own * own;
    }
    return std::pair(sum, sum * sum / squares);
  };
}

/// Simulates the first `calls` calls of an M/M/1 queue that begins empty, by Lindley's recursion, with a mean
/// service time of 1 s. Returns a percentile of the times in the system, and the tail of that percentile as
/// Metric::tail defines it.
std::pair<double, double> of_queue(double load, int calls, double p, sim::Draw& draw) {
  const sim::Distribution gap = sim::Distribution::exponential(1 / load);
  const sim::Distribution service = sim::Distribution::exponential(1);
  sim::Histogram times;
  double wait = 0;
  for (int i = 0; i < calls; ++i) {
    const double own = service.sample(draw);
    times.add(static_cast<std::int64_t>((wait + own) * 1e9));
    wait = std::max(0.0, wait + own - gap.sample(draw));
  }
  const std::int64_t quantile = times.quantile(p);
  return {static_cast<double>(quantile) / 1e9, std::sqrt(p) * mean_excess(times, quantile) / 1e9};
}

/// Returns the coverage and the warnings of 200 intervals of 10 runs each.
Coverage coverage_of_queue(double load, int calls, double p) {
  constexpr std::uint32_t intervals = 200;
  const double truth = -std::log(1 - p) / (1 - load);  // the time in the system is exponential
  Coverage coverage;
  double unwarned = 0;
  for (std::uint32_t trial = 0; trial < intervals; ++trial) {
    std::vector<double> values;
    double tail = 0;
    for (std::size_t i = 0; i < kIntervalValues; ++i) {
      sim::Draw draw(sim::DrawKey(23, 0, 0), trial, i);
      const auto [value, its_tail] = of_queue(load, calls, p, draw);
      values.push_back(value);
      tail += its_tail / kIntervalValues;
    }
    const sim::Interval interval = sim::confidence_interval(values);
    const bool is_covered = interval.low() <= truth && truth <= interval.high();
    const bool is_warned = !interval_doubt(values, 0, 0, tail).is_none();
    coverage.of_all += is_covered ? 1.0 / intervals : 0;
    coverage.of_unwarned += is_covered && !is_warned ? 1 : 0;
    unwarned += is_warned ? 0 : 1;
  }
  coverage.of_unwarned /= std::max(1.0, unwarned);
  coverage.warned = 1 - unwarned / intervals;
  return coverage;
}

/// For values that do not depend on a population.
Value plain(const sim::Distribution& distribution) {
  return [distribution](sim::Draw& draw) { return std::pair(distribution.sample(draw), 0.0); };
}

}  // namespace

TEST_CASE("For ordinary values warnings are rare, and their intervals have the stated coverage") {
  // The values are means or counts of many calls, which are normal, or nearly normal (gamma of shape 25:
  // skewness 0.4).
  for (const auto& [name, value, truth] :
       {std::tuple{"normal", plain(sim::Distribution::normal(100, 10)), 100.0},
        std::tuple{"gamma of shape 25", plain(sim::Distribution::gamma(25, 4)), 100.0},
        std::tuple{"sum over 200 functions alike", population(200, 0.5), 200.0}}) {
    const Coverage coverage = coverage_of(value, truth);
    INFO(name << ": all " << coverage.of_all << ", unwarned " << coverage.of_unwarned << ", warned "
              << coverage.warned);
    CHECK(coverage.warned < 0.05);
    CHECK(coverage.of_unwarned > 0.93);
    CHECK(coverage.of_unwarned < 0.97);
  }
}

TEST_CASE(
    "If few functions dominate a population, intervals miss their coverage, and nearly all have a warning") {
  // The rates span several orders of magnitude, as in Azure's trace, so 10 values miss the tail that a large
  // sample has.
  for (const auto& [count, sigma] : {std::pair{std::size_t{50}, 2.0}, std::pair{std::size_t{100}, 2.5},
                                     std::pair{std::size_t{100}, 3.0}}) {
    const Coverage coverage = coverage_of(population(count, sigma), static_cast<double>(count));
    INFO(count << " functions, sigma " << sigma << ": all " << coverage.of_all << ", warned "
               << coverage.warned);
    CHECK(coverage.of_all < 0.93);
    CHECK(coverage.warned > 0.95);
  }
}

TEST_CASE(
    "For percentiles of a queue in short runs, intervals miss their coverage, and nearly all have a "
    "warning") {
  // The queue has bursts, and only a few of them reach the percentile in a run.
  for (const auto& [load, calls, p] : {std::tuple{0.8, 2400, 0.99}, {0.9, 2700, 0.99}, {0.5, 300, 0.99}}) {
    const Coverage coverage = coverage_of_queue(load, calls, p);
    INFO("load " << load << ", p" << 100 * p << ": all " << coverage.of_all << ", warned "
                 << coverage.warned);
    CHECK(coverage.of_all < 0.85);
    CHECK(coverage.warned > 0.9);
  }
}

TEST_CASE(
    "For percentiles of a queue in longer runs, intervals have their coverage, and few have a warning") {
  for (const auto& [load, calls, p] : {std::tuple{0.5, 3300, 0.9}, {0.5, 3300, 0.95}, {0.5, 3300, 0.5}}) {
    const Coverage coverage = coverage_of_queue(load, calls, p);
    INFO("load " << load << ", p" << 100 * p << ": all " << coverage.of_all << ", warned "
                 << coverage.warned);
    CHECK(coverage.of_unwarned > 0.888);  // the bound is 0.95 minus four standard errors of 200 intervals
    CHECK(coverage.warned < 0.1);
  }
}

TEST_CASE("Conditions of the warnings, worked out by hand") {
  const std::vector<double> even = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  CHECK(interval_doubt(even, 0, 0).is_none());
  CHECK(interval_doubt(even, 20, 30).is_none());
  CHECK(interval_doubt(even, 19.9, 0).kind == DoubtKind::few_functions);
  CHECK(interval_doubt(even, 19.9, 0).text() ==
        "effectively 19.9 functions determine the value, and each replication draws other functions");
  CHECK(interval_doubt(even, 0, 8).kind == DoubtKind::few_calls);
  CHECK(interval_doubt(even, 0, 29.9).text() ==
        "few calls make up most of the mean, because the sum over all calls is only 29.9 times the largest "
        "call");
  CHECK(interval_doubt(even, 0, 30).is_none());
  // The values 1 to 10 have a variance of 55 / 6, so a tail of sqrt(2.5 x 55 / 6) = 4.787 corresponds to 2.5
  // calls beyond the quantile.
  CHECK(interval_doubt(even, 0, 0, 4.79).is_none());
  CHECK(interval_doubt(even, 0, 0, 4.78).kind == DoubtKind::few_beyond);
  CHECK(interval_doubt(even, 0, 0, std::sqrt(55.0 / 6)).text() ==
        "the percentile varies as much as if only 1.0 independent calls per run were above it");
  CHECK(interval_doubt(std::vector<double>{1, 2}, 0, 0, 0.5).kind == DoubtKind::few_beyond);
  CHECK(interval_doubt(std::vector<double>(10, 3.0), 0, 0, 0.1).is_none());
  CHECK(interval_doubt(std::vector<double>{0, 0, 0, 0, 0, 0, 1, 2, 3, 4}, 0, 0).kind == DoubtKind::ties);
  // Differences of 1.5 ms between rounded values have no real spread, so no warning is due.
  CHECK(interval_doubt(std::vector<double>{1.5e-3, 1.5e-3, 1.5e-3, 1.5e-3, 1.5e-3 + 1e-17, 1.5e-3}, 0, 0)
            .is_none());
  CHECK(interval_doubt(std::vector<double>{1.5e-3, 1.5e-3, 1.5e-3, 1.5e-3, 1.6e-3, 1.5e-3}, 0, 0).kind ==
        DoubtKind::ties);
  CHECK(interval_doubt(std::vector<double>{1, 2, 3, 4, 5, 6, 7, 8, 9, 100}, 0, 0).kind ==
        DoubtKind::one_far_off);
  CHECK(interval_doubt(std::vector<double>{1, 2, 1, 2, 3, 2, 3, 1, 12, 13}, 0, 0).kind == DoubtKind::skewed);
  // Constant values have no interval that could be too narrow. For two or three values only the number of
  // functions gives information.
  CHECK(interval_doubt(std::vector<double>(10, 3.0), 1, 1).is_none());
  CHECK(interval_doubt(std::vector<double>{1, 1, 9}, 0, 0).is_none());
  CHECK(interval_doubt(std::vector<double>{1, 9}, 2, 0).kind == DoubtKind::few_functions);
  for (const DoubtKind kind : {DoubtKind::few_functions, DoubtKind::few_calls, DoubtKind::few_beyond,
                               DoubtKind::skewed, DoubtKind::one_far_off, DoubtKind::ties}) {
    CHECK(!reason_of(kind).empty());
    CHECK(!IntervalDoubt{kind, 0.5}.text().empty());
  }
  CHECK(IntervalDoubt{}.text().empty());
}
