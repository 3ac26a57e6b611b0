#include <cmath>

#include "tests/catch.hpp"
#include "tests/support/kolmogorov_smirnov.hpp"
#include "tests/workload/generators.hpp"

using namespace curtain;
using support::context_of;
using support::error_of;
using support::Opened;

namespace {

CurveSpec curve(std::vector<RatePoint> points, std::optional<Duration> period = {}) {
  return {support::function_named("api"), std::move(points), period};
}

/// Returns the expected arrivals between two instants (in seconds), computed from the rate at each by the
/// trapezoid rule.
template <class RateAt>
double expected(RateAt rate, double from, double to) {
  constexpr int steps = 1'000;
  double sum = 0;
  for (int i = 0; i < steps; ++i) {
    sum += rate(from + (to - from) * (i + 0.5) / steps);
  }
  return sum * (to - from) / steps;
}

template <class RateAt>
bool follows(const CurveSpec& spec, double seconds, std::size_t bins, RateAt rate) {
  const double width = seconds / static_cast<double>(bins);
  const auto counts = support::counts_of(Opened(spec, context_of(9, seconds)).arrivals, width, bins);
  std::vector<double> means;
  for (std::size_t i = 0; i < bins; ++i) {
    means.push_back(expected(rate, width * static_cast<double>(i), width * static_cast<double>(i + 1)));
  }
  return support::is_usual_chi_square(support::chi_square(counts, means), bins);
}

}  // namespace

TEST_CASE("a daily curve follows its points, every day") {
  // The rate is 2/s at 3 h and 10/s at 15 h, with straight lines in between, also across midnight.
  const auto spec = curve({{sim::hours(3), 2}, {sim::hours(15), 10}}, sim::hours(24));
  const auto rate = [](double seconds) {
    const double hour = std::fmod(seconds / 3600 + 21, 24);  // hours since 3 h
    return hour < 12 ? 2 + 8 * hour / 12 : 10 - 8 * (hour - 12) / 12;
  };
  CHECK(follows(spec, 3 * 86'400, 3 * 24, rate));
  CHECK_FALSE(follows(spec, 3 * 86'400, 3 * 24, [&](double seconds) { return rate(seconds + 3600); }));
}

TEST_CASE("a curve is a Poisson process of rate one on the scale of its integrated rate") {
  // The test uses the time-rescaling theorem. The integral by trapezoids between the points is exact.
  const auto p_value = [](const CurveSpec& spec, double seconds,
                          const std::vector<std::pair<double, double>>& corners) {
    std::vector<double> gaps;
    double before = 0;
    for (const Arrival& arrival : Opened(spec, context_of(12, seconds)).arrivals) {
      const double now = arrival.time.seconds();
      double sum = 0;
      for (std::size_t i = 1; i < corners.size() && corners[i - 1].first < now; ++i) {
        const auto [from, rate] = corners[i - 1];
        const auto [to, next] = corners[i];
        const double inside = std::fmin(now, to) - from;
        sum += to > from ? inside * (rate + (next - rate) * inside / (to - from) / 2) : 0;
      }
      gaps.push_back(sum - before);
      before = sum;
    }
    return support::kolmogorov_smirnov(gaps, [](double gap) { return -std::expm1(-gap); });
  };
  // The curves are a ramp and a plateau, a flash crowd, and a week of days and a weekend, repeated.
  CHECK(p_value(curve({{Duration{}, 0}, {sim::seconds(300), 60}}), 600, {{0, 0}, {300, 60}, {600, 60}}) >
        0.001);
  const auto crowd = curve(
      {{sim::seconds(100), 5}, {sim::seconds(100), 200}, {sim::seconds(150), 5}, {sim::seconds(150), 0}});
  CHECK(p_value(crowd, 400, {{0, 5}, {100, 5}, {100, 200}, {150, 5}, {150, 0}, {400, 0}}) > 0.001);
  std::vector<RatePoint> points;
  std::vector<std::pair<double, double>> corners;
  for (int day = 0; day < 14; ++day) {
    const double peak = day % 7 < 5 ? 0.4 : 0.1;
    for (const auto& [hour, rate] : {std::pair{0, 0.05}, {12, peak}, {24, 0.05}}) {
      if (day < 7) {
        points.push_back({sim::hours(24 * day + hour), rate});
      }
      corners.emplace_back(3'600.0 * (24 * day + hour), rate);
    }
  }
  CHECK(p_value(curve(points, sim::hours(168)), 14 * 86'400, corners) > 0.001);
  corners[1].second = 0.3;
  CHECK(p_value(curve(points, sim::hours(168)), 14 * 86'400, corners) < 1e-6);
}

TEST_CASE("points at both ends of the period make a jump at the end") {
  const auto spec = curve({{Duration{}, 0}, {sim::seconds(100), 60}}, sim::seconds(100));
  CHECK(follows(spec, 2'000, 200, [](double seconds) { return std::fmod(seconds, 100) * 0.6; }));
}

TEST_CASE("without a period the first and the last rate continue before and after the points") {
  // This curve is a flash crowd: 5/s, at 100 s a jump to 80/s, down to 10/s at 200 s, and so on.
  const auto spec = curve(
      {{sim::seconds(20), 5}, {sim::seconds(100), 5}, {sim::seconds(100), 80}, {sim::seconds(200), 10}});
  const auto rate = [](double seconds) {
    return seconds < 100 ? 5 : (seconds < 200 ? 80 - 0.7 * (seconds - 100) : 10);
  };
  CHECK(follows(spec, 400, 80, rate));
  CHECK(follows(curve({{Duration{}, 7}}), 400, 80, [](double) { return 7; }));
  CHECK(support::is_addressed(spec, 300));
}

TEST_CASE("a curve whose last rate is 0 has an end") {
  const auto arrivals = Opened(curve({{Duration{}, 20}, {sim::seconds(10), 0}}), context_of(2, 1e9)).arrivals;
  CHECK(arrivals.size() == Approx(100).margin(40));
  CHECK(arrivals.back().time < Time{} + sim::seconds(10));
}

TEST_CASE("a weekly curve depends on the day of the week") {
  std::vector<RatePoint> points;
  for (int day = 0; day < 7; ++day) {
    const double rate = day < 5 ? 3 : 1;
    points.push_back({sim::hours(24 * day), rate});
    points.push_back({sim::hours(24 * day + 24), rate});
  }
  const auto arrivals = Opened(curve(points, sim::hours(168)), context_of(2, 14 * 86'400)).arrivals;
  const auto counts = support::counts_of(arrivals, 86'400, 14);
  std::vector<double> means;
  for (int day = 0; day < 14; ++day) {
    means.push_back(86'400 * (day % 7 < 5 ? 3 : 1));
  }
  CHECK(support::is_usual_chi_square(support::chi_square(counts, means), 14));
}

TEST_CASE("impossible curves are refused") {
  const auto refusal = [](const CurveSpec& spec) {
    return error_of<std::invalid_argument>([&] { Opened(spec, context_of(1, 1)); });
  };
  CHECK(refusal(curve({})) == "a curve has no points; set at least one point");
  CHECK(refusal(curve({{Duration{}, 0}})) ==
        "a curve has a rate of 0 at all points; at least one rate must be above 0");
  CHECK(refusal(curve({{Duration{}, -1}})) ==
        "a rate of a curve is -1 per second; it must be at least 0 and at most 1e9 per second");
  CHECK(refusal(curve({{sim::seconds(2), 1}, {sim::seconds(1), 1}})) ==
        "the points of a curve must be in order of time, from 0 on: point 1 is at 1 s");
  CHECK(refusal(curve({{sim::seconds(2), 1}}, sim::seconds(1))) ==
        "point 0 of a curve is at 2 s, beyond its period of 1 s");
  CHECK(refusal(curve({{Duration{}, 1}}, Duration{10})) ==
        "the period of a curve is 10 ns; it must be at least 1000 ns");
}
