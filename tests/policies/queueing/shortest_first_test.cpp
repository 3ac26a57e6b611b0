#include "tests/policies/queueing/queueing_support.hpp"

using namespace support;

TEST_CASE("shortest-first learns the durations of functions, and serves unknown functions first") {
  const auto mean = queueing("shortest-first", {whole(kMean)});
  CHECK(mean->needs().on_completion);
  mean->on_completion({at_ms(0), FunctionId{1u}, InstanceId{0u}, ms(10)});
  mean->on_completion({at_ms(0), FunctionId{1u}, InstanceId{0u}, ms(20)});
  mean->on_completion({at_ms(0), FunctionId{2u}, InstanceId{0u}, ms(14)});
  CHECK(mean->key(waiting(at_ms(0), 1, ms(1))) == ms(15).ns());
  CHECK(mean->key(waiting(at_ms(0), 2, ms(99))) == ms(14).ns());
  CHECK(mean->key(waiting(at_ms(0), 0, ms(99))) < 0);
  CHECK(mean->key(waiting(at_ms(0), 7, ms(99))) < 0);
  const auto exact = queueing("shortest-first", {whole(kExact)});
  CHECK_FALSE(exact->needs().on_completion);
  CHECK(exact->key(waiting(at_ms(0), 1, ms(7))) == ms(7).ns());
}

TEST_CASE("shortest-first serves the function with the shortest known mean first") {
  // f takes 1 s and g 100 ms, and one runs at a time. Until 100 ms no duration is known, and the duration of
  // f is unknown until 1,100 ms. Attempts that arrived before then are served in order of arrival. The
  // exception is the attempt of g at 200 ms: g is known to take 100 ms, so it is served after attempts of
  // unknown duration. From 3,200 ms on both durations are known, and the attempt of g at 2,600 ms is served
  // before the attempt of f at 2,500 ms.
  World world = one_place();
  world.parameters.policies.queueing = policy(Seam::queueing, "shortest-first", {whole(kMean)});
  const FunctionId f = world.function("f");
  const FunctionId g = world.function("g");
  const auto arrive = [&](FunctionId function, std::int64_t time) {
    world.arrive(function, at_ms(time), ms(function == f ? 1'000 : 100));
  };
  arrive(g, 0);
  arrive(f, 10);
  arrive(f, 20);
  arrive(g, 30);
  arrive(g, 200);
  arrive(f, 300);
  arrive(f, 2'500);
  arrive(g, 2'600);
  world.run();
  CHECK(starts(world) ==
        Starts{{1, 0}, {0, 100}, {0, 1'100}, {1, 2'100}, {0, 2'200}, {1, 3'200}, {1, 3'300}, {0, 3'400}});
}
