#include "models/policies/pre_warm/seam.hpp"

#include "tests/policies/seam_support.hpp"

using namespace support;

namespace {

/// Calls target-tracking at the end of every minute, with a function whose provisioned concurrency is from 10
/// to 100.
class Tracked {
 public:
  Tracked()
      : policy_(made<PreWarmPolicy>(
            policy(Seam::pre_warm, "target-tracking",
                   {{0, 0.7, {}, {}}, {0, 0.9, {}, {}}, whole(3), whole(15), whole(6'000)}))) {
    policy_->on_run({28'401'120});
    level_ = policy_->floor(query());
  }
  /// Returns the floor after `minutes` in which `busy` executions run on provisioned concurrency.
  std::uint32_t after(int minutes, double busy) {
    for (int minute = 0; minute < minutes; ++minute) {
      now_ = now_ + sim::minutes(1);
      busy_ns_ += static_cast<std::uint64_t>(busy * 60e9);
      policy_->on_tick(now_);
      level_ = policy_->floor(query());
    }
    return level_;
  }
  [[nodiscard]] std::uint32_t level() const { return level_; }

 private:
  [[nodiscard]] PreWarmQuery query() const {
    PreWarmQuery query{now_, FunctionId{0u}, 10, 0};
    query.provisioned_max = 100;
    query.provisioned_busy_ns = busy_ns_;
    return query;
  }
  std::unique_ptr<PreWarmPolicy> policy_;
  Time now_{};
  std::uint64_t busy_ns_ = 0;
  std::uint32_t level_ = 0;
};

}  // namespace

TEST_CASE("target-tracking raises the number after three minutes above the target") {
  Tracked function;
  CHECK(function.level() == 10);
  CHECK(function.after(2, 10) == 10);
  CHECK(function.after(1, 10) == 15);   // 10 / 0.7 = 14.3
  CHECK(function.after(20, 10) == 15);  // 10 / 15 = 67 %, between 63 % and 70 %
}

TEST_CASE("a utilisation that equals the target is not above the target") {
  Tracked function;
  CHECK(function.after(30, 7) == 10);
  Tracked slightly_more;
  CHECK(slightly_more.after(3, 7.01) == 11);
}

TEST_CASE("target-tracking acts in every minute while the utilisation stays above the target") {
  Tracked function;
  CHECK(function.after(3, 10) == 15);
  CHECK(function.after(1, 15) == 22);  // the last three minutes are above the target, 15 / 0.7 = 21.4
  CHECK(function.after(1, 22) == 32);
  CHECK(function.after(1, 10) == 32);
  CHECK(function.after(2, 32) == 32);  // an interruption: three further minutes are needed
  CHECK(function.after(1, 32) == 46);
  CHECK(function.after(20, 99) == 100);  // the largest number that the function allows
}

TEST_CASE("target-tracking lowers the number after fifteen minutes below 90 % of the target") {
  Tracked function;
  function.after(3, 21);
  REQUIRE(function.level() == 30);
  CHECK(function.after(14, 9) == 30);
  CHECK(function.after(1, 9) == 13);
  CHECK(function.after(40, 1) == 10);  // the floor is never below the function's `provisioned`
}

TEST_CASE("a minute without executions has no datapoint, and the number does not fall") {
  Tracked function;
  function.after(3, 21);
  CHECK(function.after(100, 0) == 30);
  CHECK(function.after(14, 3) == 30);
  CHECK(function.after(1, 0) == 30);  // interrupts the low minutes
  CHECK(function.after(14, 3) == 30);
  CHECK(function.after(1, 3) == 10);
}

TEST_CASE("executions that spill over to on-demand instances are not in the utilisation") {
  // Ten requests run from the beginning, and four instances are provisioned: all four are busy, 100 %. After
  // three minutes the number is 4 / 0.7 = 5.7, rounded up to 6; then 4 of 6 are busy.
  World world;
  world.parameters.policies.pre_warm =
      policy(Seam::pre_warm, "target-tracking",
             {{0, 0.7, {}, {}}, {0, 0.9, {}, {}}, whole(3), whole(15), whole(6'000)});
  world.horizon = at_ms(600'000);
  FunctionTraits traits;
  traits.provisioned = 4;
  traits.provisioned_max = 9;
  const FunctionId f = world.function("f", traits);
  for (int i = 0; i < 10; ++i) {
    world.arrive(f, at_ms(1'000), ms(590'000));
  }
  world.run();
  CHECK(world.counts().cold == 6);
  // The floor counts live instances, and ten are live already.
  CHECK(world.record.when_ms(Change::instance_created).size() == 10);
  std::vector<std::pair<std::int64_t, std::uint64_t>> floors;
  for (const Observation& seen : world.record.of(Change::floor_changed)) {
    floors.emplace_back(seen.now.ns() / 1'000'000'000, seen.amount);
  }
  CHECK(floors == std::vector<std::pair<std::int64_t, std::uint64_t>>{{0, 4}, {180, 6}});
}
