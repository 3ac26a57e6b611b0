#include "tools/curtain/commands/vary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <string_view>

#include "models/config/diagnostics.hpp"
#include "models/config/named_values.hpp"
#include "models/workload/printable.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/load.hpp"
#include "tools/curtain/results/variant_tables.hpp"
#include "tools/curtain/text/comparison_text.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

constexpr std::size_t kMostVariants = 1000;
/// A longer value is named by its number, because the name is in every row of the results.
constexpr std::size_t kLongestValue = 200;
constexpr const char* kScenarioFactor = "scenario";

/// One --vary option, after parsing.
struct Varied {
  std::string name;  ///< name of the factor; empty in the form without names
  std::string path;
  std::vector<NamedValue> values;  ///< in the form without names, the value is its own name
};

/// Splits a text at commas. Commas inside brackets, braces and quotes do not separate values.
std::vector<std::string> split_values(const std::string& text) {
  std::vector<std::string> parts(1);
  int depth = 0;
  char quoted = 0;
  char before = ',';  // the last character before this one that is not a blank
  for (const char c : text) {
    const bool begins = std::string_view(",[{:=").find(before) != std::string_view::npos;
    if (quoted != 0) {
      quoted = c == quoted && before != '\\' ? '\0' : quoted;
    } else if ((c == '"' || c == '\'') && begins) {
      quoted = c;
    } else {
      depth += c == '{' || c == '[' ? 1 : (c == '}' || c == ']' ? -1 : 0);
    }
    if (c == ',' && depth == 0 && quoted == 0) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
    before = c == ' ' || c == '\n' ? before : c;
  }
  return parts;
}

/// The key if the text begins with "KEY: "; otherwise empty.
std::string key_in_front(const std::string& text) {
  const std::size_t end = text.find_first_of(" \n{,\"'");
  return end != std::string::npos && end > 0 && text[end - 1] == ':' ? text.substr(0, end - 1) : "";
}

/// True if "FRONT=REST" is a setting with its values, where REST is one text. False if FRONT is a path and
/// REST is the mapping of a single policy.
bool is_named(const std::string& front, const std::string& rest) {
  const std::string key = key_in_front(rest);
  return !key.empty() && (front.find('.') == std::string::npos || key.find('.') != std::string::npos);
}

/// True for letters, digits, '-' and '_', beginning with a letter. Every character beyond ASCII counts as a
/// letter.
bool is_factor_name(const std::string& name) {
  const auto is_letter = [](unsigned char c) {
    return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  return !name.empty() && is_printable(name) && is_letter(static_cast<unsigned char>(name.front())) &&
         std::all_of(name.begin(), name.end(), [&](char c) {
           return is_letter(static_cast<unsigned char>(c)) || (c >= '0' && c <= '9') || c == '-' || c == '_';
         });
}

void check_factor_name(const std::string& name) {
  if (name.size() > NamedValues::kLongestName) {
    throw UsageError{fmt::format("--vary: the factor's name {} has {} bytes; a name has at most {}",
                                 config::quote(name), name.size(), NamedValues::kLongestName)};
  }
  if (!is_factor_name(name)) {
    throw UsageError{
        fmt::format("--vary: {} is not a valid name of a factor; write letters, digits, '-' and '_', with a "
                    "letter first, as in --vary 'keep=policies.keep_alive: {{a: none, b: forever}}'",
                    config::quote(name))};
  }
  if (is_results_column(name)) {
    throw UsageError{
        fmt::format("--vary: a factor cannot be called '{}', because another column of the results has this "
                    "name; choose another name",
                    name)};
  }
}

void check_values(const std::string& path, const std::string& text, const std::vector<NamedValue>& values) {
  for (const NamedValue& value : values) {
    if (value.value.empty()) {
      throw UsageError{"--vary " + path + " has an empty value; write a value between two commas; found '" +
                       text + "'"};
    }
    const auto same = [&value](const NamedValue& other) { return other.value == value.value; };
    if (std::count_if(values.begin(), values.end(), same) > 1) {
      throw UsageError{
          fmt::format("--vary {} has the value '{}' twice; each value makes a variant, so list it once", path,
                      value.value)};
    }
  }
  if (values.size() < 2) {
    throw UsageError{"--vary " + path +
                     " has only one value; write at least two values, separated by commas"};
  }
}

Varied parse_vary(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (const std::string key = key_in_front(text); !key.empty() && key.size() < equals) {
    throw UsageError{
        fmt::format("--vary {}: the factor with named values needs a name, as in --vary 'keep={}: {{..}}'",
                    config::quote(text), config::quote(key).substr(1, key.size()))};
  }
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
    throw UsageError{
        "--vary needs a path and values, as in --vary policies.placement=first-fit,best-fit; found '" + text +
        "'"};
  }
  const std::string front = text.substr(0, equals);
  const std::string rest = text.substr(equals + 1);
  const std::vector<std::string> parts = split_values(rest);
  if (parts.size() == 1 && is_named(front, rest)) {
    check_factor_name(front);
    try {
      NamedValues named = read_named_values(rest, "--vary " + front);
      return {front, std::move(named.path), std::move(named.values)};
    } catch (const ScenarioError& error) {
      throw UsageError{error.what()};
    }
  }
  Varied varied{"", front, {}};
  for (const std::string& part : parts) {
    varied.values.push_back({"", part});
  }
  check_values(front, rest, varied.values);
  return varied;
}

/// "a.0.b" for "a[0].b". The two forms denote the same setting.
std::string with_dots(const std::string& path) {
  std::string text;
  for (const char c : path) {
    text += c == '[' ? "." : (c == ']' ? "" : std::string(1, c));
  }
  return text;
}

/// The last key of a path.
std::string key_of(const std::string& path) {
  return path.substr(path.rfind('.') + 1);
}

/// The levels of a factor with their names. The name of an unnamed value is a policy with its parameter, or
/// the value itself. A value that is long or not printable is named by its number.
std::vector<Level> levels_of(const Varied& varied) {
  const bool is_policy = varied.path.rfind("policies.", 0) == 0;
  std::vector<Level> levels;
  std::map<std::string, std::size_t> how_often;
  for (const NamedValue& value : varied.values) {
    const bool is_short = value.value.size() <= kLongestValue && is_printable(value.value);
    const std::string own = is_short ? value.value : fmt::format("value-{}", levels.size() + 1);
    const std::string name = !value.name.empty() ? value.name : is_policy ? without_braces(own) : own;
    const std::string label = !value.name.empty() ? value.name
                              : is_policy         ? own
                                                  : key_of(varied.path) + "=" + own;
    ++how_often[name];
    levels.push_back({name, value.value, label});
  }
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (how_often[levels[i].name] > 1) {
      levels[i].name = varied.values[i].value;
    }
  }
  return levels;
}

/// The factor whose levels are scenarios. A level is named by the file's name, or by the whole path if two
/// files have the same name.
Factor scenario_factor(const std::vector<std::string>& paths) {
  const auto stem = [](const std::string& of) { return std::filesystem::path(of).stem().string(); };
  Factor factor{kScenarioFactor, "", {}};
  for (const std::string& path : paths) {
    const auto twins = std::count_if(paths.begin(), paths.end(),
                                     [&](const std::string& other) { return stem(other) == stem(path); });
    const std::string name = printable(twins > 1 ? path : stem(path));
    factor.levels.push_back({name, printable(path), name});
  }
  return factor;
}

/// Names the factors that have no name by the last key of their path, or by the whole path if another factor
/// has this key.
void name_factors(std::vector<Factor>& factors) {
  std::map<std::string, std::size_t> how_often;
  for (const Factor& factor : factors) {
    ++how_often[factor.name.empty() ? key_of(factor.path) : factor.name];
  }
  for (Factor& factor : factors) {
    if (factor.name.empty()) {
      const std::string key = key_of(factor.path);
      const bool is_free = how_often[key] == 1 && is_factor_name(key) && !is_results_column(key);
      factor.name = is_free ? key : printable(factor.path);
    }
  }
}

std::vector<std::string> world(const Scenario& scenario) {
  std::vector<std::string> settings;
  for (const std::string& setting : resolved_settings(scenario)) {
    for (const char* const key : {"workload[", "seed:", "duration:", "warmup:", "epoch:"}) {
      if (setting.starts_with(key)) {
        settings.push_back(setting);
      }
    }
  }
  return settings;
}

/// A warning if the two variants have different workloads or seeds. Changes of the workload by --vary are
/// intended, so only variants with the same levels are compared.
std::string other_world(const Variant& variant, const Variant& base) {
  const std::vector<std::string> first = world(base.scenario);
  const std::vector<std::string> other = world(variant.scenario);
  const auto [ours, theirs] = std::mismatch(first.begin(), first.end(), other.begin(), other.end());
  if (ours == first.end() && theirs == other.end()) {
    return {};
  }
  return fmt::format(
      "'{}' and '{}' have different workloads or seeds ({} against {}), so their replications are not "
      "paired, and differences are partly caused by the workloads",
      base.label, variant.label, ours == first.end() ? "nothing" : *ours,
      theirs == other.end() ? "nothing" : *theirs);
}

}  // namespace

std::vector<Factor> factors_of(const std::vector<std::string>& scenarios,
                               const std::vector<std::string>& vary) {
  std::vector<Factor> factors;
  if (scenarios.size() > 1) {
    factors.push_back(scenario_factor(scenarios));
  }
  std::size_t count = scenarios.size();
  for (const std::string& text : vary) {
    const Varied varied = parse_vary(text);
    for (const Factor& before : factors) {
      if (!before.path.empty() && with_dots(before.path) == with_dots(varied.path)) {
        throw UsageError{"--vary " + varied.path +
                         " is given twice; list its values once, separated by commas"};
      }
      if (!varied.name.empty() && before.name == varied.name) {
        throw UsageError{fmt::format(
            "--vary: the factor '{}' is given twice, for {} and for {}; give one of the two another name",
            varied.name, before.path, varied.path)};
      }
    }
    factors.push_back({varied.name, varied.path, levels_of(varied)});
    count *= varied.values.size();
    if (count > kMostVariants) {
      throw UsageError{"--vary requests more than 1,000 variants, which is the limit; list fewer values"};
    }
  }
  name_factors(factors);
  return factors;
}

std::vector<Variant> variants_of(const std::vector<std::string>& scenarios,
                                 const std::vector<Factor>& factors, const std::vector<std::string>& set) {
  std::size_t count = 1;
  for (const Factor& factor : factors) {
    count *= factor.levels.size();
  }
  std::vector<Variant> variants;
  std::map<std::string, std::size_t> by_label;
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<std::size_t> levels(factors.size());
    for (std::size_t f = factors.size(), rest = i; f-- > 0;) {
      levels[f] = rest % factors[f].levels.size();
      rest /= factors[f].levels.size();
    }
    std::vector<Override> overrides;
    std::string label;
    for (std::size_t f = 0; f < factors.size(); ++f) {
      const Level& level = factors[f].levels[levels[f]];
      if (!factors[f].path.empty()) {
        overrides.push_back({factors[f].path, level.value});
      }
      label += (label.empty() ? "" : " ") + level.label;
    }
    if (!by_label.emplace(label, i).second) {
      throw UsageError{
          fmt::format("two variants have the same name '{}'; give their values different names", label)};
    }
    const std::string& scenario = scenarios[scenarios.size() > 1 ? levels.front() : 0];
    variants.push_back({label, load(scenario, set, overrides), std::move(levels)});
  }
  return variants;
}

std::vector<std::string> doubtful_variants(const std::vector<Variant>& variants,
                                           const std::vector<Factor>& factors) {
  std::vector<std::string> doubts;
  if (!factors.empty() && factors.front().path.empty()) {
    const std::size_t of_each = variants.size() / factors.front().levels.size();
    for (std::size_t i = of_each; i < variants.size(); ++i) {
      if (std::string doubt = other_world(variants[i], variants[i % of_each]); !doubt.empty()) {
        doubts.push_back(std::move(doubt));
      }
    }
  }
  std::map<std::vector<std::string>, std::size_t> first_with;  // the first variant with these settings
  for (std::size_t i = 0; i < variants.size(); ++i) {
    const auto [found, is_new] = first_with.emplace(resolved_settings(variants[i].scenario), i);
    if (!is_new) {
      doubts.push_back(
          fmt::format("'{}' is the same scenario as '{}', because the difference between them has no effect",
                      variants[i].label, variants[found->second].label));
    }
  }
  return doubts;
}

}  // namespace curtain::tools
