#include "models/config/without_effect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "models/config/billing_effects.hpp"
#include "models/config/isolation_checks.hpp"
#include "models/config/programme_fields.hpp"
#include "models/config/provisioned_effects.hpp"
#include "models/config/quantity.hpp"
#include "models/config/resource_effects.hpp"
#include "models/config/start_fields.hpp"
#include "models/config/workload_fields.hpp"
#include "models/config/workload_use.hpp"
#include "models/platform/policy_set.hpp"
#include "models/policies/catalogue.hpp"
#include "models/workload/cron.hpp"

namespace curtain::config {
namespace {

constexpr std::int64_t kMostMinutes = 76'000'000;  // 144 years, which is less than the longest Duration

/// Checks one scenario. The policies that the scenario chooses must be compatible.
class EffectCheck {
 public:
  EffectCheck(const Scenario& scenario, Reader& reader, const Place& fallback)
      : scenario_(scenario),
        reader_(reader),
        fallback_(fallback),
        policies_(scenario.platform.policies),
        pre_warm_(policies_.pre_warm->needs()),
        queueing_(policies_.queueing->needs()),
        routing_(policies_.routing->needs()),
        account_(policies_.admission->account()),
        use_(use_of(scenario.workload, scenario.programmes)) {}

  void check() {
    check_policies();
    check_waiting();
    check_slots();
    check_crashes();
    check_clients();
    check_async();
    check_lifetimes();
    check_freeze();
    check_room();
    check_cluster();
    const auto report = [this](const std::string& key, const std::string& message) { warn(key, message); };
    check_resource_effects(scenario_.platform, use_, report);
    find_start_settings_without_effect(scenario_, report);
    find_isolation_without_effect(scenario_, report);
    for (std::size_t i = 0; i < scenario_.workload.size(); ++i) {
      const std::string entry = fmt::format("workload[{}].{}.", i, workload_kind(scenario_.workload[i]));
      check_traits(traits_of(scenario_.workload[i]), entry);
      check_errors(scenario_.workload[i], entry);
      check_beginning(scenario_.workload[i], entry);
      if (const auto* const trace = std::get_if<CsvTraceSpec>(&scenario_.workload[i])) {
        for (std::size_t k = 0; k < trace->functions.size(); ++k) {
          check_traits(trace->functions[k].traits, fmt::format("{}functions[{}].", entry, k));
        }
      }
      const auto* const correlated = std::get_if<CorrelatedSpec>(&scenario_.workload[i]);
      if (correlated != nullptr && correlated->lag.is_constant()) {
        warn(entry + "lag",
             "has no effect: with a constant lag all functions are still called at the same time; write a "
             "distribution such as {uniform: {min: 0s, max: 1s}}");
      }
    }
    visit_programme_traits(scenario_, [this](const FunctionTraits& traits, const std::string& path) {
      check_traits(traits, path);
    });
  }

 private:
  [[nodiscard]] const PlatformParameters& platform() const { return scenario_.platform; }
  [[nodiscard]] const PolicyChoices& chosen() const { return scenario_.platform.policies; }

  [[nodiscard]] bool is_own(const std::string& path) const {
    const Place* given = reader_.given(path);
    return given != nullptr && (given->line == 0 || given->source == fallback_.source);
  }
  /// Adds a warning about the key at `path` if the scenario or an override sets this key.
  void warn(const std::string& path, const std::string& text) {
    if (is_own(path)) {
      const Reader::Step step(reader_, path);
      reader_.warn(*reader_.given(path), text);
    }
  }

  [[nodiscard]] static std::string name_of(const PolicyChoice& choice) {
    return std::string(choice.declaration->name);
  }
  [[nodiscard]] static bool is_built_in(const PolicyChoice& choice) {
    return plugin_of(*choice.declaration).empty();
  }
  /// The value of the policy's parameter `over`, which defines what happens to invocations over a limit.
  /// Empty if the policy has no such parameter.
  [[nodiscard]] static std::string over_of(const PolicyChoice& choice) {
    const auto& parameters = choice.declaration->parameters;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      if (parameters[i].name == "over") {
        return std::string(parameters[i].choices.at(static_cast<std::size_t>(choice.arguments.integer(i))));
      }
    }
    return {};
  }

  void check_policies() {
    if (pre_warm_.provisioned && !use_.provisions) {
      warn("policies.pre_warm", fmt::format("{} has no effect: no function has provisioned concurrency; add "
                                            "the key 'provisioned' to a workload entry, or remove the policy",
                                            name_of(chosen().pre_warm)));
    }
    const bool ranks =
        is_built_in(chosen().keep_alive) &&
        (policies_.keep_alive->needs().on_eviction || name_of(chosen().keep_alive) == "least-recently-used");
    if (ranks && !platform().scheduler.evict_idle) {
      warn("policies.keep_alive",
           fmt::format("{} chooses which instance is evicted, but no instance is ever evicted; set "
                       "scheduler.evict_idle: true, or choose fixed or forever",
                       name_of(chosen().keep_alive)));
    }
    if (policies_.placement->needs().bin_demand && !use_.computes && !use_.uses_disk && !use_.uses_network) {
      warn("policies.placement",
           fmt::format(
               "{} reads the demand on shared resources, which is always 0: no function has work; add the "
               "key 'cpu' or 'work' to a workload entry, or remove the words that end in _demand and "
               "free_vcpus",
               name_of(chosen().placement)));
    }
    if (is_own("policies.placement") && reader_.given("policies.host_placement") == nullptr &&
        !(chosen().host_placement == chosen().placement)) {
      warn("policies.placement",
           fmt::format(
               "{} applies only to instances, because it uses the functions or tenants of instances; VMs are "
               "placed on hosts by {}; to choose another policy for VMs, set policies.host_placement",
               name_of(chosen().placement), name_of(chosen().host_placement)));
    }
    if (account_ && account_->unreserved > 0 && !use_.reserves &&
        !(use_.provisions && pre_warm_.provisioned)) {
      warn("policies.admission",
           fmt::format("unreserved: {} has no effect: no function reserves or provisions concurrency; add "
                       "the key 'reserved_concurrency' to a workload entry, or remove the parameter",
                       account_->unreserved));
    }
    if (account_ && name_of(chosen().admission) == "concurrency-limit") {
      const AdmissionLimits limits = policies_.admission->limits().value_or(AdmissionLimits{});
      if (limits.function != kUnlimited && limits.function >= limits.tenant) {
        warn("policies.admission",
             fmt::format("function: {} has no effect: a tenant may have at most {} invocations in flight; "
                         "set a lower limit, or remove the limit",
                         limits.function, limits.tenant));
      }
    }
  }

  /// True if the admission policy may queue. Built-in policies declare queueing by the parameter `over`.
  [[nodiscard]] bool may_queue() const {
    return !is_built_in(chosen().admission) || over_of(chosen().admission) == "queue";
  }
  /// True if there is always room for an instance. With an unlimited number of hosts, a new host with a VM is
  /// added whenever the placement accepts no existing host, unless all zones are lost.
  [[nodiscard]] bool always_has_room() const {
    return platform().cluster.hosts.count == kUnlimited && !loses_every_zone();
  }
  [[nodiscard]] bool has_outages() const { return !platform().faults.outages.empty(); }
  [[nodiscard]] bool loses_every_zone() const {
    std::set<std::uint32_t> zones;
    for (const Outage& outage : platform().faults.outages) {
      if (outage.zone) {
        zones.insert(*outage.zone);
      }
    }
    return zones.size() == platform().cluster.topology.zones;
  }

  /// True if an attempt may wait in the queue of its function. With per-request scaling, each attempt without
  /// a free instance starts an instance, unless a limit prevents the start.
  [[nodiscard]] bool may_wait_for_instance() const {
    const SchedulerParameters& scheduler = platform().scheduler;
    return scheduler.binding == Binding::late || (scheduler.no_room == NoRoom::wait && !always_has_room()) ||
           use_.limits_instances || name_of(chosen().scaling) != "per-request" ||
           platform().faults.vm_time_to_crash || !platform().faults.vm_crashes.empty() || has_outages() ||
           platform().lifetimes.vm || platform().lifetimes.instance;
  }

  void check_slots() {
    std::size_t own = 0;
    for (std::size_t i = 0; i < scenario_.workload.size(); ++i) {
      const std::string kind = workload_kind(scenario_.workload[i]);
      own += reader_.given(fmt::format("workload[{}].{}.requests_per_instance", i, kind)) == nullptr ? 0 : 1;
    }
    if (own > 0 && own == scenario_.workload.size()) {
      warn("scheduler.requests_per_instance",
           "has no effect: every entry of the workload gives requests_per_instance itself; remove one of the "
           "keys");
    }
  }

  void check_waiting() {
    const FrontendParameters& frontend = platform().frontend;
    const std::string admission = name_of(chosen().admission);
    if (frontend.queue_capacity > 0 && !may_queue()) {
      warn("frontend.queue_capacity",
           fmt::format("has no effect: the admission policy {} throttles and never queues; choose a policy "
                       "with over: queue, or remove the key",
                       admission));
    }
    if (frontend.queue_capacity == 0 && over_of(chosen().admission) == "queue") {
      warn(
          "policies.admission",
          fmt::format("{}: over: queue has no effect: the queue has a capacity of 0, so all invocations over "
                      "the limit are throttled; set frontend.queue_capacity to a number or to unlimited",
                      admission));
    }
    const bool queues = may_queue() && frontend.queue_capacity > 0;
    const bool waits = may_wait_for_instance();
    constexpr const char* no_wait =
        "no attempt ever waits for an instance; see scheduler.no_room, scheduler.binding, policies.scaling "
        "and max_instances";
    if (platform().scheduler.queue_capacity != kUnlimited && !waits) {
      warn("scheduler.queue_capacity", fmt::format("has no effect: {}", no_wait));
    }
    if (!queues && !waits) {
      if (!frontend.max_wait.is_infinite()) {
        warn("frontend.max_wait",
             fmt::format("has no effect: the admission policy queues nothing, and {}", no_wait));
      }
      if (name_of(chosen().queueing) != "fifo") {
        warn("policies.queueing", fmt::format("{} has no effect: the admission policy queues nothing, and {}",
                                              name_of(chosen().queueing), no_wait));
      }
    }
  }

  void check_crashes() {
    const FaultParameters& faults = platform().faults;
    crashes_ = faults.vm_time_to_crash.has_value() || !faults.vm_crashes.empty() || has_outages();
    if (!crashes_) {
      warn(
          "faults.retry_backoff",
          "has no effect: nothing crashes; set faults.vm_crashes, faults.vm_time_to_crash or faults.outages");
    } else if (!use_.retries) {
      warn("faults.retry_backoff",
           "has no effect: no function is retried after a crash; add the key 'crash_retries' to a workload "
           "entry");
    }
  }

  void check_clients() {
    if (use_.is_async && !use_.is_sync && !platform().frontend.client_timeout.is_infinite()) {
      warn("frontend.client_timeout",
           "has no effect: no client waits for an answer, because all functions are invoked asynchronously; "
           "remove the key, or remove invoke: async from a workload entry");
    }
  }

  void check_async() {
    if (use_.is_async) {
      return;
    }
    for (const char* const key :
         {"retry_delays", "backoff", "backoff_factor", "longest_backoff", "max_age"}) {
      warn(fmt::format("async.{}", key),
           "has no effect: no function is invoked asynchronously; add invoke: async to a workload entry");
    }
  }

  /// Warns if a start-up always takes at least as long as the longest lifetime.
  void check_lifetimes() {
    const LifetimeParameters& lifetimes = platform().lifetimes;
    const ColdStartParameters& start = platform().cold_start;
    double least = 0;  // the shortest start-up of an instance, in nanoseconds
    for (const sim::Distribution* const stage :
         {&start.sandbox, &start.code_download, &start.runtime_start, &start.function_init}) {
      least += std::max(0.0, stage->quantile(0));
    }
    const bool is_late = platform().scheduler.binding == Binding::late;
    constexpr const char* once =
        "every attempt is a cold start, because an instance reaches this age before it is ready, and serves "
        "only the attempt for which it was started; type a time that is longer than the start-up "
        "(cold_start)";
    if (lifetimes.vm && least > 0 && lifetimes.vm->quantile(1) < least) {
      warn("lifetimes.vm", is_late ? "no attempt ever runs, because a VM retires before an instance in it is "
                                     "ready, and with scheduler.binding: late no attempt is bound to the "
                                     "instance; type a time that is longer than the start-up (cold_start)"
                                   : once);
    }
    if (lifetimes.instance && least > 0 && lifetimes.instance->quantile(1) < least) {
      warn("lifetimes.instance", once);
    }
  }

  /// Warns if no instance is ever frozen, or if thawing takes no time.
  void check_freeze() {
    const FreezeParameters& freeze = platform().freeze;
    const bool is_thaw_long = freeze.thaw.quantile(1) > 0;
    if (!freeze.is_given()) {
      if (is_thaw_long) {
        warn("freeze.thaw",
             "has no effect: no instance is ever frozen; add freeze.after, such as after: 50ms");
      }
      return;
    }
    if (!is_thaw_long) {
      warn("freeze.after",
           "has no effect on latencies: thawing takes no time; add freeze.thaw, such as thaw: 10ms");
    }
    const std::optional<Duration> keep = policies_.keep_alive->constant();
    if (keep && *keep <= freeze.after) {
      warn("freeze.after",
           fmt::format(
               "has no effect: instances are reclaimed after {}, before they are frozen; type a shorter time",
               format_duration(*keep)));
    }
  }

  void check_room() {
    if (!always_has_room()) {
      return;
    }
    constexpr const char* always =
        "has no effect: cluster.hosts.count is unlimited, so there is always room; set cluster.hosts.count "
        "to a number";
    if (platform().scheduler.evict_idle) {
      warn("scheduler.evict_idle", always);
    }
    if (platform().scheduler.no_room == NoRoom::wait) {
      warn("scheduler.no_room", always);
    }
  }

  void check_cluster() {
    const ClusterParameters& cluster = platform().cluster;
    const sim::Distribution& download = platform().cold_start.code_download;
    if (cluster.code_cache == CodeCache::host && download.is_constant() && download.first_parameter() <= 0) {
      warn("cluster.code_cache",
           "has no effect: cold_start.code_download takes 0s; set a longer time, or remove the key");
    }
    const auto may_read_zones = [this](const PolicyChoice& choice, const PlacementPolicy& policy) {
      return !is_built_in(choice) || policy.needs().bin_contents;
    };
    const std::vector<Outage>& outages = platform().faults.outages;
    const bool loses_zones = std::any_of(outages.begin(), outages.end(),
                                         [](const Outage& outage) { return outage.zone.has_value(); });
    if (cluster.topology.zones > 1 && !loses_zones &&
        !may_read_zones(chosen().placement, *policies_.placement) &&
        !may_read_zones(chosen().host_placement, *policies_.host_placement)) {
      warn("cluster.topology.zones",
           fmt::format("has no effect: the policies placement: {} and host_placement: {} ignore zones; "
                       "choose zone-spread for one of them",
                       name_of(chosen().placement), name_of(chosen().host_placement)));
    }
  }

  /// Warns about an entry whose first call is at a fixed time after the end of the run.
  void check_beginning(const WorkloadSpec& spec, const std::string& entry) {
    if (const auto* const timer = std::get_if<TimerSpec>(&spec)) {
      if (timer->cron.empty()) {
        check_first_call(entry + "phase", timer->phase);
      } else {
        const std::int64_t minutes = CronSchedule(timer->cron).next(scenario_.epoch) - scenario_.epoch;
        check_first_call(entry + "cron",
                         minutes < kMostMinutes ? sim::minutes(minutes) : Duration::infinite());
      }
    } else if (const auto* const batch = std::get_if<BatchSpec>(&spec)) {
      check_first_call(entry + "at", batch->first(scenario_.epoch));
    } else if (const auto* const cold_share = std::get_if<ColdShareSpec>(&spec)) {
      check_first_call(entry + "phase", cold_share->phase);
    } else if (const auto* const measured = std::get_if<MeasuredSpec>(&spec)) {
      check_first_call(entry + "shift", measured->shift);
    } else if (const TraceAdjustment* const adjustment = adjustment_of(spec)) {
      check_first_call(entry + "shift", adjustment->shift);
    }
  }
  void check_first_call(const std::string& path, Duration first) {
    if (scenario_.duration && Time{} + first >= *scenario_.duration) {
      warn(path, fmt::format("the entry makes no call: its first call is due {} after the start, but the run "
                             "ends after {}; type an earlier time, or a longer duration of the scenario",
                             format_duration(first), format_duration(*scenario_.duration - Time{})));
    }
  }

  /// Warns about an error rate if all executions are cut off at the timeout, because then no execution can
  /// end in an error.
  void check_errors(const WorkloadSpec& spec, const std::string& entry) {
    const FunctionTraits& traits = traits_of(spec);
    const sim::Distribution* const duration = duration_of(spec);
    if (traits.error_rate > 0 && duration != nullptr && !traits.timeout.is_infinite() &&
        duration->quantile(0) > static_cast<double>(traits.timeout.ns())) {
      warn(entry + "error_rate",
           fmt::format("has no effect: every execution takes longer than the timeout of {} and is cut off at "
                       "the timeout; raise the timeout, or remove the key",
                       format_duration(traits.timeout)));
    }
  }

  void check_traits(const FunctionTraits& traits, const std::string& entry) {
    warn_of_provisioned({traits, pre_warm_, name_of(chosen().pre_warm), platform().billing,
                         is_own("billing.price_per_provisioned_gib_s")},
                        [&](const std::string& key, const std::string& text) { warn(entry + key, text); });
    for (const auto& [key, message] : traits_without_charge(traits, platform().billing)) {
      warn(entry + key, message);
    }
    if (account_ && traits.concurrency_limit != kUnlimited &&
        traits.concurrency_limit >= account_->concurrency) {
      warn(entry + "concurrency_limit",
           fmt::format("has no effect: the admission policy {} allows an account at most {} invocations in "
                       "flight; set a lower limit, or remove the key",
                       name_of(chosen().admission), account_->concurrency));
    }
    if (traits.reserved_concurrency && traits.concurrency_limit != kUnlimited &&
        traits.concurrency_limit >= *traits.reserved_concurrency) {
      warn(entry + "concurrency_limit",
           fmt::format(
               "has no effect: reserved_concurrency: {} also limits the function; remove one of the two keys",
               *traits.reserved_concurrency));
    }
    const AdmissionLimits limits = policies_.admission->limits().value_or(AdmissionLimits{});
    if (traits.concurrency_limit != kUnlimited && traits.concurrency_limit >= limits.function) {
      warn(entry + "concurrency_limit",
           fmt::format("has no effect: the admission policy {} allows each function at most {} invocations "
                       "in flight; set a lower limit, or remove the key",
                       name_of(chosen().admission), limits.function));
    }
    if (traits.priority > 0 && !queueing_.priority) {
      warn(entry + "priority", fmt::format("has no effect: the queueing policy {} ignores priorities; choose "
                                           "policies.queueing: priority, or remove the key",
                                           name_of(chosen().queueing)));
    }
    if (!traits.deadline.is_infinite() && !queueing_.deadline) {
      warn(entry + "deadline", fmt::format("has no effect: the queueing policy {} ignores deadlines; choose "
                                           "policies.queueing: earliest-deadline, or remove the key",
                                           name_of(chosen().queueing)));
    }
    if (traits.sessions > 0 && !routing_.sessions) {
      warn(entry + "sessions",
           fmt::format("has no effect: the routing policy {} ignores sessions; choose policies.routing: "
                       "hash-affinity or bounded-load, or remove the key",
                       name_of(chosen().routing)));
    }
    if (traits.invoke != Invoke::async) {
      for (const char* const key : {"async_retries", "async_max_age"}) {
        warn(entry + key,
             "has no effect: the entry is not invoked asynchronously; add invoke: async to the entry, or "
             "remove the key");
      }
    }
    if (traits.crash_retries > 0 && !crashes_) {
      warn(
          entry + "crash_retries",
          "has no effect: nothing crashes; set faults.vm_crashes, faults.vm_time_to_crash or faults.outages");
    }
  }

  const Scenario& scenario_;
  Reader& reader_;
  const Place& fallback_;
  PolicySet policies_;
  Needs pre_warm_;
  Needs queueing_;
  Needs routing_;
  std::optional<AccountConcurrency> account_;
  WorkloadUse use_;
  bool crashes_ = false;
};

}  // namespace

void warn_of_settings_without_effect(const Scenario& scenario, Reader& reader, const Place& fallback) {
  EffectCheck(scenario, reader, fallback).check();
}

}  // namespace curtain::config
