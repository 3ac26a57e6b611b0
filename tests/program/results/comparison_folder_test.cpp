// Tests of the files written by a comparison or by several replications: every figure, and a manifest that
// other tools can verify.
#include <fmt/format.h>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::CsvTable;
using support::curtain;
using support::Ended;
using support::Folder;
using support::Json;
using support::read_file;

namespace {

const std::string kTwo =
    "name: two\nseed: 5\nduration: 2min\nwarmup: 30s\nplatform: aws-lambda-2018\nworkload:\n"
    "  - poisson: {tenant: shop, function: checkout, rate: 5/s, duration: {exponential: {mean: 100ms}}}\n"
    "  - poisson: {tenant: bank, function: transfer, rate: 2/s, memory: 256MiB, duration: 1s}\n";

std::vector<std::string> comparison_of(const std::string& scenario, const std::string& out) {
  return {"compare",
          scenario,
          "-q",
          "--replications",
          "3",
          "--vary",
          "keep=policies.keep_alive: {off: none, 'one, or \"so\"': {fixed: {timeout: 1s}}}",
          "--vary",
          "policies.placement=first-fit,best-fit",
          "--out",
          out};
}

std::vector<std::string> files_in(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

TEST_CASE(
    "Every file of a results folder has its size and SHA-256 in the manifest, as sha256sum computes it") {
  const Folder folder;
  const std::string scenario = folder.write("two.yaml", kTwo);
  REQUIRE(curtain(comparison_of(scenario, folder / "compared")).status == 0);
  REQUIRE(curtain({"run", scenario, "-q", "--out", folder / "one"}).status == 0);
  for (const std::string name : {"compared", "one"}) {
    const Json manifest = support::parse_json(read_file(folder / (name + "/manifest.json")));
    std::vector<std::string> listed = {"manifest.json"};
    std::string sums;
    for (const Json& file : manifest["files"].items) {
      listed.push_back(file["name"].text);
      if (file["name"].text == "run.json") {
        CHECK(file["sha256"].kind == Json::Kind::null);
        continue;
      }
      CHECK(file["bytes"].text ==
            std::to_string(std::filesystem::file_size(folder / (name + "/" + file["name"].text))));
      sums += file["sha256"].text + "  " + file["name"].text + "\n";
    }
    std::sort(listed.begin(), listed.end());
    CHECK(listed == files_in(folder / name));
    folder.write("sums", sums);
    CHECK(std::system(("cd '" + folder / name + "' && sha256sum --check --quiet --strict ../sums").c_str()) ==
          0);
  }
}

TEST_CASE("The manifest of a comparison has factors, variants, seeds and the settings of --set") {
  const Folder folder;
  std::vector<std::string> words = comparison_of(folder.write("two.yaml", kTwo), folder / "out");
  words.insert(words.end(), {"--set", "seed=9"});
  REQUIRE(curtain(words).status == 0);
  const Json manifest = support::parse_json(read_file(folder / "out/manifest.json"));
  CHECK(manifest["format"].text == "1");
  CHECK(manifest["kind"].text == "comparison");
  CHECK(manifest["scenario"].text == "two");
  CHECK(manifest["replications"].text == "3");
  CHECK(manifest["set"].items[0].text == "seed=9");
  CHECK(manifest["factors"].items[0]["name"].text == "keep");
  CHECK(manifest["factors"].items[1]["path"].text == "policies.placement");
  REQUIRE(manifest["variants"].items.size() == 4);
  const Json& third = manifest["variants"].items[2];
  CHECK(third["name"].text == "one, or \"so\" first-fit");
  CHECK(third["levels"]["keep"].text == "one, or \"so\"");
  CHECK(third["levels"]["placement"].text == "first-fit");
  CHECK(third["seed"].text == "9");
  CHECK(third["failed"].kind == Json::Kind::null);
  // The resolved scenario of a variant reproduces the replications of this variant.
  const std::string resolved = folder / ("out/" + third["scenario"].text);
  const Json run = support::parse_json(curtain({"run", resolved, "--json", "--replication", "1"}).out);
  const CsvTable replications(read_file(folder / "out/replications.csv"));
  CHECK(replications.at(2 * 3 + 1, "fingerprint") == run["fingerprint"].text);
}

TEST_CASE("A row of replications.csv has the metrics of that run, to the last digit") {
  const Folder folder;
  const std::string scenario = folder.write("two.yaml", kTwo);
  std::vector<std::string> words = comparison_of(scenario, folder / "out");
  words.insert(words.end(), {"--metric", "latency.p99_s{function=transfer}"});
  REQUIRE(curtain(words).status == 0);
  const CsvTable table(read_file(folder / "out/replications.csv"));
  REQUIRE(table.size() == 12);
  CHECK(std::vector<std::string>(table.columns().begin(), table.columns().begin() + 5) ==
        std::vector<std::string>{"variant", "keep", "placement", "replication", "fingerprint"});
  CHECK(table.columns().back() == "latency.p99_s{function=transfer}");
  const std::size_t row = 1 * 3 + 2;  // best-fit, replication 2
  CHECK(table.at(row, "variant") == "off best-fit");
  CHECK(table.at(row, "keep") == "off");
  CHECK(table.at(row, "placement") == "best-fit");
  CHECK(table.at(row, "replication") == "2");
  const Json run =
      support::parse_json(curtain({"run", scenario, "--json", "--replication", "2", "--set",
                                   "policies.keep_alive=none", "--set", "policies.placement=best-fit"})
                              .out);
  CHECK(table.at(row, "fingerprint") == run["fingerprint"].text);
  std::size_t compared = 0;
  for (const auto& [name, value] : run["metrics"].members) {
    INFO(name);
    CHECK(table.at(row, name) == value.text);
    ++compared;
  }
  CHECK(compared > 50);
}

TEST_CASE("Functions, tenants and histograms of a variant are the sums over its replications") {
  const Folder folder;
  const std::string scenario = folder.write("two.yaml", kTwo);
  REQUIRE(curtain(comparison_of(scenario, folder / "out")).status == 0);
  const std::string variant = "one, or \"so\" best-fit";
  double arrived = 0;
  double cold = 0;
  double idle = 0;
  double cost = 0;
  double most = 0;
  for (int replication = 0; replication < 3; ++replication) {
    const std::string place = folder / fmt::format("run-{}", replication);
    REQUIRE(
        curtain({"run", scenario, "-q", "--replication", std::to_string(replication), "--out", place, "--set",
                 "policies.keep_alive={fixed: {timeout: 1s}}", "--set", "policies.placement=best-fit"})
            .status == 0);
    const CsvTable functions(read_file(place + "/functions.csv"));
    arrived += functions.sum("arrived", "function", "transfer");
    cold += functions.sum("cold", "function", "transfer");
    idle += functions.sum("idle_gib_s", "function", "transfer");
    cost += CsvTable(read_file(place + "/tenants.csv")).sum("total_usd", "tenant", "bank");
    most = std::max(most, functions.sum("latency_max_s", "function", "transfer"));
  }
  const CsvTable functions(read_file(folder / "out/functions.csv"));
  REQUIRE(functions.size() == 8);
  const auto row = [&] {
    for (std::size_t i = 0; i < functions.size(); ++i) {
      if (functions.at(i, "variant") == variant && functions.at(i, "function") == "transfer") {
        return i;
      }
    }
    return functions.size();
  }();
  CHECK(functions.at(row, "placement") == "best-fit");
  CHECK(functions.at(row, "tenant") == "bank");
  CHECK(functions.at(row, "memory_mib") == "256");
  CHECK(functions.at(row, "replications") == "3");
  CHECK(functions.at(row, "arrived") == fmt::format("{}", arrived));
  CHECK(functions.at(row, "cold") == fmt::format("{}", cold));
  CHECK(std::stod(functions.at(row, "cold_ratio")) == cold / arrived);
  CHECK(std::stod(functions.at(row, "idle_gib_s")) == Approx(idle));
  CHECK(std::stod(functions.at(row, "latency_max_s")) == most);
  const CsvTable tenants(read_file(folder / "out/tenants.csv"));
  REQUIRE(tenants.size() == 8);
  CHECK(tenants.at(6, "variant") == variant);
  CHECK(tenants.at(6, "tenant") == "bank");
  CHECK(tenants.at(6, "functions") == "1");
  CHECK(std::stod(tenants.at(6, "total_usd")) == Approx(cost));
  // Every completed call is in one bucket of latency, and every cold attempt in one bucket of cold starts.
  const CsvTable buckets(read_file(folder / "out/histograms.csv"));
  const CsvTable replications(read_file(folder / "out/replications.csv"));
  double completed = 0;
  double starts = 0;
  double last = 0;
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    if (buckets.at(i, "variant") == variant) {
      const bool is_latency = buckets.at(i, "distribution") == "latency";
      (is_latency ? completed : starts) += std::stod(buckets.at(i, "count"));
      last = is_latency ? std::stod(buckets.at(i, "to_s")) : last;
      CHECK(std::stod(buckets.at(i, "from_s")) <= std::stod(buckets.at(i, "to_s")));
    }
  }
  CHECK(completed == replications.sum("invocations.completed", "variant", variant));
  CHECK(starts == replications.sum("attempts.cold", "variant", variant));
  double latest = 0;
  for (std::size_t i = 9; i < 12; ++i) {
    latest = std::max(latest, std::stod(replications.at(i, "latency.max_s")));
  }
  CHECK(last == latest);
}

TEST_CASE("Every file of a comparison is the same for every number of threads") {
  const Folder folder;
  const std::string scenario = folder.write("two.yaml", kTwo);
  for (const char* const threads : {"1", "2", "5"}) {
    std::vector<std::string> words = comparison_of(scenario, folder / threads);
    words.insert(words.end(), {"--threads", threads});
    REQUIRE(curtain(words).status == 0);
  }
  for (const std::string& name : files_in(folder / "1")) {
    INFO(name);
    CHECK(read_file(folder / ("1/" + name)) == read_file(folder / ("2/" + name)));
    CHECK(read_file(folder / ("1/" + name)) == read_file(folder / ("5/" + name)));
  }
}

TEST_CASE("Several replications of one scenario leave the same files, without factors") {
  const Folder folder;
  const std::string scenario = folder.write("two.yaml", kTwo);
  const Ended ended = curtain({"run", scenario, "--replications", "4", "--out", folder / "out"});
  CHECK(ended.status == 0);
  CHECK_THAT(ended.out, ContainsSubstring("4 replications, 95 % intervals"));
  CHECK_THAT(ended.out, ContainsSubstring("±"));
  CHECK(files_in(folder / "out") ==
        std::vector<std::string>{"comparison.csv", "comparison.json", "functions.csv", "histograms.csv",
                                 "manifest.json", "replications.csv", "tenants.csv", "variant-1.yaml"});
  const Json manifest = support::parse_json(read_file(folder / "out/manifest.json"));
  CHECK(manifest["kind"].text == "replications");
  CHECK(manifest["factors"].items.empty());
  CHECK(manifest["variants"].items[0]["name"].text == "two");
  const CsvTable replications(read_file(folder / "out/replications.csv"));
  CHECK(replications.columns()[1] == "replication");
  CHECK(replications.size() == 4);
  const Json json = support::parse_json(read_file(folder / "out/comparison.json"));
  CHECK(json["variants"].items[0].text == "two");
  CHECK(json["metrics"]["latency.mean_s"]["by_variant"].items[0]["half_width"].number > 0);
}

TEST_CASE("A variant that failed has no rows, only its reason") {
  const Folder folder;
  const std::string scenario = folder.write(
      "s.yaml",
      "duration: 10min\nplatform: ideal\nworkload: [{poisson: {function: f, rate: 1/s, duration: 1s}}]\n");
  const Ended ended =
      curtain({"compare", scenario, "-q", "--replications", "2", "--out", folder / "out", "--vary",
               "d=workload[0].poisson.duration: {far: {pareto: {shape: 0.1, scale: 1s}}, near: 1s}"});
  CHECK(ended.status == 3);
  for (const char* const file : {"replications.csv", "functions.csv", "tenants.csv", "histograms.csv"}) {
    INFO(file);
    const CsvTable table(read_file(folder / ("out/" + std::string(file))));
    REQUIRE(table.size() > 0);
    CHECK(table.columns()[1] == "d");
    for (std::size_t i = 0; i < table.size(); ++i) {
      CHECK(table.at(i, "variant") == "near");
    }
  }
  const Json manifest = support::parse_json(read_file(folder / "out/manifest.json"));
  CHECK_THAT(manifest["variants"].items[0]["failed"].text, ContainsSubstring("2 of 2 replications failed"));
}

TEST_CASE("A comparison that cannot be written, or is interrupted, does not change existing files") {
  const Folder folder;
  const std::string scenario = folder.write("two.yaml", kTwo);
  support::Surroundings full;
  full.largest_file = 500;
  const Ended ended = curtain(comparison_of(scenario, folder / "out"), full);
  CHECK(ended.status == 3);
  CHECK_THAT(ended.err, ContainsSubstring("comparison.json' could not be written completely"));
  CHECK(folder.names() == std::vector<std::string>{"two.yaml"});
  REQUIRE(curtain(comparison_of(scenario, folder / "out")).status == 0);
  const std::string before = read_file(folder / "out/manifest.json");
  const Ended again = curtain(comparison_of(scenario, folder / "out"));
  CHECK(again.status == 2);
  CHECK_THAT(again.err, ContainsSubstring("already exists; remove it, or write another name for --out"));
  CHECK(read_file(folder / "out/manifest.json") == before);
}

TEST_CASE("Memory does not grow with the functions of each replication") {
  const Folder folder;
  const std::string scenario =
      folder.write("many.yaml",
                   "duration: 10s\nplatform: ideal\nworkload:\n"
                   "  - population: {functions: 300, rate: 300/s, duration: 10ms, memory: {uniform: {min: "
                   "128MiB, max: 10GiB}}}\n");
  const auto peak = [&](const std::string& replications) {
    const Ended ended = curtain(
        {"run", scenario, "-q", "--replications", replications, "--out", folder / ("out-" + replications)});
    CHECK(ended.status == 0);
    return static_cast<double>(ended.peak_bytes);
  };
  const double few = peak("20");
  const double many = peak("220");
  // The memory is for a row of replications.csv and its numbers; 300 functions would take ten times as much.
  CHECK((!support::kMemoryIsChecked || many - few < 200 * 25e3));
}
