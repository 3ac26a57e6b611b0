// For every format of trace, the calls, functions and durations equal those that this test counts in the
// files without the reader. The files are plain or compressed, single or several, given by wildcards, and the
// shared samples if they exist.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

#include "models/config/scenario.hpp"
#include "models/workload/specification.hpp"
#include "tests/catch.hpp"
#include "tests/workload/azure_files.hpp"
#include "tests/workload/packed_files.hpp"

using namespace curtain;
using support::TemporaryFolder;

namespace {

/// The contents of a trace.
struct Totals {
  std::map<std::string, std::uint64_t> calls;  // indexed by tenant/function
  double busy_s = 0;
  std::uint64_t all = 0;

  void add(const std::string& function, double seconds, std::uint64_t count = 1) {
    calls[function] += count;
    busy_s += seconds * static_cast<double>(count);
    all += count;
  }
};

/// Returns the result of the reader for the keys of a `trace:`.
Totals read(const std::string& keys) {
  const Scenario scenario =
      parse_scenario("{platform: ideal, workload: [{trace: {" + keys + "}}]}", "totals");
  FunctionTable table;
  const auto source = open_source(scenario.workload.front(), {1, 0, 0, {}}, table);
  Totals totals;
  std::vector<std::uint64_t> calls;
  std::int64_t busy = 0;
  std::vector<Arrival> some(4096);
  Time before;
  while (const std::size_t count = source->fill(some)) {
    calls.resize(table.size());
    for (std::size_t i = 0; i < count; ++i) {
      REQUIRE(some[i].time >= before);
      before = some[i].time;
      ++calls[some[i].function.index()];
      busy += some[i].duration.ns();
    }
    totals.all += count;
  }
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const FunctionSpec& function = table[FunctionId(static_cast<std::uint32_t>(i))];
    if (calls[i] > 0) {
      totals.calls[table.tenant_name(function.tenant) + "/" + function.name] = calls[i];
    }
  }
  totals.busy_s = static_cast<double>(busy) / 1e9;
  return totals;
}

void check_same(const Totals& read, const Totals& counted) {
  CHECK(read.all == counted.all);
  CHECK(read.calls == counted.calls);
  CHECK(read.busy_s == Approx(counted.busy_s).epsilon(1e-9));
}

/// Returns the cells of every line except the first, split at commas.
std::vector<std::vector<std::string>> cells_of(const std::string& text) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    std::vector<std::string> cells{""};
    for (const char c : line) {
      if (c == ',') {
        cells.emplace_back();
      } else if (c != '\r') {
        cells.back() += c;
      }
    }
    rows.push_back(std::move(cells));
  }
  return rows;
}

std::string contents_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// Returns the path of a shared file, or nothing if it does not exist.
std::optional<std::string> shared(const std::string& name) {
  const char* const folder = std::getenv("CURTAIN_SHARED_DATA");
  if (folder == nullptr) {
    return std::nullopt;
  }
  const std::filesystem::path path = std::filesystem::path(folder) / name;
  return std::filesystem::exists(path) ? std::optional(path.string()) : std::nullopt;
}

std::string in_yaml(const std::string& path) {
  return "'" + path + "'";
}

/// Writes three parts of a trace as three files whose names match part-*: plain, gzip and zstd.
std::string packed_parts(const TemporaryFolder& folder, const std::string& header,
                         const std::vector<std::string>& parts) {
  static_cast<void>(folder.write("part-1.csv", header + parts[0]));
  static_cast<void>(folder.write("part-2.csv.gz", support::gzipped(header + parts[1])));
  static_cast<void>(folder.write("part-3.csv.zst", support::zstd_packed(header + parts[2])));
  return in_yaml(folder.path("part-*"));
}

/// Returns digits that look random, the same on every machine.
std::uint32_t scrambled(std::uint32_t i) {
  return (i * 2654435761u) >> 8;
}

void count_azure_2019(const std::string& invocations, Totals& totals) {
  for (const auto& cells : cells_of(contents_of(invocations))) {
    std::uint64_t calls = 0;
    for (std::size_t i = 4; i < cells.size(); ++i) {
      calls += std::stoull(cells[i]);
    }
    if (calls > 0) {
      totals.add(cells[0] + "/" + cells[1] + "/" + cells[2], 0, calls);
    }
  }
}

}  // namespace

TEST_CASE("the totals of a csv trace in three packed parts are exact, by wildcard and by list") {
  const TemporaryFolder folder;
  const std::string header = "function_id,arrival_s,duration_s,memory_mb\n";
  std::vector<std::string> parts(3);
  for (std::uint32_t i = 0; i < 3000; ++i) {
    parts[i / 1000] += "f" + std::to_string(scrambled(i) % 17) + "," + std::to_string(i) + ".25,0." +
                       std::to_string(100 + scrambled(i) % 900) + ",128\n";
  }
  Totals counted;
  for (const std::string& part : parts) {
    for (const auto& cells : cells_of("header\n" + part)) {
      counted.add("default/" + cells[0], std::stod(cells[2]));
    }
  }
  check_same(read("format: csv, path: " + packed_parts(folder, header, parts)), counted);
  check_same(read("format: csv, path: [" + in_yaml(folder.path("part-1.csv")) + ", " +
                  in_yaml(folder.path("part-?.csv.*")) + "]"),
             counted);
  CHECK(counted.all == 3000);
}

TEST_CASE("the totals of an azure-2021 trace in three packed parts, and of the sample, are exact") {
  const TemporaryFolder folder;
  const std::string header = "app,func,end_timestamp,duration\n";
  std::vector<std::string> parts(3);
  for (std::uint32_t i = 0; i < 3000; ++i) {
    parts[i / 1000] += "a" + std::to_string(scrambled(i) % 5) + ",f" + std::to_string(scrambled(i) % 3) +
                       "," + std::to_string(i + 100) + ".5," + std::to_string(scrambled(i) % 90) + ".125\n";
  }
  const auto count = [](const std::string& text, Totals& totals) {
    for (const auto& cells : cells_of(text)) {
      totals.add(cells[0] + "/" + cells[1], std::stod(cells[3]));
    }
  };
  Totals counted;
  for (const std::string& part : parts) {
    count("header\n" + part, counted);
  }
  const std::string keys = "format: azure-2021, memory: 128MiB, path: ";
  check_same(read(keys + packed_parts(folder, header, parts)), counted);
  if (const auto sample = shared("azure2021-sample/azure2021_first198.csv")) {
    Totals of_sample;
    count(contents_of(*sample), of_sample);
    check_same(read(keys + in_yaml(*sample)), of_sample);
  }
}

TEST_CASE("the totals of packed azure-2019 days in sequence, and of the samples, are exact") {
  const TemporaryFolder folder;
  support::AzureFiles day;  // the durations are constant, so their sum is known without a draw
  day.durations = support::replaced(day.durations, "1,2,10,20,40,90,99.5", "20,20,20,20,20,20,20");
  const std::string second =
      "HashOwner,HashApp,HashFunction,Trigger,1,2\no1,a1,f2,timer,4,0\no2,a2,f3,queue,1,1\n";
  for (const std::string name : {"d1", "d2"}) {
    static_cast<void>(folder.write(name + "_durations.csv", support::gzipped(day.durations)));
    static_cast<void>(folder.write(name + "_memory.csv", support::zstd_packed(day.memory)));
  }
  const std::string first = folder.write("d1_invocations.csv", day.invocations);
  const std::string later = folder.write("d2_invocations.csv", second);
  Totals counted;
  count_azure_2019(first, counted);
  count_azure_2019(later, counted);
  const Totals both = read("format: azure-2019, days: [" + in_yaml(folder.path("d1")) + ", " +
                           in_yaml(folder.path("d2")) + "]");
  CHECK(both.all == counted.all);
  CHECK(both.calls == counted.calls);
  // f1, f2 and f3 take 100, 7 and 20 ms.
  CHECK(both.busy_s == Approx(8 * 0.1 + 7 * 0.007 + 1002 * 0.02).epsilon(1e-9));
  if (const auto sample = shared("azure2019-joint/f500_min480-959_invocations.csv")) {
    Totals of_sample;
    count_azure_2019(*sample, of_sample);
    const std::string stem = sample->substr(0, sample->size() - std::string("_invocations.csv").size());
    const Totals given = read("format: azure-2019, path: " + in_yaml(stem));
    CHECK(given.all == of_sample.all);
    CHECK(given.calls == of_sample.calls);
  }
}

TEST_CASE("the totals of huawei-2025 requests in three packed parts are exact") {
  const TemporaryFolder folder;
  const std::string header =
      "time_worker,time_frontend,requestID,clusterName,funcName,podID,userID,totalCost_worker,workerCost,"
      "runtimeCost,totalCost_frontend,frontendCost,busCost,readBodyCost,writeRspCost,cpu_usage,memory_usage,"
      "requestBodySize\n";
  std::vector<std::string> parts(3);
  for (std::uint32_t i = 0; i < 3000; ++i) {
    const std::string cost = "0." + std::to_string(100000 + scrambled(i) % 900000);
    const bool has_frontend = i % 7 != 0;
    parts[i / 1000] += std::to_string(2592000 + i / 3) + ".5," +
                       (has_frontend ? std::to_string(2592000 + i / 3) + ".501" : "") + ",763ff09a,1," +
                       std::to_string(scrambled(i) % 11) + ",pool" + std::to_string(i % 2) + "-300-" +
                       std::to_string(128 << (i % 2)) + "-00" + std::to_string(i) + "," +
                       std::to_string(scrambled(i) % 3) + "," + cost + ",0.0001,0.0236," +
                       (has_frontend ? "1" + cost.substr(1) : "") + ",0,0,0,0,0.29,32.3,1018\n";
  }
  Totals counted;
  for (const std::string& part : parts) {
    for (const auto& cells : cells_of("header\n" + part)) {
      const std::string pool = cells[5].substr(0, cells[5].rfind('-'));
      counted.add(cells[6] + "/" + cells[4] + "---" + cells[6] + "---" + pool, std::stod(cells[7]));
    }
  }
  check_same(read("format: huawei-2025, path: " + packed_parts(folder, header, parts)), counted);
  CHECK(counted.calls.size() > 50);
}

TEST_CASE("the totals of packed huawei-2023 days in sequence are exact, by the second and by the minute") {
  const TemporaryFolder folder;
  for (const std::uint32_t step : {1u, 60u}) {
    const std::string requests = step == 1 ? "requests_second" : "requests_minute";
    const std::string delays = step == 1 ? "function_delay_second" : "function_delay_minute";
    std::filesystem::create_directories(folder.path(requests));
    std::filesystem::create_directories(folder.path(delays));
    Totals counted;
    for (std::uint32_t day = 0; day < 3; ++day) {
      std::string counts = "day,time,0,1,2,3\n";
      std::string costs = counts;
      for (std::uint32_t row = 0; row < 200; ++row) {
        const std::string start = std::to_string(day) + "," + std::to_string(86400 * day + row * step);
        counts += start;
        costs += start;
        for (std::uint32_t function = 0; function < 4; ++function) {
          const std::uint32_t any = scrambled(day * 1000 + row * 4 + function);
          const bool is_called = any % 3 != 0;
          counts += "," + (is_called ? std::to_string(any % 50) + ".0" : "");
          costs += "," + std::to_string(any % 400) + ".5";
        }
        counts += "\n";
        costs += "\n";
      }
      const auto count_rows = cells_of(counts);
      const auto cost_rows = cells_of(costs);
      for (std::size_t row = 0; row < count_rows.size(); ++row) {
        for (std::size_t i = 2; i < 6; ++i) {
          const std::uint64_t calls = count_rows[row][i].empty() ? 0 : std::stoull(count_rows[row][i]);
          if (calls > 0) {
            counted.add("huawei/" + std::to_string(i - 2), std::stod(cost_rows[row][i]) / 1000, calls);
          }
        }
      }
      const std::string name = "/day_00" + std::to_string(day) + ".csv";
      static_cast<void>(folder.write(requests + name + ".gz", support::gzipped(counts)));
      static_cast<void>(folder.write(delays + name + (day == 1 ? ".zst" : ""),
                                     day == 1 ? support::zstd_packed(costs) : costs));
    }
    for (const char* const within : {"uniform", "even"}) {
      check_same(read("format: huawei-2023, default_memory: 128MiB, interval: " +
                      std::string(step == 1 ? "second" : "minute") + ", within_interval: " + within +
                      ", path: " + in_yaml(folder.path(""))),
                 counted);
    }
    CHECK(counted.calls.size() == 4);
  }
}

TEST_CASE("the totals of iluvatar invocations in three packed parts are exact") {
  const TemporaryFolder folder;
  const std::string metadata = folder.write(
      "m.csv", "func_name,cold_dur_ms,warm_dur_ms,mem_mb\nf0,400,10,512\nf1,40,40,512\nf2,9,7.5,128\n");
  std::map<std::string, double> warm;
  for (const auto& cells : cells_of(contents_of(metadata))) {
    warm[cells[0]] = std::stod(cells[2]) / 1000;
  }
  std::vector<std::string> parts(3);
  for (std::uint32_t i = 0; i < 3000; ++i) {
    parts[i / 1000] += "f" + std::to_string(scrambled(i) % 3) + "," + std::to_string(i * 10) + "\n";
  }
  Totals counted;
  for (const std::string& part : parts) {
    for (const auto& cells : cells_of("header\n" + part)) {
      counted.add("default/" + cells[0], warm.at(cells[0]));
    }
  }
  check_same(read("format: iluvatar, metadata: " + in_yaml(metadata) +
                  ", path: " + packed_parts(folder, "func_name,invoke_time_ms\n", parts)),
             counted);
}
