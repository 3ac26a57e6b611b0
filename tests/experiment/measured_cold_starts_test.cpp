// Seven runs of one real AWS Lambda function (Mahmoudi and Khazaei, serverless-performance-modeling,
// experiments/results, 2020) are replayed with their exact arrivals. The cold starts must equal a direct
// count that does not use the simulator.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "models/experiment/report.hpp"
#include "models/workload/specification.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// Counts cold starts directly. The idle instance used last serves the next request. An instance is reclaimed
/// after 640 s of idle time.
std::uint64_t counted_by_hand(const std::vector<Arrival>& arrivals, Time from) {
  std::vector<Time> free_at;  // for each instance, the end of its last execution
  std::uint64_t cold = 0;
  for (const Arrival& arrival : arrivals) {
    std::erase_if(free_at, [&](Time end) { return end + sim::seconds(640) <= arrival.time; });
    auto best = free_at.end();
    for (auto it = free_at.begin(); it != free_at.end(); ++it) {
      if (*it <= arrival.time && (best == free_at.end() || *it > *best)) {
        best = it;
      }
    }
    if (best == free_at.end()) {
      cold += arrival.time >= from ? 1 : 0;
      best = free_at.insert(free_at.end(), Time{0});
    }
    *best = arrival.time + arrival.duration;
  }
  return cold;
}

CsvTraceSpec rows_of(const std::string& path) {
  CsvTraceSpec spec;
  spec.paths = {path};
  spec.function_column = "";
  spec.memory_column = "";
  spec.arrival_column = "client_start_s";
  spec.end_column = "client_end_s";
  spec.origin_first_row = true;
  return spec;
}

std::uint64_t simulated(const std::string& path, Time* from, std::vector<Arrival>* arrivals) {
  FunctionTable names;
  const auto rows = open_source(rows_of(path), {}, names);
  *arrivals = record(*rows);
  // Returns the last three quarters of the span from the first to the last start, in whole nanoseconds.
  const std::int64_t span = arrivals->back().time.ns();
  *from = Time{(span + 3) / 4};

  PlatformParameters platform = ideal_platform();
  platform.policies.keep_alive = policy(Seam::keep_alive, "fixed", {length(sim::seconds(640))});
  RunOptions options;
  options.warmup = *from;
  FunctionTable functions;
  const auto source = open_source(rows_of(path), {}, functions);
  const RunOutcome outcome = simulate(platform, functions, *source, options);
  const Report report = make_report(outcome, functions, platform.billing);
  return static_cast<std::uint64_t>(report.find("cold_start.count")->number());
}

}  // namespace

TEST_CASE("A small trace in the layout of the measured runs gives the cold starts counted by hand") {
  const auto path = std::filesystem::temp_directory_path() / "curtain_measured_cold_starts.csv";
  {
    std::ofstream file(path);
    file << "client_start_s,client_end_s,is_cold\n"
            "1591382300.510985,1591382302.516987,0\n"  // cold, because there is no instance
            "1591382301.000000,1591382303.000000,0\n"  // cold, because the first instance is busy; both calls
                                                       // are before the window
            "1591382943.000000,1591382945.000000,0\n"  // cold, because both instances have been reclaimed,
                                                       // idle for exactly 640 s and longer
            "1591383584.999999,1591383586.000000,0\n"  // warm, because the instance has been idle for
                                                       // 639.999999 s
            "1591384226.000000,1591384228.000000,0\n"  // cold, because the instance has been idle for 640 s
            "1591384227.000000,1591384229.000000,0\n";  // cold, because the other instance is busy
  }
  Time from;
  std::vector<Arrival> arrivals;
  CHECK(simulated(path.string(), &from, &arrivals) == 3);
  CHECK(counted_by_hand(arrivals, from) == 3);
  std::filesystem::remove(path);
}

TEST_CASE("The seven measured Lambda runs, if their files exist, give the cold starts counted directly") {
  const char* const shared = std::getenv("CURTAIN_SHARED_DATA");
  const std::filesystem::path folder =
      std::filesystem::path(shared == nullptr ? "" : shared) / "pacslab-lambda";
  if (shared == nullptr || !std::filesystem::is_directory(folder)) {
    SUCCEED("the measured runs are not on this machine");
    return;
  }
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".csv") {
      files.push_back(entry.path().string());
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<std::uint64_t> cold;
  for (const std::string& file : files) {
    Time from;
    std::vector<Arrival> arrivals;
    cold.push_back(simulated(file, &from, &arrivals));
    CHECK(cold.back() == counted_by_hand(arrivals, from));
  }
  CHECK(cold == std::vector<std::uint64_t>{48, 36, 21, 43, 31, 26, 19});
}
