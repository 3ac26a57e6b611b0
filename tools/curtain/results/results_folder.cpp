#include "tools/curtain/results/results_folder.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <system_error>

#include "models/config/date_form.hpp"
#include "models/config/plugin.hpp"
#include "sim/fingerprint.hpp"
#include "sim/json_writer.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/results/recording_files.hpp"
#include "tools/curtain/results/results_tables.hpp"
#include "tools/curtain/results/start_stages.hpp"
#include "tools/curtain/results/variant_tables.hpp"
#include "tools/curtain/text/expectations_text.hpp"
#include "tools/curtain/text/references_text.hpp"
#include "tools/curtain/text/text.hpp"
#include "tools/curtain/text/time_axis.hpp"
#include "tools/curtain/text/warnings_text.hpp"
#include "tools/curtain/version.hpp"

namespace curtain::tools {
namespace fs = std::filesystem;
using sim::JsonLayout;

namespace {

void write_metrics(const Report& report, sim::JsonWriter& json) {
  json.object(JsonLayout::lines, [&] {
    for (const Metric& metric : report.metrics) {
      json.member(metric.name, metric.value);
    }
  });
}

void write_use(const ResourceUse& use, sim::JsonWriter& json) {
  json.object(JsonLayout::lines, [&] {
    json.member("wall_s", use.wall_s);
    json.member("cpu_s", use.cpu_s);
    json.member("invocations_per_s", use.invocations_per_s);
    json.member("peak_rss_bytes", use.peak_rss_bytes);
  });
}

/// Writes members that describe the run: whether it is complete, the warm-up that was found (null if the
/// scenario sets it), the prices of the bill and the charges that they do not include, and the fingerprint.
void write_basis(const Scenario& scenario, const RunResult& result, sim::JsonWriter& json) {
  json.member("partial", result.report.partial);
  json.key("warm_up");
  if (const std::optional<WarmUpFound>& found = result.warm_up) {
    json.object(JsonLayout::line, [&] {
      json.member("rule", "mser-5");
      json.member("signal", signal_name(found->signal));
      json.member("warmup_s", found->warmup.seconds());
      json.member("batches", found->batches);
      json.member("batch_size", found->batch_size);
      json.member("cut", found->cut);
      json.member("settled", found->is_settled);
    });
  } else {
    json.value(nullptr);
  }
  const BillingParameters& billing = scenario.platform.billing;
  json.key("prices");
  json.object(JsonLayout::line, [&] {
    json.member("era", billing.prices.empty() ? std::nullopt : std::optional(billing.prices));
    json.list("leaves_out", billing.leaves_out);
  });
  json.member("fingerprint", sim::fingerprint_text(result.report.fingerprint));
}

/// The distributions of a run, in the format of histograms.csv.
std::string histograms_of(const RunResult& result) {
  PooledHistogram latency;
  PooledHistogram cold_start;
  latency.add(result.outcome.tally.responses().latency());
  cold_start.add(result.outcome.tally.cold_start());
  return std::string(kHistogramHeading) + "\n" + histogram_rows(latency, "", "latency") +
         histogram_rows(cold_start, "", "cold_start");
}

/// A document that consists of one object with the members that `body` writes.
template <typename Body>
std::string object_document(Body&& body) {
  sim::JsonWriter json;
  json.object(JsonLayout::lines, [&] { body(json); });
  return json.document();
}

std::string without_slash(std::string path) {
  while (path.size() > 1 && path.back() == '/') {
    path.pop_back();
  }
  return path;
}

}  // namespace

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

void write_inputs(const std::vector<const Scenario*>& scenarios, bool is_partial, sim::JsonWriter& json) {
  std::vector<std::string> paths;
  const auto add = [&paths](const std::string& path) {
    if (std::find(paths.begin(), paths.end(), path) == paths.end()) {
      paths.push_back(path);
    }
  };
  for (const Scenario* const scenario : scenarios) {
    for (const WorkloadSpec& spec : scenario->workload) {
      const std::vector<std::string> files = trace_files(spec);
      std::for_each(files.begin(), files.end(), add);
    }
  }
  const std::vector<std::string>& plugins = config::loaded_plugins();
  std::for_each(plugins.begin(), plugins.end(), add);
  json.key("inputs");
  json.array(JsonLayout::lines, [&] {
    for (const std::string& path : paths) {
      json.object(JsonLayout::line, [&] {
        json.member("path", path);
        json.member("fnv1a64", is_partial ? std::nullopt : std::optional(file_checksum(path)));
      });
    }
  });
}

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
                       "' has the ending of a file, but the results are written into a folder; remove the "
                       "ending, or use --json > FILE"};
    }
  }
}

void ResultsFolder::check_free(const std::string& path, const std::string& option) {
  if (path == "-") {
    throw UsageError{
        "'-' is standard output, but the results are written into a folder; write the name of a folder for "
        "--out, or use --json for one document"};
  }
  std::error_code error;
  if (fs::exists(fs::symlink_status(without_slash(path), error))) {
    throw UsageError{"'" + path + "' already exists; remove it, or write another name for " + option};
  }
  // The nearest existing parent folder must be writable, so that the missing folders can be created.
  fs::path above = fs::absolute(without_slash(path)).parent_path();
  while (!fs::exists(fs::status(above, error)) && above.has_relative_path()) {
    above = above.parent_path();
  }
  if (!fs::is_directory(above, error)) {
    throw UsageError{"'" + path + "' cannot be created: '" + above.string() + "' is not a folder"};
  }
  if (access(above.c_str(), W_OK | X_OK) != 0) {
    throw UsageError{"'" + path + "' cannot be created: '" + above.string() + "' is not writable"};
  }
}

ResultsFolder::ResultsFolder(const std::string& path)
    : path_(without_slash(path)), temporary_(checked(path_), TemporaryPlace::Kind::folder) {}

const std::string& ResultsFolder::checked(const std::string& path) {
  check(path);
  return path;
}

void ResultsFolder::write(const std::string& name, std::string_view text) {
  const std::string path = inside(name);
  const auto [found, is_new] = files_.try_emplace(name, path);
  File& of_manifest = found->second;
  std::ofstream file(path, is_new ? std::ios::binary : std::ios::binary | std::ios::app);
  file << text;
  file.close();
  if (!file) {
    throw std::runtime_error("'" + path + "' could not be written completely");
  }
  of_manifest.hash.add(text);
  of_manifest.bytes += text.size();
}

void ResultsFolder::write_unchecked(const std::string& name, std::string_view text) {
  write(name, text);
  files_.at(name).is_checked = false;
}

void ResultsFolder::write_files(sim::JsonWriter& json) const {
  json.key("files");
  json.array(JsonLayout::lines, [&] {
    for (const auto& [name, file] : files_) {
      const bool is_checked = file.is_checked;
      json.object(JsonLayout::line, [&, &name = name, &file = file] {
        json.member("name", name);
        json.member("bytes", is_checked ? std::optional(file.bytes) : std::nullopt);
        json.member("sha256", is_checked ? std::optional(file.hash.digest()) : std::nullopt);
      });
    }
  });
}

void ResultsFolder::commit(const char* kind, const std::function<void(sim::JsonWriter&)>& members) {
  write("manifest.json", object_document([&](sim::JsonWriter& json) {
          json.member("curtain", kVersion);
          json.member("format", kResultsFormat);
          json.member("kind", kind);
          members(json);
          write_files(json);
        }));
  commit();
}

void ResultsFolder::commit() {
  temporary_.commit();
}

void write_run_object(const Scenario& scenario, const RunResult& result, std::uint32_t replication,
                      bool audited, sim::JsonWriter& json,
                      const std::function<void(sim::JsonWriter&)>& more) {
  json.object(JsonLayout::lines, [&] {
    json.member("curtain", kVersion);
    json.member("scenario", scenario.name);
    json.member("platform", scenario.platform_name);
    json.member("seed", scenario.seed);
    json.member("replication", replication);
    write_basis(scenario, result, json);
    json.key("metrics");
    write_metrics(result.report, json);
    more(json);
    json.key("warnings");
    write_warnings(result.warnings, json);
    json.list("broken_laws", result.broken);
    json.member("audited_events", audited ? std::optional(result.audited_events) : std::nullopt);
    json.key("expect");
    write_expectations(scenario, check_all(result.report, scenario), false, json);
    json.key("run");
    write_use(result.use, json);
  });
}

void write_run(const std::string& path, const Scenario& scenario, const RunResult& result,
               std::uint32_t replication, const std::vector<std::string>& overrides) {
  ResultsFolder folder(path);
  const std::string resolved = resolved_from(path, scenario);
  folder.write("scenario.yaml", resolved);
  folder.write("summary.json", object_document([&](sim::JsonWriter& json) {
                 write_basis(scenario, result, json);
                 json.key("warnings");
                 write_warnings(result.warnings, json);
                 json.key("metrics");
                 write_metrics(result.report, json);
               }));
  if (result.references) {
    sim::JsonWriter references;
    write_references(*result.references, references);
    folder.write("references.json", references.document());
  }
  folder.write("functions.csv", function_records(scenario, result).csv());
  folder.write("tenants.csv", tenant_records(scenario, result).csv());
  folder.write("timeseries.csv", time_records(scenario, result).csv());
  folder.write("arrivals.csv", arrival_records(result).csv());
  folder.write("start_stages.csv", start_stage_records(scenario, result).csv());
  folder.write("histograms.csv", histograms_of(result));
  if (!scenario.programmes.empty()) {
    folder.write("recorded.csv", recorded_records(result).csv());
  }
  if (result.recording) {
    write_recording(folder, scenario, result);
  }
  sim::JsonWriter use;
  write_use(result.use, use);
  folder.write_unchecked("run.json", use.document());
  folder.commit("run", [&](sim::JsonWriter& json) {
    json.member("scenario", scenario.name);
    json.member("seed", scenario.seed);
    json.member("replication", replication);
    const std::optional<std::int64_t> epoch = epoch_of(scenario);
    json.member("epoch", epoch ? std::optional(config::format_date(*epoch)) : std::nullopt);
    json.member("partial", result.report.partial);
    json.list("set", overrides);
    write_inputs({&scenario}, result.report.partial, json);
    json.member("resolved_scenario", resolved);
  });
}

}  // namespace curtain::tools
