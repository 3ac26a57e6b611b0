#include "models/workload/measured_calls.hpp"

#include "tests/catch.hpp"
#include "tests/workload/generators.hpp"

using namespace curtain;
using support::context_of;

namespace {

MeasuredSpec two_functions() {
  auto calls = std::make_shared<LoggedCalls>();
  calls->functions = {{"f", 128}, {"g", 256}};
  for (const std::int64_t s : {0, 5, 9}) {
    calls->arrivals.push_back({Time{} + sim::seconds(s), sim::seconds(1), FunctionId{s == 5 ? 1u : 0u}, 0});
  }
  MeasuredSpec spec;
  spec.calls = calls;
  return spec;
}

}  // namespace

TEST_CASE("The calls of a log arrive at their times, with their functions, after a shift") {
  MeasuredSpec spec = two_functions();
  spec.shift = sim::seconds(10);
  FunctionTable table;
  table.function(table.tenant("other"), "first", 128,
                 {});  // ids of the table differ from positions in the log
  std::vector<Arrival> arrivals(3);
  const SourceContext context = context_of(1, 100);
  const auto source = open_source(spec, context, table);
  REQUIRE(source->fill(arrivals) == 3);
  CHECK(arrivals[0].time == Time{} + sim::seconds(10));
  CHECK(arrivals[1].time == Time{} + sim::seconds(15));
  CHECK(arrivals[2].duration == sim::seconds(1));
  CHECK(table[arrivals[0].function].name == "f");
  CHECK(table[arrivals[1].function].name == "g");
  CHECK(table[arrivals[1].function].memory == 256);
  CHECK(arrivals[2].function == arrivals[0].function);
  CHECK(source->fill(arrivals) == 0);
}

TEST_CASE("A duration of the entry replaces the durations of the log") {
  MeasuredSpec spec = two_functions();
  spec.duration = sim::Distribution::uniform(1e9, 2e9);
  FunctionTable table;
  std::vector<Arrival> arrivals(3);
  const auto source = open_source(spec, context_of(1, 100), table);
  REQUIRE(source->fill(arrivals) == 3);
  CHECK(arrivals[0].duration != arrivals[1].duration);
  for (const Arrival& arrival : arrivals) {
    CHECK(arrival.duration >= sim::seconds(1));
    CHECK(arrival.duration <= sim::seconds(2));
  }
}

TEST_CASE("A measured workload without a log cannot be opened") {
  FunctionTable table;
  const SourceContext context = context_of(1, 100);
  CHECK_THROWS_WITH(
      open_source(MeasuredSpec{}, context, table),
      "a measured workload has no log; give one with path, or with curtain validate --measured LOG");
}
