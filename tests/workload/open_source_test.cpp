#include "models/workload/specification.hpp"
#include "tests/catch.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;
using support::error_of;

namespace {

WorkloadSpec generator(std::size_t kind) {
  PoissonSpec poisson;
  poisson.function = "f";
  poisson.rate = 1;
  PopulationSpec population;
  population.functions = 3;
  population.rate = 1;
  AzureLikeSpec azure_like;
  azure_like.functions = 3;
  return std::vector<WorkloadSpec>{poisson, population, azure_like}[kind];
}

}  // namespace

TEST_CASE("each generator is opened by its specification, up to the duration") {
  const std::size_t kind = GENERATE(0u, 1u, 2u);
  FunctionTable table;
  const auto source = open_source(generator(kind), support::context_of(1, 100), table);
  CHECK(source->horizon() == Time{} + sim::seconds(100));
  CHECK(table.size() == (kind == 0 ? 1u : 3u));
  for (const Arrival& arrival : record(*source)) {
    CHECK(arrival.time < Time{} + sim::seconds(100));
    CHECK(arrival.function.index() < table.size());
  }
}

TEST_CASE("a generator without a duration is refused") {
  FunctionTable table;
  const std::size_t kind = GENERATE(0u, 1u, 2u);
  CHECK(error_of<std::invalid_argument>([&] { open_source(generator(kind), SourceContext{}, table); }) ==
        "a generated workload needs an end; set the `duration` of the scenario");
}

TEST_CASE("each trace format is opened by its specification") {
  const support::TemporaryFolder folder;
  FunctionTable table;
  CsvTraceSpec csv;
  csv.paths = {folder.path("none.csv")};
  CHECK_THROWS_AS(open_source(csv, SourceContext{}, table), TraceError);
  AzureTraceSpec azure;
  azure.invocations = folder.path("none_invocations.csv");
  CHECK_THROWS_AS(open_source(azure, SourceContext{}, table), TraceError);
  csv.paths = {folder.write("one.csv", "function_id,arrival_s,duration_s,memory_mb\nf,1,2,128\n")};
  CHECK(record(*open_source(csv, SourceContext{}, table)) ==
        std::vector<Arrival>{{Time{} + sim::seconds(1), sim::seconds(2), FunctionId(0u)}});
}

TEST_CASE("a specification lists its files in the order in which they are read") {
  CsvTraceSpec csv;
  csv.paths = {"a", "b"};
  AzureTraceSpec azure;
  azure.invocations = "i";
  azure.durations = "d";
  azure.memory = "m";
  Azure2021TraceSpec rows;
  rows.paths = {"c"};
  const WorkloadSpec two = csv;
  CHECK(trace_files(two) == std::vector<std::string>{"a", "b"});
  const WorkloadSpec minutes = azure;
  CHECK(trace_files(minutes) == std::vector<std::string>{"i", "d", "m"});
  azure.later_days = {{"j", "e", "n"}};
  const WorkloadSpec days = azure;
  CHECK(trace_files(days) == std::vector<std::string>{"i", "d", "m", "j", "e", "n"});
  WorkloadSpec changed = rows;
  *trace_files(changed).front() = "d";
  CHECK(std::get<Azure2021TraceSpec>(changed).paths == std::vector<std::string>{"d"});
  const WorkloadSpec generated = PoissonSpec{};
  CHECK(trace_files(generated).empty());
}
