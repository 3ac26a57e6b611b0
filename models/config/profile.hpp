#pragma once
// Platform profiles: the ones built in and those in files, each of which may extend another.
#include <string>
#include <string_view>
#include <vector>

#include "models/config/node.hpp"
#include "models/config/reader.hpp"
#include "models/platform/parameters.hpp"

namespace curtain::config {

struct EmbeddedProfile {
  std::string_view name;  ///< the file's name without its ending
  std::string_view text;
};

/// Every file of scenarios/platforms/, in the order of their names; made by CMake.
const std::vector<EmbeddedProfile>& embedded_profiles();

/// The profile of a scenario that names none.
inline constexpr std::string_view kDefaultProfile = "aws-lambda-2018";

/// Reads the profile that `node` names (a built-in one, or a path to a YAML file) over `platform`, those that
/// it extends first. Errors go to `reader`.
void read_profile(const Node& node, Reader& reader, PlatformParameters& platform);

}  // namespace curtain::config
