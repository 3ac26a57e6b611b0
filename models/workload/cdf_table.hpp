#pragma once
// Files of cumulative distributions: each line has a value and its share F(x).
#include <cstddef>
#include <string>
#include <vector>

namespace curtain {

/// The points of a cumulative distribution. A share above the last one maps to the last value.
struct CdfTable {
  std::vector<double> values;  ///< ascending, at least 0
  std::vector<double> shares;  ///< not descending, in 0 .. 1, the last 1
};

/// The position of a share `u` in [0, 1): the first value whose share is above u, and the fraction of its
/// step that lies below u.
struct CdfStep {
  std::size_t index = 0;
  double along = 0;  ///< in [0, 1)
};
CdfStep step_at(const CdfTable& table, double u);

/// Reads lines "x,F(x)", with optional blanks around either and optional further columns, which are ignored.
/// A first line that does not begin with a number is a header. The last share may differ from 1 by a
/// thousandth. Throws TraceError for fields that are not numbers, values that do not increase, shares that
/// decrease or exceed 1, and a last share that is not 1.
CdfTable read_cdf_table(const std::string& path);

}  // namespace curtain
