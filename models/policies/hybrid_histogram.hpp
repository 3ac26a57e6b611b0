#pragma once
// The hybrid histogram policy's model of a function's idle times, which its keep-alive and its pre-warm share
// (Shahrad et al., "Serverless in the Wild", USENIX ATC 2020, section 4.2).
#include <cstdint>
#include <string>
#include <vector>

#include "models/policies/declaration.hpp"
#include "models/policies/policy.hpp"

namespace curtain {

/// The figures of the policy; the declaration in keep_alive/hybrid_histogram.cpp says where each is from.
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

/// What a function's idle times say about the next one.
enum class IdlePattern : std::uint8_t {
  uncertain,  ///< too few or too evenly spread: the standard keep-alive
  histogram,  ///< between the head and the tail of those seen
  forecast,   ///< mostly longer than the histogram reaches: around a forecast of the next one
};

/// When an instance is to be there, counted from the end of the last execution.
struct IdleWindows {
  IdlePattern pattern = IdlePattern::uncertain;
  Duration pre_warm{};  ///< an instance is unloaded until then; zero: it is not unloaded
  Duration until{};     ///< and kept until then
};

/// What a policy that goes by them says of its decision, in one line.
std::string windows_text(const IdleWindows& windows);

/// The idle times of one function. Takes memory for the different bins that were met and for at most
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
  std::uint64_t within_ = 0;      // idle times that the histogram reaches
  std::uint64_t beyond_ = 0;      // and longer ones
  std::uint64_t squares_ = 0;     // sum of the squares of the counts
  std::vector<Duration> series_;  // the last idle times in their order, kept while a forecast may need them
};

/// Learns idle times by function: an idle time is what passes from the end of an execution, if it leaves
/// nothing of the function in flight, to the next invocation.
class HybridHistogram {
 public:
  /// Throws std::invalid_argument if the head is above the tail.
  explicit HybridHistogram(const HybridHistogramRules& rules);

  void arrived(const ArrivalNotice& notice);
  void completed(const CompletionNotice& notice);

  [[nodiscard]] IdleWindows windows(FunctionId function) const;
  /// Since when the function has been idle; Time::never() if it is not.
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
  /// From now on another starts instances ahead: what waits for that may be unloaded.
  virtual const HybridHistogram& share() = 0;
};

}  // namespace curtain
