#pragma once
// How the calls of functions are spread over time.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/words.hpp"

namespace curtain {

/// Calls in equal stretches of time, at most kMost.
class LoadProfile {
 public:
  static constexpr std::size_t kMost = 72;  ///< what a line of a terminal holds

  LoadProfile() = default;
  /// From the first call to the last. A stretch is a multiple of `unit`, so that of counts by minute each has
  /// as many minutes as any other.
  LoadProfile(Time first, Time last, Duration unit);
  void add(Time time, std::uint64_t calls = 1);
  /// False where nothing was counted: the calls of rows are read once more only to be written.
  [[nodiscard]] bool is_counted() const {
    return std::any_of(calls_.begin(), calls_.end(), [](std::uint64_t calls) { return calls > 0; });
  }
  [[nodiscard]] const std::vector<std::uint64_t>& calls() const { return calls_; }
  /// The mean time by which the calls of this profile have to be moved to be spread over time as those of
  /// `whole` are.
  [[nodiscard]] double shift_s(const LoadProfile& whole) const;

 private:
  Time first_;
  std::int64_t stretch_ = 1;
  std::vector<std::uint64_t> calls_;
};

}  // namespace curtain
