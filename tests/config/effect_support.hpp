#pragma once
// The warnings of short scenarios, for tests.
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

namespace support {

using namespace curtain;

/// Returns the warnings of a valid scenario, one per line.
inline std::string warnings_of(const std::string& text, const std::vector<Override>& overrides = {}) {
  std::string lines;
  for (const Warning& warning : parse_scenario(text, "s.yaml", overrides).warnings) {
    lines += (lines.empty() ? "" : "\n") + warning.line();
  }
  return lines;
}

/// A scenario with one function, which has these traits.
inline std::string timer_with(const std::string& traits, const std::string& policies) {
  return "duration: 1min\nplatform: ideal\npolicies: {" + policies +
         "}\nworkload:\n  - timer: {function: f, every: 1s, duration: 1s, " + traits + "}\n";
}

}  // namespace support
