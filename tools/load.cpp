#include "tools/load.hpp"

#include "models/experiment/run.hpp"
#include "tools/commands.hpp"

namespace curtain::tools {

Override parse_set(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw UsageError{"--set wants a path and a value, as in --set policies.placement=best-fit; found '" +
                     text + "'"};
  }
  return {text.substr(0, equals), text.substr(equals + 1)};
}

Scenario load(const std::string& path, const std::vector<std::string>& set,
              const std::vector<Override>& more) {
  std::vector<Override> overrides;
  for (const std::string& text : set) {
    overrides.push_back(parse_set(text));
  }
  overrides.insert(overrides.end(), more.begin(), more.end());
  Scenario scenario = load_scenario(path, overrides);
  check_names(scenario);
  return scenario;
}

}  // namespace curtain::tools
