#pragma once
// Arrivals of each function over time, in bounded memory: when there are too many bins, neighbours are merged
// and the width doubles.
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

  /// `width` of the bins at first; they begin at time 0.
  explicit FunctionArrivals(Duration width) : width_(width) {}

  /// To be called at each multiple of the first width, in order, with the counts so far: costs a copy of the
  /// counts if a bin ends at `end`.
  void bin_ends(Time end, std::span<const FunctionTally> functions);
  /// The run is over at `end`; the last bin may be shorter.
  void finish(Time end, std::span<const FunctionTally> functions);

  [[nodiscard]] Duration width() const { return width_; }
  [[nodiscard]] std::size_t bins() const { return ends_.size(); }
  /// Counted arrivals of that function in that bin.
  [[nodiscard]] std::uint64_t of(std::size_t function, std::size_t bin) const;

 private:
  void keep(std::span<const FunctionTally> functions);
  [[nodiscard]] std::uint64_t until(std::size_t function, std::size_t bin) const;

  Duration width_;
  std::vector<std::vector<std::uint64_t>> ends_;  // by bin: arrivals of each function until its end
};

}  // namespace curtain
