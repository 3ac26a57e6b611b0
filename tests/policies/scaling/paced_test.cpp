#include "models/policies/scaling/seam.hpp"
#include "tests/policies/seam_support.hpp"

using namespace support;

namespace {

std::uint32_t paced_desired(ScalingPolicy& scaling, std::uint32_t live, std::uint32_t slots,
                            std::uint32_t concurrency) {
  LoadView view{};
  view.live = live;
  view.slots = slots;
  view.concurrency = concurrency;
  return scaling.desired(view).value();
}

}  // namespace

TEST_CASE("paced: the first instance at once, then a step at each tick as long as requests lack a slot") {
  const auto scaling =
      made<ScalingPolicy>(policy(Seam::scaling, "paced", {length(ms(10'000)), whole(2), whole(7)}));
  CHECK(scaling->needs().tick == ms(10'000));
  CHECK(scaling->decide({Time{}, FunctionId{0u}, 0, 0, 0, 1}) == Scale::start);
  CHECK(scaling->decide({Time{}, FunctionId{0u}, 9, 0, 1, 1}) == Scale::wait);
  CHECK(paced_desired(*scaling, 0, 1, 0) == 0);  // no request: nothing is started
  CHECK(paced_desired(*scaling, 3, 1, 2) == 3);  // nothing is reclaimed either
  CHECK(paced_desired(*scaling, 3, 1, 3) == 3);
  CHECK(paced_desired(*scaling, 3, 1, 4) == 4);    // one is needed
  CHECK(paced_desired(*scaling, 3, 1, 100) == 5);  // two a tick
  CHECK(paced_desired(*scaling, 6, 1, 100) == 7);  // seven at most
  CHECK(paced_desired(*scaling, 7, 1, 100) == 7);
  CHECK(paced_desired(*scaling, 9, 1, 100) == 9);
  CHECK(paced_desired(*scaling, 1, 4, 4) == 1);
  CHECK(paced_desired(*scaling, 1, 4, 5) == 2);
}

TEST_CASE("paced: 200 requests at once reach ten instances after 90 s, as Azure Functions in 2017") {
  World world;
  world.parameters.policies.scaling =
      policy(Seam::scaling, "paced", {length(ms(10'000)), whole(1), whole(10)});
  const FunctionId f = world.function("f");
  for (int i = 0; i < 200; ++i) {
    world.arrive(f, at_ms(0), ms(200'000));
  }
  const Counts counts = world.counts();
  CHECK(counts.created == 10);
  CHECK(counts.cold == 10);
  CHECK(counts.waited == 190);
}
