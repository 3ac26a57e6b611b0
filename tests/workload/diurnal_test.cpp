#include <cmath>

#include "models/workload/cron.hpp"
#include "tests/catch.hpp"
#include "tests/support/kolmogorov_smirnov.hpp"
#include "tests/workload/generators.hpp"

using namespace curtain;
using support::context_of;
using support::error_of;
using support::Opened;

namespace {

constexpr double kDay = 86'400;
constexpr double kTurn = 6.283185307179586;

DiurnalSpec diurnal(double mean, double peak_to_mean, Duration peak_at) {
  DiurnalSpec spec;
  spec.of = support::function_named("api");
  spec.mean = mean;
  spec.peak_to_mean = peak_to_mean;
  spec.peak_at = peak_at;
  return spec;
}

/// Returns the gaps between arrivals on the scale of the integrated rate. They are exponential with mean 1 if
/// the arrivals are a Poisson process of that rate (the time-rescaling theorem: D. Daley and D. Vere-Jones,
/// "An Introduction to the Theory of Point Processes" 1, 2003, section 7.4).
template <class Integrated>
double rescaled(const std::vector<Arrival>& arrivals, Integrated integrated) {
  std::vector<double> gaps;
  double before = 0;
  for (const Arrival& arrival : arrivals) {
    const double now = integrated(arrival.time.seconds());
    gaps.push_back(now - before);
    before = now;
  }
  return support::kolmogorov_smirnov(gaps, [](double gap) { return -std::expm1(-gap); });
}

}  // namespace

TEST_CASE("the rate of a day is a cosine about its mean, with its peak at the given time of day") {
  for (const double peak_to_mean : {1.0, 1.5, 2.0}) {
    const auto spec = diurnal(0.3, peak_to_mean, sim::hours(15));
    const auto arrivals = Opened(spec, context_of(3, 4 * kDay)).arrivals;
    const auto integrated = [&](double peak) {
      return [=](double t) {
        const double swing = (peak_to_mean - 1) * kDay / kTurn;
        return 0.3 * (t + swing * (std::sin(kTurn * (t - peak) / kDay) + std::sin(kTurn * peak / kDay)));
      };
    };
    INFO("peak to mean " << peak_to_mean);
    CHECK(std::abs(static_cast<double>(arrivals.size()) - 4 * 25'920) < 5 * std::sqrt(4 * 25'920.0));
    CHECK(rescaled(arrivals, integrated(15 * 3'600)) > 0.001);
    if (peak_to_mean > 1) {
      CHECK(rescaled(arrivals, integrated(12 * 3'600)) < 1e-6);
    }
  }
}

TEST_CASE("the epoch shifts the time of day, even in the middle of a chord") {
  // Time zero is 06:07, so the peak of 15:00 is 8 h 53 min later.
  SourceContext context = context_of(4, 3 * kDay);
  context.epoch = minute_of_date(2024, 1, 1, 6, 7);
  const auto arrivals = Opened(diurnal(0.5, 2, sim::hours(15)), context).arrivals;
  const double peak = 8 * 3'600 + 53 * 60;
  CHECK(rescaled(arrivals, [&](double t) {
          return 0.5 *
                 (t + kDay / kTurn * (std::sin(kTurn * (t - peak) / kDay) + std::sin(kTurn * peak / kDay)));
        }) > 0.001);
}

TEST_CASE("Saturdays and Sundays have their own share of the rate") {
  DiurnalSpec spec = diurnal(0.5, 1.8, sim::hours(12));
  spec.weekend = 0.4;
  SourceContext context = context_of(5, 14 * kDay);
  context.epoch = minute_of_date(2024, 1, 4);  // time zero is a Thursday, so days 2, 3, 9 and 10 are weekends
  const auto counts = support::counts_of(Opened(spec, context).arrivals, kDay, 14);
  std::vector<double> means;
  for (int day = 0; day < 14; ++day) {
    means.push_back(43'200 * (day % 7 == 2 || day % 7 == 3 ? 0.4 : 1));
  }
  CHECK(support::is_usual_chi_square(support::chi_square(counts, means), 14));
  spec.weekend = 0;
  const auto none = support::counts_of(Opened(spec, context).arrivals, kDay, 14);
  CHECK(none[2] + none[3] + none[9] + none[10] == 0);
}

TEST_CASE("a period of another length repeats from time zero, with its peak in the middle") {
  DiurnalSpec spec = diurnal(200, 2, {});
  spec.peak_at.reset();
  spec.period = sim::seconds(7);
  const auto arrivals = Opened(spec, context_of(6, 700)).arrivals;
  CHECK(rescaled(arrivals, [](double t) { return 200 * (t - 7 / kTurn * std::sin(kTurn * t / 7)); }) > 0.001);
  CHECK(support::is_addressed(spec, 50));
}

TEST_CASE("impossible diurnal workloads are refused") {
  const auto refusal = [](const DiurnalSpec& spec) {
    return error_of<std::invalid_argument>([&] { Opened(spec, context_of(1, 1)); });
  };
  CHECK(refusal(diurnal(0, 2, {})) == "the mean rate of a diurnal workload is 0; it must be greater than 0");
  CHECK(refusal(diurnal(1, 2.5, {})) ==
        "the peak of a diurnal workload is 2.5 times its mean; this ratio must be in 1 .. 2, because a "
        "cosine is symmetric about its mean");
  CHECK(refusal(diurnal(1, 2, sim::hours(25))) ==
        "the peak of a diurnal workload is at 90000 s, beyond its period of 86400 s");
  DiurnalSpec spec = diurnal(1, 2, {});
  spec.period = Duration{10};
  CHECK(refusal(spec) == "the period of a diurnal workload is 10 ns; it must be at least 1 s");
  spec.period = sim::hours(1);
  spec.weekend = 0.5;
  CHECK(refusal(spec) == "a diurnal workload has weekends only if its period is one day");
  spec.weekend = 11;
  CHECK(
      refusal(spec) ==
      "the weekend of a diurnal workload has 11 times the rate of other days; this ratio must be in 0 .. 10");
}
