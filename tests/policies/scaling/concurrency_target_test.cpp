#include <numeric>
#include <optional>

#include "models/policies/scaling/seam.hpp"
#include "sim/draws.hpp"
#include "tests/policies/seam_support.hpp"

using namespace support;

namespace {

/// Knative's defaults: target 100, 70 %, tick 2 s, windows 60 s and 6 s, panic at 200 %, scale-up rate 1,000,
/// scale-down rate 2, grace period 30 s.
PolicyChoice knative(Duration to_zero_grace = sim::seconds(30)) {
  return policy(
      Seam::scaling, "concurrency-target",
      {Argument{0, 100}, Argument{0, 0.7}, length(sim::seconds(2)), length(sim::seconds(60)),
       Argument{0, 0.1}, Argument{0, 2}, Argument{0, 1'000}, Argument{0, 2}, length(to_zero_grace)});
}

/// A function at the ticks of 2 s. The concurrency is constant in the whole interval before a tick.
class Function {
 public:
  explicit Function(std::uint32_t slots) : policy_(made<ScalingPolicy>(knative())), slots_(slots) {}
  std::uint32_t at_next_tick(std::uint64_t concurrency, std::uint32_t ready) {
    now_ = now_ + sim::seconds(2);
    integral_ += concurrency * 2'000'000'000u;
    return policy_
        ->desired({now_, FunctionId{0u}, ready, 0, ready, slots_, static_cast<std::uint32_t>(concurrency),
                   integral_})
        .value();
  }
  std::uint32_t after_ticks(int ticks, std::uint64_t concurrency, std::uint32_t ready) {
    std::uint32_t desired = 0;
    for (int i = 0; i < ticks; ++i) {
      desired = at_next_tick(concurrency, ready);
    }
    return desired;
  }

 private:
  std::unique_ptr<ScalingPolicy> policy_;
  std::uint32_t slots_;
  Time now_{};
  std::uint64_t integral_ = 0;
};

/// The autoscaler's Scale() as in autoscaler.go, line by line, computed from a list of the values at every
/// tick, and the scaling to zero. It uses a target of 7 and Knative's defaults.
class ScaleByTheBook {
 public:
  std::uint32_t at_next_tick(std::uint32_t concurrency, std::uint32_t ready_pods) {
    seen_.push_back(concurrency);
    const auto now = static_cast<int>(seen_.size()) * 2;
    const std::uint32_t ready = std::max(1u, ready_pods);
    const std::uint32_t max_scale_up = 1'000 * ready;
    const std::uint32_t max_scale_down = ready / 2;
    const std::uint32_t dspc = pods_over(30);
    const std::uint32_t dppc = pods_over(3);
    const std::uint32_t desired_stable = std::min(std::max(dspc, max_scale_down), max_scale_up);
    const std::uint32_t desired_panic = std::min(std::max(dppc, max_scale_down), max_scale_up);
    const bool over_threshold = dppc >= 2 * ready;
    if (!panic_time_ && over_threshold) {
      panic_time_ = now;
    } else if (over_threshold) {
      panic_time_ = now;
    } else if (panic_time_ && *panic_time_ + 60 < now) {
      panic_time_.reset();
      max_panic_pods_ = 0;
    }
    std::uint32_t desired = desired_stable;
    if (panic_time_) {
      desired = std::max(desired, desired_panic);
      max_panic_pods_ = std::max(max_panic_pods_, desired);
      desired = max_panic_pods_;
    }
    panicked += panic_time_ ? 1 : 0;
    if (desired > 0) {
      idle_since_.reset();
      return desired;
    }
    idle_since_ = idle_since_.value_or(now);
    return now - *idle_since_ >= 30 ? 0 : 1;
  }

  int panicked = 0;

 private:
  [[nodiscard]] std::uint32_t pods_over(std::size_t ticks) const {
    const std::size_t known = std::min(ticks, seen_.size());
    const auto sum =
        std::accumulate(seen_.end() - static_cast<std::ptrdiff_t>(known), seen_.end(), std::size_t{0});
    return static_cast<std::uint32_t>((sum + 7 * known - 1) / (7 * known));
  }

  std::vector<std::uint32_t> seen_;
  std::optional<int> panic_time_;
  std::uint32_t max_panic_pods_ = 0;
  std::optional<int> idle_since_;
};

}  // namespace

TEST_CASE("the autoscaler decides like Knative's source code, during surges and lulls") {
  int panicked = 0;
  int none = 0;
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    sim::Draw draw(sim::DrawKey(5, 0, 0), seed, 0);
    Function function(10);
    ScaleByTheBook book;
    std::uint32_t level = 0;
    std::uint32_t ready = 0;
    for (int tick = 0; tick < 1'000; ++tick) {
      CAPTURE(seed, tick, level, ready);
      if (draw.below(25) == 0) {
        level = draw.below(3) == 0 ? 0 : draw.below(1u << (1 + draw.below(9)));
      }
      const std::uint32_t concurrency = level == 0 ? 0 : level + draw.below(4);
      const std::uint32_t desired = book.at_next_tick(concurrency, ready);
      REQUIRE(function.at_next_tick(concurrency, ready) == desired);
      none += desired == 0 ? 1 : 0;
      ready = draw.below(3) == 0 ? ready : desired;  // instances are sometimes late
    }
    panicked += book.panicked;
  }
  CHECK(panicked > 1'000);
  CHECK(panicked < 19'000);
  CHECK(none > 100);
}

TEST_CASE("a hundred requests on instances for ten need fifteen instances: ceil(100 / (10 * 70 %))") {
  CHECK(Function(10).at_next_tick(100, 15) == 15);
  CHECK(Function(10).at_next_tick(98, 15) == 14);  // 98 / 7 is exactly 14
  CHECK(Function(200).at_next_tick(140, 2) == 2);  // the target is 100 if an instance takes more
  CHECK(Function(200).at_next_tick(141, 2) == 3);
}

TEST_CASE("a surge is detected from the last 6 s, and a lull from the last 60 s") {
  // The target is 7. In the first 60 s there are 70 requests in flight on 10 instances, and after that 126
  // requests. After 2 more seconds the mean over 6 s is (126 + 70 + 70) / 3 = 88.7, which needs 13 instances.
  // This is no panic with 10 instances. The mean over 60 s is (126 + 29 * 70) / 30 = 71.9, which needs 11.
  Function steady(10);
  CHECK(steady.after_ticks(30, 70, 10) == 10);
  CHECK(steady.at_next_tick(126, 10) == 11);
  // With 280 in flight, the mean over 6 s is 140 and needs 20 instances. This is twice the present number, so
  // it causes a panic, and 20 instances are requested at once. The mean over 60 s alone would give 77, which
  // needs 11.
  Function surge(10);
  CHECK(surge.after_ticks(30, 70, 10) == 10);
  CHECK(surge.at_next_tick(280, 10) == 20);
  // 259 in flight need 19 instances, one less than the threshold of the panic.
  Function calm(10);
  CHECK(calm.after_ticks(30, 70, 10) == 10);
  CHECK(calm.at_next_tick(259, 10) == 11);  // the mean of 133 over 6 s needs 19, which is no panic
}

TEST_CASE("after a panic no instance is reclaimed until a stable window has passed without panic") {
  Function function(10);
  CHECK(function.at_next_tick(70, 1) == 10);  // the panic begins at 2 s, because 10 is more than twice 1
  // No request is in flight from then on. The mean over 6 s needs 10 / 2, 10 / 3 and 0 instances, less than
  // twice the present 10. Until 62 s all ten instances stay. At 64 s the 60 s before had no requests, either.
  // At most half of the instances are reclaimed at a tick.
  CHECK(function.after_ticks(30, 0, 10) == 10);  // the tick is at 62 s
  CHECK(function.at_next_tick(0, 10) == 5);
  CHECK(function.at_next_tick(0, 5) == 2);
  CHECK(function.at_next_tick(0, 2) == 1);
  // The last instance stays for the grace period, from 70 s, when no instance is needed, until 100 s.
  CHECK(function.at_next_tick(0, 1) == 1);
  CHECK(function.after_ticks(14, 0, 1) == 1);  // the tick is at 98 s
  CHECK(function.at_next_tick(0, 1) == 0);
}

TEST_CASE("a function is scaled by at most 1,000 at a tick") {
  CHECK(Function(1).at_next_tick(10'000, 1) == 1'000);
  CHECK(Function(1).at_next_tick(10'000, 2) == 2'000);
}

TEST_CASE("the platform scales up at the first tick, then down, and finally to zero") {
  // An instance takes four requests, and the target is 2.8. Seven requests of 30 s arrive at 0 s. One
  // instance starts at once and takes four; three requests wait. At 2 s, ceil(7 / 2.8) = 3 instances are
  // needed, so two more start and serve the three requests. At 64 s the panic that began at 2 s is over: the
  // 60 s before have 4 * 26 + 3 * 28 = 188 s, 3.13 on average, which needs 2 instances. At 66 s the sum is
  // 174 s, 2.9 on average: 2 instances. At 68 s it is 160 s, 2.7 on average: 1 instance. At 92 s the sum is
  // zero, and no instance is left 30 s later.
  World world;
  world.parameters.policies.scaling = knative();
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "forever");
  world.horizon = at_ms(200'000);
  FunctionTraits traits;
  traits.requests_per_instance = 4;
  const FunctionId f = world.function("f", traits);
  for (int i = 0; i < 7; ++i) {
    world.arrive(f, at_ms(0), ms(30'000));
  }
  const Counts counts = world.counts();
  CHECK(counts.created == 3);
  CHECK(counts.cold == 2);  // the first request at 0 s, and the first request on an instance started at 2 s
  CHECK(counts.warm == 3);
  CHECK(counts.waited == 2);
  CHECK(world.record.when_ms(Change::instance_created) == std::vector<std::int64_t>{0, 2'000, 2'000});
  CHECK(world.record.when_ms(Change::instance_reclaimed) ==
        std::vector<std::int64_t>{64'000, 68'000, 122'000});
}

TEST_CASE("the autoscaler does not reclaim instances held by pre-warm") {
  World world;
  world.parameters.policies.scaling = knative(Duration{});
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "forever");
  world.horizon = at_ms(200'000);
  FunctionTraits traits;
  traits.provisioned = 2;
  const FunctionId f = world.function("f", traits);
  for (int i = 0; i < 4; ++i) {
    world.arrive(f, at_ms(0), ms(3'000));
  }
  world.counts();
  const RunOutcome outcome = world.run();
  CHECK(outcome.tally.fleet()[FleetLevel::instances].peak() == 6);  // four requests in flight with 0.7 each
  CHECK(outcome.tally.fleet()[FleetLevel::instances].level() == 2);
  CHECK(Counts(outcome).created == 6);  // no held instance was reclaimed and replaced
}
