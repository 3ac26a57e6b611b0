#pragma once
// The ways in which a distribution can be written: its kinds, and the figures each of them takes.
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/config/node.hpp"
#include "sim/distribution.hpp"

namespace curtain::config {

/// A number that a distribution is fixed by, under its key. Plain ones carry no unit.
struct Figure {
  const char* name;
  bool is_plain;
};

/// A way to fix a distribution by one to three figures.
struct Shape {
  using Values = std::array<double, 3>;

  const char* kind;
  std::vector<Figure> figures;
  sim::Distribution (*make)(const Values&);
};

const std::vector<Shape>& shapes();

/// uniform, exponential, ..: every kind that is written with its name.
const std::vector<std::string>& distribution_kinds();

/// What a kind takes, for messages: "median and sigma, or mean and sd, or two percentiles such as p50 and
/// p99".
std::string ways_of(const std::string& kind);

/// "p99.9" -> 99.9
std::optional<double> percent_of(std::string_view key);

/// The percent that gives back the probability when divided by 100, as short as can be.
double percent_for(double probability);

/// The schema of a distribution, with `quantity` ("duration" or "memory") for its values.
Node distribution_schema(const std::string& quantity);

}  // namespace curtain::config
