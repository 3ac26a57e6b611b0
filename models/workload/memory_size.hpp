#pragma once
// Converts real numbers to memory sizes in whole MiB.
#include "models/words.hpp"

namespace curtain {

/// The largest accepted memory size, 16 TiB. No machine has more memory, and sums of many such sizes cannot
/// overflow.
inline constexpr Mebibytes kLargestMemory = Mebibytes{1} << 24;

/// A number of MiB as a memory size, rounded up and limited to 1 .. kLargestMemory. NaN gives 1.
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
