#pragma once
// The sources of the figures of a platform profile, which are its keys `date`, `sources` and `not_yet`.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "models/config/field_table.hpp"
#include "models/config/form.hpp"
#include "models/config/standing.hpp"

namespace curtain::config {

/// The source of some settings of a profile.
struct ProfileSource {
  std::vector<std::string>
      settings;  ///< paths such as "cold_start.vm_boot"; a section means all of its settings
  Standing standing = Standing::assumed;
  std::string date;    ///< the time for which the figure is valid, such as "2018", "2018-07" or "2018-07-11";
                       ///< may be empty
  std::string source;  ///< the text, page or data with the figure; may be empty
  std::string note;    ///< the derivation, or the reason for an assumption; may be empty
};

/// The keys of a profile that describe the profile and do not change results.
struct ProfileText {
  std::string description;
  std::string date;                    ///< the time that the profile describes; may be empty
  std::vector<ProfileSource> sources;  ///< sources of the settings of this profile, without the settings of
                                       ///< the profiles that it extends
  std::vector<std::string> not_yet;    ///< behaviour of the platform that Curtain cannot simulate yet
};

/// The table of the keys of ProfileText.
std::shared_ptr<const FieldTable<ProfileText>> profile_text_fields();

/// A setting in the document of a profile, with its path down to a single value: "cold_start.vm_boot",
/// "policies.keep_alive.fixed.timeout". A list is one value.
struct SettingOfProfile {
  std::string path;
  const Node* value;
};
std::vector<SettingOfProfile> settings_in(const Node& root);

/// True if `path` is `section` or a path below it.
bool is_within(std::string_view path, std::string_view section);

/// The source of a setting. If several sources name the setting or one of its sections, it is the source with
/// the longest path. nullptr if there is none.
const ProfileSource* source_of(const std::vector<ProfileSource>& sources, std::string_view path);

/// Reports every path in the `sources` of the profile `root` if the profile does not set this path.
void check_sources(const Node& root, Reader& reader);

}  // namespace curtain::config
