#pragma once
// The ways in which a distribution can be written: its kinds, and the figures each of them takes.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/config/node.hpp"
#include "sim/distribution.hpp"

namespace curtain::config {

/// A way to fix a distribution by two numbers (or one: the second key is empty). Plain ones carry no unit.
struct Shape {
  const char* kind;
  const char* first;
  const char* second;
  bool first_is_plain;
  bool second_is_plain;
  sim::Distribution (*make)(double, double);
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
