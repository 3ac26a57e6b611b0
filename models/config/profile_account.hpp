#pragma once
// The account of a resolved platform profile, which lists each setting with its value and the source of the
// value.
#include <string>
#include <string_view>
#include <vector>

#include "models/config/profile_sources.hpp"

namespace curtain {

/// One setting of a profile.
struct ProfileFigure {
  std::string path;     ///< such as "policies.keep_alive.fixed.timeout"
  std::string value;    ///< the value as the profile states it, such as "27min"
  std::string profile;  ///< the profile that sets the value, which is the profile itself or a profile that it
                        ///< extends
  config::ProfileSource
      source;  ///< the source of the value; its list of settings is empty if the profile names no source
  /// True if the profile names a source, or the reason for an assumption.
  [[nodiscard]] bool has_source() const { return !source.settings.empty(); }
};

/// A profile with its own settings and the settings of the profiles that it extends.
struct ProfileAccount {
  std::string name;  ///< name of a built-in profile, or the path of a file
  std::string description;
  std::string date;                    ///< the time that the profile describes; may be empty
  std::vector<std::string> extends;    ///< the chain of profiles that it extends, from the nearest
  std::vector<ProfileFigure> figures;  ///< sorted by the order of a platform's settings in the schema
  std::vector<std::string> neutral;    ///< settings and sections that no profile of the chain sets
  std::vector<std::string> not_yet;    ///< behaviour of the platform that Curtain cannot simulate yet
};

/// Returns the account of a built-in profile, or of a profile in a file. Throws ScenarioError with all errors
/// of the profile and of the profiles that it extends.
ProfileAccount account_of_profile(const std::string& name);

}  // namespace curtain
