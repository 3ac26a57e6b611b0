#pragma once
// The model of a function's idle times that the keep-alive policy and the pre-warm policy `hybrid-histogram`
// share (Shahrad et al., "Serverless in the Wild", USENIX ATC 2020, section 4.2).
#include <cstdint>
#include <string>
#include <vector>

#include "models/policies/declaration.hpp"
#include "models/policies/policy.hpp"

namespace curtain {

/// The parameters of the policy. The declaration in keep_alive/hybrid_histogram.cpp gives the source of each
/// parameter.
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

/// The basis on which the next idle time of a function is predicted from its past idle times.
enum class IdlePattern : std::uint8_t {
  uncertain,  ///< idle times are too few or too evenly spread; the standard keep-alive applies
  histogram,  ///< the next idle time is between the head and the tail of the histogram
  forecast,   ///< most idle times are longer than the histogram's range; a forecast applies
};

/// The time during which an instance is present, counted from the end of the last execution.
struct IdleWindows {
  IdlePattern pattern = IdlePattern::uncertain;
  Duration pre_warm{};  ///< end of the time without an instance; zero if the instance is not unloaded
  Duration until{};     ///< end of the time in which the instance is kept
};

/// Explains, in one line, a decision that is based on `windows`.
std::string windows_text(const IdleWindows& windows);

/// The idle times of one function. Memory is one counter for each different bin that occurred, plus at most
/// kLongestSeries idle times.
class IdleTimes {
 public:
  void add(Duration idle, const HybridHistogramRules& rules);
  [[nodiscard]] IdleWindows windows(const HybridHistogramRules& rules) const;

  [[nodiscard]] std::uint64_t within() const { return within_; }
  [[nodiscard]] std::uint64_t beyond() const { return beyond_; }
  /// The coefficient of variation of the counts of all bins, including empty bins, which is the population
  /// standard deviation divided by the mean. The coefficient is high if few bins contain most of the idle
  /// times, and zero if there are no idle times.
  [[nodiscard]] double cv(const HybridHistogramRules& rules) const;

  static constexpr std::size_t kLongestSeries = 64;

 private:
  struct Bin {
    std::uint32_t index;
    std::uint32_t count;
  };
  [[nodiscard]] std::uint32_t bin_at(double share) const;

  std::vector<Bin> bins_;         // in order of the index
  std::uint64_t within_ = 0;      // number of idle times within the histogram's range
  std::uint64_t beyond_ = 0;      // number of longer idle times
  std::uint64_t squares_ = 0;     // sum of the squares of the counts
  std::vector<Duration> series_;  // the last idle times in order, as long as a forecast may need the idle
                                  // times
};

/// Records idle times by function. An idle time is the time from the end of the function's last execution in
/// flight to the function's next invocation.
class HybridHistogram {
 public:
  /// Throws std::invalid_argument if the head is above the tail.
  explicit HybridHistogram(const HybridHistogramRules& rules);

  void arrived(const ArrivalNotice& notice);
  void completed(const CompletionNotice& notice);

  [[nodiscard]] IdleWindows windows(FunctionId function) const;
  /// The time since which the function has been idle, or Time::never() if it is not idle.
  [[nodiscard]] Time idle_since(FunctionId function) const;

 private:
  struct Function {
    Time idle_since = Time::never();
    IdleTimes times;
  };
  HybridHistogramRules rules_;
  std::vector<Function> functions_;
};

/// Implemented by the keep-alive policy, so that the pre-warm policy can use its model.
class HybridHistogramOwner {
 public:
  virtual ~HybridHistogramOwner() = default;
  /// Called by the pre-warm policy, which then starts instances in advance. The keep-alive policy may
  /// therefore unload an instance between uses.
  virtual const HybridHistogram& share() = 0;
};

}  // namespace curtain
