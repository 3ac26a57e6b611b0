#include "models/platform/watch/audit.hpp"

#include <functional>

#include "tests/platform/support/audited.hpp"

using namespace support;

namespace {

/// A small busy run with all features: two tenants, cold and warm starts, expiry, two VMs.
std::vector<std::string> violations_with(const Tampered::Change& change) {
  World world;
  PlatformParameters& platform = world.parameters;
  platform.cluster.vms.memory = 1024;
  platform.cluster.vms.isolation = Isolation::tenant;
  platform.cluster.hosts.memory = 4096;
  platform.cold_start.sandbox = takes(ms(100));
  platform.policies.keep_alive = policy(Seam::keep_alive, "fixed", {length(ms(1000))});
  const FunctionId a = world.function("a", {}, 512, "one");
  const FunctionId b = world.function("b", {}, 512, "two");
  for (int i = 0; i < 20; ++i) {
    world.arrive(i % 3 == 0 ? b : a, at_ms(200 * i), ms(50 + 20 * i));
  }
  world.horizon = at_ms(10'000);
  return audit_violations(world, change);
}

/// Applies a change to the n-th observation of a kind (from 0).
Tampered::Change nth(Change kind, int n, std::function<bool(Observation&)> change) {
  return [kind, n, seen = 0, change = std::move(change)](Observation& observation) mutable {
    return observation.change != kind || seen++ != n || change(observation);
  };
}

}  // namespace

TEST_CASE("A correct run passes the audit") {
  CHECK(violations_with([](Observation&) { return true; }).empty());
}

TEST_CASE("The audit reports each kind of error") {
  const auto lost = [](Observation&) { return false; };
  CHECK(mentions(violations_with(nth(Change::arrived, 3, lost)), "is not in flight"));
  CHECK(mentions(violations_with(nth(Change::admitted, 3, lost)), "started without being admitted"));
  CHECK(mentions(violations_with(nth(Change::finished, 3, lost)), "audit has 19, the tally 20"));
  CHECK(mentions(violations_with(nth(Change::ended, 3, lost)), "in a way that contradicts its history"));
  CHECK(mentions(violations_with(nth(Change::instance_ready, 0, lost)),
                 "which is not a ready instance of its function"));
  CHECK(mentions(violations_with(nth(Change::instance_reclaimed, 0, lost)), "live instances: audit has"));
  CHECK(mentions(violations_with(nth(Change::vm_created, 0, lost)), "is on a VM that does not exist"));

  const auto later = [](Observation& seen) {
    seen.now = seen.now + ms(1);
    return true;
  };
  CHECK(mentions(violations_with(nth(Change::ended, 2, later)), "instead of"));
  CHECK(mentions(violations_with(nth(Change::instance_reclaimed, 0, later)), "outlived its keep-alive"));
  CHECK(mentions(violations_with(nth(Change::instance_ready, 0, later)),
                 "did not become ready at the end of its start-up"));
  CHECK(mentions(violations_with(nth(Change::started, 1,
                                     [](Observation& seen) {
                                       seen.now = Time{0};
                                       return true;
                                     })),
                 "time went back"));
  CHECK(mentions(violations_with(nth(Change::instance_created, 0,
                                     [](Observation& seen) {
                                       seen.amount = 2048;
                                       return true;
                                     })),
                 "above its capacity"));
  CHECK(mentions(violations_with([](Observation& seen) {
                   if (seen.change == Change::instance_created) {
                     seen.vm = VmId{0u};  // both tenants are placed in the first VM
                   }
                   return true;
                 }),
                 "shared across its isolation"));
  CHECK(mentions(violations_with(nth(Change::started, 4,
                                     [](Observation& seen) {
                                       seen.start =
                                           seen.start == StartKind::warm ? StartKind::cold : StartKind::warm;
                                       return true;
                                     })),
                 "the tally"));
  CHECK(mentions(violations_with([](Observation& seen) {
                   if (seen.change == Change::vm_created) {
                     seen.vm = VmId{0u};
                   }
                   return true;
                 }),
                 "was opened twice"));
  const auto drains = [](Observation& seen) {
    seen.change = Change::instance_draining;
    return true;
  };
  CHECK(mentions(violations_with(nth(Change::instance_idle, 0, drains)), ", which is retired"));
  CHECK(
      mentions(violations_with(nth(Change::instance_ready, 0, drains)), "drains while it starts, or twice"));
}

TEST_CASE("The audit follows the floors of any pre-warm policy") {
  // While the average over 2 s is not 0, the instance outlives its keep-alive of 100 ms.
  const auto violations_of = [](const Tampered::Change& change) {
    World world;
    PlatformParameters& platform = world.parameters;
    platform.policies.keep_alive = policy(Seam::keep_alive, "fixed", {length(ms(100))});
    platform.policies.pre_warm =
        policy(Seam::pre_warm, "moving-average", {length(ms(2'000)), length(ms(500)), {0, 1}});
    FunctionTraits traits;
    traits.provisioned = 1;
    const FunctionId f = world.function("f", traits, 512);
    world.arrive(f, at_ms(0), ms(700));
    world.arrive(f, at_ms(1'200), ms(900));
    world.horizon = at_ms(10'000);
    world.options.warmup = at_ms(600);
    return audit_violations(world, change);
  };
  CHECK(violations_of([](Observation&) { return true; }).empty());
  const auto lost = [](Observation&) { return false; };
  CHECK(mentions(violations_of(nth(Change::floor_changed, 0, lost)), "was used after its keep-alive"));
}

TEST_CASE("The audit follows the provisioned concurrency of a schedule") {
  // One instance is provisioned from 1 min to 2 min. It outlives its keep-alive of 100 ms until it is used at
  // 70 s.
  const auto violations_of = [](const Tampered::Change& change) {
    World world;
    PlatformParameters& platform = world.parameters;
    platform.policies.keep_alive = policy(Seam::keep_alive, "fixed", {length(ms(100))});
    platform.policies.pre_warm =
        policy(Seam::pre_warm, "scheduled", {{0, 0, {}, "1 * * * *"}, {0, 0, {}, "2 * * * *"}});
    FunctionTraits traits;
    traits.provisioned = 1;
    const FunctionId f = world.function("f", traits, 512);
    world.arrive(f, at_ms(0), ms(1));
    world.arrive(f, at_ms(70'000), ms(700));
    world.horizon = at_ms(180'000);
    return audit_violations(world, change);
  };
  CHECK(violations_of([](Observation&) { return true; }).empty());
  const auto lost = [](Observation&) { return false; };
  CHECK(mentions(violations_of(nth(Change::floor_changed, 0, lost)), "was used after its keep-alive"));
  CHECK(mentions(violations_of(nth(Change::floor_changed, 1, lost)), "provisioned concurrency over time"));
}

TEST_CASE("the audit reports a rejection that is counted for a wrong reason or not at all") {
  const auto violations = [](const Tampered::Change& change) {
    World world;
    PlatformParameters& platform = world.parameters;
    platform.policies.admission =
        policy(Seam::admission, "concurrency-limit", {whole(1), whole(9), whole(0), whole(0)});
    const FunctionId f = world.function("f");
    world.arrive(f, at_ms(0), ms(100));
    world.arrive(f, at_ms(50), ms(100));
    world.horizon = at_ms(1'000);
    return audit_violations(world, change);
  };
  CHECK(violations([](Observation&) { return true; }).empty());
  const auto says = [&](Rejection why) {
    return violations(nth(Change::finished, 0, [why](Observation& seen) {
      seen.why = why;
      return true;
    }));
  };
  const std::vector<std::string> other = says(Rejection::rate);
  REQUIRE(other.size() == 2);
  CHECK_THAT(other[0],
             ContainsSubstring("turned away, throttled_by_account_limit: audit has 0, the tally 1"));
  CHECK_THAT(other[1], ContainsSubstring("turned away, throttled_by_rate: audit has 1, the tally 0"));
  CHECK_THAT(says(Rejection::no_room).front(),
             ContainsSubstring("was turned away for a reason that contradicts its outcome"));
}

TEST_CASE("the audit reports a client that leaves at another time, leaves twice, or is answered later") {
  const auto violations = [](const Tampered::Change& change) {
    PlatformParameters platform = ideal_platform();
    platform.frontend.client_timeout = ms(1'000);
    FunctionTable functions;
    const FunctionId f = functions.function(functions.tenant("t"), "f", 128, {});
    MemorySource source({{at_ms(0), ms(3'000), f}}, at_ms(10'000));
    RunOptions options;
    Audit audit(platform, functions, options);
    Tampered observer(audit, change);
    options.observer = &observer;
    audit.finish(simulate(platform, functions, source, options));
    return audit.violations();
  };
  CHECK(violations([](Observation&) { return true; }).empty());
  CHECK(mentions(violations(nth(Change::left, 0,
                                [](Observation& seen) {
                                  seen.now = seen.now + ms(1);
                                  return true;
                                })),
                 "lost its client twice, or not at the time of its client timeout"));
  CHECK(mentions(violations(nth(Change::left, 0, [](Observation&) { return false; })),
                 "was answered before it ended"));
  CHECK(mentions(violations(nth(Change::finished, 0,
                                [](Observation& seen) {
                                  seen.outcome = Outcome::completed;
                                  return true;
                                })),
                 "ended in a way that contradicts the timeout of its client"));
}
