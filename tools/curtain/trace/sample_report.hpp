#pragma once
// What `curtain trace sample` tells of its samples.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "models/experiment/function_sample.hpp"
#include "models/experiment/function_summary.hpp"

namespace curtain::tools {

/// Calls in equal stretches of time, at most kMost.
class LoadProfile {
 public:
  static constexpr std::size_t kMost = 72;  // what a line of the terminal holds

  LoadProfile() = default;
  /// From the first call to the last. A stretch is a multiple of `unit`, so that of counts by minute each has
  /// as many minutes as any other.
  LoadProfile(Time first, Time last, Duration unit);
  void add(Time time, std::uint64_t calls = 1);
  /// False where nobody counted: the calls of rows are read once more only to be written.
  [[nodiscard]] bool is_counted() const {
    return std::any_of(calls_.begin(), calls_.end(), [](std::uint64_t calls) { return calls > 0; });
  }
  [[nodiscard]] const std::vector<std::uint64_t>& calls() const { return calls_; }
  /// By how much the calls of one have to be moved on average to be spread over time like the other's.
  [[nodiscard]] double shift_s(const LoadProfile& whole) const;

 private:
  Time first_;
  std::int64_t stretch_ = 1;
  std::vector<std::uint64_t> calls_;
};

/// One sample, and what became of it.
struct WrittenSample {
  FunctionSample sample;
  std::vector<std::string> paths;  ///< of what was written
  std::string entry;               ///< of a workload that reads it
  std::uint64_t calls = 0;         ///< of its functions in the stretch
  std::uint64_t kept = 0;          ///< of these, written
  std::uint64_t silent = 0;        ///< functions of which no call was kept
  LoadProfile profile;
};

/// How many functions and calls there were to choose from, and what was asked for.
struct SampleContext {
  std::string name;  ///< of the input
  WorkloadSummary whole;
  LoadProfile profile;
  std::uint32_t random_samples = 0;
  double scale = 1;
  std::vector<std::string> notes;
};

void print_samples(const SampleContext& context, const std::vector<WrittenSample>& samples);
void print_samples_json(const SampleContext& context, const std::vector<WrittenSample>& samples);

}  // namespace curtain::tools
