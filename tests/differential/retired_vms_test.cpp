// Random scenarios in which VMs retire at a known age: a retired VM takes no new work, under any binding,
// policies and slots.
#include <array>
#include <map>

#include "sim/draws.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// Checks every start on a VM against the instant of its retirement. Attempts that were bound to a starting
/// instance are finished. No other attempt may begin after the retirement.
class RetirementWatch final : public Observer {
 public:
  RetirementWatch(Duration life, Binding binding) : life_(life), binding_(binding) {}

  void observe(const Observation& seen) override {
    const std::uint64_t invocation = (std::uint64_t{seen.function.value()} << 32) + seen.ordinal;
    switch (seen.change) {
      case Change::vm_created:
        retires_[seen.vm.value()] = seen.now + life_;
        break;
      case Change::instance_created:
        REQUIRE(seen.now <= retires_.at(seen.vm.value()));
        ready_[seen.instance.value()] = seen.until;
        break;
      case Change::admitted:
        admitted_[invocation] = seen.now;
        break;
      case Change::started: {
        const Time retires = retires_.at(seen.vm.value());
        if (seen.now > retires) {
          ++late_;
          REQUIRE(binding_ == Binding::early);
          REQUIRE(seen.now == ready_.at(seen.instance.value()));
          REQUIRE(admitted_.at(invocation) <= retires);
        }
        break;
      }
      default:
        break;
    }
  }
  [[nodiscard]] std::uint64_t late() const { return late_; }

 private:
  Duration life_;
  Binding binding_;
  std::map<std::uint32_t, Time> retires_;
  std::map<std::uint32_t, Time> ready_;
  std::map<std::uint64_t, Time> admitted_;
  std::uint64_t late_ = 0;
};

}  // namespace

TEST_CASE("in random scenarios, retired VMs and instances take no more work") {
  std::uint64_t late = 0;
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    sim::Draw draw(sim::DrawKey(98, 0, 0), seed, 0);
    const auto below = [&draw](std::uint32_t n) { return draw.below(n); };
    const auto tens = [&below](std::uint32_t n) { return ms(10 * static_cast<std::int64_t>(1 + below(n))); };
    World world;
    PlatformParameters& parameters = world.parameters;
    const Duration life = tens(80);
    parameters.lifetimes.vm = takes(life);
    parameters.scheduler.binding = below(2) == 0 ? Binding::early : Binding::late;
    parameters.scheduler.no_room = NoRoom::wait;
    parameters.scheduler.evict_idle = below(2) == 0;
    parameters.cluster.vms.memory = 1'024;
    parameters.cluster.vms.isolation = static_cast<Isolation>(below(4));
    parameters.cluster.hosts = {below(2) == 0 ? kUnlimited : 2, 0, 2'048};
    const std::uint32_t scaling = below(4);
    const bool holds = below(2) == 0;
    // A VM whose lifetime is shorter than the start-up would never serve an unbound attempt.
    const bool binds = parameters.scheduler.binding == Binding::early && scaling == 0 && !holds;
    parameters.cold_start.sandbox = !binds          ? takes(Duration{life.ns() / 2})
                                    : below(2) == 0 ? takes(tens(60))
                                                    : sim::Distribution::exponential(2e8);
    parameters.policies.scaling =
        std::array{policy(Seam::scaling, "per-request"), policy(Seam::scaling, "queue-length", {whole(2)}),
                   policy(Seam::scaling, "hedged", {length(ms(50))}),
                   policy(Seam::scaling, "wait-if-soon-free", {whole(1)})}[scaling];
    parameters.policies.pre_warm = policy(Seam::pre_warm, holds ? "provisioned" : "none");
    parameters.policies.routing =
        std::array{policy(Seam::routing, "most-recent"), policy(Seam::routing, "least-loaded"),
                   policy(Seam::routing, "hash-affinity"), policy(Seam::routing, "random")}[below(4)];
    for (std::uint32_t i = 0; i < 3; ++i) {
      FunctionTraits traits;
      traits.requests_per_instance = 1 + below(3);
      traits.max_instances = below(2) == 0 ? kUnlimited : 1 + below(2);
      traits.provisioned = below(2);
      world.function("f" + std::to_string(i), traits, 128u << below(3));
    }
    Time now{};
    for (std::uint32_t i = 0; i < 80; ++i) {
      now = now + tens(4) + ns(1 + below(9));
      world.arrive(FunctionId{below(3)}, now, tens(30));
    }
    RetirementWatch watch(life, parameters.scheduler.binding);
    RunOptions options = world.options;
    options.observer = &watch;
    const RunOutcome outcome = world.run_as(options);
    REQUIRE(broken_law(outcome) == "");
    late += watch.late();
  }
  CHECK(late > 100);  // enough cases test the rule
}
