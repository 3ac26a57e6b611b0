#pragma once
// A platform for scenarios worked out by hand. It is ideal unless a test changes it, with arrivals written in
// the test and a record of every change.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/platform/platform.hpp"
#include "models/policies/catalogue.hpp"
#include "models/workload/memory_source.hpp"
#include "models/workload/programme.hpp"
#include "tests/catch.hpp"
#include "tests/heap/simulate_on_heap.hpp"

namespace support {

using namespace curtain;

constexpr Duration ms(std::int64_t n) {
  return sim::milliseconds(n);
}
constexpr Time at_ms(std::int64_t n) {
  return Time{0} + ms(n);
}
constexpr Duration ns(std::int64_t n) {
  return Duration{n};
}

/// A stage of constant length.
inline sim::Distribution takes(Duration length) {
  return sim::Distribution::constant(static_cast<double>(length.ns()));
}

inline Argument whole(std::int64_t value) {
  return {value, static_cast<double>(value)};
}
inline Argument length(Duration value) {
  return whole(value.ns());
}

/// Returns a built-in policy by name, with its arguments in the order of its declaration.
inline PolicyChoice policy(Seam seam, std::string_view name, std::vector<Argument> arguments = {}) {
  const PolicyDeclaration* const declaration = find_policy(seam, name);
  if (declaration == nullptr) {
    throw std::invalid_argument("no policy " + std::string(name));
  }
  return {declaration, Arguments(std::move(arguments))};
}

/// A platform without limits, latency or start-up time, with as many hosts as needed and VMs of 1 TiB.
/// Policies are fifo, most-recent, per-request and first-fit. Instances are kept for 10 s.
inline PlatformParameters ideal_platform() {
  PlatformParameters parameters;
  parameters.cluster.hosts = {kUnlimited, 0, 1u << 20};
  parameters.cluster.vms.memory = 1u << 20;
  parameters.policies.admission = policy(Seam::admission, "unlimited");
  parameters.policies.queueing = policy(Seam::queueing, "fifo");
  parameters.policies.routing = policy(Seam::routing, "most-recent");
  parameters.policies.scaling = policy(Seam::scaling, "per-request");
  parameters.policies.placement = policy(Seam::placement, "first-fit");
  parameters.policies.host_placement = policy(Seam::placement, "first-fit");
  parameters.policies.keep_alive = policy(Seam::keep_alive, "fixed", {length(ms(10'000))});
  parameters.policies.pre_warm = policy(Seam::pre_warm, "none");
  return parameters;
}

/// Records all observations that it receives.
class Recorder final : public Observer {
 public:
  void observe(const Observation& observation) override { all.push_back(observation); }

  [[nodiscard]] std::vector<Observation> of(Change change) const {
    std::vector<Observation> some;
    std::copy_if(all.begin(), all.end(), std::back_inserter(some),
                 [change](const Observation& seen) { return seen.change == change; });
    return some;
  }
  /// Returns the instants of one kind of change in milliseconds (they must be whole), in order.
  [[nodiscard]] std::vector<std::int64_t> when_ms(Change change) const {
    std::vector<std::int64_t> times;
    for (const Observation& seen : of(change)) {
      REQUIRE(seen.now.ns() % 1'000'000 == 0);
      times.push_back(seen.now.ns() / 1'000'000);
    }
    return times;
  }

  std::vector<Observation> all;
};

/// The counts of a run, summed over functions.
struct Counts {
  std::uint64_t arrived = 0;
  std::uint64_t warm = 0;
  std::uint64_t cold = 0;
  std::uint64_t waited = 0;
  std::uint64_t first_use = 0;
  std::uint64_t created = 0;
  std::uint64_t billed_ns = 0;  // this and the following counts are for runs that stay below 2^64 ns
  std::uint64_t busy_ns = 0;
  std::uint64_t live_ns = 0;
  std::uint64_t ready_ns = 0;
  std::uint64_t charged = 0;
  std::map<Outcome, std::uint64_t> ended;
  std::map<Rejection, std::uint64_t> turned_away;

  explicit Counts(const RunOutcome& outcome) {
    for (const FunctionTally& function : outcome.tally.functions()) {
      arrived += function.arrived;
      warm += function.warm;
      billed_ns += function.billed_ns;
      busy_ns += function.busy_ns;
      ended[Outcome::completed] += function.completed;
    }
    for (std::size_t id = 0; id < outcome.tally.extras().size(); ++id) {
      const FunctionExtras& extras = outcome.tally.extras()[id];
      charged += charged_attempts(outcome.tally.functions()[id], extras);
      cold += extras.cold;
      waited += extras.waited;
      first_use += extras.first_use;
      created += extras.created;
      live_ns += static_cast<std::uint64_t>(extras.live_ns);
      ready_ns += static_cast<std::uint64_t>(extras.ready_ns);
      for (std::size_t i = 0; i < kOutcomes; ++i) {
        ended[static_cast<Outcome>(i)] += extras.outcomes[i];
      }
      for (std::size_t i = 0; i < kRejections; ++i) {
        if (extras.rejections[i] > 0) {
          turned_away[static_cast<Rejection>(i)] += extras.rejections[i];
        }
      }
    }
  }
  [[nodiscard]] std::uint64_t of(Outcome outcome) const {
    const auto found = ended.find(outcome);
    return found == ended.end() ? 0 : found->second;
  }
};

/// Returns every number of a run as text, so that two runs can be compared and a difference can be read.
inline std::string text_of(const RunOutcome& outcome) {
  std::string text;
  const auto add = [&text](const char* name, sim::Int128 value) {
    text += std::string(name) + ' ' + sim::to_string(value) + '\n';
  };
  const Tally& tally = outcome.tally;
  add("fingerprint", static_cast<sim::Int128>(outcome.fingerprint));
  add("end", outcome.end.ns());
  add("in flight", outcome.in_flight);
  add("interrupted", outcome.interrupted ? 1 : 0);
  add("in system", tally.sojourns().in_system());
  add("early overlap", tally.sojourns().early_overlap());
  add("late overhang", tally.sojourns().late_overhang());
  add("queueing", tally.queueing_ns());
  add("frontend part", tally.platform().frontend_ns);
  add("queueing part", tally.platform().queueing_ns);
  add("start part", tally.platform().start_ns);
  add("retry part", tally.platform().retry_ns);
  add("arrivals", tally.arrivals_total());
  add("ended", tally.ended_total());
  add("other sojourn", tally.sojourns().of_others());
  add("unfinished", tally.sojourns().unfinished());
  add("started", tally.started());
  add("vms created", tally.vms_created());
  for (const sim::Histogram* histogram : {&tally.responses().latency(), &tally.cold_start()}) {
    add("histogram", histogram->sum());
    histogram->for_each_bucket([&add](std::int64_t first, std::int64_t, std::uint64_t count) {
      add("bucket", first);
      add("count", count);
    });
  }
  for (const FunctionTally& function : tally.functions()) {
    for (const std::uint64_t value :
         {function.arrived, function.warm, function.completed, function.latency_ns, function.execution_ns,
          function.billed_ns, function.busy_ns, function.slowdown}) {
      add("function", value);
    }
  }
  for (const FunctionExtras& extras : tally.extras()) {
    const auto errored = static_cast<std::size_t>(Outcome::errored);
    for (std::size_t i = 0; i < kOutcomes; ++i) {
      if (i < errored || extras.outcomes[i] > 0) {  // printed only if not zero, because tests/golden was
                                                    // frozen before the other kinds existed
        add("outcome", extras.outcomes[i]);
      }
    }
    for (std::size_t i = 0; i < extras.rejections.size(); ++i) {
      if (i < static_cast<std::size_t>(Rejection::end_tenants) || extras.rejections[i] > 0) {
        add("rejection", extras.rejections[i]);
      }
    }
    for (const std::uint64_t value :
         {extras.cold, extras.waited, extras.first_use, extras.created,
          static_cast<std::uint64_t>(extras.live_ns), static_cast<std::uint64_t>(extras.ready_ns),
          static_cast<std::uint64_t>(extras.init_ns),
          static_cast<std::uint64_t>(extras.billed_on_provisioned_ns),
          static_cast<std::uint64_t>(extras.init_on_provisioned_ns),
          static_cast<std::uint64_t>(extras.provisioned_ns)}) {
      add("extras", value);
    }
    if (extras.charged_again > 0) {  // other functions are identified by their invocations that were lost or
                                     // turned away
      add("retried", static_cast<sim::Int128>(extras.retried));
      add("charged again", static_cast<sim::Int128>(extras.charged_again));
    }
  }
  for (const FunctionExtras& extras : tally.extras()) {
    if (extras.charged_abandoned > 0) {
      add("charged abandoned", static_cast<sim::Int128>(extras.charged_abandoned));
    }
  }
  for (const FleetLevel which :
       {FleetLevel::instances, FleetLevel::vms, FleetLevel::hosts, FleetLevel::placed_mib,
        FleetLevel::used_capacity_mib, FleetLevel::vm_lower_bound}) {
    const sim::LevelTimeline& level = tally.fleet()[which];
    add("integral", level.integral());
    add("peak", level.peak());
    add("level", level.level());
  }
  const SharedUse& shared = tally.shared_use();
  if (shared.capacity(SharedKind::disk).of_vm > 0) {
    add("disk rate in use", shared.used(SharedKind::disk).integral());
  }
  if (shared.capacity(SharedKind::network).of_vm > 0) {
    add("network rate in use", shared.used(SharedKind::network).integral());
  }
  if (shared.capacity(SharedKind::cpu).of_vm > 0) {
    add("vCPUs in use", shared.used(SharedKind::cpu).integral());
    for (const FunctionExtras& extras : tally.extras()) {
      add("shared", extras.shared_ns);
      add("alone", extras.alone_ns);
    }
  }
  add("evicted", tally.evicted());
  if (tally.fleet()[FleetLevel::hosts_down].peak() >
      0) {  // printed only if not zero, because tests/golden was frozen before outages existed
    add("hosts down", tally.fleet()[FleetLevel::hosts_down].integral());
    add("hosts down, peak", tally.fleet()[FleetLevel::hosts_down].peak());
    add("hosts down at the end", tally.fleet()[FleetLevel::hosts_down].level());
  }
  for (const ProgrammeRecord& record : outcome.records) {
    text += record.programme + ' ' + record.name + ' ' + record.unit + '\n';
    for (const RecordedValue& recorded : record.values) {
      text += std::to_string(recorded.round) + ' ' + std::to_string(recorded.value) + '\n';
    }
  }
  add("width", tally.series().width().ns());
  for (const SeriesBin& bin : tally.series().bins()) {
    for (const std::uint64_t value :
         {bin.arrived, bin.ended, bin.cold, bin.turned_away(), bin.busy, bin.instances, bin.vms, bin.hosts}) {
      add("bin", value);
    }
  }
  return text;
}

/// Checks the laws of every run as exact identities. Returns the first violated law, or nothing.
inline std::string broken_law(const RunOutcome& outcome) {
  const Tally& tally = outcome.tally;
  const Counts counts(outcome);
  std::uint64_t ended = 0;
  for (const auto& [how, count] : counts.ended) {
    ended += count;
  }
  if (ended + outcome.in_flight != counts.arrived) {
    return "every invocation ends once, or is in flight";
  }
  std::map<Outcome, std::uint64_t> by_reason;
  for (const auto& [why, count] : counts.turned_away) {
    by_reason[outcome_of(why)] += count;
  }
  for (const Outcome how : {Outcome::throttled, Outcome::expired, Outcome::refused}) {
    if (by_reason[how] != counts.of(how)) {
      return "those turned away are so for one reason each";
    }
  }
  if (counts.warm + counts.cold + counts.waited != tally.started()) {
    return "every start is warm, cold or waited";
  }
  const sim::Int128 sojourns = tally.responses().latency().sum() + tally.sojourns().of_others() +
                               tally.sojourns().early_overlap() - tally.sojourns().late_overhang() +
                               tally.sojourns().unfinished();
  if (sojourns != tally.sojourns().in_system()) {
    return "Little's law";
  }
  sim::Int128 platform = 0;
  for (std::size_t id = 0; id < tally.functions().size(); ++id) {
    platform += tally.latency_ns(id) - tally.execution_ns(id);
  }
  if (platform != tally.platform().total()) {
    return "latency is execution and the platform's parts";
  }
  if (tally.fleet()[FleetLevel::instances].integral() != static_cast<sim::Int128>(counts.live_ns)) {
    return "the integral of live instances is the sum of their lives";
  }
  if (counts.busy_ns > counts.ready_ns || counts.ready_ns > counts.live_ns) {
    return "busy within ready within live";
  }
  if (tally.fleet()[FleetLevel::vm_lower_bound].integral() > tally.fleet()[FleetLevel::vms].integral()) {
    return "the packing bound is a bound";
  }
  if (tally.fleet()[FleetLevel::placed_mib].integral() >
      tally.fleet()[FleetLevel::used_capacity_mib].integral()) {
    return "instances within their VMs";
  }
  return "";
}

/// A source of the arrivals, with the clients and the programmes.
class ClientSource final : public ArrivalSource {
 public:
  ClientSource(std::vector<Arrival> arrivals, std::optional<Time> horizon, std::vector<ClientGroup> groups,
               std::vector<std::shared_ptr<const Programme>> programmes = {})
      : stream_(std::move(arrivals), horizon),
        groups_(std::move(groups)),
        programmes_(std::move(programmes)) {}
  std::size_t fill(std::span<Arrival> out) override { return stream_.fill(out); }
  [[nodiscard]] std::optional<Time> horizon() const override { return stream_.horizon(); }
  [[nodiscard]] std::vector<ClientGroup> clients() const override { return groups_; }
  [[nodiscard]] std::vector<std::shared_ptr<const Programme>> programmes() const override {
    return programmes_;
  }

 private:
  MemorySource stream_;
  std::vector<ClientGroup> groups_;
  std::vector<std::shared_ptr<const Programme>> programmes_;
};

/// A scenario that is built by a test.
class World {
 public:
  World() { options.bin = sim::seconds(1); }

  FunctionId function(const std::string& name, const FunctionTraits& traits = {}, Mebibytes memory = 128,
                      const std::string& tenant = "tenant") {
    return table.function(table.tenant(tenant), name, memory, traits);
  }
  /// Gives every VM one vCPU, which functions with CPU work share. An instance of 128 MiB may use the whole
  /// vCPU.
  void share_one_vcpu() {
    parameters.cluster.hosts.vcpus = 1;
    parameters.cluster.vms.vcpus = 1;
    parameters.cpu.memory_per_vcpu = 128;
  }
  /// Adds an arrival. Arrivals must be added in order of time.
  void arrive(FunctionId function_id, Time time, Duration duration) {
    arrivals.push_back({time, duration, function_id});
  }

  /// Adds clients in a closed loop that send until `until`.
  ClientGroup& loop(FunctionId function_id, std::uint32_t clients, const sim::Distribution& think,
                    const sim::Distribution& duration, Time until) {
    ClientGroup group;
    group.function = function_id;
    group.clients = clients;
    group.first = think;
    group.think = think;
    group.duration = duration;
    group.think_key = sim::DrawKey(1, 0, 1'001);
    group.duration_key = sim::DrawKey(1, 0, 1'002);
    group.until = until;
    groups.push_back(std::move(group));
    return groups.back();
  }

  /// Runs the scenario with both queues, in steps, by the general path and observed. All results must agree
  /// and satisfy the laws. The record is made by the observed run.
  RunOutcome run() {
    const RunOutcome outcome = run_as(options);
    CHECK(broken_law(outcome) == "");
    const std::string text = text_of(outcome);
    CHECK(text_of(run_on_heap(options)) == text);
    CHECK(text_of(run_in_steps(options, 7)) == text);
    RunOptions other = options;
    other.force_general = true;
    CHECK(text_of(run_as(other)) == text);
    record = Recorder();
    other = options;
    other.observer = &record;
    CHECK(text_of(run_as(other)) == text);
    return outcome;
  }
  Counts counts() { return Counts(run()); }

  RunOutcome run_as(const RunOptions& how) {
    ClientSource source(arrivals, horizon, groups, programmes);
    return simulate(parameters, table, source, how);
  }
  RunOutcome run_observed(Observer& observer) {
    RunOptions how = options;
    how.observer = &observer;
    return run_as(how);
  }
  /// Does the same as run(), and returns the time of the last event.
  Time observe_to_last_event(Observer& observer) {
    RunOptions how = options;
    how.observer = &observer;
    ClientSource source(arrivals, horizon, groups, programmes);
    const std::unique_ptr<Cell> cell = make_cell(parameters, table, source, how);
    cell->advance(Time::never(), std::numeric_limits<std::uint64_t>::max());
    return cell->now();
  }
  /// Runs the given number of events at a time. Every third step is limited to 10 ms instead.
  RunOutcome run_in_steps(const RunOptions& how, std::uint64_t events) {
    ClientSource source(arrivals, horizon, groups, programmes);
    const std::unique_ptr<Cell> cell = make_cell(parameters, table, source, how);
    Stopped stopped = Stopped::limit;
    for (std::uint64_t step = 0; stopped != Stopped::drained && stopped != Stopped::interrupted; ++step) {
      const Time limit = step % 3 == 2 ? sim::saturating_add(cell->now(), ms(10)) : Time::never();
      stopped = cell->advance(limit, events);
    }
    return cell->finish();
  }
  RunOutcome run_on_heap(const RunOptions& how) {
    ClientSource source(arrivals, horizon, groups, programmes);
    return simulate_on_heap(parameters, table, source, how);
  }

  PlatformParameters parameters = ideal_platform();
  FunctionTable table;
  std::vector<Arrival> arrivals;
  std::vector<ClientGroup> groups;
  std::vector<std::shared_ptr<const Programme>> programmes;
  std::optional<Time> horizon;
  RunOptions options;
  Recorder record;
};

}  // namespace support
