#pragma once
// The kinds of distributions and the parameters that each kind takes.
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/config/node.hpp"
#include "sim/distribution.hpp"

namespace curtain::config {

/// A parameter of a distribution with its key. A plain number has no unit.
struct Figure {
  const char* name;
  bool is_plain;
};

/// A set of one to three parameters that defines a distribution.
struct Shape {
  using Values = std::array<double, 3>;

  const char* kind;
  std::vector<Figure> figures;
  sim::Distribution (*make)(const Values&);
};

const std::vector<Shape>& shapes();

/// Every kind of distribution that is written with its name: uniform, exponential and so on.
const std::vector<std::string>& distribution_kinds();

/// The parameters of a kind, for messages: "median and sigma, or mean and sd, or two percentiles such as p50
/// and p99".
std::string ways_of(const std::string& kind);

/// The number in the key of a percentile: 99.9 for "p99.9".
std::optional<double> percent_of(std::string_view key);

/// The shortest percentage that gives `probability` after division by 100.
double percent_for(double probability);

/// The schema of a distribution. `quantity` is "duration" or "memory".
Node distribution_schema(const std::string& quantity);

}  // namespace curtain::config
