#pragma once
// Policies of the catalogue with random parameters.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <vector>

#include "models/policies/declaration.hpp"
#include "sim/draws.hpp"
#include "tests/support/platform_fixture.hpp"

namespace support {

/// Returns the policy with new random parameters, or nothing if these parameters contradict each other.
inline std::optional<PolicyChoice> drawn(const PolicyDeclaration& declaration, sim::Draw& draw) {
  std::vector<Argument> values;
  for (const ParameterDeclaration& parameter : declaration.parameters) {
    const auto small = [&draw, &parameter](std::uint32_t range, double unit) {
      return std::min(parameter.maximum, parameter.minimum + unit * draw.below(range));
    };
    switch (parameter.kind) {
      case ParameterKind::duration:
        values.push_back(whole(static_cast<std::int64_t>(small(100, 1e8))));
        break;
      case ParameterKind::choice:
        values.push_back(whole(draw.below(static_cast<std::uint32_t>(parameter.choices.size()))));
        break;
      case ParameterKind::boolean:
        values.push_back(whole(draw.below(2)));
        break;
      case ParameterKind::mebibytes:
      case ParameterKind::count:
        values.push_back(whole(static_cast<std::int64_t>(small(10, 1))));
        break;
      case ParameterKind::fraction:
      case ParameterKind::number: {
        const double value = small(100, 0.01);
        values.push_back({static_cast<std::int64_t>(value), value, {}, {}});
        break;
      }
      case ParameterKind::bounds:
        values.emplace_back();
        break;
      case ParameterKind::weights: {
        Argument weights;
        for (std::uint32_t word = 0; word < parameter.choices.size(); ++word) {
          if (draw.below(4) == 0) {
            weights.terms.push_back({word, Relation::below, draw.below(7) - 3.0});
          }
        }
        values.push_back(weights);
        break;
      }
      case ParameterKind::text:  // the only texts are schedules
        values.push_back({0, 0, {}, "0 9 * * *"});
        break;
    }
  }
  PolicyChoice choice{&declaration, Arguments(values)};
  try {
    (void)declaration.make(choice.arguments);
  } catch (const std::invalid_argument&) {
    return std::nullopt;
  }
  return choice;
}

}  // namespace support
