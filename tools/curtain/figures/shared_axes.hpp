#pragma once
// Axes that several figures use.
#include <string>
#include <utility>

#include "tools/curtain/figures/figure.hpp"

namespace curtain::tools {

inline Axis latency_axis() {
  Axis axis{"time (log scale)", Unit::seconds, AxisScale::log, true};
  return axis;
}

/// A vertical axis for shares, from 0 to 1.
inline Axis share_axis(std::string label) {
  Axis axis{std::move(label), Unit::share};
  axis.from = 0;
  axis.to = 1;
  return axis;
}

inline Axis count_axis(std::string label) {
  Axis axis{std::move(label), Unit::number};
  axis.from = 0;
  return axis;
}

}  // namespace curtain::tools
