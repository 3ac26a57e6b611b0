#include "models/policies/pre_warm/seam.hpp"

#include "tests/policies/seam_support.hpp"

using namespace support;

TEST_CASE("none starts nothing ahead, and provisioned starts the number that the function declares") {
  // Two calls arrive at once after 20 s. With none both are cold, with 1 provisioned one is warm, and with 2
  // provisioned both are warm.
  const std::uint32_t provisioned = GENERATE(0u, 1u, 2u);
  World world;
  FunctionTraits traits;
  traits.provisioned = provisioned;
  const FunctionId f = world.function("f", traits);
  world.arrive(f, at_ms(20'000), ms(10));
  world.arrive(f, at_ms(20'000), ms(10));
  CHECK(world.counts().cold == 2);
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
  CHECK(world.counts().cold == 2 - provisioned);
}

TEST_CASE("the floor is the provisioned number of the function") {
  CHECK(made<PreWarmPolicy>(policy(Seam::pre_warm, "provisioned"))->floor({Time{}, FunctionId{0u}, 7, 3}) ==
        7);
  CHECK(made<PreWarmPolicy>(policy(Seam::pre_warm, "none"))->floor({Time{}, FunctionId{0u}, 7, 3}) == 0);
}

TEST_CASE("hybrid-histogram has no floor, but plans starts after it has recorded idle times") {
  const auto keeps = made<KeepAlivePolicy>(policy(Seam::keep_alive, "hybrid-histogram",
                                                  {length(sim::minutes(1)),
                                                   whole(240),
                                                   {0, 0.05},
                                                   {0, 0.99},
                                                   {0, 0.1},
                                                   whole(1),
                                                   {0, 2},
                                                   {0, 0.5},
                                                   {0, 0.15},
                                                   length(sim::hours(4))}));
  const auto starts = made<PreWarmPolicy>(policy(Seam::pre_warm, "hybrid-histogram"));
  starts->work_with(*keeps);
  const FunctionId f{0u};
  CHECK(starts->floor({Time{}, f, 7, 3}) == 0);
  CHECK_FALSE(starts->start_at({at_ms(0), f, 0, 1}));
  keeps->on_arrival({at_ms(0), f, TenantId{0u}});
  keeps->on_completion({at_ms(0), f, InstanceId{0u}, Duration{}});
  keeps->on_arrival({at_ms(20 * 60'000), f, TenantId{0u}});
  CHECK(starts->start_at({at_ms(0), f, 0, 1}) == at_ms(18 * 60'000));  // the start is at 0.9 of the head of
                                                                       // 20 min
}

TEST_CASE(
    "moving-average: the floor is the average of the samples of one window, times the factor, rounded up") {
  // The samples are 4, 0, 3, 0, 0. At first the average of three is taken over the samples that exist.
  const auto average = [](double factor) {
    return made<PreWarmPolicy>(
        policy(Seam::pre_warm, "moving-average", {length(ms(3'500)), length(ms(1'000)), {0, factor}}));
  };
  const auto floors = [](PreWarmPolicy& starts, std::initializer_list<std::uint32_t> samples) {
    std::vector<std::uint32_t> all;
    std::int64_t second = 0;
    for (const std::uint32_t sample : samples) {
      starts.on_tick(at_ms(1'000 * ++second));
      all.push_back(starts.floor({at_ms(1'000 * second), FunctionId{1u}, 0, 0, sample}));
    }
    return all;
  };
  CHECK(average(1)->needs().tick == ms(1'000));
  CHECK(average(1)->floor({Time{}, FunctionId{1u}, 9, 0, 5}) == 0);  // the function is being deployed
  // averages 4; 2; 7/3; 1; 1; 0
  CHECK(floors(*average(1), {4, 0, 3, 0, 0, 0}) == std::vector<std::uint32_t>{4, 2, 3, 1, 1, 0});
  CHECK(floors(*average(0.5), {4, 0, 3, 0, 0, 0}) == std::vector<std::uint32_t>{2, 1, 2, 1, 1, 0});
  CHECK(floors(*average(1 / 0.7), {7, 0}) == std::vector<std::uint32_t>{10, 5});
}

TEST_CASE("moving-average keeps as many instances as the last window used") {
  // There is one call of 1,500 ms, no keep-alive, and a window of two samples one second apart. At 1 s one
  // invocation is running, so the floor is 1. At 2 s it is (1 + 0) / 2, rounded up to 1. At 3 s it is 0.
  World world;
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "none");
  world.parameters.policies.pre_warm =
      policy(Seam::pre_warm, "moving-average", {length(ms(2'000)), length(ms(1'000)), {0, 1}});
  world.horizon = at_ms(10'000);
  world.arrive(world.function("f"), at_ms(0), ms(1'500));
  CHECK(world.counts().created == 1);
  CHECK(world.record.when_ms(Change::instance_reclaimed) == std::vector<std::int64_t>{3'000});
}

namespace {

PolicyChoice scheduled(const std::string& from, const std::string& until) {
  return policy(Seam::pre_warm, "scheduled", {{0, 0, {}, from}, {0, 0, {}, until}});
}
/// Returns the floor, at each full hour, of a function with 3 provisioned, on a day that begins `start` hours
/// after Monday, 00:00.
std::vector<int> hours_held(std::int64_t start) {
  const auto starts = made<PreWarmPolicy>(scheduled("0 9 * * mon-fri", "0 17 * * mon-fri"));
  starts->on_run({kMonday2024 + 60 * start});
  std::vector<int> held;
  for (int hour = 0; hour < 24; ++hour) {
    const Time now = Time{} + sim::hours(hour);
    if (hour > 0) {
      starts->on_tick(now);
    }
    if (const std::uint32_t floor = starts->floor({now, FunctionId{0u}, 3, 0}); floor > 0) {
      CHECK(floor == 3);
      held.push_back(hour);
    }
  }
  return held;
}

}  // namespace

TEST_CASE("scheduled holds the provisioned number of the function from one schedule to the other") {
  CHECK(hours_held(0) == std::vector<int>{9, 10, 11, 12, 13, 14, 15, 16});
  CHECK(hours_held(16) ==
        std::vector<int>{0, 17, 18, 19, 20, 21, 22, 23});  // Monday, 16:00: held from the start
  CHECK(hours_held(17) == std::vector<int>{16, 17, 18, 19, 20, 21, 22, 23});
  CHECK(hours_held(5 * 24).empty());  // no instance is held on Saturday
  CHECK(hours_held(4 * 24 + 17).empty());
  CHECK(made<PreWarmPolicy>(scheduled("@daily", "@hourly"))->needs().tick == sim::minutes(1));
  CHECK_THROWS_WITH(made<PreWarmPolicy>(scheduled("@daily", "0 25 * * *")),
                    "pre_warm: scheduled: until: '25' is not a valid hour; allowed: 0 to 23");
}

TEST_CASE("scheduled starts and releases instances exactly at the minute") {
  // Time zero is Monday, 00:00. The instance is held from 00:01 to 00:03 and kept for 10 s.
  World world;
  world.parameters.policies.pre_warm = scheduled("1 0 * * *", "3 0 * * *");
  world.horizon = at_ms(300'000);
  FunctionTraits traits;
  traits.provisioned = 2;
  world.function("f", traits);
  world.function("g");
  world.run();
  CHECK(world.record.when_ms(Change::instance_created) == std::vector<std::int64_t>{60'000, 60'000});
  CHECK(world.record.when_ms(Change::instance_reclaimed) == std::vector<std::int64_t>{180'000, 180'000});
}

TEST_CASE("the pool has the size given by its parameters, and no other policy has a pool") {
  const auto pool = made<PreWarmPolicy>(policy(Seam::pre_warm, "pool", {whole(3), whole(512)}))->pool();
  REQUIRE(pool);
  CHECK(pool->count == 3);
  CHECK(pool->memory == 512);
  CHECK_FALSE(made<PreWarmPolicy>(policy(Seam::pre_warm, "none"))->pool());
}
