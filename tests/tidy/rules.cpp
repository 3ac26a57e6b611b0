#include "tests/tidy/rules.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <string>

namespace tidy {
namespace {

/// Returns a finding for each match of `pattern` in `text`, which is the source's text or code. The message
/// may use $&.
void add_matches(Findings& findings, const Source& source, const std::string& text, const std::regex& pattern,
                 const std::string& message) {
  for (auto match = std::sregex_iterator(text.begin(), text.end(), pattern); match != std::sregex_iterator();
       ++match) {
    const std::size_t position = static_cast<std::size_t>(match->position());
    findings.push_back({source.path, line_of(text, position), match->format(message)});
  }
}

/// "models/platform/loop.hpp" -> "platform"; empty for a file directly in models/.
std::string models_folder(const std::string& path) {
  const std::size_t start = path.find('/') + 1;
  const std::size_t end = path.find('/', start);
  return end == std::string::npos ? "" : path.substr(start, end - start);
}

/// The folders that each folder of models/ may include, in addition to itself and the files directly in
/// models/.
const std::map<std::string, std::set<std::string>>& models_below() {
  static const std::map<std::string, std::set<std::string>> below{
      {"", {}},
      {"policies", {"workload"}},
      {"workload", {}},
      {"import", {"workload"}},
      {"measured", {"import", "workload"}},
      {"sampling", {"workload"}},
      {"calibration", {"measured", "import", "workload"}},
      {"metrics", {}},
      {"platform", {"policies", "workload", "metrics"}},
      {"config", {"platform", "policies", "workload", "metrics"}},
      {"experiment", {"config", "measured", "platform", "policies", "workload", "metrics"}},
  };
  return below;
}

/// "models/platform/gate/frontend.hpp" -> "gate"; empty for a file directly in models/platform/.
std::string platform_folder(const std::string& path) {
  return models_folder(path.substr(std::string_view("models/").size()));
}

/// The folders that each folder of models/platform/ may include, in addition to itself and the files directly
/// in models/platform/. Parts and modules do not include each other, because they call each other only
/// through the core.
const std::map<std::string, std::set<std::string>>& platform_below() {
  static const std::set<std::string> part{"core", "fleet"};
  static const std::map<std::string, std::set<std::string>> below{
      {"", {"cell", "fleet"}},
      {"core", {"fleet"}},
      {"fleet", {"core"}},
      {"charges", part},
      {"execution", part},
      {"faults", part},
      {"gate", part},
      {"idling", part},
      {"origins", part},
      {"scheduling", part},
      {"starts", part},
      {"watch", part},
      {"cell",
       {"charges", "core", "execution", "faults", "fleet", "gate", "idling", "origins", "scheduling",
        "starts", "watch"}},
  };
  return below;
}

/// Whether, according to the table, a folder of that name may include a header of the folder `other`.
bool is_below(const std::map<std::string, std::set<std::string>>& table, const std::string& folder,
              const std::string& other) {
  const auto own = table.find(folder);
  return own != table.end() && (other.empty() || other == folder || own->second.count(other) != 0);
}

bool may_include(const Source& source, const std::string& header) {
  const auto starts = [&header](std::string_view folder) {
    return header.compare(0, folder.size(), folder) == 0;
  };
  if (source.is_below("tests/")) {
    return true;
  }
  if (starts("tests/") || (starts("tools/") && !source.is_below("tools/")) ||
      (starts("CLI/") && !source.is_below("tools/")) ||
      (starts("nlohmann/") && !source.is_below("models/import/")) ||
      (starts("yaml-cpp/") && !source.is_below("models/config/"))) {
    return false;
  }
  if (!starts("models/")) {
    return true;
  }
  if (source.is_below("sim/")) {
    return false;
  }
  if (source.is_below("models/")) {
    const bool is_within_platform = source.is_below("models/platform/") && starts("models/platform/");
    return is_below(models_below(), models_folder(source.path), models_folder(header)) &&
           (!is_within_platform ||
            is_below(platform_below(), platform_folder(source.path), platform_folder(header)));
  }
  return true;
}

bool is_model_code(const Source& source) {
  return source.is_cpp() && (source.is_below("sim/") || source.is_below("models/"));
}

/// The pattern of a policy's file: models/policies/<seam>/<name>.cpp.
struct PolicyPath {
  std::string seam;
  std::string name;

  /// Returns the name in a scenario: "first_fit" becomes "first-fit".
  [[nodiscard]] std::string name_in_yaml() const {
    std::string text = name;
    std::replace(text.begin(), text.end(), '_', '-');
    return text;
  }
};

std::optional<PolicyPath> policy_path(const std::string& path) {
  static const std::regex shape(R"re(models/policies/(\w+)/(\w+)\.cpp)re");
  std::smatch match;
  if (!std::regex_match(path, match, shape)) {
    return std::nullopt;
  }
  return PolicyPath{match[1].str(), match[2].str()};
}

}  // namespace

Findings layers(const Source& source) {
  Findings findings;
  if (!source.is_cpp()) {
    return findings;
  }
  for (const auto& [header, position] : includes_of(source)) {
    if (!may_include(source, header)) {
      findings.push_back({source.path, line_of(source.text, position), "must not include " + header});
    }
  }
  return findings;
}

Findings pragma_once(const Source& source) {
  if (!source.ends_with(".hpp") || source.text.compare(0, 13, "#pragma once\n") == 0) {
    return {};
  }
  return {{source.path, 1, "a header starts with #pragma once"}};
}

Findings length(const Source& source) {
  constexpr std::ptrdiff_t limit = 500;
  const auto lines = std::count(source.text.begin(), source.text.end(), '\n');
  if (!source.is_cpp() || lines <= limit) {
    return {};
  }
  return {{source.path, 0, "has " + std::to_string(lines) + " lines, more than " + std::to_string(limit)}};
}

Findings unfinished(const Source& source) {
  // Each mark is written in two parts, so that this file does not contain it.
  static const std::regex mark(
      "\\b(?:TO"
      "DO|FIX"
      "ME|XX"
      "X)\\b|not imple"
      "mented|place"
      "holder|SK"
      "IP\\(|\\[\\.|"
      "\\[!(?:may"
      "fail|should"
      "fail)\\]");
  Findings findings;
  add_matches(findings, source, source.text, mark, "left unfinished or skipped: $&");
  return findings;
}

Findings machine_paths(const Source& source) {
  static const std::regex path(R"re((?:^|[\s"'`=(<:])(/(?:home|root|tmp|work|var/tmp|Users)/[\w.]*))re");
  Findings findings;
  add_matches(findings, source, source.text, path, "names a folder of one machine: $1");
  return findings;
}

Findings sameness(const Source& source) {
  static const std::regex libm(
      R"re(\bstd::(?:log|log2|log10|log1p|exp|exp2|expm1|pow|sqrt|cbrt|hypot|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh|erf|erfc|tgamma|lgamma|fma)\b)re");
  static const std::regex chance(
      R"re(\bstd::(?:rand|random_device|mt19937(?:_64)?|minstd_rand0?|default_random_engine|shuffle|sample|\w+_distribution)\b|\bsrand\b)re");
  static const std::regex clock(
      R"re(\b(?:system_clock|steady_clock|high_resolution_clock|std::time|gettimeofday)\b)re");
  static const std::regex hidden_state(R"re(\bthread_local\b)re");
  Findings findings;
  if (!is_model_code(source)) {
    return findings;
  }
  if (source.path != "sim/elementary.hpp") {  // this file has the only function that IEEE 754 defines
                                              // exactly, the square root
    add_matches(findings, source, source.code, libm, "$& differs between machines: use sim/elementary.hpp");
  }
  add_matches(findings, source, source.code, chance, "$& differs between libraries: use sim/draws.hpp");
  add_matches(findings, source, source.code, hidden_state, "$& is state that no run owns");
  if (!source.is_below("models/experiment/")) {  // this file measures how long a run took
    add_matches(findings, source, source.code, clock, "$& differs between runs");
  }
  return findings;
}

Findings printing(const Source& source) {
  static const std::regex output(
      R"re(\bstd::(?:cout|cerr|clog|ofstream)\b|\b(?:fmt::print|printf|fprintf|puts|fputs|putchar)\b)re");
  Findings findings;
  if (is_model_code(source)) {
    add_matches(findings, source, source.code, output, "a model neither prints nor writes files: $&");
  }
  return findings;
}

Findings json_by_hand(const Source& source) {
  // In an ordinary literal a key has backslashes before its quotes; in a raw literal it has none.
  static const std::regex key(R"re(\\"[^"\\\n]*\\"\s*:|\bR"\w*\([^)\n]*"[^"\n]*"\s*:)re");
  Findings findings;
  if (source.is_cpp() && !source.is_below("tests/")) {
    add_matches(findings, source, source.text, key, "JSON is written by sim/json_writer.hpp: $&");
  }
  return findings;
}

Findings test_names(const Source& source) {
  static const std::regex name(
      R"re(\b(?:TEST_CASE|SCENARIO|TEST_CASE_METHOD)\(\s*"(?=-|[^"\n]*[\[\];\\])[^"\n]*")re");
  Findings findings;
  if (source.is_below("tests/") && source.is_cpp()) {
    add_matches(findings, source, source.text, name,
                "a bracket, semicolon or backslash in a test's name, or a dash in front: $&");
  }
  return findings;
}

Findings mirrored_tests(const std::vector<Source>& tree, const std::vector<Untested>& untested) {
  std::map<std::string, const Source*> files;
  for (const Source& source : tree) {
    files.emplace(source.path, &source);
  }
  const auto test_of = [](const std::string& path) {
    const std::string stem = path.substr(0, path.rfind('.'));
    const std::string models = "models/";
    return "tests/" + (stem.compare(0, models.size(), models) == 0 ? stem.substr(models.size()) : stem) +
           "_test.cpp";
  };
  const auto is_header_of_source = [&files](const Source& source) {
    return source.ends_with(".hpp") &&
           files.count(source.path.substr(0, source.path.rfind('.')) + ".cpp") != 0;
  };
  // If a seam has several tests whose files are named after it, one of them is enough.
  const auto is_in_test_of_seam = [&tree](const Source& source) {
    const std::optional<PolicyPath> policy = policy_path(source.path);
    return policy && std::any_of(tree.begin(), tree.end(), [&policy](const Source& test) {
             return test.is_below("tests/policies/" + policy->seam + "/") && test.ends_with("_test.cpp") &&
                    test.text.find('"' + policy->name_in_yaml() + '"') != std::string::npos;
           });
  };
  Findings findings;
  for (const Source& source : tree) {
    const bool listed = std::any_of(untested.begin(), untested.end(),
                                    [&source](const Untested& entry) { return entry.path == source.path; });
    if (is_model_code(source) && !source.ends_with(".inc") && !is_header_of_source(source) && !listed &&
        files.count(test_of(source.path)) == 0 && !is_in_test_of_seam(source)) {
      findings.push_back({source.path, 0, "has no " + test_of(source.path)});
    }
  }
  for (const Untested& entry : untested) {
    const std::string path(entry.path);
    if (files.count(path) == 0) {
      findings.push_back({path, 0, "is listed as untested, but there is no such file"});
    } else if (files.count(test_of(path)) != 0) {
      findings.push_back({path, 0, "is listed as untested, but has " + test_of(path)});
    }
  }
  return findings;
}

Findings catalogued_policies(const std::vector<Source>& tree) {
  static const std::regex line(R"re(CURTAIN_POLICY\((\w+), (\w+)\)\n)re");
  std::set<std::string> policies;
  std::set<std::string> lines;
  for (const Source& source : tree) {
    if (const std::optional<PolicyPath> policy = policy_path(source.path)) {
      policies.insert(policy->seam + "/" + policy->name);
    }
    if (source.path == "models/policies/catalogue.inc") {
      for (auto entry = std::sregex_iterator(source.code.begin(), source.code.end(), line);
           entry != std::sregex_iterator(); ++entry) {
        lines.insert((*entry)[1].str() + "/" + (*entry)[2].str());
      }
    }
  }
  Findings findings;
  for (const std::string& policy : policies) {
    if (lines.count(policy) == 0) {
      findings.push_back(
          {"models/policies/" + policy + ".cpp", 0, "has no line in models/policies/catalogue.inc"});
    }
  }
  for (const std::string& listed : lines) {
    if (policies.count(listed) == 0) {
      findings.push_back({"models/policies/catalogue.inc", 0, "lists " + listed + ", which has no file"});
    }
  }
  return findings;
}

}  // namespace tidy
