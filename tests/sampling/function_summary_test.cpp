#include "models/sampling/function_summary.hpp"

#include "models/workload/memory_source.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

Arrival called(std::int64_t second, std::uint32_t function, std::int64_t seconds = 1) {
  return {Time{} + sim::seconds(second), sim::seconds(seconds), FunctionId(function)};
}

FunctionTable sized_table(std::uint32_t functions) {
  FunctionTable table;
  for (std::uint32_t i = 0; i < functions; ++i) {
    table.function(table.tenant("t"), "f" + std::to_string(i), 128 * (i + 1), {});
  }
  return table;
}

}  // namespace

TEST_CASE("The summary of functions, counted by hand") {
  // Function 0 ends at 1, 101 and 701 s, so it has gaps of 599 s and exactly 10 min. Function 2 is busy
  // during the whole time between its calls.
  MemorySource source({called(0, 0), called(10, 2, 2000), called(100, 0), called(700, 0, 1), called(1301, 0),
                       called(1400, 2, 4)});
  const FunctionTable table = sized_table(3);
  const WorkloadSummary summary = summarise(source, table, {});
  CHECK(summary.calls == 6);
  CHECK(summary.uncalled == 1);
  CHECK(summary.first == Time{});
  CHECK(summary.last == Time{} + sim::seconds(1400));
  CHECK_FALSE(summary.is_partial);
  REQUIRE(summary.functions.size() == 2);
  const FunctionSummary& a = summary.functions[0];
  CHECK(a.function == 0);
  CHECK(a.calls == 4);
  CHECK(a.mean_duration_s == 1);
  CHECK(a.memory == 128);
  CHECK(a.pauses == 2);
  // Of 24 minutes, minutes 0, 1, 11 and 21 have a call.
  CHECK(a.dispersion == Approx(1 - 4.0 / 24).epsilon(1e-15));
  const FunctionSummary& b = summary.functions[1];
  CHECK(b.function == 2);
  CHECK(b.mean_duration_s == 1002);
  CHECK(b.memory == 384);
  CHECK(b.pauses == 1);
}

TEST_CASE("A slice is counted from its start up to its end") {
  MemorySource source(
      {called(0, 0), called(59, 0), called(60, 0), called(61, 1), called(119, 0), called(120, 1)});
  const FunctionTable table = sized_table(2);
  const WorkloadSummary summary =
      summarise(source, table, {Time{} + sim::minutes(1), Time{} + sim::minutes(2)});
  CHECK(summary.calls == 3);
  REQUIRE(summary.functions.size() == 2);
  CHECK(summary.functions[0].calls == 2);
  CHECK(summary.functions[0].pauses == 1);  // the time before the slice is unknown
  CHECK(summary.functions[1].calls == 1);
  CHECK(summary.first == Time{} + sim::minutes(1));
  CHECK(summary.last == Time{} + sim::seconds(119));
}

TEST_CASE("A slice without calls has no functions") {
  MemorySource source({called(0, 0)});
  const FunctionTable table = sized_table(1);
  const WorkloadSummary summary = summarise(source, table, {Time{} + sim::minutes(1), Time::never()});
  CHECK(summary.functions.empty());
  CHECK(summary.uncalled == 1);
}

TEST_CASE("The summary of counts by minute, counted by hand") {
  AzureTables tables;
  for (const double milliseconds : {100.0, 300.0, 500.0}) {
    AzureFunction function;
    function.duration = sim::Distribution::uniform(0, 2e6 * milliseconds);
    function.memory = 64;
    tables.functions.push_back(function);
  }
  tables.minutes.resize(40);
  tables.minutes[2] = {{0, 3}, {1, 1}};
  tables.minutes[12] = {{0, 1}};  // this call is ten minutes later; half of such gaps are longer than 10 min
  tables.minutes[13] = {{1, 2}};  // this call is eleven minutes later
  tables.minutes[14] = {{0, 1}, {1, 1}};
  const WorkloadSummary summary = summarise(tables, {});
  CHECK(summary.calls == 9);
  CHECK(summary.uncalled == 1);
  CHECK(summary.first == Time{} + sim::minutes(2));
  CHECK(summary.last == Time{} + sim::minutes(14));
  REQUIRE(summary.functions.size() == 2);
  CHECK(summary.functions[0].calls == 5);
  CHECK(summary.functions[0].pauses == 1.5);
  CHECK(summary.functions[0].mean_duration_s == Approx(0.1).epsilon(1e-14));
  CHECK(summary.functions[0].memory == 64);
  // The counts are 3, 1 and 1 in 13 minutes.
  CHECK(summary.functions[0].dispersion == Approx(11.0 / 5 - 5.0 / 13).epsilon(1e-14));
  CHECK(summary.functions[1].pauses == 2);
  const WorkloadSummary slice = summarise(tables, {Time{} + sim::minutes(3), Time{} + sim::minutes(14)});
  CHECK(slice.calls == 3);
  CHECK(slice.functions[0].pauses == 1);
}
