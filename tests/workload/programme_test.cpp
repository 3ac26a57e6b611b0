#include "models/workload/programme.hpp"

#include "tests/catch.hpp"

using namespace curtain;

namespace {

DeployStep group(const std::string& functions, std::uint32_t count) {
  DeployStep step;
  step.functions = functions;
  step.count = count;
  return step;
}

Programme with(std::vector<ProgrammeStep> steps) {
  Programme programme;
  programme.name = "p";
  programme.steps = std::move(steps);
  return programme;
}

}  // namespace

TEST_CASE("a programme names its functions, and a round of a repeat creates others") {
  RepeatStep rounds;
  rounds.times = 2;
  rounds.steps = {{group("g", 2)}};
  FunctionTable table;
  table.function(table.tenant("x"), "other", 64, {});
  const auto source = open_programme(with({{group("f", 1)}, {rounds}}), 1, 0, 0, table);
  REQUIRE(table.size() == 6);
  CHECK(table[FunctionId{1u}].name == "f");
  CHECK(table[FunctionId{2u}].name == "g/1-1");
  CHECK(table[FunctionId{5u}].name == "g/2-2");
  CHECK(table[FunctionId{5u}].memory == 128);
  const auto programmes = source->programmes();
  REQUIRE(programmes.size() == 1);
  const auto& opened = std::get<RepeatStep>(programmes[0]->steps[1].action);
  CHECK(std::get<DeployStep>(opened.steps[0].action).first == 2);
  CHECK(std::get<DeployStep>(opened.steps[0].action).rounds == 2);
  CHECK(!source->horizon());
}

TEST_CASE("sizes are drawn by function and rounded down to steps") {
  DeployStep step = group("f", 400);
  step.memory = sim::Distribution::uniform(128, 3072);
  step.memory_step = 64;
  FunctionTable table;
  static_cast<void>(open_programme(with({{step}}), 1, 0, 0, table));
  Mebibytes least = 4096;
  Mebibytes most = 0;
  for (std::size_t id = 0; id < table.size(); ++id) {
    const Mebibytes memory = table[FunctionId{id}].memory;
    CHECK(memory % 64 == 0);
    least = std::min(least, memory);
    most = std::max(most, memory);
  }
  CHECK(least == 128);
  CHECK(most == 3008);
  FunctionTable again;
  static_cast<void>(open_programme(with({{step}}), 1, 1, 0, again));
  CHECK(again[FunctionId{0u}].memory != table[FunctionId{0u}].memory);  // another replication, which the seed
                                                                        // 1 shows at the first function
}

TEST_CASE("too many functions and functions that exist are refused") {
  RepeatStep rounds;
  rounds.times = 200'001;
  rounds.steps = {{group("g", 1)}};
  FunctionTable table;
  CHECK(functions_of(with({{rounds}})) == 200'001);
  CHECK_THROWS_WITH(open_programme(with({{rounds}}), 1, 0, 0, table),
                    "programme 'p' creates 200001 functions; at most 200000 are allowed");
  table.function(table.tenant("default"), "f", 128, {});
  CHECK_THROWS_WITH(open_programme(with({{group("f", 1)}}), 1, 0, 0, table),
                    "programme 'p' creates the function 'f', but tenant 'default' has a function of this "
                    "name; give the functions of the step another name, or the programme another tenant");
}

TEST_CASE("the names of records are listed once") {
  SearchStep search;
  search.record = "idle";
  RepeatStep rounds;
  rounds.steps = {{RecordStep{"latency", Observed::latency, "", Among::all}}, {search}};
  const std::vector<Programme> programmes = {with({{rounds}}), with({{search}})};
  CHECK(record_names(programmes) == std::vector<std::string>{"latency", "idle"});
  CHECK(std::string(observation_unit(Observed::disk_rate)) == "MB/s");
}
