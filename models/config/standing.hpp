#pragma once
// How well a figure of a real platform is known.
#include <cstdint>
#include <string_view>

namespace curtain::config {

/// How well a figure of a real platform is known.
enum class Standing : std::uint8_t {
  read,      ///< the source itself was read
  quoted,    ///< another text that quotes the source was read
  recalled,  ///< recalled from the source, which was not opened again
  derived,   ///< computed from figures with sources
  fitted,    ///< fitted to the measured log that the source names
  assumed,   ///< no source was found; the note gives the reason for the value
  defined,   ///< the value defines the profile, which describes no measured platform
};

/// The name of a standing in YAML, such as "read" or "quoted".
std::string_view standing_name(Standing standing);

}  // namespace curtain::config
