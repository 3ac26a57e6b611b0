#include <algorithm>

#include "models/workload/specification.hpp"
#include "tests/catch.hpp"
#include "tests/workload/packed_files.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;
using support::error_of;
using support::Opened;
using support::TemporaryFolder;

namespace {

/// Writes a day in the published layout, with three functions and three minutes. The second function is never
/// called.
struct Tables {
  std::string requests = "day,time,28,33,55\n0,0,2.0,,1\n0,60,,0,\n0,120,1.0,,2\n";
  std::string delays = "day,time,28,33,55\n0,0,250.5,,1000\n0,60,,,\n0,120,,,2000\n";
  std::string limits = "day,time,28,33,55\n0,0,512,,300\n0,60,256,128,\n0,120,,,\n";
  std::string instances = "day,time,28,33,55\n0,0,2,,1\n0,60,1,,\n0,120,,,\n";

  [[nodiscard]] Huawei2023TraceSpec in(const TemporaryFolder& folder) const {
    Huawei2023TraceSpec spec;
    spec.requests = {folder.write("requests", requests)};
    spec.delays = {folder.write("delays", delays)};
    spec.memory_limits = {folder.write("limits", limits)};
    spec.instances = {folder.write("instances", instances)};
    spec.within_interval = WithinInterval::even;
    return spec;
  }
};

/// Returns the instant of an `even` call: number i of n, in the interval from `start` on, of function `row`.
Time huawei_even(std::int64_t start, std::int64_t i, std::int64_t n, std::uint32_t row,
                 Duration interval = sim::minutes(1)) {
  const sim::DrawKey key(0, 0, purpose_of_source(Purpose::arrival_in_minute, 0));
  const auto phase =
      static_cast<std::int64_t>(sim::Draw(key, row, 0).uniform() * static_cast<double>(interval.ns()));
  return Time{} + sim::seconds(start) + Duration{(i * interval.ns() + phase) / n};
}

/// The rows of the second function that is called and, if there is another day, of the function that this day
/// adds.
constexpr std::uint32_t kSecond = 2;
constexpr std::uint32_t kThird = 3;

std::vector<Arrival> huawei_sorted(std::vector<Arrival> arrivals) {
  std::stable_sort(arrivals.begin(), arrivals.end(),
                   [](const Arrival& a, const Arrival& b) { return a.time < b.time; });
  return arrivals;
}

std::string huawei_2023_error(const Tables& tables, Duration interval = sim::minutes(1)) {
  const TemporaryFolder folder;
  Huawei2023TraceSpec spec = tables.in(folder);
  spec.interval = interval;
  std::string error = error_of<TraceError>([&] { Opened(spec, SourceContext{}); });
  const std::string path = folder.path("");
  for (std::size_t found = 0; (found = error.find(path)) != std::string::npos;) {
    error.erase(found, path.size());
  }
  return error;
}

}  // namespace

TEST_CASE("calls of an interval take the function delay of the interval, or the last delay before it") {
  const TemporaryFolder folder;
  const Huawei2023TraceSpec spec = Tables{}.in(folder);
  for (const std::size_t size : {1u, 100u}) {
    const Opened opened(spec, SourceContext{}, size);
    CHECK(opened.arrivals ==
          huawei_sorted({{huawei_even(0, 0, 2, 0), Duration{250'500'000}, FunctionId(0u)},
                         {huawei_even(0, 1, 2, 0), Duration{250'500'000}, FunctionId(0u)},
                         {huawei_even(0, 0, 1, kSecond), sim::seconds(1), FunctionId(1u)},
                         {huawei_even(120, 0, 2, kSecond), sim::seconds(2), FunctionId(1u)},
                         {huawei_even(120, 1, 2, kSecond), sim::seconds(2), FunctionId(1u)},
                         {huawei_even(120, 0, 1, 0), Duration{250'500'000}, FunctionId(0u)}}));
    REQUIRE(opened.table.size() == 2);
    CHECK(opened.table[FunctionId(0u)].name == "28");
    CHECK(opened.table[FunctionId(0u)].memory == 256);  // the memory is (512 + 256) MB over 3 instances
    CHECK(opened.table[FunctionId(1u)].name == "55");
    CHECK(opened.table[FunctionId(1u)].memory == 300);
    CHECK(opened.table.tenant_name(TenantId(0u)) == "huawei");
  }
  CHECK(Opened(spec, support::context_of(1, 140)).arrivals.size() == 4);
  Huawei2023TraceSpec one = spec;
  one.functions = 1;
  CHECK(Opened(one, SourceContext{}).arrivals.size() == 3);
  one.functions = 4;
  CHECK_THAT(error_of<TraceError>([&] { Opened(one, SourceContext{}); }),
             ContainsSubstring("there are 3 functions, but `functions` is 4; set `functions` to at most 3"));
}

TEST_CASE("days follow each other without a gap, for any days, compressed or not") {
  const TemporaryFolder folder;
  Huawei2023TraceSpec spec = Tables{}.in(folder);
  spec.requests.push_back(
      folder.write("r9", support::gzipped("day,time,7,28\n9,777600,,1\n9,777660,1,\n9,777780,,1\n")));
  spec.delays.push_back(folder.write("d9", support::zstd_packed("day,time,7\n9,777600,\n9,777660,40\n")));
  spec.default_memory = 64;
  const Opened opened(spec, SourceContext{});
  REQUIRE(opened.arrivals.size() == 9);
  // The first day ends at 180 s. The row of 777720 s is missing, so its minute is empty.
  CHECK(opened.arrivals[6] == Arrival{huawei_even(180, 0, 1, 0), Duration{250'500'000}, FunctionId(0u)});
  CHECK(opened.arrivals[7] == Arrival{huawei_even(240, 0, 1, kThird), sim::milliseconds(40), FunctionId(2u)});
  CHECK(opened.arrivals[8] == Arrival{huawei_even(360, 0, 1, 0), Duration{250'500'000}, FunctionId(0u)});
  CHECK(opened.table[FunctionId(2u)].name == "7");
  CHECK(opened.table[FunctionId(2u)].memory == 64);
}

TEST_CASE("a table of requests without other tables needs constants, and its rows may cover seconds") {
  const TemporaryFolder folder;
  Huawei2023TraceSpec spec;
  spec.requests = {folder.write("r", "day,time,0\n3,259200,2\n3,259201,1\n")};
  spec.interval = sim::seconds(1);
  spec.within_interval = WithinInterval::even;
  spec.default_duration = sim::milliseconds(5);
  spec.default_memory = 128;
  CHECK(Opened(spec, SourceContext{}).arrivals ==
        std::vector<Arrival>{{huawei_even(0, 0, 2, 0, spec.interval), sim::milliseconds(5), FunctionId(0u)},
                             {huawei_even(0, 1, 2, 0, spec.interval), sim::milliseconds(5), FunctionId(0u)},
                             {huawei_even(1, 0, 1, 0, spec.interval), sim::milliseconds(5), FunctionId(0u)}});
  // If delays are by minute and requests by second, the last delay applies.
  spec.default_duration.reset();
  spec.delays = {folder.write("d", "day,time,0\n3,259200,0.25\n3,259260,9\n")};
  spec.delay_unit_ns = 1'000'000'000;
  CHECK(Opened(spec, SourceContext{}).arrivals.back().duration == sim::milliseconds(250));
}

TEST_CASE("an error in a day's tables is reported with its line") {
  Tables tables;
  SECTION("a count that is not a number") {
    tables.requests = "day,time,28\n0,0,2.5\n";
    CHECK(huawei_2023_error(tables) ==
          "requests:2:5: function \"28\" is \"2.5\"; expected a whole number from 0 to 100000000, or an "
          "empty field");
    tables.requests = "day,time,28\n0,0,-2\n";
    CHECK(huawei_2023_error(tables) ==
          "requests:2:5: function \"28\" is \"-2\"; expected a whole number from 0 to 100000000, or an empty "
          "field");
    tables.requests = "day,time,28\n0,0,99999999999999999999\n";
    CHECK(huawei_2023_error(tables) ==
          "requests:2:5: function \"28\" is \"99999999999999999999\"; expected a whole number from 0 to "
          "100000000, or an empty field");
  }
  SECTION("counts that are too large together") {
    tables.requests = "day,time,28,55\n0,0,100000000,1\n";
    CHECK_THAT(huawei_2023_error(tables),
               ContainsSubstring("has 100000001 requests at 0 s; at most 100000000"));
  }
  SECTION("another interval") {
    CHECK(huawei_2023_error(tables, sim::minutes(2)) ==
          "requests:3:3: time is \"60\"; the previous row is at 0 s, which is less than the `interval` of "
          "120 s before this row; set `interval` to the length of time that a row covers");
  }
  SECTION("no delay yet") {
    tables.delays = "day,time,28\n0,0,1\n";
    CHECK(
        huawei_2023_error(tables) ==
        "requests:2:10: function \"55\" is called before there is a function delay; set a default duration");
  }
  SECTION("no memory") {
    tables.instances = "day,time,28\n0,0,1\n";
    CHECK(huawei_2023_error(tables) ==
          "requests:2:10: function \"55\" is called, but has no memory limit with instances; set a default "
          "memory size");
  }
  SECTION("delays of another day") {
    tables.delays = "day,time,28\n1,86400,1\n";
    CHECK(huawei_2023_error(tables) ==
          "delays:2:3: time is \"86400\"; requests begins at 0 s, which is on another day; files of the same "
          "day must have the same position in their lists");
  }
  SECTION("a delay that is not a number") {
    tables.delays = "day,time,28\n0,0,x\n";
    CHECK(huawei_2023_error(tables) ==
          "delays:2:5: function \"28\" is \"x\"; expected a number of at least 0, or an empty field");
  }
  SECTION("an empty file") {
    tables.requests = "";
    CHECK(huawei_2023_error(tables) == "requests:1:1: the file is empty; expected a line with column names");
  }
}
