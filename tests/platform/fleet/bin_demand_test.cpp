// The demand on shared resources that placement policies read.
#include <map>

#include "models/platform/execution/work_demand.hpp"
#include "models/policies/make.hpp"
#include "models/policies/placement/scan.hpp"
#include "tests/support/random_scenario.hpp"

using namespace support;

namespace {

/// Counts the vCPUs that running executions demand, from the changes of a run in which every execution is
/// only CPU work of one request in its instance.
class DemandCount final : public Observer {
 public:
  explicit DemandCount(const World& world) : world_(world) {}
  void observe(const Observation& seen) override {
    if (seen.change == Change::started) {
      running_[seen.instance.value()] = {seen.vm_number, seen.host.value(), cap_of(seen.function)};
    } else if (seen.change == Change::ended || seen.change == Change::instance_reclaimed) {
      running_.erase(seen.instance.value());
    }
  }
  /// The demand in a VM, by its number in the order of opening, or in all VMs of a host.
  [[nodiscard]] std::uint64_t in(std::uint64_t bin, bool is_host) const {
    std::uint64_t sum = 0;
    for (const auto& [instance, use] : running_) {
      sum += (is_host ? use.host : use.vm_number) == bin ? use.cap : 0;
    }
    return sum;
  }

 private:
  struct Use {
    std::uint64_t vm_number;
    std::uint32_t host;
    std::uint64_t cap;
  };
  [[nodiscard]] std::uint64_t cap_of(FunctionId function) const {
    const FunctionSpec& spec = world_.table[function];
    return work_demand(world_.parameters, spec.memory, spec.traits).of(SharedKind::cpu).cap;
  }
  const World& world_;
  std::map<std::uint32_t, Use> running_;
};

const DemandCount* counted = nullptr;
std::uint64_t demanded = 0;  // views with a demand

/// First-fit at one level. Each choice compares the demand of every bin with the count of the observer.
template <bool is_host>
class DemandWatcher final : public PlacementPolicy {
 public:
  [[nodiscard]] Needs needs() const override {
    Needs needs{.bins_by_age = true};
    needs.bin_demand = true;
    return needs;
  }
  std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) override {
    scan_bins(bins, query, [&](Bins::Bin bin, const BinView& view) {
      const std::uint64_t demand = SharedDemand(view.demand).cpu;
      REQUIRE(demand == counted->in(is_host ? view.host : bins.serial(bin), is_host));
      demanded += demand > 0 ? 1 : 0;
      return true;
    });
    return bins.oldest_with(query.demand);
  }
};

const PolicyDeclaration kDemandOfVms{
    Seam::placement, "demand-of-vms", "", "", {}, [](const Arguments&) -> std::unique_ptr<Policy> {
      return std::make_unique<DemandWatcher<false>>();
    }};
const PolicyDeclaration kDemandOfHosts{
    Seam::placement, "demand-of-hosts", "", "", {}, [](const Arguments&) -> std::unique_ptr<Policy> {
      return std::make_unique<DemandWatcher<true>>();
    }};

}  // namespace

TEST_CASE("the demand that a placement policy reads agrees with a count of the running executions") {
  for (std::uint32_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    sim::Draw draw(sim::DrawKey(98, 0, 0), seed, 0);
    World world;
    PlatformParameters& parameters = world.parameters;
    parameters.cluster.hosts = {3, 64, 8'192};
    parameters.cluster.vms.vcpus = 2;
    parameters.cluster.vms.memory = 2'048;
    parameters.cluster.vms.isolation = Isolation::shared;
    parameters.cpu.memory_per_vcpu = 512;
    parameters.scheduler.no_room = NoRoom::wait;
    parameters.policies.placement = {&kDemandOfVms, {}};
    parameters.policies.host_placement = {&kDemandOfHosts, {}};
    parameters.policies.keep_alive = policy(Seam::keep_alive, "none");
    parameters.faults.vm_crashes = {{ms(900), 0}, {ms(1'700), 2}};
    FunctionTraits traits;
    traits.cpu = 1;
    for (const Mebibytes memory : {256u, 512u, 1'024u}) {
      world.function("f" + std::to_string(memory), traits, memory);
    }
    Time now{};
    for (int i = 0; i < 200; ++i) {
      now = now + ns(1 + draw.below(30'000'000));
      world.arrive(FunctionId{draw.below(3)}, now, ns(50'000'000 + draw.below(450'000'000)));
    }
    DemandCount count(world);
    counted = &count;
    RunOptions options = world.options;
    options.observer = &count;
    world.run_as(options);
  }
  CHECK(demanded > 10'000);
}

TEST_CASE("an attempt that a rule on demand keeps waiting starts when the demand falls") {
  // One VM with 2 vCPUs. Two executions of 1 vCPU run for 10 s; the third attempt, at 1 s, finds a demand of
  // 2 and waits for room until both executions end.
  World world;
  world.parameters.cluster.hosts = {1, 2, 8'192};
  world.parameters.cluster.vms.vcpus = 2;
  world.parameters.cluster.vms.memory = 8'192;
  world.parameters.cpu.memory_per_vcpu = 1'024;
  world.parameters.scheduler.no_room = NoRoom::wait;
  world.parameters.policies.placement =
      policy(Seam::placement, "rules",
             {{0, 0, {{16, Relation::below, 2}}, {}}, {0, 0, {}, {}}, whole(0), {0, 1, {}, {}}, whole(1)});
  FunctionTraits traits;
  traits.cpu = 1;
  const FunctionId f = world.function("f", traits, 1'024);
  const FunctionId g = world.function("g", traits, 1'024);
  world.arrive(f, at_ms(0), ms(10'000));
  world.arrive(f, at_ms(0), ms(10'000));
  world.arrive(g, at_ms(1'000), ms(1'000));
  world.run();
  CHECK(world.record.when_ms(Change::instance_created) == std::vector<std::int64_t>{0, 0, 10'000});
}
