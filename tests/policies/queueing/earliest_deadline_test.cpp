#include "tests/policies/queueing/queueing_support.hpp"

using namespace support;

TEST_CASE("earliest-deadline counts from the arrival, and attempts without a deadline are last") {
  const auto earliest = queueing("earliest-deadline");
  QueueingQuery query = waiting(at_ms(100), 0);
  query.now = at_ms(700);
  query.deadline = ms(50);
  CHECK(earliest->key(query) == at_ms(150).ns());
  query.deadline = Duration::infinite();
  CHECK(earliest->key(query) == Time::never().ns());
}

TEST_CASE("the deadline of a function is the given deadline, or else its timeout") {
  // f, of 100 ms, is due 1 s later, at its timeout. g, of 200 ms, is due 500 ms later, so g is served first.
  World world = one_place();
  world.parameters.policies.queueing = policy(Seam::queueing, "earliest-deadline");
  FunctionTraits traits;
  traits.timeout = ms(1'000);
  const FunctionId f = world.function("f", traits);
  traits.deadline = ms(500);
  const FunctionId g = world.function("g", traits);
  world.arrive(f, at_ms(0), ms(900));
  world.arrive(f, at_ms(100), ms(100));
  world.arrive(g, at_ms(200), ms(100));
  world.run();
  CHECK(starts(world) == Starts{{0, 0}, {1, 900}, {0, 1'000}});
}
