#include "models/experiment/laws.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "models/experiment/billing.hpp"

namespace curtain {

namespace {

/// Checks for each function that throttled, expired and refused invocations equal the sums over their
/// reasons.
template <class Equal>
void turned_away_by_reason(std::size_t function, const FunctionExtras& extras, const Equal& equal) {
  std::array<sim::Int128, kOutcomes> sums{};
  for (std::size_t why = 0; why < kRejections; ++why) {
    sums[static_cast<std::size_t>(outcome_of(static_cast<Rejection>(why)))] += extras.rejections[why];
  }
  constexpr std::array<std::pair<Outcome, const char*>, 3> outcomes = {
      {{Outcome::throttled, "throttled"}, {Outcome::expired, "expired"}, {Outcome::refused, "refused"}}};
  for (const auto& [outcome, name] : outcomes) {
    equal(fmt::format("{} invocations of function {} equal the sum over their reasons", name, function),
          sums[static_cast<std::size_t>(outcome)], extras.outcomes[static_cast<std::size_t>(outcome)]);
  }
}

}  // namespace

std::vector<std::string> broken_laws(const RunOutcome& outcome, const FunctionTable& functions,
                                     const BillingParameters& billing) {
  std::vector<std::string> broken;
  const Tally& tally = outcome.tally;
  const auto equal = [&broken](const std::string& law, sim::Int128 left, sim::Int128 right) {
    if (left != right) {
      broken.push_back(fmt::format("{}: {} is not {}", law, sim::to_string(left), sim::to_string(right)));
    }
  };
  const auto at_most = [&broken](const std::string& law, sim::Int128 left, sim::Int128 right) {
    if (left > right) {
      broken.push_back(fmt::format("{}: {} is above {}", law, sim::to_string(left), sim::to_string(right)));
    }
  };
  sim::Int128 arrived = 0;
  sim::Int128 ended = 0;
  sim::Int128 started = 0;
  sim::Int128 lives = 0;
  Charge billed;
  sim::Int128 latency = 0;
  sim::Int128 execution = 0;
  std::uint64_t completed = 0;
  std::uint64_t evicted = 0;
  sim::Int128 queueing = 0;
  PlatformTime platform;  // without the part `frontend`
  for (std::size_t id = 0; id < tally.functions().size(); ++id) {
    const FunctionTally& function = tally.functions()[id];
    const FunctionExtras& extras = tally.extras()[id];
    arrived += function.arrived;
    ended += function.completed;
    for (const std::uint64_t count : extras.outcomes) {
      ended += count;
    }
    started += function.warm + extras.cold + extras.waited;
    lives += extras.live_ns;
    const auto billed_mib =
        static_cast<sim::Int128>(billed_memory(functions[FunctionId{id}].memory, billing));
    billed.billed_mib_ns += billed_mib * tally.billed_ns(id);
    billed.init_mib_ns += billed_mib * extras.init_ns;
    billed.provisioned_mib_ns += billed_mib * extras.provisioned_ns;
    billed.requests +=
        charged_attempts(function, extras) * requests_of_attempt(functions[FunctionId{id}].traits, billing);
    at_most(fmt::format("charges on provisioned concurrency are at most the charges of function {}", id),
            extras.billed_on_provisioned_ns, tally.billed_ns(id));
    at_most(fmt::format(
                "initialisation on provisioned concurrency is at most the initialisation of function {}", id),
            extras.init_on_provisioned_ns, extras.init_ns);
    latency += tally.latency_ns(id);
    execution += tally.execution_ns(id);
    completed += function.completed;
    evicted += extras.evicted;
    queueing += extras.queueing_ns;
    platform += extras.platform;
    at_most(fmt::format("busy time is at most the ready time of function {}", id), tally.busy_ns(id),
            extras.ready_ns);
    at_most(fmt::format("ready time is at most the live time of function {}", id), extras.ready_ns,
            extras.live_ns);
  }
  equal("every invocation ends once (ended + in flight = arrived)", ended + outcome.in_flight, arrived);
  equal("every attempt that started was warm, cold or waited", started, tally.started());
  for (std::size_t id = 0; id < tally.functions().size(); ++id) {
    turned_away_by_reason(id, tally.extras()[id], equal);
  }
  equal("completed invocations by function equal those in the latency histogram", completed,
        tally.responses().latency().count());
  equal("latency by function equals that in the histogram", latency, tally.responses().latency().sum());
  equal("latency is the sum of execution, frontend, queueing, start-up, thaw and retries", latency,
        execution + tally.platform().total());
  equal("queueing by function equals that of the run", queueing, tally.queueing_ns());
  equal("queueing, start-ups and retries of completed invocations by function equal those of the run",
        platform.total(), tally.platform().total() - tally.platform().frontend_ns);
  equal("evictions by function equal those of the run", evicted, tally.evicted());
  equal("Little's law", tally.sojourns().of_invocations(tally.responses().latency().sum()),
        tally.sojourns().in_system());
  equal("lifetimes of instances equal their number over time", lives,
        tally.fleet()[FleetLevel::instances].integral());
  at_most("the packing bound is at most the number of VMs",
          tally.fleet()[FleetLevel::vm_lower_bound].integral(), tally.fleet()[FleetLevel::vms].integral());
  at_most("the memory of instances is at most that of the VMs that hold them",
          tally.fleet()[FleetLevel::placed_mib].integral(),
          tally.fleet()[FleetLevel::used_capacity_mib].integral());
  Charge charged;
  for (const TenantCharge& charge : charges(outcome, functions, billing)) {
    charged += charge;
  }
  equal("charges by tenant equal those by function", charged.billed_mib_ns, billed.billed_mib_ns);
  equal("initialisation charged by tenant equals that by function", charged.init_mib_ns, billed.init_mib_ns);
  equal("requests charged by tenant equal those by function", charged.requests, billed.requests);
  equal("provisioned concurrency charged by tenant equals that by function", charged.provisioned_mib_ns,
        billed.provisioned_mib_ns);
  return broken;
}

}  // namespace curtain
