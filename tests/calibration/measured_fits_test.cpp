// Fits to the measured logs of several studies, if they are there (CURTAIN_SHARED_DATA). Each fit is tested
// on data that it has not seen. With CURTAIN_PRINT_FIGURES=1 the tests print the figures that they check.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/calibration/calibration.hpp"
#include "models/calibration/start_times_of_log.hpp"
#include "models/import/log_time.hpp"
#include "models/measured/distances.hpp"
#include "models/measured/log_figures.hpp"
#include "models/measured/read_measured.hpp"
#include "sim/elementary.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

std::optional<std::string> shared_data() {
  const char* const folder = std::getenv("CURTAIN_SHARED_DATA");
  return folder == nullptr ? std::nullopt : std::optional<std::string>(folder);
}

/// Prints a line of figures, if the tests are to print them.
template <class... Arguments>
void note(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  if (std::getenv("CURTAIN_PRINT_FIGURES") != nullptr) {
    fmt::print(format, std::forward<Arguments>(arguments)...);
  }
}

const std::array<const char*, 6> kIdleDates = {"2019-02-22", "2019-06-28", "2019-08-04",
                                               "2019-08-20", "2019-09-27", "2021-01-07"};

std::vector<double> idle_edges_s() {
  std::vector<double> edges;
  for (const std::int64_t minutes : kIdleEdges) {
    edges.push_back(static_cast<double>(minutes) * 60);
  }
  edges.push_back(1e9);
  return edges;
}

/// The calls of every second row, from row `first` of the log.
std::vector<IdleObservation> every_second(const MeasuredLog& log, std::size_t first) {
  std::vector<IdleObservation> calls;
  for (std::size_t i = first; i < log.calls.size(); i += 2) {
    calls.push_back({static_cast<double>(*log.calls[i].idle) / 1e9, log.calls[i].is_cold()});
  }
  return calls;
}

struct IdleTrial {
  IdleFit fit;
  IdleBin worst;
  std::size_t bins = 0;
};

/// Fits the rows from `first` on and tests the others.
IdleTrial idle_trial(const std::string& folder, const char* date, std::size_t first) {
  const MeasuredLog log = read_measured(folder + "/mikhailio-keepalive/aws_idle_scatter_" + date + ".csv");
  const IdleReport report = fit_idle_expiry(every_second(log, first));
  REQUIRE(report.has_fit());
  const std::vector<IdleBin> bins =
      idle_bins(report.best().mechanism, every_second(log, 1 - first), idle_edges_s());
  const auto worst = std::min_element(bins.begin(), bins.end(),
                                      [](const IdleBin& a, const IdleBin& b) { return a.p < b.p; });
  return {report.best(), *worst, bins.size()};
}

/// A configuration of lambda-perf in one quarter: the initialisations of each date.
using Quarters = std::map<std::pair<std::string, std::string>, std::map<std::int64_t, std::vector<double>>>;

Quarters quarters_of(const MeasuredLog& log) {
  Quarters quarters;
  for (const MeasuredCall& call : log.calls) {
    const std::string function = function_of(log, call);
    const std::string day = in_utc(*call.day).substr(0, 10);
    if (day < "2024" || function.ends_with("/snapstart")) {
      continue;
    }
    const int quarter = (std::stoi(day.substr(5, 2)) - 1) / 3 + 1;
    quarters[{fmt::format("{}Q{}", day.substr(0, 4), quarter), fmt::format("{}/{}", function, call.memory)}]
            [*call.day]
                .push_back(static_cast<double>(*call.init));
  }
  return quarters;
}

struct QuarterTrial {
  std::string quarter;
  std::string_view family;
  double ks = 1;
};

/// Fits every other date of each quarter and tests the dates between. Configurations have 100 samples or more
/// in the quarter.
std::vector<QuarterTrial> quarter_trials(const std::string& folder, std::size_t every) {
  const MeasuredLog log = read_measured(folder + "/lambda-perf/cold_init_2022_2025.csv");
  std::vector<QuarterTrial> trials;
  std::size_t number = 0;
  for (const auto& [key, dates] : quarters_of(log)) {
    std::vector<double> fitted;
    std::vector<double> between;
    std::size_t at = 0;
    for (const auto& [date, values] : dates) {
      std::vector<double>& into = at++ % 2 == 0 ? fitted : between;
      into.insert(into.end(), values.begin(), values.end());
    }
    if (fitted.size() + between.size() < 100 || between.empty() || number++ % every != 0) {
      continue;
    }
    const FitReport report = fit_distributions(fitted);
    QuarterTrial trial{key.first, {}, 1};
    if (report.has_fit()) {
      const sim::Distribution& best = report.best().distribution;
      trial.family = report.best().family;
      REQUIRE(report.best().parameters <= 5);
      trial.ks = ks_distance(between, [&best](double x) { return best.cumulative(x); });
    }
    trials.push_back(trial);
  }
  return trials;
}

double share_below(const std::vector<QuarterTrial>& trials, double distance) {
  const auto good = std::count_if(trials.begin(), trials.end(),
                                  [distance](const QuarterTrial& trial) { return trial.ks < distance; });
  return static_cast<double>(good) / static_cast<double>(trials.size());
}

CalibrationBase lambda_2020() {
  CalibrationBase base;
  base.memory_per_vcpu = 1769;
  base.request_latency_ns = 12.5e6;
  return base;
}

MemoryReport memory_report(const std::string& folder, const char* year, const std::string& function) {
  const MeasuredLog log = read_measured(folder + "/lambda-memory-scaling/memory_duration_" + year + ".csv");
  CalibrationBase base = lambda_2020();
  base.only = {function};
  std::vector<MemoryPoint> points;
  for (const auto& [key, durations] : durations_of({log}, base)) {
    points.push_back({key.second, *median_of(durations) / 1e9, durations.size()});
  }
  const MemoryReport report = fit_memory_curve(points, base.memory_per_vcpu);
  REQUIRE(report.has_fit());
  return report;
}

MeasuredLog burst(const std::string& folder, const std::string& name) {
  return read_measured(folder + "/faas-parallelism-aws/" + name + ".csv");
}

/// The median time from sending to the start of the handler, over the cold calls, in ms. Nothing if there is
/// no cold call.
std::optional<double> cold_lag_ms(const MeasuredLog& log) {
  std::vector<double> lags;
  for (const MeasuredCall& call : log.calls) {
    if (call.is_cold()) {
      lags.push_back(static_cast<double>(*call.started - *call.sent) / 1e6);
    }
  }
  return median_of(lags);
}

const std::array<const char*, 7> kBursts = {"sleep_size10", "work_size1",   "work_size10",  "work_size50",
                                            "work_size200", "work2g_size1", "work2g_size10"};

Calibration bursts_of_ten(const std::string& folder) {
  return calibrate(
      {burst(folder, "sleep_size10"), burst(folder, "work_size10"), burst(folder, "work2g_size10")},
      lambda_2020());
}

/// The median start that the fits to the bursts of 10 predict for a memory size, in ms.
double predicted_lag_ms(const Calibration& result, Mebibytes memory) {
  for (const FunctionFit& fit : result.start_ups) {
    if (fit.memory == memory) {
      REQUIRE(fit.report.has_fit());
      return (fit.report.best().distribution.quantile(0.5) + result.subtracted_ns) / 1e6;
    }
  }
  FAIL("no fit for " << memory << " MB");
  return 0;
}

std::vector<MeasuredLog> steady_logs(const std::string& folder) {
  std::vector<MeasuredLog> logs;
  for (const char* const name :
       {"2020-04-24_17-53-33", "2020-05-17_04-13-06", "2020-05-26_01-31-35", "2020-05-28_01-57-40",
        "2020-06-06_22-39-19", "2020-06-09_01-04-58", "2020-06-13_23-39-35"}) {
    logs.push_back(read_measured(folder + "/pacslab-lambda/res-01-" + name + ".csv"));
  }
  return logs;
}

}  // namespace

TEST_CASE("Idle expiry fitted to half of Shilkov's points describes every bin of the other half") {
  if (const auto folder = shared_data()) {
    for (const char* const date : kIdleDates) {
      for (const std::size_t first : {std::size_t{0}, std::size_t{1}}) {
        const IdleTrial trial = idle_trial(*folder, date, first);
        CAPTURE(date, first, trial.worst.from_s, trial.worst.cold, trial.worst.calls);
        const IdleMechanism& m = trial.fit.mechanism;
        note(
            "idle {} {:4} {:11} early {:.4f} shortest {:.2f} longest {:.2f} horizon {:.2f} min; {} bins, "
            "worst "
            "from {:.0f} min: {} of {} cold, expected {:.1f}, p {:.4f}\n",
            date, first == 0 ? "odd" : "even", mechanism_name(m.kind), m.early, m.shortest / 60,
            m.longest / 60, m.horizon / 60, trial.bins, trial.worst.from_s / 60, trial.worst.cold,
            trial.worst.calls, trial.worst.probability * static_cast<double>(trial.worst.calls),
            trial.worst.p);
        CHECK(trial.fit.mechanism.parameters() <= 4);
        CHECK(trial.worst.p >= 0.001);
      }
    }
  }
}

TEST_CASE("Initialisations fitted on every other date describe the dates between") {
  if (const auto folder = shared_data()) {
    const bool is_whole = std::getenv("CURTAIN_PRINT_FIGURES") != nullptr;
    const std::vector<QuarterTrial> trials = quarter_trials(*folder, is_whole ? 1 : 8);
    REQUIRE(trials.size() > 400);
    std::map<std::string, std::vector<QuarterTrial>> by_quarter;
    std::map<std::string_view, int> by_family;
    for (const QuarterTrial& trial : trials) {
      by_quarter[trial.quarter].push_back(trial);
      ++by_family[trial.family];
    }
    for (const auto& [quarter, of_quarter] : by_quarter) {
      note("inits {} {:4} configurations, KS below 0.15 for {:.1f} %\n", quarter, of_quarter.size(),
           100 * share_below(of_quarter, 0.15));
    }
    note("inits all {} configurations, {:.1f} %\n", trials.size(), 100 * share_below(trials, 0.15));
    for (const auto& [family, count] : by_family) {
      note("inits {:5} {}\n", count, family);
    }
    CHECK(share_below(trials, 0.15) >= 0.8);
  }
}

TEST_CASE("Two numbers for each function predict the medians at the sizes left out") {
  if (const auto folder = shared_data()) {
    for (const auto& [year, function] : std::vector<std::pair<const char*, const char*>>{
             {"2020", "f2"}, {"2020", "f4"}, {"2020", "f5"}, {"2022", "f1"}, {"2022", "f6"}}) {
      const MemoryReport report = memory_report(*folder, year, function);
      CAPTURE(year, function, report.largest_error, report.largest_at);
      note("memory {} {} CPU {:.4f} s fixed {:.4f} s, largest error {:.1f} % at {} MB\n", year, function,
           report.curve.cpu_s, report.curve.fixed_s, 100 * report.largest_error, report.largest_at);
      CHECK(report.largest_error <= 0.10);
      CHECK(report.notes.empty());
    }
    for (const auto& [year, function] :
         std::vector<std::pair<const char*, const char*>>{{"2020", "f1"}, {"2022", "f3"}, {"2022", "f4"}}) {
      const MemoryReport report = memory_report(*folder, year, function);
      CAPTURE(year, function, report.largest_error);
      for (const MemoryError& error : report.errors) {
        if (!error.is_fitted && sim::abs(error.error) > kLargeMemoryError) {
          note("memory {} {} at {} MB {:+.1f} %\n", year, function, error.point.memory, 100 * error.error);
        }
      }
      for (const std::string& reason : report.notes) {
        note("memory {} {}: {}\n", year, function, reason);
      }
      CHECK(report.largest_error > 0.10);
      CHECK_FALSE(report.notes.empty());
    }
  }
}

TEST_CASE("Start-ups fitted to the bursts of 10 predict the median start of all bursts") {
  if (const auto folder = shared_data()) {
    const Calibration result = bursts_of_ten(*folder);
    for (const char* const name : kBursts) {
      const MeasuredLog log = burst(*folder, name);
      const double measured = *cold_lag_ms(log);
      CAPTURE(name, measured);
      const double predicted = predicted_lag_ms(result, log.calls.front().memory);
      note("burst {:14} measured {:.1f} ms predicted {:.1f} ms {:+.1f} %\n", name, measured, predicted,
           100 * (predicted / measured - 1));
      CHECK(predicted == Approx(measured).epsilon(0.15));
    }
  }
}

TEST_CASE("Seven steady runs show the idle expiry, the lifetimes and the routing order of their platform") {
  if (const auto folder = shared_data()) {
    const Calibration result = calibrate(steady_logs(*folder), lambda_2020());
    CHECK(result.routing.best == RoutingOrder::most_recent);
    CHECK(100 * result.routing.most_recent > 99 * result.routing.choices);
    REQUIRE(result.idle.has_fit());
    for (const IdleReport* const idle : {&result.idle, &result.idle_beside}) {
      for (const IdleFit& fit : idle->fits) {
        note("steady {} early {:.4f} shortest {:.1f} longest {:.1f} horizon {:.1f} s AIC {:.1f}\n",
             mechanism_name(fit.mechanism.kind), fit.mechanism.early, fit.mechanism.shortest,
             fit.mechanism.longest, fit.mechanism.horizon, fit.aic);
      }
    }
    // The README of the logs: a lone instance is gone after 630 to 660 s.
    CHECK(result.idle.best().mechanism.shortest > 580);
    CHECK(result.idle.best().mechanism.longest > 630);
    CHECK(result.idle.best().mechanism.longest < 700);
    REQUIRE(result.idle_beside.has_fit());
    // An instance survived 1,454 s. The logs have too few longer idle times to determine the longest.
    CHECK(result.idle_beside.best().mechanism.longest > 1'454);
    REQUIRE(result.lifetimes.has_fit());
    CHECK(result.lifetimes.cap.longest_s == Approx(123 * 60).margin(180));
    REQUIRE(result.start_ups.size() == 1);
    CHECK(result.start_ups[0].report.has_fit());
  }
}
