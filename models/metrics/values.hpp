#pragma once
// Functions that the declarations of metrics use.
#include <algorithm>
#include <cstdint>
#include <optional>

#include "models/metrics/declaration.hpp"
#include "sim/elementary.hpp"

namespace curtain::metrics {

inline constexpr std::string_view kNoneCompleted = "nothing completed";
inline constexpr std::string_view kNoneStarted = "nothing started";
inline constexpr std::string_view kNoColdStart = "there was no cold start";
inline constexpr std::string_view kNoSlowdown = "no invocation with an execution longer than 0 completed";
inline constexpr std::string_view kNoPrices = "the scenario has no prices";
inline constexpr std::string_view kNoWindow = "the window has zero length";

/// Converts nanoseconds to seconds.
[[nodiscard]] inline double seconds(std::int64_t ns) {
  return static_cast<double>(ns) / 1e9;
}

/// `part` divided by `whole`. Empty if `whole` is 0. Doubles represent these counts exactly, and their
/// division is several times as fast as that of 128-bit integers.
[[nodiscard]] inline std::optional<double> share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? std::nullopt
                    : std::optional<double>(static_cast<double>(part) / static_cast<double>(whole));
}

/// A sum of nanoseconds divided by a count, in seconds. Empty if the count is 0.
[[nodiscard]] inline std::optional<double> mean_seconds(sim::Int128 sum_ns, std::uint64_t count) {
  return count == 0
             ? std::nullopt
             : std::optional<double>(sim::ratio(sum_ns, static_cast<sim::Int128>(count) * 1'000'000'000));
}

/// The mean of times in nanoseconds, in seconds. Empty if no times were recorded. `times` must have a sum.
[[nodiscard]] inline std::optional<double> mean_in_seconds(const Recorded& times) {
  const std::optional<double> mean = times.mean();
  return mean ? std::optional<double>(*mean / 1e9) : std::nullopt;
}

/// A quantile as a multiple of `unit`.
[[nodiscard]] inline MetricValue quantile_of(const Recorded& values, double p, double unit = 1e9) {
  const std::optional<sim::Quantile> quantile = values.quantile(p);
  if (!quantile) {
    return {};
  }
  const std::int64_t off = std::max(quantile->value - quantile->low, quantile->high - quantile->value);
  MetricValue result(static_cast<double>(quantile->value) / unit);
  result.resolution = static_cast<double>(off) / unit;
  result.tail = sim::sqrt(p) * values.excess(quantile->value) / unit;
  return result;
}

/// A part of the bill; empty if there are no prices.
[[nodiscard]] inline std::optional<double> charge(const Counted& counted, double dollars) {
  return counted.bill.has_prices ? std::optional<double>(dollars) : std::nullopt;
}

/// The mean of a level over the window.
[[nodiscard]] inline std::optional<double> level_mean(const Counted& counted,
                                                      const sim::LevelTimeline& level) {
  return counted.to > counted.from ? std::optional<double>(level.mean()) : std::nullopt;
}
[[nodiscard]] inline std::uint64_t level_peak(const sim::LevelTimeline& level) {
  return static_cast<std::uint64_t>(level.peak());
}

// The contributions of a function to metrics.
namespace of {
inline double arrived(const Figures& f) {
  return static_cast<double>(f.arrived);
}
inline double completed(const Figures& f) {
  return static_cast<double>(f.completed);
}
inline double started(const Figures& f) {
  return static_cast<double>(f.started());
}
inline double cold(const Figures& f) {
  return static_cast<double>(f.cold);
}
inline double created(const Figures& f) {
  return static_cast<double>(f.created);
}
inline double called(const Figures& f) {
  return f.arrived > 0 ? 1.0 : 0.0;
}
inline double latency(const Figures& f) {
  return sim::ratio(f.latency_ns, 1);
}
inline double live(const Figures& f) {
  return sim::ratio(f.live_mib_ns, 1);
}
inline double busy(const Figures& f) {
  return sim::ratio(f.busy_mib_ns, 1);
}
inline double idle(const Figures& f) {
  return sim::ratio(f.ready_mib_ns - f.busy_mib_ns, 1);
}
inline double starting(const Figures& f) {
  return sim::ratio(f.live_mib_ns - f.ready_mib_ns, 1);
}
inline double billed(const Figures& f) {
  return sim::ratio(f.billed_mib_ns, 1);
}
template <Outcome how>
double ended(const Figures& f) {
  return static_cast<double>(f.ended(how));
}
}  // namespace of

}  // namespace curtain::metrics
