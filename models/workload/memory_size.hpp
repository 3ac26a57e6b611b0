#pragma once
// Memory sizes as platforms sell them, from real numbers.
#include "models/words.hpp"

namespace curtain {

/// The largest memory size accepted: 16 TiB, beyond any machine, so that sums of many stay far from overflow.
inline constexpr Mebibytes kLargestMemory = Mebibytes{1} << 24;

/// A real number of MiB rounded up to a whole one and held in 1 .. kLargestMemory; NaN gives 1.
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
