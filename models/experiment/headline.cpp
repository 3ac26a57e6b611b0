#include "models/experiment/headline.hpp"

#include <fmt/format.h>

#include "models/config/scenario.hpp"
#include "models/experiment/run.hpp"
#include "sim/json_writer.hpp"

namespace curtain {
namespace {

constexpr std::int64_t kCallsPerGap = 101;  // the first call is cold
constexpr std::int64_t kLongestGap = 24 * 3600;

/// Runs a workload on the profile for `duration`. `workload` is one workload entry in YAML flow style.
Report run_on(const std::string& profile, std::string_view duration, std::string_view workload) {
  const std::string text = fmt::format("{{platform: {}, seed: 1, duration: {}, workload: [{}]}}",
                                       sim::json_string(profile), duration, workload);
  return run_scenario(parse_scenario(text, "headline"), {}).report;
}

std::uint64_t count_in(const Report& report, std::string_view metric) {
  return static_cast<std::uint64_t>(report.find(metric)->number());
}

bool is_mostly_cold(const std::string& profile, std::int64_t gap_s) {
  const Report report =
      run_on(profile, fmt::format("{}s", gap_s * (kCallsPerGap - 1) + 1),
             fmt::format("{{timer: {{function: f, every: {}s, memory: 128MiB, duration: 1ms}}}}", gap_s));
  return report.find("cold_start.ratio")->measured().value_or(0) >= 0.5;
}

/// Finds the shortest gap at which most calls are cold. The gap is doubled until most calls are cold; then
/// the interval that contains the shortest gap is halved repeatedly.
std::optional<Duration> idle_of(const std::string& profile) {
  std::int64_t warm = 0;
  std::int64_t cold = 15;
  while (!is_mostly_cold(profile, cold)) {
    if (cold == kLongestGap) {
      return std::nullopt;
    }
    warm = cold;
    cold = std::min(2 * cold, kLongestGap);
  }
  while (cold - warm > 1) {
    const std::int64_t middle = (warm + cold) / 2;
    (is_mostly_cold(profile, middle) ? cold : warm) = middle;
  }
  return sim::seconds(cold);
}

std::uint64_t turned_away_in(const Report& report) {
  return count_in(report, "invocations.throttled") + count_in(report, "invocations.expired") +
         count_in(report, "invocations.refused");
}

}  // namespace

Headline headline_of(const std::string& profile) {
  Headline headline;
  headline.start_up_s = run_on(profile, "1000s",
                               "{population: {functions: 4000, rate: 4/s, zipf_exponent: 0, memory: 128MiB, "
                               "duration: 1ms}}")
                            .find("cold_start.p50_s")
                            ->measured();
  const Report warm =
      run_on(profile, "1001s", "{timer: {function: f, every: 5s, memory: 128MiB, duration: 1ms}}");
  if (const std::optional<double> latency = warm.find("latency.p50_s")->measured()) {
    headline.warm_s = *latency - 0.001;
  }
  constexpr const char* kAtOnce =
      "{batch: {function: f, calls: 200, at: 0s, memory: 128MiB, duration: 2min}}";
  const Report at_once = run_on(profile, "2min", kAtOnce);
  headline.instances_for_200 = count_in(at_once, "instances.peak");
  headline.turned_away = turned_away_in(at_once);
  headline.instances_after_1s = count_in(run_on(profile, "1s", kAtOnce), "instances.peak");
  headline.idle = idle_of(profile);
  const Report month =
      run_on(profile, "1h", "{timer: {function: f, every: 1200ms, memory: 512MiB, duration: 1s}}");
  // A platform without prices, or with prices of 0, has no bill.
  if (const double usd = month.find("billing.cost_usd")->measured().value_or(0); usd > 0) {
    headline.month_usd = usd * 1000;
  }
  return headline;
}

}  // namespace curtain
