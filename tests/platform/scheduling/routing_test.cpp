// The data about candidates that routing policies get is always current, for any change of instances and VMs.
#include <algorithm>
#include <limits>

#include "models/policies/make.hpp"
#include "models/policies/routing/seam.hpp"
#include "sim/draws.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

int asked = 0;
int with_a_choice = 0;

/// An order by all data of a view about load and VM, and by the ring. Each answer is compared with a search
/// of all candidates.
class Suspicious final : public RoutingPolicy {
 public:
  [[nodiscard]] Needs needs() const override {
    Needs needs;
    needs.candidates_by_key = true;
    needs.keys_follow_vms = true;
    needs.candidates_on_ring = true;
    return needs;
  }
  [[nodiscard]] std::int64_t key(const CandidateView& view) const override {
    return std::int64_t{view.in_flight} * 1'000'000 + std::int64_t{view.vm_free} * 10 - view.vm_instances;
  }
  InstanceId choose(const RoutingQuery& query, const Candidates& candidates) override {
    ++asked;
    with_a_choice += candidates.size() > 1 ? 1 : 0;
    std::uint32_t most_running = 0;
    std::int64_t lowest = std::numeric_limits<std::int64_t>::max();
    const std::uint64_t from = session_point(query.function, query.ordinal);
    std::uint64_t nearest = std::numeric_limits<std::uint64_t>::max();
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const CandidateView view = candidates[i];
      most_running += view.in_flight;
      lowest = std::min(lowest, key(view));
      nearest = std::min(nearest, ring_point(query.function, view.serial) - from);  // modulo 2^64
    }
    REQUIRE(key(candidates.view(candidates.lowest())) == lowest);
    const InstanceId first = candidates.clockwise_from(from);
    REQUIRE(ring_point(query.function, candidates.view(first).serial) - from == nearest);
    std::size_t round = 1;
    for (InstanceId at = candidates.clockwise_after(first); at != first; ++round) {
      at = candidates.clockwise_after(at);
    }
    REQUIRE(round == candidates.size());
    REQUIRE(query.running >= most_running);
    REQUIRE(query.serving >= candidates.size());
    return query.ordinal % 3 == 0 ? first : candidates.lowest();
  }
};

/// An order by the contents of VMs, which is computed on request.
class SuspiciousOfVms final : public RoutingPolicy {
 public:
  [[nodiscard]] Needs needs() const override {
    return {.candidates_by_index = true, .candidates_by_vm = true};
  }
  [[nodiscard]] std::int64_t key(const CandidateView& view) const override {
    return std::int64_t{view.vm_free} * 10 - view.vm_instances;
  }
  InstanceId choose(const RoutingQuery& query, const Candidates& candidates) override {
    ++asked;
    with_a_choice += candidates.size() > 1 ? 1 : 0;
    std::int64_t lowest = std::numeric_limits<std::int64_t>::max();
    Time last_used;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const CandidateView view = candidates[i];
      if (key(view) <= lowest) {
        last_used = key(view) < lowest ? view.last_used : std::max(last_used, view.last_used);
        lowest = key(view);
      }
    }
    const CandidateView first = candidates.view(candidates.lowest());
    REQUIRE(key(first) == lowest);
    REQUIRE((first.last_used == last_used || first.in_flight > 0));
    return query.ordinal % 3 == 0 ? candidates.most_recent() : first.instance;
  }
};

PolicyChoice suspicious_of_vms() {
  static const PolicyDeclaration declaration{
      Seam::routing, "suspicious-of-vms", "for this test", "", {}, make_plain<SuspiciousOfVms>};
  return {&declaration, {}};
}

PolicyChoice suspicious() {
  static const PolicyDeclaration declaration{Seam::routing,         "suspicious", "for this test", "", {},
                                             make_plain<Suspicious>};
  return {&declaration, {}};
}

World busy_world(std::uint32_t seed) {
  sim::Draw draw(sim::DrawKey(77, 0, 0), seed, 0);
  World world;
  PlatformParameters& parameters = world.parameters;
  parameters.policies.routing = suspicious();
  parameters.policies.keep_alive = policy(Seam::keep_alive, "fixed", {length(ms(150))});
  parameters.cluster.vms.memory = 1'024;
  parameters.cluster.vms.isolation = draw.below(2) == 0 ? Isolation::shared : Isolation::tenant;
  parameters.cluster.hosts = {3 + draw.below(20), 0, 4'096};
  parameters.cold_start.sandbox = sim::Distribution::exponential(2e7);
  parameters.scheduler.evict_idle = draw.below(2) == 0;
  parameters.scheduler.no_room = NoRoom::wait;
  parameters.scheduler.binding = draw.below(2) == 0 ? Binding::early : Binding::late;
  parameters.lifetimes.instance = sim::Distribution::uniform(1e8, 1e9);
  parameters.lifetimes.vm = sim::Distribution::uniform(2e8, 2e9);
  parameters.faults.vm_time_to_crash = sim::Distribution::exponential(1e9);
  for (std::uint32_t i = 0; i < 3; ++i) {
    FunctionTraits traits;
    traits.requests_per_instance = 1 + draw.below(3);
    traits.crash_retries = draw.below(2);
    world.function("f" + std::to_string(i), traits, 128u << i);
  }
  Time now{};
  for (int i = 0; i < 400; ++i) {
    now = now + ms(draw.below(8));
    world.arrive(FunctionId{draw.below(3)}, now, ms(1 + draw.below(60)));
  }
  return world;
}

}  // namespace

TEST_CASE("candidates by key and on the ring agree with a search through all") {
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    World world = busy_world(seed);
    world.run();
  }
  CHECK(asked > 5'000);
  CHECK(with_a_choice > 2'000);
}

TEST_CASE("candidates by VM agree with a search through all") {
  asked = 0;
  with_a_choice = 0;
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    World world = busy_world(seed);
    world.parameters.policies.routing = suspicious_of_vms();
    world.run();
  }
  CHECK(asked > 5'000);
  CHECK(with_a_choice > 2'000);
}
