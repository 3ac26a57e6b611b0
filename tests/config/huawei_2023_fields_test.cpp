#include "models/config/huawei_2023_fields.hpp"

#include <filesystem>

#include "tests/catch.hpp"
#include "tests/config/workload_entry_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::check_round_trip;
using testing::Folder;
using testing::refusal;
using testing::spec_of;

namespace {

using Paths = std::vector<std::string>;

}  // namespace

TEST_CASE("the private tables are found under their published folder names") {
  const Folder folder("huawei2023");
  std::filesystem::create_directories(folder.path("requests_minute"));
  std::filesystem::create_directories(folder.path("requests_second"));
  std::filesystem::create_directories(folder.path("function_delay_minute"));
  std::filesystem::create_directories(folder.path("memory_limit_minute"));
  std::filesystem::create_directories(folder.path("instances_minute"));
  Paths requests;
  Paths delays;
  for (const char* day : {"day_002.csv", "day_010.csv.gz", "day_100.csv.zst"}) {
    requests.push_back(folder.add(std::string("requests_minute/") + day, "x\n"));
    delays.push_back(folder.add(std::string("function_delay_minute/") + day, "x\n"));
  }
  const std::string seconds = folder.add("requests_second/day_010.csv", "x\n");
  const std::string limits = folder.add("memory_limit_minute/day_002.csv", "x\n");
  const std::string instances = folder.add("instances_minute/day_002.csv", "x\n");
  folder.add("requests_minute/README.csv", "x\n");

  const std::string start = "trace: {format: huawei-2023, path: " + folder.path("");
  const auto plain = spec_of<Huawei2023TraceSpec>(start + "}");
  CHECK(plain.requests == requests);
  CHECK(plain.delays == delays);
  CHECK(plain.memory_limits == Paths{limits});
  CHECK(plain.instances == Paths{instances});
  CHECK(plain.interval == sim::minutes(1));
  CHECK(plain.delay_unit_ns == 1'000'000);
  CHECK(plain.within_interval == WithinInterval::uniform);
  CHECK(plain.tenant == "huawei");
  check_round_trip(start + "}");

  const auto some = spec_of<Huawei2023TraceSpec>(
      start +
      ", days: [100, 2], within_interval: even, delay_unit: s, functions: 3, tenant: t"
      ", default_duration: 1s, default_memory: 256MiB, timeout: 3s}");
  CHECK(some.requests == Paths{requests[0], requests[2]});
  CHECK(some.delays == Paths{delays[0], delays[2]});
  CHECK(some.memory_limits == Paths{limits});
  CHECK(some.delay_unit_ns == 1'000'000'000);
  CHECK(some.functions == 3u);
  CHECK(some.default_duration == sim::seconds(1));
  CHECK(some.default_memory == 256u);
  CHECK(trace_files(WorkloadSpec(some)) ==
        Paths{requests[0], requests[2], delays[0], delays[2], limits, instances});

  // There are no delays by second here, so the delays by minute are used.
  const auto fine = spec_of<Huawei2023TraceSpec>(start + ", interval: second, days: [10]}");
  CHECK(fine.requests == Paths{seconds});
  CHECK(fine.delays == Paths{delays[1]});
  CHECK(fine.interval == sim::seconds(1));
  check_round_trip(start + ", interval: second, days: [10]}");

  CHECK(refusal(start + ",\n days: [2, 3]}") ==
        "t.yaml:2:2: trace: names 2 days, but the path has only 1 of these days; each day must exist and be "
        "named once");
  CHECK(refusal(start + ",\n delays: " + delays[0] + "}") ==
        "t.yaml:2:2: trace: there are 1 tables of function delays for 3 tables of requests; each day needs "
        "one of each");
  CHECK(refusal("trace: {format: huawei-2023, path: " + folder.path("instances_minute") + "}") ==
        "t.yaml:1:30: trace: there is no table of requests; `path` must have a folder requests_minute or "
        "requests_second with files such as day_000.csv, or the key 'requests' must name the files");
}

TEST_CASE("the public tables contain only requests, and any files may be named") {
  const Folder folder("huawei2023-public");
  const std::string a = folder.add("day_00.csv", "x\n");
  const std::string b = folder.add("day_01.csv", "x\n");
  const std::string start = "trace: {format: huawei-2023, requests: '" + folder.path("day_*.csv") + "'";
  const std::string whole = start + ", default_duration: 100ms, default_memory: 128MiB}";
  CHECK(spec_of<Huawei2023TraceSpec>(whole).requests == Paths{a, b});
  check_round_trip(whole);
  CHECK(refusal(start + "}") ==
        "t.yaml:1:8: trace: there are no tables of function delays; set 'default_duration'\n"
        "t.yaml:1:8: trace: there are no tables of memory limits and instances; set 'default_memory'");
  CHECK(refusal(start + ", default_duration: 1s,\n instances: " + a + "}") ==
        "t.yaml:1:8: trace: there are 0 tables of memory limits for 1 tables of instances; each day needs "
        "one of each\n"
        "t.yaml:1:8: trace: there are no tables of memory limits and instances; set 'default_memory'");
  CHECK(day_files(folder.path(""), {}) == Paths{a, b});
  CHECK(day_files(folder.path(""), {1}) == Paths{b});
  CHECK(day_files(folder.path("none"), {}).empty());
}
