#pragma once
// Files of cumulative distributions. Each line has a value x and its share F(x).
#include <cstddef>
#include <string>
#include <vector>

namespace curtain {

/// The points of a cumulative distribution. A share above the last share is mapped to the last value.
struct CdfTable {
  std::vector<double> values;  ///< in ascending order, at least 0
  std::vector<double> shares;  ///< non-decreasing, from 0 to 1; the last share is 1
};

/// The position of a share `u` in [0, 1): the first value whose share is above u, and the fraction of the
/// step to this value that is below u.
struct CdfStep {
  std::size_t index = 0;
  double along = 0;  ///< the fraction, in [0, 1)
};
CdfStep step_at(const CdfTable& table, double u);

/// Reads lines "x,F(x)". Both fields may have blanks around them, and further columns are ignored. A first
/// line that does not begin with a number is a header. The last share may differ from 1 by a thousandth.
/// Throws TraceError for fields that are not numbers, values that do not increase, shares that decrease or
/// exceed 1, and a last share that is not 1.
CdfTable read_cdf_table(const std::string& path);

}  // namespace curtain
