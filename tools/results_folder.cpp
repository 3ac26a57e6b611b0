#include "tools/results_folder.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include "models/experiment/billing.hpp"
#include "sim/fingerprint.hpp"
#include "tools/commands.hpp"
#include "tools/text.hpp"
#include "tools/version.hpp"

namespace curtain::tools {
namespace fs = std::filesystem;

namespace {

/// A CSV field, quoted where it has to be (RFC 4180).
std::string field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    return std::string(text);
  }
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c == '"' ? "\"\"" : std::string(1, c);
  }
  return quoted + "\"";
}

double mean_s(std::uint64_t sum_ns, std::uint64_t count) {
  return count == 0 ? 0.0 : static_cast<double>(sum_ns) / static_cast<double>(count) / 1e9;
}

double gib_s(sim::Int128 ns, Mebibytes memory) {
  return gib_seconds(ns * memory);
}

std::string functions_csv(const RunResult& result, const BillingParameters& billing) {
  std::string text =
      "tenant,function,memory_mib,arrived,completed,failed,throttled,timed_out,expired,refused,warm,cold,"
      "waited,"
      "first_use,instances_created,latency_mean_s,execution_mean_s,busy_gib_s,idle_gib_s,billed_gib_s\n";
  const Tally& tally = result.outcome.tally;
  for (std::size_t id = 0; id < tally.functions.size(); ++id) {
    const FunctionSpec& spec = result.functions[FunctionId{id}];
    const FunctionTally& t = tally.functions[id];
    const FunctionExtras& e = tally.extras[id];
    const auto ended = [&e](Outcome how) { return e.outcomes[static_cast<std::size_t>(how)]; };
    text += fmt::format(
        "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n",
        field(result.functions.tenant_name(spec.tenant)), field(spec.name), spec.memory, t.arrived,
        t.completed, ended(Outcome::failed), ended(Outcome::throttled), ended(Outcome::timed_out),
        ended(Outcome::expired), ended(Outcome::refused), t.warm, e.cold, e.waited, e.first_use, e.created,
        mean_s(t.latency_ns, t.completed), mean_s(t.execution_ns, t.completed),
        gib_s(static_cast<sim::Int128>(t.busy_ns), spec.memory), gib_s(e.ready_ns - t.busy_ns, spec.memory),
        gib_seconds(charge_of(FunctionId{id}, result.outcome, result.functions, billing).billed_mib_ns));
  }
  return text;
}

std::string tenants_csv(const Scenario& scenario, const RunResult& result) {
  struct Sum {
    std::uint64_t functions = 0, arrived = 0, completed = 0, turned_away = 0, cold = 0, started = 0;
  };
  std::vector<Sum> sums(result.functions.tenant_count());
  const Tally& tally = result.outcome.tally;
  for (std::size_t id = 0; id < tally.functions.size(); ++id) {
    Sum& sum = sums[result.functions[FunctionId{id}].tenant.index()];
    const FunctionExtras& e = tally.extras[id];
    ++sum.functions;
    sum.arrived += tally.functions[id].arrived;
    sum.completed += tally.functions[id].completed;
    for (const Outcome how : {Outcome::throttled, Outcome::expired, Outcome::refused}) {
      sum.turned_away += e.outcomes[static_cast<std::size_t>(how)];
    }
    sum.cold += e.cold;
    sum.started += tally.functions[id].warm + e.cold + e.waited;
  }
  const BillingParameters& billing = scenario.platform.billing;
  std::string text =
      "tenant,functions,arrived,completed,turned_away,cold,started,billed_gib_s,billed_requests,execution_"
      "usd,requests_usd,init_usd,provisioned_usd,total_usd\n";
  for (const TenantCharge& charge : charges(result.outcome, result.functions, billing)) {
    const Sum& sum = sums[charge.tenant.index()];
    const Bill bill = bill_of(charge, billing);
    text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n",
                        field(result.functions.tenant_name(charge.tenant)), sum.functions, sum.arrived,
                        sum.completed, sum.turned_away, sum.cold, sum.started,
                        gib_seconds(charge.billed_mib_ns), charge.requests, bill.execution, bill.requests,
                        bill.init, bill.provisioned, bill.total());
  }
  return text;
}

std::string timeseries_csv(const RunResult& result) {
  const Series& series = result.outcome.tally.series;
  std::string text = "start_s,end_s,arrived,ended,cold,turned_away,busy,instances,vms,hosts\n";
  const double width = series.width().seconds();
  for (std::size_t i = 0; i < series.bins().size(); ++i) {
    const SeriesBin& bin = series.bins()[i];
    const auto start = static_cast<double>(i);
    text += fmt::format("{},{},{},{},{},{},{},{},{},{}\n", start * width, (start + 1) * width, bin.arrived,
                        bin.ended, bin.cold, bin.refused, bin.busy, bin.instances, bin.vms, bin.hosts);
  }
  return text;
}

/// FNV-1a over a file's bytes; enough to tell that an input has changed.
std::string checksum(const std::string& path) {
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

std::string inputs_json(const Scenario& scenario) {
  std::vector<std::string> paths;
  for (const WorkloadSpec& spec : scenario.workload) {
    const std::vector<std::string> files = trace_files(spec);
    paths.insert(paths.end(), files.begin(), files.end());
  }
  std::string text = "[";
  for (std::size_t i = 0; i < paths.size(); ++i) {
    text += fmt::format("{}\n    {{\"path\": {}, \"fnv1a64\": \"{}\"}}", i == 0 ? "" : ",",
                        json_string(paths[i]), checksum(paths[i]));
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
  std::error_code error;
  if (fs::exists(fs::symlink_status(without_slash(path), error))) {
    throw UsageError{"'" + path + "' is there already; remove it or give --out another name"};
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

ResultsFolder::ResultsFolder(std::string path) : path_(without_slash(std::move(path))) {
  check(path_);
  temporary_ = path_ + ".writing-" + std::to_string(getpid());
  std::error_code error;
  fs::create_directories(temporary_, error);
  if (error) {
    throw UsageError{"'" + temporary_ + "' cannot be made: " + error.message()};
  }
}

ResultsFolder::~ResultsFolder() {
  if (!committed_) {
    std::error_code ignored;
    fs::remove_all(temporary_, ignored);
  }
}

void ResultsFolder::write(const std::string& name, const std::string& text) {
  const std::string path = temporary_ + "/" + name;
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) {
    throw std::runtime_error("'" + path + "' could not be written whole");
  }
}

void ResultsFolder::commit() {
  std::error_code error;
  fs::rename(temporary_, path_, error);
  if (error) {
    throw std::runtime_error("'" + temporary_ + "' could not be renamed to '" + path_ +
                             "': " + error.message());
  }
  committed_ = true;
}

std::string run_json(const Scenario& scenario, const RunResult& result, std::uint32_t replication,
                     bool audited) {
  std::string laws;
  for (const std::string& law : result.broken) {
    laws += (laws.empty() ? "" : ", ") + json_string(law);
  }
  std::string expected;
  for (const Expectation& expectation : scenario.expect) {
    const ExpectationResult checked = check(result.report, expectation);
    expected += fmt::format("{}\n    {{\"metric\": {}, \"expected\": {}, \"measured\": {}, \"met\": {}}}",
                            expected.empty() ? "" : ",", json_string(expectation.metric),
                            json_string(expectation.text), json_number(checked.measured), checked.met);
  }
  return fmt::format(
      "{{\n  \"curtain\": {},\n  \"scenario\": {},\n  \"platform\": {},\n  \"seed\": {},\n  \"replication\": "
      "{},\n"
      "  \"partial\": {},\n  \"fingerprint\": \"{}\",\n  \"metrics\": {},\n  \"broken_laws\": [{}],\n"
      "  \"audited_events\": {},\n  \"expect\": [{}{}],\n  \"run\": {}\n}}\n",
      json_string(kVersion), json_string(scenario.name), json_string(scenario.platform_name), scenario.seed,
      replication, result.report.partial, sim::fingerprint_text(result.report.fingerprint),
      metrics_json(result.report, "  "), laws, audited ? std::to_string(result.audited_events) : "null",
      expected, expected.empty() ? "" : "\n  ", use_json(result.use, "  "));
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
                  inputs_json(scenario), json_string(resolved)));
  folder.write("scenario.yaml", resolved);
  folder.write("summary.json",
               fmt::format("{{\n  \"partial\": {},\n  \"fingerprint\": \"{}\",\n  \"metrics\": {}\n}}\n",
                           result.report.partial, sim::fingerprint_text(result.report.fingerprint),
                           metrics_json(result.report, "  ")));
  folder.write("functions.csv", functions_csv(result, scenario.platform.billing));
  folder.write("tenants.csv", tenants_csv(scenario, result));
  folder.write("timeseries.csv", timeseries_csv(result));
  folder.write("run.json", use_json(result.use, "") + "\n");
  folder.commit();
}

}  // namespace curtain::tools
