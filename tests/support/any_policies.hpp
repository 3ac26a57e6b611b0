#pragma once
// Random policies from the whole catalogue, for random scenarios that include every policy.
#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "models/platform/policy_set.hpp"
#include "sim/draws.hpp"
#include "tests/support/platform_fixture.hpp"

namespace support {

/// Draws policies among all policies of each seam, so a policy that is added later is included by itself.
class AnyPolicies {
 public:
  explicit AnyPolicies(std::uint32_t seed) : draw_(sim::DrawKey(99, 0, 7), seed, 0) {}

  /// With `knows_workload`, policies may need a workload that is known in advance. The policies can be
  /// combined.
  PolicyChoices choose(bool knows_workload) {
    PolicyChoices made;
    made.admission = any(Seam::admission);
    made.queueing = any(Seam::queueing);
    made.routing = any(Seam::routing);
    made.scaling = any(Seam::scaling);
    made.placement = any(Seam::placement);
    made.host_placement = any(Seam::placement);
    made.pre_warm = any(Seam::pre_warm);
    do {
      made.keep_alive = any(Seam::keep_alive);
    } while (!can_be_combined(made, knows_workload));
    return made;
  }

 private:
  static bool can_be_combined(const PolicyChoices& made, bool knows_workload) {
    try {
      return !PolicySet(made).keep_alive->needs().future || knows_workload;
    } catch (const std::invalid_argument&) {
      return false;  // hybrid-histogram of pre-warm needs the keep-alive policy of the same name
    }
  }

  PolicyChoice any(Seam seam) {
    const std::vector<const PolicyDeclaration*>& all = seam_listing(seam).policies;
    const PolicyDeclaration* const chosen = all[draw_.below(static_cast<std::uint32_t>(all.size()))];
    for (int attempts = 0; attempts < 5'000; ++attempts) {
      std::vector<Argument> arguments;
      for (const ParameterDeclaration& parameter : chosen->parameters) {
        arguments.push_back(argument(parameter));
      }
      PolicyChoice choice{chosen, Arguments(std::move(arguments))};
      try {
        (void)chosen->make(choice.arguments);
        return choice;
      } catch (const std::invalid_argument&) {
        continue;  // arguments that contradict each other
      }
    }
    throw std::logic_error("no arguments found for " + std::string(chosen->name));
  }

  /// Returns a small value within the bounds.
  Argument argument(const ParameterDeclaration& parameter) {
    const auto within = [&](double value) { return std::clamp(value, parameter.minimum, parameter.maximum); };
    switch (parameter.kind) {
      case ParameterKind::duration:
        return whole(static_cast<std::int64_t>(
            within(static_cast<double>(ms(10 + 10 * std::int64_t{draw_.below(30)}).ns()))));
      case ParameterKind::mebibytes:
        return whole(static_cast<std::int64_t>(within(128 << draw_.below(3))));
      case ParameterKind::count:
        return whole(parameter.name == "unreserved" ? 0
                                                    : static_cast<std::int64_t>(within(1 + draw_.below(4))));
      case ParameterKind::fraction:
        return {0, parameter.minimum + (parameter.maximum - parameter.minimum) * 0.25 * (1 + draw_.below(3))};
      case ParameterKind::number:
        return {0, within(0.5 * (1 + draw_.below(6)))};
      case ParameterKind::choice:
        return whole(draw_.below(static_cast<std::uint32_t>(parameter.choices.size())));
      case ParameterKind::boolean:
        return whole(draw_.below(2));
      case ParameterKind::bounds:
      case ParameterKind::weights:
        return terms(parameter);
      case ParameterKind::text:
        break;
    }
    return {0, 0, {}, std::string(parameter.default_text)};
  }

  Argument terms(const ParameterDeclaration& parameter) {
    Argument made;
    for (std::uint32_t i = draw_.below(3); i > 0; --i) {
      made.terms.push_back({draw_.below(static_cast<std::uint32_t>(parameter.choices.size())),
                            static_cast<Relation>(draw_.below(5)), static_cast<double>(draw_.below(6)) - 1});
    }
    return made;
  }

  sim::Draw draw_;
};

}  // namespace support
