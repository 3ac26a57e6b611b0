// Metrics that compare functions or tenants. Each function or tenant has the same weight.
#include <algorithm>

#include "models/metrics/spread.hpp"
#include "models/metrics/values.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

using namespace metrics;

/// The values of the functions or tenants that have a value.
std::vector<double> values_of(std::span<const Figures> figures,
                              std::optional<double> (Figures::*value)() const) {
  std::vector<double> values;
  for (const Figures& each : figures) {
    if (const std::optional<double> its = (each.*value)()) {
      values.insert(values.end(), CURTAIN_MUTANT(ratio_over_calls, 1, each.arrived), *its);
    }
  }
  return values;
}

std::vector<double> cold_ratios(const Counted& c) {
  return values_of(c.functions, &Figures::cold_ratio);
}
std::vector<double> mean_slowdowns(std::span<const Figures> figures) {
  return values_of(figures, &Figures::slowdown_mean);
}
std::vector<double> completed_shares(std::span<const Figures> figures) {
  return values_of(figures, &Figures::completed_share);
}

std::optional<double> of_spread(const std::vector<double>& values, double Spread::*figure) {
  const std::optional<Spread> spread = spread_of(values);
  return spread ? std::optional<double>((*spread).*figure) : std::nullopt;
}

std::uint64_t invoked(std::span<const Figures> figures) {
  return static_cast<std::uint64_t>(
      std::count_if(figures.begin(), figures.end(), [](const Figures& each) { return each.arrived > 0; }));
}

std::uint64_t always_cold(const Counted& c) {
  const std::vector<double> ratios = cold_ratios(c);
  return static_cast<std::uint64_t>(std::count(ratios.begin(), ratios.end(), 1.0));
}

}  // namespace

const MetricFamily& functions_metrics() {
  static const MetricFamily family = {
      {.name = "functions.invoked",
       .unit = Unit::count,
       .meaning = "functions with at least one arrival in the window",
       .value = [](const Counted& c) -> MetricValue { return invoked(c.functions); },
       .scopes = kManyFunctions,
       .shares = {of::called}},
      {.name = "functions.cold_ratio_mean",
       .unit = Unit::share,
       .meaning = "mean over the functions of the share of cold attempts among the attempts that started",
       .absent_because = kNoneStarted,
       .value = [](const Counted& c) -> MetricValue { return of_spread(cold_ratios(c), &Spread::mean); },
       .scopes = kManyFunctions,
       .shares = {of::called}},
      {.name = "functions.cold_ratio_p50",
       .unit = Unit::share,
       .meaning = "median over the functions of the share of cold attempts among the attempts that started",
       .absent_because = kNoneStarted,
       .value = [](const Counted& c) -> MetricValue { return of_spread(cold_ratios(c), &Spread::p50); },
       .scopes = kManyFunctions,
       .shares = {of::called}},
      {.name = "functions.cold_ratio_p75",
       .unit = Unit::share,
       .meaning =
           "75th percentile over the functions of the share of cold attempts among the attempts that started",
       .absent_because = kNoneStarted,
       .value = [](const Counted& c) -> MetricValue { return of_spread(cold_ratios(c), &Spread::p75); },
       .scopes = kManyFunctions,
       .shares = {of::called},
       .shown = Shown::always},
      {.name = "functions.cold_ratio_p90",
       .unit = Unit::share,
       .meaning =
           "90th percentile over the functions of the share of cold attempts among the attempts that started",
       .absent_because = kNoneStarted,
       .value = [](const Counted& c) -> MetricValue { return of_spread(cold_ratios(c), &Spread::p90); },
       .scopes = kManyFunctions,
       .shares = {of::called}},
      {.name = "functions.always_cold",
       .unit = Unit::count,
       .meaning = "functions whose started attempts were all cold",
       .value = [](const Counted& c) -> MetricValue { return always_cold(c); },
       .scopes = kManyFunctions,
       .shares = {of::called}},
      {.name = "functions.slowdown_p50",
       .unit = Unit::number,
       .meaning = "median over the functions of their mean slowdown",
       .absent_because = kNoSlowdown,
       .value = [](const Counted& c) -> MetricValue {
         return of_spread(mean_slowdowns(c.functions), &Spread::p50);
       },
       .scopes = kManyFunctions,
       .shares = {of::called, of::latency},
       .mean_of = Recording::slowdown},
      {.name = "functions.slowdown_p90",
       .unit = Unit::number,
       .meaning = "90th percentile over the functions of their mean slowdown",
       .absent_because = kNoSlowdown,
       .value = [](const Counted& c) -> MetricValue {
         return of_spread(mean_slowdowns(c.functions), &Spread::p90);
       },
       .scopes = kManyFunctions,
       .shares = {of::called, of::latency},
       .mean_of = Recording::slowdown},
      {.name = "tenants.invoked",
       .unit = Unit::count,
       .meaning = "tenants with at least one arrival in the window",
       .value = [](const Counted& c) -> MetricValue { return invoked(c.tenants); }},
      {.name = "tenants.slowdown_max",
       .unit = Unit::number,
       .meaning = "largest mean slowdown of a tenant",
       .absent_because = kNoSlowdown,
       .value = [](const Counted& c) -> MetricValue {
         return of_spread(mean_slowdowns(c.tenants), &Spread::max);
       },
       .shares = {of::latency},
       .mean_of = Recording::slowdown},
      {.name = "fairness.slowdown_jain",
       .unit = Unit::number,
       .meaning = "Jain's fairness index of the tenants' mean slowdowns; 1 is fair, and 1 divided by the "
                  "number of tenants is the minimum",
       .absent_because = kNoSlowdown,
       .value = [](const Counted& c) -> MetricValue { return jain_index(mean_slowdowns(c.tenants)); },
       .shares = {of::latency},
       .mean_of = Recording::slowdown},
      {.name = "fairness.completed_jain",
       .unit = Unit::number,
       .meaning = "Jain's fairness index of the tenants' shares of completed invocations; 1 is fair, and 1 "
                  "divided by the number of tenants is the minimum",
       .absent_because = kNoneCompleted,
       .value = [](const Counted& c) -> MetricValue { return jain_index(completed_shares(c.tenants)); },
       .shares = {of::arrived}},
  };
  return family;
}

}  // namespace curtain
