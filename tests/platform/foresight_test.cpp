// The foreseen invocations equal the actual invocations if nothing delays them.
#include "models/platform/foresight.hpp"

#include <algorithm>
#include <cstddef>

#include "tests/support/platform_fixture.hpp"

using namespace support;

TEST_CASE("the foreseen times include the request latency, the path to the nearest host, and the timeout") {
  World world;
  world.parameters.frontend.request_latency = sim::Distribution::exponential(1e9);
  world.parameters.cluster.topology = {"f", {{"f", "a", ms(10)}, {"a", "b", ms(2)}}, {"b", "a"}, ms(1)};
  FunctionTraits traits;
  traits.timeout = ms(300);
  const FunctionId f = world.function("f", traits);
  const FunctionId g = world.function("g");
  world.arrive(f, at_ms(0), ms(200));
  world.arrive(g, at_ms(1), ms(900));
  world.arrive(f, at_ms(2), ms(400));
  world.options.observer = &world.record;
  world.run_as(world.options);
  const Future future =
      foresee(world.parameters, world.table, world.arrivals, world.options.seed, world.options.replication);
  REQUIRE(future.of(f).size() == 2);
  REQUIRE(future.of(g).size() == 1);
  std::size_t seen = 0;
  for (const Observation& admitted : world.record.of(Change::admitted)) {
    const auto all = future.of(admitted.function);
    seen += static_cast<std::size_t>(std::count_if(
        all.begin(), all.end(), [&](const Foreseen& foreseen) { return foreseen.at == admitted.now; }));
  }
  CHECK(seen == 3);
  CHECK(future.of(g)[0].duration == ms(911));
  CHECK(future.of(f)[0].duration + future.of(f)[1].duration == ms(211 + 311));
}
