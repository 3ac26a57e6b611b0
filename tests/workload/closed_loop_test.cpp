#include "models/workload/merged_source.hpp"
#include "tests/catch.hpp"
#include "tests/workload/generators.hpp"

using namespace curtain;
using support::context_of;
using support::error_of;

namespace {

ClosedLoopSpec loop(std::uint32_t clients) {
  ClosedLoopSpec spec;
  spec.of = support::function_named("checkout");
  spec.of.tenant = "shop";
  spec.of.traits.max_instances = 3;
  spec.clients = clients;
  spec.think = sim::Distribution::exponential(2e9);
  return spec;
}

}  // namespace

TEST_CASE("a closed loop has no stream of calls, but one group of clients and the scenario's end") {
  FunctionTable table;
  table.function(table.tenant("other"), "f", 128, {});
  const auto source = open_source(loop(20), context_of(7, 100, 2, 5), table);
  CHECK(support::read_by(*source, 10).empty());
  CHECK(source->horizon() == Time{} + sim::seconds(100));
  const auto groups = source->clients();
  REQUIRE(groups.size() == 1);
  const ClientGroup& group = groups.front();
  CHECK(group.clients == 20);
  CHECK(group.function == FunctionId(1u));
  CHECK(table[group.function].name == "checkout");
  CHECK(table[group.function].traits.max_instances == 3);
  CHECK(group.think == sim::Distribution::exponential(2e9));
  CHECK(group.duration == sim::Distribution::constant(1e6));
  CHECK(group.until == Time{} + sim::seconds(100));
  CHECK(group.ramp_up == Duration{});
  CHECK(group.think_key == sim::DrawKey(7, 2, purpose_of_source(Purpose::client_think, 5)));
  CHECK(group.duration_key == sim::DrawKey(7, 2, purpose_of_source(Purpose::execution, 5)));
}

TEST_CASE("the first pause is a think time unless it is given") {
  FunctionTable table;
  ClosedLoopSpec spec = loop(1);
  CHECK(open_source(spec, context_of(1, 1), table)->clients().front().first == spec.think);
  spec.first = sim::Distribution::constant(0);
  spec.ramp_up = sim::seconds(9);
  const ClientGroup group = open_source(spec, context_of(1, 1), table)->clients().front();
  CHECK(group.first == sim::Distribution::constant(0));
  CHECK(group.ramp_up == sim::seconds(9));
}

TEST_CASE("merged sources have the clients of all sources, in order") {
  FunctionTable table;
  std::vector<std::unique_ptr<ArrivalSource>> sources;
  sources.push_back(open_source(loop(3), context_of(1, 10, 0, 0), table));
  sources.push_back(std::make_unique<MemorySource>(std::vector<Arrival>(2)));
  sources.push_back(open_source(loop(4), context_of(1, 10, 0, 2), table));
  const auto merged = merge(std::move(sources));
  CHECK(support::read_by(*merged, 10).size() == 2);
  const auto groups = merged->clients();
  REQUIRE(groups.size() == 2);
  CHECK(groups[0].clients == 3);
  CHECK(groups[1].clients == 4);
  CHECK_FALSE(groups[0].think_key == groups[1].think_key);
}

TEST_CASE("impossible closed loops are refused") {
  const auto refusal = [](const ClosedLoopSpec& spec, const SourceContext& context) {
    return error_of<std::invalid_argument>([&] {
      FunctionTable table;
      open_source(spec, context, table);
    });
  };
  CHECK(refusal(loop(0), context_of(1, 1)) ==
        "a closed loop has 0 clients; at least 1 and at most 10000000 are allowed");
  CHECK(refusal(loop(10'000'001), context_of(1, 1)) ==
        "a closed loop has 10000001 clients; at least 1 and at most 10000000 are allowed");
  CHECK(refusal(loop(1), {}) == "a generated workload needs an end; set the `duration` of the scenario");
}
