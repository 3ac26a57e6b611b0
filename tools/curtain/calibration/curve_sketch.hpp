#pragma once
// Draws distribution functions with characters.
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace curtain::tools {

/// A curve of shares between 0 and 1, as a function of the value.
using ShareCurve = std::function<double(double)>;

/// Draws a measured curve and a fitted curve from `low` to `high` in `rows` lines of about `columns` columns:
/// `o` is measured, `-` is fitted, and `*` is both. `label` formats the values at the ends of the axis.
std::string curve_sketch(const ShareCurve& measured, const ShareCurve& fitted, double low, double high,
                         const std::function<std::string(double)>& label, std::size_t columns = 64,
                         std::size_t rows = 9);

/// The empirical distribution function of the values.
ShareCurve share_up_to(std::vector<double> values);

}  // namespace curtain::tools
