#pragma once
// Converts real numbers to memory sizes in whole MiB.
#include "models/words.hpp"

namespace curtain {

/// The largest accepted memory size: 16 TiB, more than any machine has, so that sums of many sizes cannot
/// overflow.
inline constexpr Mebibytes kLargestMemory = Mebibytes{1} << 24;

/// A real number of MiB, rounded up and limited to 1 .. kLargestMemory; NaN gives 1.
constexpr Mebibytes whole_mebibytes(double mebibytes) {
  if (!(mebibytes > 1)) {
    return 1;
  }
  if (mebibytes >= static_cast<double>(kLargestMemory)) {
    return kLargestMemory;
  }
  const auto whole = static_cast<Mebibytes>(mebibytes);
  return static_cast<double>(whole) < mebibytes ? whole + 1 : whole;
}

}  // namespace curtain
