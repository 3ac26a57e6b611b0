#include "models/platform/idling/idle_set.hpp"

#include "tests/platform/support/fake_core.hpp"

using namespace support;

namespace {

/// A keep-alive policy with the needs that the test sets.
class Needy final : public KeepAlivePolicy {
 public:
  [[nodiscard]] Needs needs() const override { return declared; }
  [[nodiscard]] Duration keep_for(const IdleInstanceView&) override { return Duration::infinite(); }
  [[nodiscard]] Duration next_review(const IdleGroupView&) override { return ms(10); }
  Needs declared;
};

struct IdleSetAlone {
  IdleSetAlone() {
    const PolicyChoice& choice = parameters.policies.placement;
    vm_policy = choice.declaration->make(choice.arguments);
    host_policy = choice.declaration->make(choice.arguments);
    cluster = std::make_unique<Cluster>(parameters.cluster, dynamic_cast<PlacementPolicy&>(*vm_policy),
                                        dynamic_cast<PlacementPolicy&>(*host_policy), PlacementDraws{});
  }
  IdleSet& set() {
    if (!made) {
      made.emplace(core, *cluster, parameters, policy, hears_starts);
    }
    return *made;
  }

  FakeCore core;
  PlatformParameters parameters = ideal_platform();
  std::unique_ptr<Policy> vm_policy;
  std::unique_ptr<Policy> host_policy;
  std::unique_ptr<Cluster> cluster;
  Needy policy;
  bool hears_starts = false;
  std::optional<IdleSet> made;
};

}  // namespace

TEST_CASE("if no policy reads idle instances, they are not tracked and no view is created") {
  IdleSetAlone alone;
  CHECK_FALSE(alone.set().is_kept());
  CHECK_FALSE(alone.set().evicts());
  CHECK_FALSE(alone.set().attends_starts());
  alone.set().created(0, 0, 0);
  alone.set().enter(0, 0, []() -> IdleInstanceView { throw std::logic_error("not needed"); });
  alone.set().attempt_begins(0, 0, Time{0});
  alone.set().leave(0, 0);
  alone.set().parts(0);
  alone.set().taken(0);
  CHECK(alone.core.events.empty());
}

TEST_CASE("starts are tracked if a policy is notified of starts or idle instances are tracked") {
  IdleSetAlone alone;
  alone.hears_starts = true;
  CHECK(alone.set().attends_starts());
  CHECK_FALSE(alone.set().is_kept());
  IdleSetAlone counting;
  counting.policy.declared.idle_counts = true;
  CHECK(counting.set().attends_starts());
}

TEST_CASE("a platform with eviction keeps an order of idle instances") {
  IdleSetAlone alone;
  alone.parameters.scheduler.evict_idle = true;
  CHECK(alone.set().is_kept());
  CHECK(alone.set().evicts());
}

TEST_CASE("if a policy counts idle instances, they are tracked without an order") {
  IdleSetAlone alone;
  alone.policy.declared.idle_counts = true;
  CHECK(alone.set().is_kept());
  CHECK_FALSE(alone.set().evicts());
}

TEST_CASE("the group of an idle instance has a timer if the policy reviews groups") {
  IdleSetAlone alone;
  alone.policy.declared.reviews = true;
  CHECK(alone.set().is_kept());
  alone.set().created(3, 5, 7);
  alone.set().enter(7, 5, []() -> IdleInstanceView { throw std::logic_error("not needed"); });
  REQUIRE(alone.core.events.size() == 1);
  CHECK(is_of<GroupReview>(alone.core.events.front()));
  CHECK(alone.core.events.front().time == at_ms(10));
  alone.set().leave(7, 5);
  alone.set().parts(7);
}
