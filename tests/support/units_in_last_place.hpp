#pragma once
// The error of a computed double in units of its last place. The long double functions of the C library, with
// 11 more bits, serve as the true values.
#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/draws.hpp"

namespace support {

inline double error_in_ulp(double got, long double exact) {
  const auto rounded = static_cast<double>(exact);
  if (std::isnan(got) && std::isnan(rounded)) {
    return 0.0;
  }
  if (!std::isfinite(got) || !std::isfinite(rounded)) {
    return got == rounded ? 0.0 : std::numeric_limits<double>::infinity();
  }
  const double magnitude = std::abs(rounded);
  // At a power of two the spacing doubles. The spacing on the side of the true value is used.
  const bool above = std::abs(exact) >= static_cast<long double>(magnitude);
  const double unit = above ? std::nextafter(magnitude, std::numeric_limits<double>::infinity()) - magnitude
                            : magnitude - std::nextafter(magnitude, 0.0);
  return static_cast<double>(std::abs(static_cast<long double>(got) - exact) /
                             std::max(unit, std::numeric_limits<double>::denorm_min()));
}

/// The largest error of `ours` compared with `exact` over 100,000 arguments made by `argument(draw)`.
template <class Ours, class Exact, class Argument>
double largest_error(Ours ours, Exact exact, Argument argument) {
  sim::Draw draw(sim::DrawKey(2026, 0, 0), 1, 1);
  double worst = 0;
  for (int i = 0; i < 100'000; ++i) {
    const double x = argument(draw);
    worst = std::max(worst, error_in_ulp(ours(x), exact(static_cast<long double>(x))));
  }
  return worst;
}

}  // namespace support
