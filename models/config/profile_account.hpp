#pragma once
// An account of a resolved platform profile: each setting with its value, and the source of the value.
#include <string>
#include <string_view>
#include <vector>

#include "models/config/profile_sources.hpp"

namespace curtain {

/// One setting of a profile.
struct ProfileFigure {
  std::string path;     ///< "policies.keep_alive.fixed.timeout"
  std::string value;    ///< as the profile gives it: "27min"
  std::string profile;  ///< the profile that sets the value: the profile itself, or one that it extends
  config::ProfileSource source;  ///< of the value; without settings if the profile names none
  /// Whether the profile names a source, or the reason for an assumption.
  [[nodiscard]] bool has_source() const { return !source.settings.empty(); }
};

/// A profile, with the settings of the profiles that it extends.
struct ProfileAccount {
  std::string name;  ///< of a built-in profile, or the path of a file
  std::string description;
  std::string date;  ///< the time that the profile describes; may be empty
  std::vector<std::string>
      extends;  ///< the profile that it extends, then the profile that that one extends, ..
  std::vector<ProfileFigure> figures;  ///< in the order of the schema of a platform's settings
  std::vector<std::string> neutral;    ///< settings and sections that no profile of the chain sets
  std::vector<std::string> not_yet;    ///< what the platform does and Curtain cannot simulate yet
};

/// The account of a built-in profile, or of a profile in a file. Throws ScenarioError with all errors of the
/// profile and of the profiles that it extends.
ProfileAccount account_of_profile(const std::string& name);

}  // namespace curtain
