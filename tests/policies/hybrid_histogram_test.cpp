// The model of idle times is compared with windows worked out by hand, and the two policies are tested
// together.
#include "models/policies/hybrid_histogram.hpp"

#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/pre_warm/seam.hpp"
#include "tests/policies/seam_support.hpp"

using namespace support;

namespace {

Duration minutes(double n) {
  return Duration{static_cast<std::int64_t>(n * 6e10)};
}
Time at_s(std::int64_t n) {
  return at_ms(1'000 * n);
}

void add(IdleTimes& times, int count, double idle_minutes, const HybridHistogramRules& rules) {
  for (int i = 0; i < count; ++i) {
    times.add(minutes(idle_minutes), rules);
  }
}

/// The default parameters, except that three idle times are enough, and instances are kept for 10 min before
/// that.
PolicyChoice quick_learner() {
  return policy(Seam::keep_alive, "hybrid-histogram",
                {length(minutes(1)),
                 whole(240),
                 {0, 0.05},
                 {0, 0.99},
                 {0, 0.1},
                 whole(3),
                 {0, 2},
                 {0, 0.5},
                 {0, 0.15},
                 length(minutes(10))});
}

/// A world with calls of 1 s at the given seconds, until 310 min. The record has the results.
World called_at(std::initializer_list<int> seconds, bool pre_warms) {
  World world;
  world.parameters.policies.keep_alive = quick_learner();
  if (pre_warms) {
    world.parameters.policies.pre_warm = policy(Seam::pre_warm, "hybrid-histogram");
  }
  world.horizon = at_s(310 * 60);
  const FunctionId f = world.function("f");
  for (const int second : seconds) {
    world.arrive(f, at_s(second), ms(1'000));
  }
  world.run();
  return world;
}

std::vector<std::int64_t> in_seconds(const World& world, Change change) {
  std::vector<std::int64_t> times = world.record.when_ms(change);
  for (std::int64_t& time : times) {
    time /= 1'000;
  }
  return times;
}

using Seconds = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("an idle time of 59 min 59 s each hour keeps an instance from 53.1 to 66 min") {
  const HybridHistogramRules rules;
  IdleTimes times;
  add(times, 9, 3'599 / 60.0, rules);
  IdleWindows windows = times.windows(rules);
  CHECK(windows.pattern == IdlePattern::uncertain);  // there are too few idle times
  CHECK(windows.pre_warm == Duration{});
  CHECK(windows.until == sim::hours(4));
  add(times, 1, 3'599 / 60.0, rules);
  windows = times.windows(rules);
  CHECK(windows.pattern == IdlePattern::histogram);
  CHECK(windows.pre_warm == sim::seconds(3'186));  // the head is 59 min x 0.9
  CHECK(windows.until == sim::seconds(3'960));     // the tail is 60 min x 1.1
}

TEST_CASE("the head is the bin that contains the 5th percentile, and the tail the bin of the 99th") {
  // The cumulative counts are 4, 5, 98, 99 and 100. The 5th percentile is in the bin from 10 min on, and the
  // 99th in the bin up to 31 min.
  const HybridHistogramRules rules;
  IdleTimes times;
  add(times, 1, 40.5, rules);
  add(times, 93, 20.5, rules);
  add(times, 4, 0.5, rules);
  add(times, 1, 30.5, rules);
  add(times, 1, 10.5, rules);
  CHECK(times.windows(rules).pre_warm == minutes(9));
  CHECK(times.windows(rules).until == sim::seconds(2'046));  // the tail is 31 min x 1.1
  // With one more short idle time, the first bin has 5 of 101, which is less than 5 %. With two more it has
  // more than 5 %, so the head is 0, and no instance is unloaded.
  add(times, 2, 0.5, rules);
  CHECK(times.windows(rules).pre_warm == Duration{});
  CHECK(times.windows(rules).pattern == IdlePattern::histogram);
}

TEST_CASE("the coefficient of variation is computed from the counts of all bins, including empty ones") {
  HybridHistogramRules rules;
  rules.bins = 4;
  IdleTimes times;
  CHECK(times.cv(rules) == 0);
  add(times, 2, 0.5, rules);
  CHECK(times.cv(rules) == Approx(1.7320508));  // counts 2 0 0 0: mean 1/2, variance 3/4
  add(times, 1, 0.5, rules);
  add(times, 1, 1.5, rules);
  CHECK(times.cv(rules) == Approx(1.2247449));  // counts 3 1 0 0: mean 1, variance 3/2
  add(times, 2, 1.5, rules);
  add(times, 3, 2.5, rules);
  add(times, 3, 3.5, rules);
  CHECK(times.cv(rules) == 0);
}

TEST_CASE("with 48 of 240 bins used evenly the variation is 2, and with 49 it is too low for a decision") {
  const HybridHistogramRules rules;
  IdleTimes times;
  for (int i = 0; i < 48; ++i) {
    add(times, 1, i + 0.5, rules);
  }
  CHECK(times.cv(rules) == 2);
  CHECK(times.windows(rules).pattern == IdlePattern::histogram);
  add(times, 1, 48.5, rules);
  CHECK(times.windows(rules).pattern == IdlePattern::uncertain);
}

TEST_CASE("if most idle times are out of bounds, an instance is kept until 15 % after a forecast") {
  const HybridHistogramRules rules;
  IdleTimes times;
  add(times, 1, 60, rules);
  add(times, 1, 240, rules);  // this is the first value beyond the range of the histogram
  CHECK(times.within() == 1);
  CHECK(times.beyond() == 1);
  CHECK(times.windows(rules).pattern == IdlePattern::uncertain);  // half of the idle times are not most of
                                                                  // them
  IdleTimes rare;
  add(rare, 20, 300, rules);
  CHECK(rare.windows(rules).pattern == IdlePattern::forecast);
  CHECK(rare.windows(rules).pre_warm == minutes(255));  // the paper's example: for 5 h the head is 4.25 h,
                                                        // and the tail 1.5 h later
  CHECK(rare.windows(rules).until == minutes(345));
}

TEST_CASE("a series dropped as useless is collected again when idle times become long") {
  const HybridHistogramRules rules;
  IdleTimes times;
  add(times, 65, 60, rules);
  CHECK(times.windows(rules).pre_warm == minutes(54));
  add(times, 66, 300, rules);
  CHECK(times.windows(rules).pre_warm == minutes(255));
}

TEST_CASE("a forecast below zero is not used") {
  // The idle times fall from 1,000 min by 100 min each. After 100 min the forecast would be 0, so the longest
  // idle time is used.
  const HybridHistogramRules rules;
  IdleTimes times;
  for (int i = 0; i < 8; ++i) {
    add(times, 1, 1'000 - 100 * i, rules);
  }
  CHECK(times.windows(rules).pre_warm == minutes(170));  // the start is at 0.85 of the forecast of 200 min
  for (int i = 0; i < 2; ++i) {
    add(times, 1, 200 - 100 * i, rules);
  }
  CHECK(times.windows(rules).pre_warm == minutes(850));
}

TEST_CASE(
    "an idle time begins when nothing of the function is in flight, and ends with the next invocation") {
  HybridHistogramRules rules;
  rules.least_samples = 1;
  HybridHistogram model(rules);
  const FunctionId f{3u};
  const TenantId t{0u};
  CHECK(model.idle_since(f) == Time::never());
  CHECK(model.windows(f).pattern == IdlePattern::uncertain);
  model.arrived({at_s(0), f, t, 0});
  model.arrived({at_s(1), f, t, 1});
  model.completed({at_s(2), f, InstanceId{0u}, ms(1), 1});
  CHECK(model.idle_since(f) == Time::never());
  model.completed({at_s(10), f, InstanceId{1u}, ms(1), 0});
  CHECK(model.idle_since(f) == at_s(10));
  model.arrived({at_s(10 + 630), f, t, 0});  // this is an idle time of 10.5 min
  CHECK(model.idle_since(f) == Time::never());
  model.arrived({at_s(5'000), f, t, 0});  // no execution in between, so this idle time is not counted
  CHECK(model.windows(f).pre_warm == minutes(9));
  CHECK(model.windows(f).until == sim::seconds(726));  // the tail is 11 min x 1.1
  CHECK(model.windows(FunctionId{2u}).pattern == IdlePattern::uncertain);
  rules.head = 1;
  CHECK_THROWS_AS(HybridHistogram(rules), std::invalid_argument);
}

TEST_CASE(
    "with both policies an instance is unloaded at once, started at the head, and reclaimed at the tail") {
  const World world = called_at({0, 3'600, 7'200, 10'800, 14'400}, true);
  // Three idle times are known from 10,800 s on. Instances start at 10,801 + 3,186 and 14,401 + 3,186 s. No
  // call arrives after that.
  CHECK(in_seconds(world, Change::instance_created) == Seconds{0, 3'600, 7'200, 10'800, 13'987, 17'587});
  CHECK(in_seconds(world, Change::instance_reclaimed) == Seconds{601, 4'201, 7'801, 10'801, 14'401, 18'361});
}

TEST_CASE(
    "keep-alive without pre-warm keeps an instance up to the tail, because nothing would start another "
    "instance") {
  const World world = called_at({0, 3'600, 7'200, 10'800, 14'400}, false);
  CHECK(in_seconds(world, Change::instance_created) == Seconds{0, 3'600, 7'200, 10'800});
  CHECK(in_seconds(world, Change::instance_reclaimed) == Seconds{601, 4'201, 7'801, 18'361});
}

TEST_CASE("a call before the head is cold, cancels the planned start and moves the head") {
  const World world = called_at({0, 3'600, 7'200, 10'800, 12'600, 16'000}, true);
  // The idle time of 1,799 s makes the head 29 min, and 0.9 x 29 min = 1,566 s. So an instance starts at
  // 12,601 + 1,566 s, not at 13,987 s. The next idle time is 3,399 s and does not change the head. So an
  // instance starts at 16,001 + 1,566 s. It is kept until 16,001 + 3,960 s, which is beyond the horizon.
  CHECK(in_seconds(world, Change::instance_created) ==
        Seconds{0, 3'600, 7'200, 10'800, 12'600, 14'167, 17'567});
}

TEST_CASE("while other instances of the function run, an instance that becomes idle is not unloaded") {
  // At 10,800 s there are two calls, and the second takes 100 s. Its instance is reclaimed when the function
  // becomes idle. The other instance is kept until the tail, and still exists when another instance would be
  // started.
  World world;
  world.parameters.policies.keep_alive = quick_learner();
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "hybrid-histogram");
  world.horizon = at_s(16'000);
  const FunctionId f = world.function("f");
  for (const int second : {0, 3'600, 7'200, 10'800}) {
    world.arrive(f, at_s(second), ms(1'000));
  }
  world.arrive(f, at_s(10'800), ms(100'000));
  world.run();
  CHECK(in_seconds(world, Change::instance_created) == Seconds{0, 3'600, 7'200, 10'800, 10'800});
  CHECK(in_seconds(world, Change::instance_reclaimed) == Seconds{601, 4'201, 7'801, 10'900, 14'761});
}

TEST_CASE("pre-warm without its keep-alive is refused") {
  World world;
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "hybrid-histogram");
  world.function("f");
  CHECK_THROWS_AS(world.run(), std::invalid_argument);
}
