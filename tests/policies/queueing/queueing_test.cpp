#include "models/policies/queueing/seam.hpp"

#include "tests/policies/seam_support.hpp"

using namespace support;

namespace {

QueueingQuery at_position(std::uint64_t position) {
  return {Time{}, Time{}, TenantId{0u}, FunctionId{0u}, Duration{}, position};
}

}  // namespace

TEST_CASE("keys give the same order as sorted lists") {
  const auto fifo = made<QueueingPolicy>(policy(Seam::queueing, "fifo"));
  const auto lifo = made<QueueingPolicy>(policy(Seam::queueing, "lifo"));
  CHECK(fifo->key(at_position(1)) < fifo->key(at_position(2)));
  CHECK(lifo->key(at_position(1)) > lifo->key(at_position(2)));
  CHECK(fifo->order() == QueueOrder::first_in_first_out);
  CHECK(lifo->order() == QueueOrder::last_in_first_out);
}

TEST_CASE("of two waiting attempts, each order serves another one within 1.5 s") {
  // One instance serves attempts of 1 s from 0 on. The attempt that is served second waits from 0.1 or 0.2 s
  // until 1 s, and the other one until it gives up. fifo serves invocation 1, and lifo invocation 2.
  World world;
  world.parameters.frontend.max_wait = ms(1'500);
  FunctionTraits traits;
  traits.max_instances = 1;
  const FunctionId f = world.function("f", traits);
  for (const std::int64_t time : {0, 100, 200}) {
    world.arrive(f, at_ms(time), ms(1'000));
  }
  const RunOutcome fifo = world.run();
  CHECK(fifo.tally.responses().latency().max() == 1'900'000'000);
  CHECK(Counts(fifo).of(Outcome::expired) == 1);
  world.parameters.policies.queueing = policy(Seam::queueing, "lifo");
  const RunOutcome lifo = world.run();
  CHECK(lifo.tally.responses().latency().max() == 1'800'000'000);
  CHECK(Counts(lifo).of(Outcome::expired) == 1);
}
