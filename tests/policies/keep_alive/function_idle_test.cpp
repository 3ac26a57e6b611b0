#include "models/policies/keep_alive/seam.hpp"

#include "tests/policies/seam_support.hpp"

using namespace support;

namespace {

/// A world in which a function loses its instances after 600 s, and an instance after 1,500 s.
World with_function_idle(Duration function_spread = {}, Duration instance_spread = {}) {
  World world;
  world.parameters.policies.keep_alive =
      policy(Seam::keep_alive, "function-idle",
             {length(ms(600'000)), length(function_spread), length(ms(1'500'000)), length(instance_spread)});
  world.horizon = at_ms(9'000'000);
  return world;
}

}  // namespace

TEST_CASE("function-idle: a lone instance is reclaimed after the time of the function") {
  World world = with_function_idle();
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(1'000));
  world.arrive(f, at_ms(600'000), ms(1'000));  // idle for 599 s, so warm; then idle from 601 s on
  world.run();
  CHECK(world.counts().cold == 1);
  CHECK(world.record.when_ms(Change::instance_reclaimed) == std::vector<std::int64_t>{1'201'000});
}

TEST_CASE(
    "function-idle: an unused instance survives as long as its function is used, at most its own time") {
  World world = with_function_idle();
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(1'000));
  world.arrive(f, at_ms(0), ms(2'000));  // a second instance, which is the most recent one from 2 s on
  for (std::int64_t s = 500; s <= 2'000; s += 500) {
    world.arrive(f, at_ms(s * 1'000), ms(1'000));
  }
  world.run();
  // The first instance is idle from 1 s on. It ends 1,500 s later, and the second one 600 s after the last
  // use of the function, at 2,001 s.
  CHECK(world.record.when_ms(Change::instance_reclaimed) == std::vector<std::int64_t>{1'501'000, 2'601'000});
  CHECK(world.counts().cold == 2);
}

TEST_CASE("function-idle: all idle instances of a function that is not used end together, on all VMs") {
  World world = with_function_idle();
  world.parameters.cluster.vms.memory = 1'024;
  const FunctionId f = world.function("f", {}, 1'024);  // one instance on a VM
  const FunctionId g = world.function("g", {}, 1'024);
  world.arrive(f, at_ms(0), ms(1'000));
  world.arrive(f, at_ms(0), ms(1'000));
  world.arrive(g, at_ms(300'000), ms(1'000));
  world.arrive(f, at_ms(400'000),
               ms(1'000));  // restarts the time of the other instance, which is on another VM
  world.run();
  CHECK(world.record.when_ms(Change::instance_reclaimed) ==
        std::vector<std::int64_t>{901'000, 1'001'000, 1'001'000});
}

TEST_CASE("function-idle: random times are within their spreads, and depend only on their addresses") {
  const auto made_policy = made<KeepAlivePolicy>(
      policy(Seam::keep_alive, "function-idle",
             {length(ms(600'000)), length(ms(60'000)), length(ms(1'500'000)), length(ms(300'000))}));
  double sum = 0;
  constexpr int n = 10'000;
  for (int i = 0; i < n; ++i) {
    IdleInstanceView view{};
    view.draws = sim::DrawKey(1, 0, 45);
    view.ordinal = static_cast<std::uint64_t>(i);
    const Duration kept = made_policy->keep_for(view);
    REQUIRE(kept > ms(1'200'000));
    REQUIRE(kept <= ms(1'500'000));
    REQUIRE(made_policy->keep_for(view) == kept);
    sum += kept.seconds();
  }
  // The standard deviation of the mean is 300 s / sqrt(12 n), below 0.9 s.
  CHECK(sum / n == Approx(1'350).margin(4.5));
  IdleGroupView group{};
  group.draws = sim::DrawKey(1, 0, 45);
  group.idle = 2;
  group.last_use = at_ms(1'000);
  group.now = at_ms(1'000);
  const Duration wait = made_policy->next_review(group);
  CHECK(wait > ms(540'000));
  CHECK(wait <= ms(600'000));
  group.now = group.last_use + wait;
  CHECK(made_policy->review(group) == 2);
  CHECK(made_policy->next_review(group).is_infinite());
}

TEST_CASE("function-idle: a spread as long as its time is refused") {
  const PolicyChoice of_function =
      policy(Seam::keep_alive, "function-idle", {length(ms(1)), length(ms(1)), length(ms(6)), length(ms(5))});
  CHECK_THROWS_WITH(of_function.declaration->make(of_function.arguments),
                    "function-idle: function_spread must be less than function");
  const PolicyChoice of_instance =
      policy(Seam::keep_alive, "function-idle", {length(ms(2)), length(ms(1)), length(ms(6)), length(ms(6))});
  CHECK_THROWS_WITH(of_instance.declaration->make(of_instance.arguments),
                    "function-idle: instance_spread must be less than instance");
}
