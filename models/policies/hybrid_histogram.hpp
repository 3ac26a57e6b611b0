#pragma once
// The hybrid histogram policy's model of a function's idle times, shared by its keep-alive and its pre-warm
// policy (Shahrad et al., "Serverless in the Wild", USENIX ATC 2020, section 4.2).
#include <cstdint>
#include <string>
#include <vector>

#include "models/policies/declaration.hpp"
#include "models/policies/policy.hpp"

namespace curtain {

/// The parameters of the policy; the declaration in keep_alive/hybrid_histogram.cpp gives the source of each.
struct HybridHistogramRules {
  Duration bin = sim::minutes(1);
  std::uint32_t bins = 240;
  double head = 0.05;
  double tail = 0.99;
  double margin = 0.1;
  std::uint32_t least_samples = 10;
  double least_cv = 2;
  double most_beyond = 0.5;
  double forecast_margin = 0.15;
  Duration standard = sim::hours(4);
};

/// A prediction of a function's next idle time from its past ones.
enum class IdlePattern : std::uint8_t {
  uncertain,  ///< too few idle times, or too evenly spread: use the standard keep-alive
  histogram,  ///< the next one lies between the head and the tail of the histogram
  forecast,   ///< most are longer than the histogram's range: use a forecast of the next one
};

/// When an instance is present, counted from the end of the last execution.
struct IdleWindows {
  IdlePattern pattern = IdlePattern::uncertain;
  Duration pre_warm{};  ///< the instance is unloaded until then; zero: it is not unloaded
  Duration until{};     ///< the instance is kept until then
};

/// The explanation, in one line, of a decision that is based on `windows`.
std::string windows_text(const IdleWindows& windows);

/// The idle times of one function. Memory: one counter for each different bin that occurred, and at most
/// kLongestSeries idle times.
class IdleTimes {
 public:
  void add(Duration idle, const HybridHistogramRules& rules);
  [[nodiscard]] IdleWindows windows(const HybridHistogramRules& rules) const;

  [[nodiscard]] std::uint64_t within() const { return within_; }
  [[nodiscard]] std::uint64_t beyond() const { return beyond_; }
  /// Coefficient of variation of the counts of all bins, empty ones included: their standard deviation (of
  /// the whole, not of a sample) over their mean. High where few bins hold most of the idle times. Zero if
  /// there are none.
  [[nodiscard]] double cv(const HybridHistogramRules& rules) const;

  static constexpr std::size_t kLongestSeries = 64;

 private:
  struct Bin {
    std::uint32_t index;
    std::uint32_t count;
  };
  [[nodiscard]] std::uint32_t bin_at(double share) const;

  std::vector<Bin> bins_;         // in order of the index
  std::uint64_t within_ = 0;      // idle times within the histogram's range
  std::uint64_t beyond_ = 0;      // longer idle times
  std::uint64_t squares_ = 0;     // sum of the squares of the counts
  std::vector<Duration> series_;  // the last idle times in their order, kept while a forecast may need them
};

/// Learns idle times by function. An idle time is the time from the end of the function's last execution in
/// flight to its next invocation.
class HybridHistogram {
 public:
  /// Throws std::invalid_argument if the head is above the tail.
  explicit HybridHistogram(const HybridHistogramRules& rules);

  void arrived(const ArrivalNotice& notice);
  void completed(const CompletionNotice& notice);

  [[nodiscard]] IdleWindows windows(FunctionId function) const;
  /// The time since which the function has been idle; Time::never() if it is not idle.
  [[nodiscard]] Time idle_since(FunctionId function) const;

 private:
  struct Function {
    Time idle_since = Time::never();
    IdleTimes times;
  };
  HybridHistogramRules rules_;
  std::vector<Function> functions_;
};

/// Implemented by the keep-alive policy so that the pre-warm policy can use its model.
class HybridHistogramOwner {
 public:
  virtual ~HybridHistogramOwner() = default;
  /// From now on the pre-warm policy starts instances ahead of time, so this policy may unload until then.
  virtual const HybridHistogram& share() = 0;
};

}  // namespace curtain
