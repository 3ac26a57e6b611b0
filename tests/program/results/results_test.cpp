// Tests of `--out`: an existing folder is complete, and no other files remain.
#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::curtain;
using support::Ended;
using support::Folder;
using support::read_file;

namespace {

const std::vector<std::string> kFiles = {"arrivals.csv", "functions.csv", "histograms.csv",   "manifest.json",
                                         "run.json",     "scenario.yaml", "start_stages.csv", "summary.json",
                                         "tenants.csv",  "timeseries.csv"};

std::vector<std::string> names_in(const std::string& path) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(path)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::size_t lines_of_result(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

/// Returns the fields of a CSV line without quotes.
std::vector<std::vector<std::string>> plain_rows(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1, {""});
  for (const char c : text) {
    if (c == '\n') {
      rows.push_back({""});
    } else if (c == ',') {
      rows.back().emplace_back();
    } else {
      rows.back().back() += c;
    }
  }
  rows.pop_back();
  return rows;
}

}  // namespace

TEST_CASE("A results folder contains every file, and each can be read") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const Ended ended = curtain({"run", scenario, "--json", "--out", folder / "results"});
  REQUIRE(ended.status == 0);
  CHECK(folder.names() == std::vector<std::string>{"results", "small.yaml"});
  const std::string results = folder / "results/";
  CHECK(names_in(results) == kFiles);

  const support::Json printed = support::parse_json(ended.out);
  const support::Json summary = support::parse_json(read_file(results + "summary.json"));
  CHECK(summary["fingerprint"].text == printed["fingerprint"].text);
  CHECK(summary["metrics"].keys == printed["metrics"].keys);
  CHECK(summary["metrics"]["latency.p99_s"].text == printed["metrics"]["latency.p99_s"].text);
  CHECK_FALSE(summary["partial"].truth);
  const support::Json manifest = support::parse_json(read_file(results + "manifest.json"));
  CHECK(manifest["scenario"].text == "small");
  CHECK(manifest["resolved_scenario"].text == read_file(results + "scenario.yaml"));
  CHECK(support::parse_json(read_file(results + "run.json"))["wall_s"].number > 0);

  const std::string functions = read_file(results + "functions.csv");
  CHECK(functions.rfind("tenant,function,memory_mib,arrived,", 0) == 0);
  CHECK(lines_of_result(functions) == 2);
  CHECK_THAT(functions, ContainsSubstring("\nshop,checkout,128," +
                                          printed["metrics"]["invocations.arrived"].text + ","));
  const std::string tenants = read_file(results + "tenants.csv");
  CHECK(lines_of_result(tenants) == 2);
  CHECK_THAT(tenants, ContainsSubstring("execution_usd,requests_usd,init_usd,provisioned_usd,storage_usd,"
                                        "isolated_usd,snapshots_usd,restores_usd,total_usd\nshop,"));
  CHECK_THAT(tenants, ContainsSubstring("," + printed["metrics"]["billing.cost_usd"].text + "\n"));
  CHECK(lines_of_result(read_file(results + "timeseries.csv")) >= 2);
}

TEST_CASE("A metric without a value is an empty field of the tables and null in the summary") {
  const Folder folder;
  const std::string scenario = folder.write("off.yaml", R"(name: off
duration: 30s
platform: ideal
bin: 10s
workload:
  - timer: {function: f, every: 10s, duration: 1s, memory: 128MiB, concurrency_limit: 0}
)");
  REQUIRE(curtain({"run", scenario, "-q", "--out", folder / "results"}).status == 0);
  const auto is_statistic = [](const std::string& column) {
    for (const char* const part : {"_mean", "_p50", "_p75", "_p90", "_p95", "_p99", "_max", "_min", "_ratio",
                                   "_density", "_usd"}) {  // the platform `ideal` has no prices
      if (column.find(part) != std::string::npos) {
        return true;
      }
    }
    return false;
  };
  for (const char* const file : {"functions.csv", "tenants.csv", "timeseries.csv"}) {
    const std::vector<std::vector<std::string>> rows =
        plain_rows(read_file(folder / ("results/" + std::string(file))));
    REQUIRE(rows.size() >= 2);
    std::size_t statistics = 0;
    for (std::size_t column = 0; column < rows[0].size(); ++column) {
      INFO(file << ": " << rows[0][column]);
      statistics += is_statistic(rows[0][column]) ? 1 : 0;
      CHECK(rows[1][column].empty() == is_statistic(rows[0][column]));
    }
    CHECK(statistics >= 3);
  }
  const support::Json summary = support::parse_json(read_file(folder / "results/summary.json"));
  CHECK(summary["metrics"]["latency.p99_s"].kind == support::Json::Kind::null);
  CHECK(summary["metrics"]["billing.cost_usd"].kind == support::Json::Kind::null);
}

TEST_CASE("Everything in a results folder except run.json is the same in every run") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  REQUIRE(curtain({"run", scenario, "-q", "--out", folder / "one"}).status == 0);
  REQUIRE(curtain({"run", scenario, "-q", "--out", folder / "two", "--general-path"}).status == 0);
  for (const std::string& name : kFiles) {
    INFO(name);
    if (name != "run.json") {
      CHECK(read_file(folder / ("one/" + name)) == read_file(folder / ("two/" + name)));
    }
  }
}

TEST_CASE("The resolved scenario of a results folder gives the same results") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  REQUIRE(curtain({"run", scenario, "-q", "--out", folder / "one", "--set", "policies.placement=best-fit",
                   "--set", "seed=11"})
              .status == 0);
  REQUIRE(curtain({"run", folder / "one/scenario.yaml", "-q", "--out", folder / "two"}).status == 0);
  for (const char* const name : {"summary.json", "functions.csv", "tenants.csv", "timeseries.csv",
                                 "histograms.csv", "scenario.yaml"}) {
    INFO(name);
    CHECK(read_file(folder / "one/" + name) == read_file(folder / "two/" + name));
  }
  CHECK_THAT(read_file(folder / "one/manifest.json"),
             ContainsSubstring("\"set\": [\"policies.placement=best-fit\", \"seed=11\"]"));
}

TEST_CASE("The resolved scenario of a trace finds the trace from the same folder") {
  const Folder folder;
  folder.write("log.csv", "function_id,arrival_s,duration_s,memory_mb\nf,1,0.5,128\nf,2,0.5,128\n");
  folder.write("traced.yaml", "platform: ideal\nworkload: [{trace: {format: csv, path: log.csv}}]\n");
  support::Surroundings there;
  there.folder = folder.path();
  REQUIRE(curtain({"run", "traced.yaml", "-q", "--out", "one"}, there).status == 0);
  REQUIRE(curtain({"run", "one/scenario.yaml", "-q", "--out", "two"}, there).status == 0);
  CHECK(read_file(folder / "one/summary.json") == read_file(folder / "two/summary.json"));
  const support::Json manifest = support::parse_json(read_file(folder / "one/manifest.json"));
  REQUIRE(manifest["inputs"].items.size() == 1);
  CHECK(manifest["inputs"].items[0]["fnv1a64"].text.size() == 16);
}

TEST_CASE("Missing parent folders of the results are created") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  CHECK(curtain({"run", scenario, "-q", "--out", folder / "a/b/results/"}).status == 0);
  CHECK(names_in(folder / "a/b") == std::vector<std::string>{"results"});
}

TEST_CASE("An existing file or folder is refused before the run and not changed") {
  const Folder folder;
  const std::string scenario = folder.write("endless.yaml", support::kEndless);
  std::filesystem::create_directory(folder / "results");
  std::ofstream(folder / "results/mine.txt") << "mine";
  std::filesystem::create_directory_symlink("nowhere", folder / "dangling");
  const std::string name = GENERATE("results", "results/", "endless.yaml", "dangling");
  const Ended ended = curtain({"run", scenario, "--out", folder / name});
  CHECK(ended.status == 2);
  CHECK(ended.out.empty());
  CHECK(ended.err ==
        "curtain: '" + folder / name + "' already exists; remove it, or write another name for --out\n");
  CHECK(names_in(folder / "results") == std::vector<std::string>{"mine.txt"});
  CHECK(folder.names() == std::vector<std::string>{"dangling", "endless.yaml", "results"});
}

TEST_CASE("A name with the extension of another output format is refused before the run") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  for (const char* const name : {"r.json", "r.csv", "r.csv.gz", "r.zip", "r.yaml/"}) {
    CHECK(curtain({"run", scenario, "--out", name}).err ==
          "curtain: '" + std::string(name) +
              "' has the ending of a file, but the results are written into a folder; remove the ending, or "
              "use --json > FILE\n");
  }
  for (const char* const name : {"t.json", "t.parquet", "t.yaml"}) {
    CHECK(curtain({"trace", "make", scenario, "--out", name}).err ==
          "curtain: '" + std::string(name) +
              "' would contain CSV; for --out, write a name that ends in .csv, .csv.gz or .csv.zst\n");
  }
  CHECK(curtain({"run", scenario, "--decisions", "why.csv.xz"}).err ==
        "curtain: 'why.csv.xz' has the ending of an unsupported compression; for --decisions, write a name "
        "that ends in .gz (gzip) or .zst (zstd), or the name of an uncompressed file\n");
  CHECK(folder.names() == std::vector<std::string>{"small.yaml"});
}

TEST_CASE("A folder without write permission is reported before the run") {
  const Folder folder;
  const std::string scenario = folder.write("endless.yaml", support::kEndless);
  SECTION("a folder below a file") {
    const Ended ended = curtain({"run", scenario, "--out", scenario + "/results"});
    CHECK(ended.status == 2);
    CHECK(ended.err ==
          "curtain: '" + scenario + "/results' cannot be created: '" + scenario + "' is not a folder\n");
  }
  SECTION("in a folder without permission, which does not affect the superuser") {
    std::filesystem::create_directory(folder / "closed");
    std::filesystem::permissions(folder / "closed",
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
    if (access((folder / "closed").c_str(), W_OK) != 0) {
      const Ended ended = curtain({"run", scenario, "--out", folder / "closed/a/results"});
      CHECK(ended.status == 2);
      CHECK_THAT(ended.err, ContainsSubstring("may not be written to"));
    }
  }
  CHECK(folder.names().front() != "results");
}

TEST_CASE("A full disk gives status 3 and leaves no files") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  support::Surroundings full;
  full.largest_file = 500;
  const Ended ended = curtain({"run", scenario, "--quiet", "--out", folder / "results"}, full);
  CHECK(ended.status == 3);
  CHECK_THAT(ended.err, ContainsSubstring("scenario.yaml' could not be written completely"));
  CHECK(folder.names() == std::vector<std::string>{"small.yaml"});
}

TEST_CASE("Output that cannot be written gives status 3") {
  const Folder folder;
  support::Surroundings full;
  full.output = "/dev/full";
  const Ended ended = curtain({"run", folder.write("small.yaml", support::kSmall), "--json"}, full);
  CHECK(ended.status == 3);
  CHECK_THAT(ended.err, ContainsSubstring("curtain: standard output could not be written: "));
}
