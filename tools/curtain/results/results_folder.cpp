#include "tools/curtain/results/results_folder.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include "models/config/plugin.hpp"
#include "sim/fingerprint.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/results/results_tables.hpp"
#include "tools/curtain/text/expectations_text.hpp"
#include "tools/curtain/text/references_text.hpp"
#include "tools/curtain/text/text.hpp"
#include "tools/curtain/text/warnings_text.hpp"
#include "tools/curtain/version.hpp"

namespace curtain::tools {
namespace fs = std::filesystem;

namespace {

/// FNV-1a over a file's bytes; enough to tell that an input has changed.
std::string file_checksum(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::uint64_t hash = 0xCBF29CE484222325;
  std::vector<char> buffer(1 << 20);
  while (file) {
    file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    for (std::streamsize i = 0; i < file.gcount(); ++i) {
      hash = (hash ^ static_cast<unsigned char>(buffer[static_cast<std::size_t>(i)])) * 0x100000001B3;
    }
  }
  return sim::fingerprint_text(hash);
}

/// What was interrupted is written without reading all inputs again: it has no checksums.
std::string inputs_json(const Scenario& scenario, bool is_partial) {
  std::vector<std::string> paths;
  for (const WorkloadSpec& spec : scenario.workload) {
    const std::vector<std::string> files = trace_files(spec);
    paths.insert(paths.end(), files.begin(), files.end());
  }
  const std::vector<std::string>& plugins = config::loaded_plugins();
  paths.insert(paths.end(), plugins.begin(), plugins.end());
  std::string text = "[";
  for (std::size_t i = 0; i < paths.size(); ++i) {
    text += fmt::format("{}\n    {{\"path\": {}, \"fnv1a64\": {}}}", i == 0 ? "" : ",", json_string(paths[i]),
                        is_partial ? "null" : json_string(file_checksum(paths[i])));
  }
  return text + (paths.empty() ? "]" : "\n  ]");
}

std::string metrics_json(const Report& report, const char* indent) {
  std::string text = "{";
  for (std::size_t i = 0; i < report.metrics.size(); ++i) {
    text += fmt::format("{}\n{}  {}: {}", i == 0 ? "" : ",", indent, json_string(report.metrics[i].name),
                        report.metrics[i].text());
  }
  return text + "\n" + indent + "}";
}

std::string use_json(const ResourceUse& use, const char* indent) {
  return fmt::format(
      "{{\n{0}  \"wall_s\": {1},\n{0}  \"cpu_s\": {2},\n{0}  \"invocations_per_s\": {3},\n{0}  "
      "\"peak_rss_bytes\": "
      "{4}\n{0}}}",
      indent, json_number(use.wall_s), json_number(use.cpu_s), json_number(use.invocations_per_s),
      use.peak_rss_bytes);
}

/// What was found of the warm-up; null where the scenario gives it.
std::string warm_up_json(const std::optional<WarmUpFound>& found) {
  if (!found) {
    return "null";
  }
  return fmt::format(
      "{{\"rule\": \"mser-5\", \"signal\": \"{}\", \"warmup_s\": {}, \"batches\": {}, \"batch_size\": {}, "
      "\"cut\": {}, "
      "\"settled\": {}}}",
      signal_name(found->signal), json_number(found->warmup.seconds()), found->batches, found->batch_size,
      found->cut, found->is_settled);
}

/// The prices that the bill was made with, and what they leave out.
std::string prices_json(const BillingParameters& billing) {
  std::string left_out;
  for (const std::string& charge : billing.leaves_out) {
    left_out += (left_out.empty() ? "" : ", ") + json_string(charge);
  }
  return fmt::format("{{\"era\": {}, \"leaves_out\": [{}]}}",
                     billing.prices.empty() ? "null" : json_string(billing.prices), left_out);
}

std::string without_slash(std::string path) {
  while (path.size() > 1 && path.back() == '/') {
    path.pop_back();
  }
  return path;
}

}  // namespace

std::string resolved_from(const std::string& folder, Scenario scenario) {
  const auto move = [&folder](std::string& path) {
    std::error_code error;
    const fs::path seen = fs::path(path).is_absolute() ? fs::path() : fs::proximate(path, folder, error);
    path = error || seen.empty() ? path : seen.string();
  };
  for (WorkloadSpec& spec : scenario.workload) {
    for (std::string* const path : trace_files(spec)) {
      move(*path);
    }
  }
  return resolved_yaml(scenario);
}

void ResultsFolder::check(const std::string& path) {
  check_free(path, "--out");
  for (const char* const ending : {".json", ".csv", ".gz", ".zst", ".zip", ".yaml", ".yml", ".txt"}) {
    if (without_slash(path).ends_with(ending)) {
      throw UsageError{"'" + path +
                       "' would be a folder of results; leave the ending out, or use --json > FILE"};
    }
  }
}

void ResultsFolder::check_free(const std::string& path, const std::string& option) {
  if (path == "-") {
    throw UsageError{
        "'-' is standard output, which cannot hold a folder; give --out a name, or use --json for one "
        "document"};
  }
  std::error_code error;
  if (fs::exists(fs::symlink_status(without_slash(path), error))) {
    throw UsageError{"'" + path + "' is there already; remove it or give " + option + " another name"};
  }
  // The nearest folder above that is there has to take what is missing.
  fs::path above = fs::absolute(without_slash(path)).parent_path();
  while (!fs::exists(fs::status(above, error)) && above.has_relative_path()) {
    above = above.parent_path();
  }
  if (!fs::is_directory(above, error)) {
    throw UsageError{"'" + path + "' cannot be made: '" + above.string() + "' is not a folder"};
  }
  if (access(above.c_str(), W_OK | X_OK) != 0) {
    throw UsageError{"'" + path + "' cannot be made: '" + above.string() + "' may not be written to"};
  }
}

ResultsFolder::ResultsFolder(const std::string& path)
    : path_(without_slash(path)), temporary_(checked(path_), TemporaryPlace::Kind::folder) {}

const std::string& ResultsFolder::checked(const std::string& path) {
  check(path);
  return path;
}

void ResultsFolder::write(const std::string& name, const std::string& text) {
  const std::string path = inside(name);
  go_.emplace_back(path);
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) {
    throw std::runtime_error("'" + path + "' could not be written whole");
  }
}

void ResultsFolder::commit() {
  temporary_.commit();
}

std::string run_json(const Scenario& scenario, const RunResult& result, std::uint32_t replication,
                     bool audited, const std::string& more) {
  std::string laws;
  for (const std::string& law : result.broken) {
    laws += (laws.empty() ? "" : ", ") + json_string(law);
  }
  return fmt::format(
      "{{\n  \"curtain\": {},\n  \"scenario\": {},\n  \"platform\": {},\n  \"seed\": {},\n  \"replication\": "
      "{},\n"
      "  \"partial\": {},\n  \"warm_up\": {},\n  \"prices\": {},\n  \"fingerprint\": \"{}\",\n  \"metrics\": "
      "{},\n{}  "
      "\"warnings\": {},\n  \"broken_laws\": [{}],\n"
      "  \"audited_events\": {},\n  \"expect\": {},\n  \"run\": {}\n}}\n",
      json_string(kVersion), json_string(scenario.name), json_string(scenario.platform_name), scenario.seed,
      replication, result.report.partial, warm_up_json(result.warm_up),
      prices_json(scenario.platform.billing), sim::fingerprint_text(result.report.fingerprint),
      metrics_json(result.report, "  "), more, warnings_json(result.warnings, "  "), laws,
      audited ? std::to_string(result.audited_events) : "null",
      expectations_json(scenario, check_all(result.report, scenario), false, "  "),
      use_json(result.use, "  "));
}

void write_run(const std::string& path, const Scenario& scenario, const RunResult& result,
               std::uint32_t replication, const std::vector<std::string>& overrides) {
  ResultsFolder folder(path);
  const std::string resolved = resolved_from(path, scenario);
  std::string set;
  for (const std::string& override_text : overrides) {
    set += (set.empty() ? "" : ", ") + json_string(override_text);
  }
  folder.write(
      "manifest.json",
      fmt::format("{{\n  \"curtain\": {},\n  \"scenario\": {},\n  \"seed\": {},\n  \"replication\": {},\n"
                  "  \"set\": [{}],\n  \"inputs\": {},\n  \"resolved_scenario\": {}\n}}\n",
                  json_string(kVersion), json_string(scenario.name), scenario.seed, replication, set,
                  inputs_json(scenario, result.report.partial), json_string(resolved)));
  folder.write("scenario.yaml", resolved);
  folder.write(
      "summary.json",
      fmt::format(
          "{{\n  \"partial\": {},\n  \"warm_up\": {},\n  \"prices\": {},\n  \"fingerprint\": \"{}\",\n"
          "  \"warnings\": {},\n  \"metrics\": {}\n}}\n",
          result.report.partial, warm_up_json(result.warm_up), prices_json(scenario.platform.billing),
          sim::fingerprint_text(result.report.fingerprint), warnings_json(result.warnings, "  "),
          metrics_json(result.report, "  ")));
  if (result.references) {
    folder.write("references.json", references_json(*result.references, "") + "\n");
  }
  folder.write("functions.csv", function_records(scenario, result).csv());
  folder.write("tenants.csv", tenant_records(scenario, result).csv());
  folder.write("timeseries.csv", time_records(scenario, result).csv());
  folder.write("run.json", use_json(result.use, "") + "\n");
  folder.commit();
}

}  // namespace curtain::tools
