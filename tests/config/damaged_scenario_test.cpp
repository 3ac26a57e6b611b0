// A scenario with damaged bytes is either read or refused with a message.
#include <set>
#include <string>

#include "models/config/scenario.hpp"
#include "sim/draws.hpp"
#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using curtain::config::testing::valid_scenario;

namespace {

enum class Fate { read, refused, wrong };

/// Fails for any exception except ScenarioError, for an error without a place, and for a scenario that cannot
/// be resolved.
Fate fate_of(const std::string& text) {
  try {
    const std::string resolved = resolved_yaml(parse_scenario(text, "s.yaml"));
    return resolved_yaml(parse_scenario(resolved, "s.yaml")) == resolved ? Fate::read : Fate::wrong;
  } catch (const ScenarioError& error) {
    return std::string(error.what()).find(": ") != std::string::npos ? Fate::refused : Fate::wrong;
  } catch (...) {
    return Fate::wrong;
  }
}

}  // namespace

TEST_CASE("every truncated scenario is read or refused") {
  const std::string whole = valid_scenario();
  int refused = 0;
  for (std::size_t length = 0; length <= whole.size(); ++length) {
    const Fate fate = fate_of(whole.substr(0, length));
    CAPTURE(length);
    REQUIRE(fate != Fate::wrong);
    refused += fate == Fate::refused ? 1 : 0;
  }
  CHECK(refused > 500);
  CHECK(fate_of(whole) == Fate::read);
}

TEST_CASE("every scenario with a damaged byte is read or refused") {
  const std::string whole = valid_scenario();
  sim::Draw draw(sim::DrawKey(1, 0, 1), 0, 0);
  const std::string special = "{}[]:,#&*!|>'\"%@`-? \n\t\\~<";
  int refused = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string text = whole;
    for (std::uint32_t damage = 0; damage <= draw.below(3); ++damage) {
      const std::size_t position = draw.below(static_cast<std::uint32_t>(text.size()));
      switch (draw.below(4)) {
        case 0:
          text[position] = static_cast<char>(draw.below(256));
          break;
        case 1:
          text[position] = special[draw.below(static_cast<std::uint32_t>(special.size()))];
          break;
        case 2:
          text.erase(position, 1 + draw.below(20));
          break;
        default:
          text.insert(position,
                      text.substr(draw.below(static_cast<std::uint32_t>(text.size())), draw.below(40)));
      }
    }
    CAPTURE(round, text);
    const Fate fate = fate_of(text);
    REQUIRE(fate != Fate::wrong);
    refused += fate == Fate::refused ? 1 : 0;
  }
  CHECK(refused > 1500);
  CHECK(refused < 3000);
}
