#include "models/policies/scaling/seam.hpp"
#include "tests/policies/seam_support.hpp"

using namespace support;

TEST_CASE("share-at-once: instances for the share of the requests in flight, rounded up") {
  const auto half = made<ScalingPolicy>(policy(Seam::scaling, "share-at-once", {Argument{0, 0.5}}));
  const auto decide = [&half](std::uint32_t waiting, std::uint32_t live, std::uint32_t slots) {
    return half->decide({Time{}, FunctionId{0u}, waiting, 0, live, slots});
  };
  CHECK(decide(0, 0, 1) == Scale::start);
  CHECK(decide(0, 1, 1) == Scale::wait);   // 2 requests, 1 instance
  CHECK(decide(1, 1, 1) == Scale::start);  // 3 requests, 2 instances
  CHECK(decide(1, 2, 1) == Scale::wait);
  CHECK(decide(98, 100, 1) == Scale::wait);  // 199 requests
  CHECK(decide(0, 1, 10) == Scale::wait);    // 11 requests: 5.5 slots, 1 instance
  CHECK(decide(10, 1, 10) == Scale::start);  // 21 requests: 10.5 slots, 2 instances
  const auto few = made<ScalingPolicy>(policy(Seam::scaling, "share-at-once", {Argument{0, 0.001}}));
  CHECK(few->decide({Time{}, FunctionId{0u}, 0, 0, 0, 1}) ==
        Scale::start);  // without an instance none would end
}

TEST_CASE("share-at-once: of N requests at once half get an instance, as on Google Cloud Functions in 2017") {
  for (const auto& [binding, n] : {std::pair{Binding::early, 1},
                                   {Binding::early, 2},
                                   {Binding::early, 9},
                                   {Binding::early, 10},
                                   {Binding::early, 200},
                                   {Binding::late, 1},
                                   {Binding::late, 9},
                                   {Binding::late, 10},
                                   {Binding::late, 200}}) {
    World world;
    world.parameters.scheduler.binding = binding;
    world.parameters.cold_start.sandbox = takes(ms(100));
    world.parameters.policies.scaling = policy(Seam::scaling, "share-at-once", {Argument{0, 0.5}});
    const FunctionId f = world.function("f");
    for (int i = 0; i < n; ++i) {
      world.arrive(f, at_ms(0), ms(1'000));
    }
    const Counts counts = world.counts();
    CAPTURE(n);
    CHECK(counts.created == static_cast<std::uint64_t>((n + 1) / 2));
    CHECK(counts.cold == static_cast<std::uint64_t>((n + 1) / 2));
    CHECK(counts.waited == static_cast<std::uint64_t>(n / 2));
  }
}
