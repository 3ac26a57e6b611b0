#pragma once
// Counts the arrivals of each function over time in bounded memory. If there are too many bins, neighbouring
// bins are merged and their width doubles.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "models/metrics/function_tally.hpp"
#include "models/words.hpp"

namespace curtain {

class FunctionArrivals {
 public:
  static constexpr std::size_t kMaximumBins = 64;

  /// `width` is the initial width of the bins, which begin at time 0.
  explicit FunctionArrivals(Duration width) : width_(width) {}

  /// Must be called at each multiple of the initial width, in order of time, with the current counts. The
  /// counts are copied if a bin ends at `end`.
  void bin_ends(Time end, std::span<const FunctionTally> functions);
  /// Ends the last bin, which may be shorter, at the end of the run.
  void finish(Time end, std::span<const FunctionTally> functions);

  [[nodiscard]] Duration width() const { return width_; }
  [[nodiscard]] std::size_t bins() const { return ends_.size(); }
  /// The counted arrivals of a function in a bin.
  [[nodiscard]] std::uint64_t of(std::size_t function, std::size_t bin) const;

 private:
  void keep(std::span<const FunctionTally> functions);
  [[nodiscard]] std::uint64_t until(std::size_t function, std::size_t bin) const;

  Duration width_;
  std::vector<std::vector<std::uint64_t>> ends_;  // for each bin, the arrivals of each function up to the end
                                                  // of the bin
};

}  // namespace curtain
