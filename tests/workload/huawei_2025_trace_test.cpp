#include "models/workload/specification.hpp"
#include "tests/catch.hpp"
#include "tests/workload/packed_files.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;
using support::error_of;
using support::Opened;
using support::TemporaryFolder;

namespace {

// All columns of the published tables, in their order.
const std::string kHuaweiHeader =
    "time_worker,time_frontend,requestID,clusterName,funcName,podID,userID,totalCost_worker,workerCost,"
    "runtimeCost,totalCost_frontend,frontendCost,busCost,readBodyCost,writeRspCost,cpu_usage,memory_usage,"
    "requestBodySize\n";

/// A row as published, in which the frontend's time and cost may be empty.
std::string row(const std::string& worker, const std::string& frontend, const std::string& function,
                const std::string& pod, const std::string& user, const std::string& cost,
                const std::string& whole) {
  return worker + "," + frontend + ",763ff09a," + "1," + function + "," + pod + "," + user + "," + cost +
         ",0.000112,0.0236," + whole + ",0.000364,0.001994,0.000016,0.000006,0.29,32.3,1018\n";
}

const std::string kSmallPod = "pool22-300-128-0000618412";

Huawei2025TraceSpec huawei_in(const TemporaryFolder& folder, const std::string& rows) {
  Huawei2025TraceSpec spec;
  spec.paths = {folder.write("R2_00000.csv", kHuaweiHeader + rows)};
  return spec;
}

constexpr Time huawei_ms(std::int64_t milliseconds) {
  return Time{} + sim::milliseconds(milliseconds);
}

std::string huawei_2025_error(const std::string& rows, bool first = true) {
  const TemporaryFolder folder;
  Huawei2025TraceSpec spec = huawei_in(folder, rows);
  spec.origin_first_arrival = first;
  const std::string error = error_of<TraceError>([&] { Opened(spec, SourceContext{}); });
  return error.empty() ? "" : error.substr(spec.paths.front().size());
}

}  // namespace

TEST_CASE("the arrivals of requests are computed from their ends, and requests are sorted by arrival") {
  const TemporaryFolder folder;
  Huawei2025TraceSpec spec = huawei_in(
      folder, row("2600186.994", "2600186.995", "296", kSmallPod, "224", "0.023749", "0.026421") +
                  row("2600187.5", "2600187.6", "7", "pool24-600-512-0000577863", "9", "0.5", "0.9") +
                  row("2600187.61", "", "296", "pool22-300-128-0000000001", "224", "0.01", "") +
                  row("2600188", "2600188", "296", "pool23-400-256-0000000001", "224", "1", "1.5"));
  spec.region = "R2";
  for (const std::size_t size : {1u, 100u}) {
    const Opened opened(spec, SourceContext{}, size);
    // From 2600186.5 s on, where the last row arrives.
    CHECK(opened.arrivals == std::vector<Arrival>{{huawei_ms(0), sim::seconds(1), FunctionId(0u)},
                                                  {huawei_ms(200), sim::milliseconds(500), FunctionId(1u)},
                                                  {Time{468'579'000}, Duration{23'749'000}, FunctionId(2u)},
                                                  {huawei_ms(1100), sim::milliseconds(10), FunctionId(2u)}});
    REQUIRE(opened.table.size() == 3);
    CHECK(opened.table[FunctionId(0u)].name == "296---224---pool23-400-256");
    CHECK(opened.table[FunctionId(0u)].memory == 256);
    CHECK(opened.table[FunctionId(1u)].memory == 512);
    CHECK(opened.table[FunctionId(2u)].name == "296---224---pool22-300-128");
    CHECK(opened.table[FunctionId(2u)].memory == 128);
    CHECK(opened.table.tenant_name(opened.table[FunctionId(0u)].tenant) == "R2/224");
    CHECK(opened.table.tenant_count() == 2);
  }
  spec.origin_first_arrival = false;
  CHECK(Opened(spec, SourceContext{}).arrivals.front().time == huawei_ms(2600186500));
  spec.stamps_are_ends = false;
  CHECK(Opened(spec, SourceContext{}).arrivals.front().time == huawei_ms(2600186995));
}

TEST_CASE("the files of a region are read in sequence, compressed or not") {
  const TemporaryFolder folder;
  Huawei2025TraceSpec spec = huawei_in(folder, row("1", "1", "1", kSmallPod, "1", "1", "1"));
  spec.paths.push_back(folder.write(
      "b", support::zstd_packed(kHuaweiHeader + row("3", "3", "1", kSmallPod, "1", "2.5", "2.5"))));
  spec.paths.push_back(
      folder.write("c", support::gzipped(kHuaweiHeader + row("9", "9", "1", kSmallPod, "1", "2", "2"))));
  const Opened opened(spec, SourceContext{});
  REQUIRE(opened.arrivals.size() == 3);
  CHECK(opened.arrivals[1].time == huawei_ms(500));
  CHECK(opened.arrivals[2].time == huawei_ms(7000));
  CHECK(opened.table.size() == 1);
}

TEST_CASE("an error in a request is reported with its column") {
  const std::string good = row("2", "2", "1", kSmallPod, "1", "1", "1");
  CHECK(huawei_2025_error(good).empty());
  CHECK(huawei_2025_error(row("2", "x", "1", kSmallPod, "1", "1", "1")) ==
        ":2:3: time_frontend is \"x\"; expected a decimal number such as 12, 0.25 or 1.5e-3");
  CHECK(huawei_2025_error(row("2", "2", "1", kSmallPod, "1", "-1", "1")) ==
        ":2:46: totalCost_worker is \"-1\"; expected a number of at least 0");
  CHECK(huawei_2025_error(row("2", "2", "1", kSmallPod, "1", "", "1")) ==
        ":2:46: totalCost_worker is \"\"; expected a decimal number such as 12, 0.25 or 1.5e-3");
  CHECK(huawei_2025_error(row("2", "2", "", kSmallPod, "1", "1", "1")) ==
        ":2:16: funcName is empty; expected a name");
  CHECK(huawei_2025_error(row("2", "2", "1", kSmallPod, "", "1", "1")) ==
        ":2:44: userID is empty; expected a name");
  for (const char* pod : {"", "pod", "pool-1", "pool22-300-x-1", "pool22-300-0-1", "pool22-300--1", "-",
                          "pool22-300-99999999-1"}) {
    CAPTURE(pod);
    CHECK(huawei_2025_error(row("2", "2", "1", pod, "1", "1", "1")) ==
          ":2:18: podID contains no pool with a memory size; expected a name such as "
          "pool22-300-128-0000618412 (300 millicores, 128 MB)");
  }
  CHECK(huawei_2025_error(row("0.5", "0.5", "1", kSmallPod, "1", "1", "1"), false) ==
        ":2:5: time_frontend is 0.5 s, so the call arrived 0.5 s before time zero; set `origin: "
        "first-arrival`");
  CHECK(huawei_2025_error(row("2", "2", "1", kSmallPod, "1", "1", "1") +
                          row("1300", "1300", "1", kSmallPod, "1", "1", "1") +
                          row("1300", "", "1", kSmallPod, "1", "1300", "")) ==
        ":4:1: time_worker is 1300 s, so the call arrived at 0 s, but a later arrival at 1 s has already "
        "been returned; set `reorder` to at least 1299 s");
}
