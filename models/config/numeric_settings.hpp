#pragma once
// The numbers in the platform of a scenario, each with a changed value.
#include <optional>
#include <string>
#include <vector>

#include "models/config/scenario.hpp"

namespace curtain {

/// A setting of the platform with a number as its value.
struct NumericSetting {
  std::string path;     ///< in the resolved scenario: "cold_start.runtime_start_by[0].time.lognormal.median"
  std::string value;    ///< "252.71ms"
  std::string changed;  ///< the value increased by 10 %; a whole number is rounded up
  double relative_change;  ///< of `changed`; 0.1, or more for a small whole number
  /// The value in seconds for a length of time, as a fraction for a percentage, otherwise the number.
  double number;
};

/// All settings of the platform whose value is a number other than 0, in the order of the resolved scenario.
/// The settings come from the profile, from the scenario and from defaults.
std::vector<NumericSetting> numeric_settings(const Scenario& scenario);

/// The scenario with the changed value of the setting, through the overrides of --set. Empty if the platform
/// does not accept the changed value.
std::optional<Scenario> with_changed(const Scenario& scenario, const NumericSetting& setting);

}  // namespace curtain
