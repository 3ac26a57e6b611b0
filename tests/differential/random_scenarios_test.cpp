// Random small scenarios over all features: every way to run a scenario gives the same numbers, and the laws
// hold.
#include <initializer_list>
#include <map>
#include <string>
#include <vector>

#include "models/platform/watch/audit.hpp"
#include "tests/support/random_scenario.hpp"

using namespace support;

namespace {

/// Checks observations against the limits, event by event.
class Ledger final : public Observer {
 public:
  explicit Ledger(const World& world) : world_(world) {}

  void observe(const Observation& seen) override {
    REQUIRE(seen.now >= last_);
    last_ = seen.now;
    const std::uint32_t instance = seen.instance.value();
    switch (seen.change) {
      case Change::instance_created: {
        REQUIRE(vm_used_.count(seen.vm.value()) == 1);
        std::uint64_t& used = vm_used_[seen.vm.value()];
        used += seen.amount;
        const VmParameters& vms = world_.parameters.cluster.vms;
        REQUIRE(used <= (vms.instance_memory == 0 ? vms.memory : vms.instance_memory));
        REQUIRE(++instances_in_[seen.vm.value()] <=
                (vms.isolation == Isolation::instance ? 1 : vms.max_instances));
        REQUIRE(live_.emplace(instance, seen).second);
        REQUIRE(++live_of_[seen.function.value()] <= world_.table[seen.function].traits.max_instances);
        break;
      }
      case Change::instance_reclaimed:
        REQUIRE(live_.count(instance) == 1);
        vm_used_.at(live_.at(instance).vm.value()) -= live_.at(instance).amount;
        --instances_in_.at(live_.at(instance).vm.value());
        live_.erase(instance);
        --live_of_[seen.function.value()];
        running_.erase(instance);
        break;
      case Change::started:
        REQUIRE(live_.count(instance) == 1);
        REQUIRE(live_.at(instance).until <= seen.now);  // the state `ready`
        REQUIRE(live_.at(instance).function == seen.function);
        REQUIRE(++running_[instance] <= world_.table[seen.function].traits.requests_per_instance);
        break;
      case Change::ended:
        --running_[instance];
        break;
      case Change::vm_created:
        REQUIRE(vm_used_.emplace(seen.vm.value(), 0).second);
        REQUIRE(++vms_on_[seen.host.value()] <=
                world_.parameters.cluster.hosts.memory / world_.parameters.cluster.vms.memory);
        REQUIRE((world_.parameters.cluster.hosts.count == kUnlimited ||
                 seen.host.value() < world_.parameters.cluster.hosts.count));
        break;
      case Change::vm_released:
        REQUIRE(vm_used_.at(seen.vm.value()) == 0);
        vm_used_.erase(seen.vm.value());
        --vms_on_[seen.host.value()];
        break;
      default:
        break;
    }
  }

  [[nodiscard]] std::size_t live() const { return live_.size(); }
  [[nodiscard]] std::size_t vms() const { return vm_used_.size(); }

 private:
  const World& world_;
  Time last_{};
  std::map<std::uint32_t, Observation> live_;
  std::map<std::uint32_t, std::uint32_t> live_of_;
  std::map<std::uint32_t, std::uint32_t> running_;
  std::map<std::uint32_t, std::uint64_t> vm_used_;
  std::map<std::uint32_t, std::uint32_t> instances_in_;
  std::map<std::uint32_t, std::uint32_t> vms_on_;
};

/// Runs a scenario with both queues, `events` at a time and by the general path. All results must agree and
/// satisfy the laws.
RunOutcome run_every_way(World& world, std::uint64_t events) {
  RunOutcome outcome = world.run_as(world.options);
  REQUIRE(broken_law(outcome) == "");
  const std::string text = text_of(outcome);
  REQUIRE(text_of(world.run_on_heap(world.options)) == text);
  REQUIRE(text_of(world.run_in_steps(world.options, events)) == text);
  RunOptions general = world.options;
  general.force_general = true;
  REQUIRE(text_of(world.run_as(general)) == text);
  REQUIRE(text_of(world.run_on_heap(general)) == text);
  return outcome;
}

/// Returns the findings of an audited run, whose results must equal `text`.
std::vector<std::string> audit_findings(World& world, const std::string& text) {
  Audit audit(world.parameters, world.table, world.options);
  RunOptions audited = world.options;
  audited.observer = &audit;
  const RunOutcome outcome = world.run_as(audited);
  REQUIRE(text_of(outcome) == text);
  audit.finish(outcome);
  return audit.violations();
}

/// Requires that no finding of an audit contains one of the words.
void require_no_finding(const std::vector<std::string>& findings, std::initializer_list<const char*> words) {
  for (const std::string& finding : findings) {
    CAPTURE(finding);
    for (const char* const word : words) {
      REQUIRE(finding.find(word) == std::string::npos);
    }
  }
}

}  // namespace

TEST_CASE("a random scenario gives the same results in every way to run it, and the laws hold") {
  std::map<Outcome, std::uint64_t> reached;
  std::uint64_t waited = 0;
  std::uint64_t warm = 0;
  std::uint64_t stuck = 0;
  std::uint64_t init = 0;
  std::uint64_t on_provisioned = 0;
  std::uint64_t hosts_down = 0;
  for (std::uint32_t seed = 0; seed < 600; ++seed) {
    CAPTURE(seed);
    const Trouble trouble = seed % 3 == 0 ? Trouble::some : Trouble::none;
    World world = RandomScenario(seed, Instants::shared, CpuWork::none, trouble).make();
    const RunOutcome outcome = run_every_way(world, 1 + seed % 50);
    const std::string text = text_of(outcome);
    Ledger ledger(world);
    RunOptions observed = world.options;
    observed.observer = &ledger;
    REQUIRE(text_of(world.run_as(observed)) == text);
    REQUIRE(outcome.tally.fleet()[FleetLevel::instances].level() == static_cast<std::int64_t>(ledger.live()));
    REQUIRE(outcome.tally.fleet()[FleetLevel::vms].level() == static_cast<std::int64_t>(ledger.vms()));
    require_no_finding(audit_findings(world, text), {"charged", "down", "history"});
    hosts_down += outcome.tally.fleet()[FleetLevel::hosts_down].peak() > 0 ? 1 : 0;
    for (const FunctionExtras& extras : outcome.tally.extras()) {
      init += static_cast<std::uint64_t>(extras.init_ns);
      on_provisioned +=
          static_cast<std::uint64_t>(extras.billed_on_provisioned_ns + extras.init_on_provisioned_ns);
    }
    const Counts counts(outcome);
    for (const auto& [how, count] : counts.ended) {
      reached[how] += count;
    }
    waited += counts.waited;
    warm += counts.warm;
    stuck += outcome.in_flight;
  }
  // Checks that the random scenarios use all features.
  for (std::size_t i = 0; i < static_cast<std::size_t>(Outcome::abandoned); ++i) {
    CAPTURE(i);
    CHECK(reached[static_cast<Outcome>(i)] > 100);
  }
  CHECK(waited > 1'000);
  CHECK(warm > 1'000);
  CHECK(stuck > 0);
  CHECK(init > 0);
  CHECK(hosts_down > 50);
  CHECK(on_provisioned > 0);
}

TEST_CASE("a scenario with any policies of the catalogue gives the same results in every way to run it") {
  std::map<std::string, int> chosen;
  for (std::uint32_t seed = 0; seed < 600; ++seed) {
    CAPTURE(seed);
    const Instants instants = seed % 2 == 0 ? Instants::shared : Instants::apart;
    const CpuWork cpu_work = seed % 5 == 0 ? CpuWork::mixed : CpuWork::none;
    World world =
        RandomScenario(seed, instants, cpu_work, Trouble::some, ClientsWait::forever, PolicyFamily::all)
            .make();
    const PolicyChoices& policies = world.parameters.policies;
    for (const PolicyChoice* const choice :
         {&policies.admission, &policies.queueing, &policies.routing, &policies.scaling, &policies.placement,
          &policies.keep_alive, &policies.pre_warm}) {
      const PolicyDeclaration& declaration = *choice->declaration;
      ++chosen[std::to_string(static_cast<int>(declaration.seam)) + std::string(declaration.name)];
      CAPTURE(declaration.name);
    }
    const RunOutcome outcome = run_every_way(world, 1 + seed % 50);
    require_no_finding(audit_findings(world, text_of(outcome)), {"history", "down"});
  }
  for (const SeamListing& seam : catalogue()) {
    for (const PolicyDeclaration* const policy : seam.policies) {
      CAPTURE(policy->name);
      CHECK(chosen[std::to_string(static_cast<int>(policy->seam)) + std::string(policy->name)] > 2);
    }
  }
}

TEST_CASE(
    "a scenario whose clients leave gives the same results in every way to run it, and the audit agrees") {
  std::map<Outcome, std::uint64_t> reached;
  std::uint64_t charged = 0;
  for (std::uint32_t seed = 0; seed < 800; ++seed) {
    CAPTURE(seed);
    const Instants instants = seed % 2 == 0 ? Instants::shared : Instants::apart;
    const CpuWork cpu_work = seed % 5 == 0 ? CpuWork::shared : CpuWork::none;
    World world = RandomScenario(seed, instants, cpu_work, Trouble::some, ClientsWait::briefly).make();
    const RunOutcome outcome = world.run_as(world.options);
    REQUIRE(broken_law(outcome) == "");
    const std::string text = text_of(outcome);
    REQUIRE(text_of(world.run_on_heap(world.options)) == text);
    REQUIRE(text_of(world.run_in_steps(world.options, 1 + seed % 50)) == text);
    RunOptions other = world.options;
    other.force_general = true;
    REQUIRE(text_of(world.run_as(other)) == text);
    other = world.options;
    Audit audit(world.parameters, world.table, world.options);
    other.observer = &audit;
    const RunOutcome observed = world.run_as(other);
    REQUIRE(text_of(observed) == text);
    audit.finish(observed);
    for (const std::string& violation : audit.violations()) {
      CAPTURE(violation);
      REQUIRE(violation.find("client") == std::string::npos);
      REQUIRE(violation.find("history") == std::string::npos);
      REQUIRE(violation.find("abandoned") == std::string::npos);
      REQUIRE(violation.find("charged") == std::string::npos);
    }
    for (const auto& [how, count] : Counts(outcome).ended) {
      reached[how] += count;
    }
    for (const FunctionExtras& extras : outcome.tally.extras()) {
      charged += extras.charged_abandoned;
    }
  }
  for (std::size_t i = 0; i < kOutcomes; ++i) {
    CAPTURE(i);
    CHECK(reached[static_cast<Outcome>(i)] > 100);
  }
  CHECK(charged > 1'000);
  CHECK(reached[Outcome::abandoned] > charged);  // the other functions never ran
}

TEST_CASE(
    "a scenario with shared resources gives the same results in every way to run it, and the audit agrees") {
  std::uint64_t stretched = 0;
  std::uint64_t timed_out = 0;
  std::uint64_t retried = 0;
  for (std::uint32_t seed = 0; seed < 600; ++seed) {
    CAPTURE(seed);
    const Instants instants = seed % 2 == 0 ? Instants::shared : Instants::apart;
    World world = RandomScenario(seed, instants, seed % 3 == 0 ? CpuWork::shared : CpuWork::mixed).make();
    const RunOutcome outcome = run_every_way(world, 1 + seed % 50);
    require_no_finding(audit_findings(world, text_of(outcome)), {"ran for", "vCPUs", "rate", "history"});
    for (const FunctionExtras& extras : outcome.tally.extras()) {
      REQUIRE(extras.shared_ns >= extras.alone_ns);
      stretched += extras.shared_ns > extras.alone_ns ? 1 : 0;
      retried += extras.shared_ns > 0 ? extras.retried : 0;
    }
    timed_out += Counts(outcome).of(Outcome::timed_out);
  }
  CHECK(stretched > 300);
  CHECK(timed_out > 300);
  CHECK(retried > 100);
}

TEST_CASE(
    "a scenario whose busy instances are billed has the same bill in every way to run it, and the audit "
    "agrees") {
  std::int64_t busy_s = 0;
  std::int64_t billed_s = 0;
  std::uint64_t init = 0;
  for (std::uint32_t seed = 0; seed < 400; ++seed) {
    CAPTURE(seed);
    const Instants instants = seed % 2 == 0 ? Instants::shared : Instants::apart;
    const CpuWork cpu_work = seed % 3 == 0 ? CpuWork::mixed : CpuWork::none;
    const Trouble trouble = seed % 2 == 0 ? Trouble::some : Trouble::none;
    World world = RandomScenario(seed, instants, cpu_work, trouble).make();
    BillingParameters& billing = world.parameters.billing;
    billing.billed_while = BilledWhile::busy;
    billing.init = billing.init == BilledInit::provisioned ? BilledInit::all : billing.init;
    billing.price_per_gib_s_on_provisioned.reset();
    const RunOutcome outcome = run_every_way(world, 1 + seed % 50);
    require_no_finding(audit_findings(world, text_of(outcome)), {"charged"});
    for (std::size_t id = 0; id < outcome.tally.functions().size(); ++id) {
      busy_s += static_cast<std::int64_t>(outcome.tally.busy_ns(id) / 1'000'000'000);
      billed_s += static_cast<std::int64_t>(outcome.tally.billed_ns(id) / 1'000'000'000);
      init += static_cast<std::uint64_t>(outcome.tally.extras()[id].init_ns);
    }
  }
  CHECK(busy_s > 500);  // in whole seconds, for each function
  CHECK(billed_s > busy_s);
  CHECK(init > 0);
}
