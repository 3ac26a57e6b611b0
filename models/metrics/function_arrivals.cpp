#include "models/metrics/function_arrivals.hpp"

#include <utility>

namespace curtain {

void FunctionArrivals::keep(std::span<const FunctionTally> functions) {
  std::vector<std::uint64_t>& end = ends_.emplace_back();
  end.reserve(functions.size());
  for (const FunctionTally& function : functions) {
    end.push_back(function.arrived);
  }
}

void FunctionArrivals::bin_ends(Time end, std::span<const FunctionTally> functions) {
  if (end.ns() % width_.ns() != 0) {
    return;
  }
  if (ends_.size() == kMaximumBins) {
    for (std::size_t i = 0; i < kMaximumBins / 2; ++i) {
      ends_[i] = std::move(ends_[2 * i + 1]);
    }
    ends_.resize(kMaximumBins / 2);
    width_ = width_ * 2;
    if (end.ns() % width_.ns() != 0) {
      return;
    }
  }
  keep(functions);
}

void FunctionArrivals::finish(Time end, std::span<const FunctionTally> functions) {
  const Duration covered = width_ * static_cast<std::int64_t>(ends_.size());
  if (Time{} + covered < end) {
    if (ends_.size() == kMaximumBins) {
      bin_ends(Time{} + covered + width_, {});  // merges neighbouring bins
    }
    keep(functions);
  }
}

std::uint64_t FunctionArrivals::until(std::size_t function, std::size_t bin) const {
  return function < ends_[bin].size() ? ends_[bin][function] : 0;  // the function was not yet known at the
                                                                   // end of this bin
}

std::uint64_t FunctionArrivals::of(std::size_t function, std::size_t bin) const {
  return until(function, bin) - (bin == 0 ? 0 : until(function, bin - 1));
}

}  // namespace curtain
