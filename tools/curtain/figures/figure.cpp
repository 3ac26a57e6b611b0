#include "tools/curtain/figures/figure.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <unordered_set>

namespace curtain::tools {

std::vector<std::string> Figure::rows() const {
  std::vector<std::string> labels;
  std::unordered_set<std::string> seen;
  for (const Curve& curve : curves) {
    for (const Point& point : curve.points) {
      if (seen.insert(point.label).second) {
        labels.push_back(point.label);
      }
    }
  }
  return labels;
}

double rounded(double value) {
  return std::strtod(fmt::format("{:.6g}", value).c_str(), nullptr);
}

}  // namespace curtain::tools
