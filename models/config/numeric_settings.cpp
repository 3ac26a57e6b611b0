#include "models/config/numeric_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "models/config/decimal_number.hpp"
#include "models/config/diagnostics.hpp"
#include "models/config/platform_fields.hpp"
#include "models/config/quantity.hpp"
#include "models/config/scenario_fields.hpp"

namespace curtain {
namespace {

using config::Node;

constexpr double kIncrease = 1.1;

constexpr std::array<std::string_view, 7> kTimes = {"ns", "us", "ms", "s", "min", "h", "d"};
constexpr std::array<std::string_view, 20> kOtherUnits = {
    "%",    "KiB",  "MiB",  "GiB",    "TiB",    "B",      "kB",    "MB",    "GB",    "B/s",
    "kB/s", "MB/s", "GB/s", "kbit/s", "Mbit/s", "Gbit/s", "KiB/s", "MiB/s", "GiB/s", "/s"};

template <std::size_t kCount>
bool is_one_of(std::string_view word, const std::array<std::string_view, kCount>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// The number of a scalar and its unit. Empty for a text that is not a number with a unit.
std::optional<NumericSetting> numeric(const std::string& path, const std::string& text) {
  std::string_view rest = text;
  const std::optional<config::DecimalNumber> number = config::DecimalNumber::take(rest);
  const std::optional<double> value = number ? number->real() : std::nullopt;
  const bool is_time = is_one_of(rest, kTimes);
  if (!value || *value == 0 || !(rest.empty() || is_time || is_one_of(rest, kOtherUnits))) {
    return std::nullopt;
  }
  // A whole number may be a count, and a size in MiB must be whole.
  const bool is_whole = (rest.empty() && number->is_whole()) || rest == "MiB" || rest == "B" || rest == "ns";
  double changed = *value * kIncrease;
  if (is_whole) {
    const double below = static_cast<double>(static_cast<std::int64_t>(changed - 1e-9));
    changed = below + 1;
  }
  NumericSetting setting{path, text, fmt::format("{:.12g}{}", changed, rest), changed / *value - 1, *value};
  setting.number = is_time ? config::parse_nanoseconds(text) / 1e9 : rest == "%" ? *value / 100 : *value;
  return setting;
}

void collect_numbers(const Node& node, const std::string& path, std::vector<NumericSetting>& settings) {
  for (const Node::Entry& entry : node.entries) {
    collect_numbers(entry.value, path.empty() ? entry.key : path + "." + entry.key, settings);
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    collect_numbers(node.items[i], fmt::format("{}[{}]", path, i), settings);
  }
  if (node.kind == Node::Kind::scalar && !node.is_quoted) {
    if (const auto setting = numeric(path, node.text)) {
      settings.push_back(*setting);
    }
  }
}

}  // namespace

std::vector<NumericSetting> numeric_settings(const Scenario& scenario) {
  const std::vector<std::string> sections = config::platform_fields()->names();
  std::vector<NumericSetting> settings;
  for (const Node::Entry& entry : config::scenario_fields().write(scenario).entries) {
    if (std::find(sections.begin(), sections.end(), entry.key) != sections.end()) {
      collect_numbers(entry.value, entry.key, settings);
    }
  }
  return settings;
}

std::optional<Scenario> with_changed(const Scenario& scenario, const NumericSetting& setting) {
  try {
    Scenario changed =
        parse_scenario(resolved_yaml(scenario), scenario.name, {{setting.path, setting.changed}});
    changed.cases = scenario.cases;
    return changed;
  } catch (const ScenarioError&) {
    return std::nullopt;
  }
}

}  // namespace curtain
