#include "models/policies/keep_alive/seam.hpp"

#include "tests/policies/seam_support.hpp"

using namespace support;

namespace {

/// A world with ten invocations of 1 s, until 1,000 s. The idle time before the i-th is i seconds (i = 1..9).
Counts with(PolicyChoice keep_alive) {
  World world;
  world.parameters.policies.keep_alive = std::move(keep_alive);
  world.horizon = at_ms(1'000'000);
  const FunctionId f = world.function("f");
  std::int64_t time = 0;
  for (int i = 1; i <= 10; ++i) {
    world.arrive(f, at_ms(1'000 * time), ms(1'000));
    time += 1 + i;
  }
  return world.counts();
}

}  // namespace

TEST_CASE("none: each invocation is cold, and no instance is idle") {
  const Counts counts = with(policy(Seam::keep_alive, "none"));
  CHECK(counts.cold == 10);
  CHECK(counts.live_ns == counts.busy_ns);
}

TEST_CASE("fixed at 5 s: invocations after gaps of 1 to 4 s are warm, and after gaps of 5 s and more cold") {
  // Instances are idle for 1 + 2 + 3 + 4 s within short gaps, and for 5 s in each of the five longer gaps and
  // after the last invocation.
  const Counts counts = with(policy(Seam::keep_alive, "fixed", {length(ms(5'000))}));
  CHECK(counts.cold == 6);
  CHECK(counts.warm == 4);
  CHECK(counts.live_ns - counts.busy_ns == static_cast<std::uint64_t>(ms(10'000 + 6 * 5'000).ns()));
}

TEST_CASE("forever: only the first invocation is cold, and the instance lives to the end") {
  const Counts counts = with(policy(Seam::keep_alive, "forever"));
  CHECK(counts.cold == 1);
  CHECK(counts.live_ns == static_cast<std::uint64_t>(ms(1'000'000).ns()));
}

TEST_CASE(
    "oracle at 5 s: instances are kept through gaps of 1 to 5 s, and no instance is kept without a use") {
  const Counts counts = with(policy(Seam::keep_alive, "oracle", {length(ms(5'000))}));
  CHECK(counts.cold == 1 + 4);  // calls after the gaps of 6 to 9 s are cold
  CHECK(counts.live_ns - counts.busy_ns == static_cast<std::uint64_t>(ms(15'000).ns()));
}

TEST_CASE("by default the longest idle instance is evicted first") {
  const auto fixed = made<KeepAlivePolicy>(policy(Seam::keep_alive, "fixed", {length(ms(5'000))}));
  IdleInstanceView early{};
  IdleInstanceView late{};
  late.now = at_ms(1);
  CHECK(fixed->eviction_value(early) < fixed->eviction_value(late));
  CHECK(fixed->keep_for(early) == fixed->constant());
}

TEST_CASE("hybrid-histogram keeps the standard 4 h while it has too few idle times") {
  const auto keeps = made<KeepAlivePolicy>(policy(Seam::keep_alive, "hybrid-histogram",
                                                  {length(sim::minutes(1)),
                                                   whole(240),
                                                   {0, 0.05},
                                                   {0, 0.99},
                                                   {0, 0.1},
                                                   whole(10),
                                                   {0, 2},
                                                   {0, 0.5},
                                                   {0, 0.15},
                                                   length(sim::hours(4))}));
  IdleInstanceView idle{};
  idle.function = FunctionId{0u};
  idle.uses = 1;
  CHECK(keeps->keep_for(idle) == sim::hours(4));
  CHECK_FALSE(keeps->constant());
}

TEST_CASE("instances that are kept until room is needed are kept at most for the longest idle time") {
  // The gaps are 1 to 9 s. With a longest idle time of 5 s the result is the same as with fixed. Without a
  // limit only the first invocation is cold.
  for (const char* const name : {"least-recently-used", "landlord"}) {
    CAPTURE(std::string(name));
    CHECK(with(policy(Seam::keep_alive, name, {length(Duration::infinite())})).cold == 1);
    CHECK(with(policy(Seam::keep_alive, name, {length(ms(5'000))})).cold == 6);
  }
  for (const char* const name : {"least-frequently-used", "size", "greedy-dual"}) {
    CAPTURE(std::string(name));
    CHECK(with(policy(Seam::keep_alive, name, {length(Duration::infinite()), whole(0)})).cold == 1);
    CHECK(with(policy(Seam::keep_alive, name, {length(ms(5'000)), whole(1)})).cold == 6);
  }
}
