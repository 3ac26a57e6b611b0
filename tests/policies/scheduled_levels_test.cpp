#include "models/policies/scheduled_levels.hpp"

#include "tests/policies/seam_support.hpp"

using namespace support;

namespace {

constexpr std::int64_t kMonday = 28'401'120;  // 2024-01-01 00:00 in minutes since 1970

PreWarmQuery at_minute(std::int64_t minute, const std::vector<ProvisionedLevel>& schedule,
                       std::uint32_t provisioned = 10) {
  PreWarmQuery query{Time{} + sim::minutes(minute), FunctionId{0u}, provisioned, 0};
  query.schedule = schedule;
  return query;
}

}  // namespace

TEST_CASE("a level holds from its time until the next change, and `provisioned` before the first") {
  const std::vector<ProvisionedLevel> schedule = {{"0 8 * * *", 50}, {"0 18 * * *", 5}};
  ScheduledLevels levels;
  levels.begin(kMonday);
  CHECK(levels.level(at_minute(0, schedule)) == 10);
  CHECK(levels.level(at_minute(8 * 60 - 1, schedule)) == 10);
  CHECK(levels.level(at_minute(8 * 60, schedule)) == 50);
  CHECK(levels.level(at_minute(18 * 60 - 1, schedule)) == 50);
  CHECK(levels.level(at_minute(18 * 60, schedule)) == 5);
  CHECK(levels.level(at_minute(32 * 60, schedule)) == 50);
  // Changes in between are not lost if the level is read late: on the fourth day at 9:00 and at 19:00.
  CHECK(levels.level(at_minute((3 * 24 + 9) * 60, schedule)) == 50);
  CHECK(levels.level(at_minute((3 * 24 + 19) * 60, schedule)) == 5);
}

TEST_CASE("a change at the minute in which the run begins applies, and the last of several changes wins") {
  const std::vector<ProvisionedLevel> schedule = {{"@daily", 7}, {"0 0 * * mon", 9}, {"0 12 * * *", 3}};
  ScheduledLevels levels;
  levels.begin(kMonday);
  CHECK(levels.level(at_minute(0, schedule)) == 9);
  CHECK(levels.level(at_minute(12 * 60, schedule)) == 3);
  CHECK(levels.level(at_minute(24 * 60, schedule)) == 7);  // on Tuesday only the daily change is due
}

TEST_CASE("a function that is deployed late has the level of the last change since the run began") {
  const std::vector<ProvisionedLevel> schedule = {{"0 8 * * *", 50}, {"0 18 * * *", 5}};
  ScheduledLevels levels;
  levels.begin(kMonday);
  CHECK(levels.level(at_minute(10 * 60, schedule)) == 50);
}

TEST_CASE("provisioned instances are added at a limited rate, and removed at once") {
  AllocationRate rate(6'000);
  const std::vector<ProvisionedLevel> none;
  CHECK(rate.allocated(at_minute(0, none), 100) == 100);
  CHECK(rate.allocated(at_minute(1, none), 15'000) == 6'100);
  CHECK(rate.allocated(at_minute(1, none), 15'000) == 6'100);  // again in the same minute
  CHECK(rate.allocated(at_minute(2, none), 15'000) == 12'100);
  CHECK(rate.allocated(at_minute(3, none), 15'000) == 15'000);
  CHECK(rate.allocated(at_minute(4, none), 20) == 20);
}

TEST_CASE("the policy provisioned-schedule starts and releases instances at the minute of each level") {
  World world;
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "provisioned-schedule", {whole(2)});
  world.horizon = at_ms(600'000);
  FunctionTraits traits;
  traits.provisioned = 1;
  traits.provisioned_schedule = {{"1 0 * * *", 4}, {"5 0 * * *", 0}};
  world.function("f", traits);
  world.run();
  // At most two instances are added in a minute: 1 at once, then 2, then 1.
  CHECK(world.record.when_ms(Change::instance_created) ==
        std::vector<std::int64_t>{0, 60'000, 60'000, 120'000});
  CHECK(world.record.when_ms(Change::instance_reclaimed) ==
        std::vector<std::int64_t>{300'000, 300'000, 300'000, 300'000});
}
