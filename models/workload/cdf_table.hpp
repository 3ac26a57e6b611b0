#pragma once
// Files of cumulative distributions: a value and the share F(x) on a line.
#include <cstddef>
#include <string>
#include <vector>

namespace curtain {

/// The points of a cumulative distribution. Shares of 1 and beyond the last are those of the last value.
struct CdfTable {
  std::vector<double> values;  ///< ascending, at least 0
  std::vector<double> shares;  ///< not descending, in 0 .. 1, the last 1
};

/// Where a share `u` in [0, 1) lies: the first value whose share is above it, and how far along its step it
/// is.
struct CdfStep {
  std::size_t index = 0;
  double along = 0;  ///< in [0, 1)
};
CdfStep step_at(const CdfTable& table, double u);

/// Reads lines "x,F(x)", with blanks around either and perhaps more columns, which are not read; a first line
/// that does not begin with a number is a header. The last share may miss 1 by a thousandth. Throws
/// TraceError for what is no number, values that do not go up, shares that go down or beyond 1, and one at
/// the end that is not 1.
CdfTable read_cdf_table(const std::string& path);

}  // namespace curtain
