#include "models/config/contradictions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>

#include "models/config/account_limits.hpp"
#include "models/config/isolation_checks.hpp"
#include "models/config/policy_form.hpp"
#include "models/config/programme_fields.hpp"
#include "models/config/quantity.hpp"
#include "models/config/start_fields.hpp"
#include "models/config/work_fields.hpp"
#include "models/config/workload_fields.hpp"
#include "models/platform/policy_set.hpp"
#include "models/workload/memory_size.hpp"
#include "models/workload/printable.hpp"

namespace curtain::config {
namespace {

/// Whether the policy declares that it needs the future; false if the policy cannot be constructed.
bool wants_future(const PolicyChoice& choice) {
  const std::optional<Needs> needs = needs_of(choice);
  return needs && needs->future;
}

class Checker {
 public:
  Checker(const Scenario& scenario, Reader& reader, const Place& fallback)
      : scenario_(scenario), reader_(reader), fallback_(fallback) {}

  void check() {
    check_times();
    check_lifetimes();
    check_clients();
    check_async();
    check_sizes();
    check_topology();
    check_outages();
    check_policies();
    check_workload();
    check_foresight();
    const auto report = [this](const std::string& key, const std::string& message) { error(key, message); };
    check_work(scenario_, report);
    check_starts(scenario_, report);
    check_programmes(scenario_, report);
  }

 private:
  void error(const std::string& path, std::string_view message) {
    const Place* given = reader_.given(path);
    const Reader::Step step(reader_, path);
    reader_.error(given != nullptr ? *given : fallback_, message);
  }
  /// Reports the message at the key `path`. If the scenario sets only the key `other`, the message is
  /// reported there.
  void error_between(const std::string& path, const std::string& other, std::string_view message) {
    error(!is_own(path) && is_own(other) ? other : path, message);
  }
  [[nodiscard]] bool is_own(const std::string& path) const {
    const Place* given = reader_.given(path);
    return given != nullptr && (given->line == 0 || given->source == fallback_.source);
  }
  [[nodiscard]] bool is_given(const std::string& path) const { return reader_.given(path) != nullptr; }

  void check_times() {
    if (!scenario_.duration) {
      return;
    }
    const Duration duration = *scenario_.duration - Time{};
    if (!scenario_.warmup_by && scenario_.warmup >= *scenario_.duration) {
      error("warmup", fmt::format("the warm-up of {} is not shorter than the duration of {}; type a shorter "
                                  "warm-up or a longer duration",
                                  format_duration(scenario_.warmup - Time{}), format_duration(duration)));
    }
    if (duration.ns() / std::max<std::int64_t>(scenario_.bin.ns(), 1) > kMostBins) {
      error("bin", fmt::format("bins of {} over a duration of {} are more than {} bins; type a larger width",
                               format_duration(scenario_.bin), format_duration(duration), kMostBins));
    }
  }

  /// A zero lifetime would recreate the VM or instance forever at one instant. A random lifetime that is
  /// drawn as zero is set to one nanosecond.
  void check_lifetimes() {
    const auto check = [this](const char* path, const std::optional<sim::Distribution>& life) {
      if (life && life->is_constant() && life->first_parameter() < 1) {
        error(path, fmt::format(
                        "'0s' is too short: a zero lifetime would be renewed forever at one instant; type at "
                        "least 1ns, or never"));
      }
    };
    check("lifetimes.instance", scenario_.platform.lifetimes.instance);
    check("lifetimes.vm", scenario_.platform.lifetimes.vm);
    check("faults.vm_time_to_crash", scenario_.platform.faults.vm_time_to_crash);
  }

  /// The timeout of a client must be longer than the latency of a request and its answer.
  void check_clients() {
    const FrontendParameters& frontend = scenario_.platform.frontend;
    if (!frontend.request_latency.is_constant()) {
      return;
    }
    const Duration request{static_cast<std::int64_t>(frontend.request_latency.first_parameter())};
    const Duration response = frontend.response_latency;
    if (request >= frontend.client_timeout || request + response > frontend.client_timeout) {
      error_between(
          "frontend.client_timeout",
          is_own("frontend.request_latency") ? "frontend.request_latency" : "frontend.response_latency",
          fmt::format("clients leave after {}, before any answer can arrive, because a request takes {} to "
                      "the frontend and its answer takes {} back; type a longer time, or never",
                      format_duration(frontend.client_timeout), format_duration(request),
                      format_duration(response)));
    }
  }

  /// Without a delay, an event would be retried forever at one instant.
  void check_async() {
    const AsyncParameters& async = scenario_.platform.async;
    constexpr Duration least = sim::milliseconds(1);
    if (!async.is_given()) {
      return;
    }
    if (async.backoff < least) {
      error("async.backoff", fmt::format("{} is too short, because a throttled event is retried at this "
                                         "interval until the event is {} old; type at least 1ms",
                                         format_duration(async.backoff), format_duration(async.max_age)));
    } else if (async.longest_backoff < async.backoff) {
      error_between("async.longest_backoff", "async.backoff",
                    fmt::format("the longest backoff of {} is shorter than the first backoff of {}; type at "
                                "least the first backoff",
                                format_duration(async.longest_backoff), format_duration(async.backoff)));
    }
  }

  void check_sizes() {
    const HostParameters& host = scenario_.platform.cluster.hosts;
    const VmParameters& vm = scenario_.platform.cluster.vms;
    if (host.memory != 0 && vm.memory > host.memory) {
      error_between(
          "cluster.vms.memory", "cluster.hosts.memory",
          fmt::format("a VM of {} does not fit a host of {}; make the VM smaller or the host larger",
                      format_memory(vm.memory), format_memory(host.memory)));
    }
    if (host.vcpus != 0 && vm.vcpus > host.vcpus) {
      error_between(
          "cluster.vms.vcpus", "cluster.hosts.vcpus",
          fmt::format(
              "a VM of {} vCPUs does not fit a host of {} vCPUs; make the VM smaller or the host larger",
              vm.vcpus, host.vcpus));
    }
    if (vm.memory != 0 && vm.instance_memory > vm.memory) {
      error_between(
          "cluster.vms.instance_memory", "cluster.vms.memory",
          fmt::format("{} for instances are more than the {} of the VM; type at most the memory of the VM",
                      format_memory(vm.instance_memory), format_memory(vm.memory)));
    }
  }

  /// Each host and zone of an outage must exist. If the number of hosts is unlimited, the number of hosts is
  /// known only at the end of the run, so hosts are not checked.
  void check_outages() {
    const ClusterParameters& cluster = scenario_.platform.cluster;
    const std::vector<Outage>& outages = scenario_.platform.faults.outages;
    for (std::size_t i = 0; i < outages.size(); ++i) {
      const auto check = [&](const char* key, const std::optional<std::uint32_t>& number, std::uint32_t count,
                             const char* setting) {
        if (number && *number >= count) {
          error(fmt::format("faults.outages[{}].{}", i, key),
                fmt::format("there is no {} {}, because {} is {} and the numbers begin with 0", key, *number,
                            setting, count));
        }
      };
      check("host", outages[i].host, cluster.hosts.count, "cluster.hosts.count");
      check("zone", outages[i].zone, cluster.topology.zones, "cluster.topology.zones");
    }
  }

  void check_topology() {
    const TopologyParameters& topology = scenario_.platform.cluster.topology;
    const std::string path = "cluster.topology";
    std::map<std::string, std::vector<std::string>> neighbours;
    for (const TopologyLink& link : topology.links) {
      neighbours[link.from].push_back(link.to);
      neighbours[link.to].push_back(link.from);
    }
    std::vector<std::string> nodes;
    for (const auto& [node, unused] : neighbours) {
      nodes.push_back(node);
    }
    if (topology.racks.empty()) {
      if (!topology.links.empty()) {
        error(path + ".links", "there are links but no racks; name the racks, or remove the links");
      }
      return;
    }
    if (topology.racks.size() % topology.zones != 0) {
      error_between(path + ".zones", path + ".racks",
                    fmt::format("{} racks cannot be assigned to {} zones, because each rack is in one zone; "
                                "the number of racks must be a multiple of the number of zones",
                                topology.racks.size(), topology.zones));
    }
    const bool has_frontend = neighbours.count(topology.frontend) != 0;
    if (!has_frontend) {
      error(path + ".frontend",
            topology.frontend.empty()
                ? "the node of the frontend is missing; name one of the nodes, because there are racks"
                : fmt::format("no link has the node {}{}", quote(topology.frontend),
                              did_you_mean(topology.frontend, nodes)));
    }
    const std::set<std::string> reached = reachable(topology.frontend, neighbours);
    for (std::size_t i = 0; i < topology.racks.size(); ++i) {
      const std::string& rack = topology.racks[i];
      const std::string here = fmt::format("{}.racks[{}]", path, i);
      if (neighbours.count(rack) == 0) {
        error(here, fmt::format("no link has the node {}{}", quote(rack), did_you_mean(rack, nodes)));
      } else if (has_frontend && reached.count(rack) == 0) {
        error(here,
              fmt::format("no path of links leads from {} to {}", quote(topology.frontend), quote(rack)));
      }
    }
  }

  static std::set<std::string> reachable(const std::string& start,
                                         const std::map<std::string, std::vector<std::string>>& neighbours) {
    std::set<std::string> reached{start};
    std::vector<std::string> open{start};
    while (!open.empty()) {
      const std::string node = open.back();
      open.pop_back();
      const auto found = neighbours.find(node);
      if (found == neighbours.end()) {
        continue;
      }
      for (const std::string& next : found->second) {
        if (reached.insert(next).second) {
          open.push_back(next);
        }
      }
    }
    return reached;
  }

  /// Reports errors of a policy about its own parameters and about the other policies of the scenario.
  void check_policies() {
    if (!reader_.diagnostics().empty()) {
      return;
    }
    try {
      const PolicySet set(scenario_.platform.policies);
      check_account_limits(scenario_, set, reader_, fallback_);
      check_isolation(scenario_, set,
                      [this](const std::string& key, const std::string& message) { error(key, message); });
      const auto pool = set.pre_warm->pool();
      if (pool && pool->count > 0 && scenario_.platform.cluster.vms.isolation != Isolation::shared) {
        error_between(
            "cluster.vms.isolation", "policies.pre_warm",
            "policies.pre_warm: pool starts instances without a tenant, so isolation must be shared");
      }
    } catch (const std::invalid_argument& refusal) {
      error("policies", refusal.what());
    }
  }

  void check_workload() {
    if (scenario_.workload.empty() && scenario_.programmes.empty() && is_given("workload") &&
        reader_.diagnostics().empty()) {
      error("workload", "the list of workload entries is empty; write at least one entry");
    }
    for (std::size_t i = 0; i < scenario_.workload.size(); ++i) {
      entry_ = fmt::format("workload[{}]", i);
      std::visit([this](const auto& spec) { check_entry(spec); }, scenario_.workload[i]);
      check_invoke(scenario_.workload[i]);
      std::visit([this, i](const auto& spec) { check_described_once(spec, i); }, scenario_.workload[i]);
    }
  }

  void check_invoke(const WorkloadSpec& spec) {
    const std::string kind = fmt::format("{}.{}.", entry_, workload_kind(spec));
    check_invoke(traits_of(spec), kind, std::holds_alternative<ClosedLoopSpec>(spec));
    if (const auto* const trace = std::get_if<CsvTraceSpec>(&spec)) {
      for (std::size_t k = 0; k < trace->functions.size(); ++k) {
        check_invoke(trace->functions[k].traits, fmt::format("{}functions[{}].", kind, k), false);
      }
    }
  }
  void check_invoke(const FunctionTraits& traits, const std::string& path, bool has_clients) {
    if (traits.invoke != Invoke::async) {
      return;
    }
    const AsyncParameters& async = scenario_.platform.async;
    if (has_clients) {
      error(path + "invoke",
            "the clients of a closed loop wait for an answer, but an asynchronous invocation has no answer; "
            "remove the key, or choose another kind of workload");
    } else if (!async.is_given()) {
      error(path + "invoke",
            "the platform accepts no asynchronous invocations; set async.max_age, async.retry_delays, "
            "async.backoff and async.longest_backoff, such as async: {retry_delays: [1min, 2min], backoff: "
            "1s, backoff_factor: 2, longest_backoff: 5min, max_age: 6h}");
    } else if (traits.async_retries.value_or(0) > async.retry_delays.size()) {
      error(path + "async_retries",
            fmt::format("'{}' is too large, because async.retry_delays allows at most {} retries of an "
                        "event; type 0{}, or add delays to async.retry_delays",
                        *traits.async_retries, async.retry_delays.size(),
                        async.retry_delays.empty() ? "" : fmt::format(" to {}", async.retry_delays.size())));
    }
  }

  /// Entries for the same function must state the same traits.
  template <class Spec>
  void check_described_once(const Spec& spec, std::size_t number) {
    if constexpr (requires { spec.of.function; }) {
      check_described_once(spec.of.tenant, spec.of.function, spec.of.memory, spec.of.traits, number);
    } else if constexpr (std::is_same_v<Spec, PoissonSpec>) {
      check_described_once(spec.tenant, spec.function, spec.memory, spec.traits, number);
    }
  }
  void check_described_once(const std::string& tenant, const std::string& function, Mebibytes memory,
                            const FunctionTraits& traits, std::size_t number) {
    if (!is_printable(tenant) || !is_printable(function)) {
      return;  // the first entry of this function had an error
    }
    const auto [first, unused] = described_.try_emplace({tenant, function}, number);
    try {
      functions_.function(functions_.tenant(tenant), function, memory, traits);
    } catch (const std::invalid_argument& refusal) {
      error(entry_, fmt::format("{}; workload[{}] describes the function first; write the same traits in "
                                "both entries, or choose another name",
                                refusal.what(), first->second));
    }
  }

  void check_foresight() {
    const PolicyChoice& choice = scenario_.platform.policies.keep_alive;
    const bool has_clients =
        std::any_of(scenario_.workload.begin(), scenario_.workload.end(),
                    [](const WorkloadSpec& spec) { return std::holds_alternative<ClosedLoopSpec>(spec); });
    if (has_clients && wants_future(choice)) {
      error(
          "policies.keep_alive",
          fmt::format("{} needs a workload that is known in advance, but the clients of a closed-loop entry "
                      "send each request after an answer; choose another policy, or another kind of workload",
                      choice.declaration->name));
    }
    if (!scenario_.programmes.empty() && wants_future(choice)) {
      error(
          "policies.keep_alive",
          fmt::format("{} needs a workload that is known in advance, but the programmes send requests after "
                      "answers; choose another policy, or remove the section programmes",
                      choice.declaration->name));
    }
  }

  void check_entry(const PoissonSpec& spec) {
    check_generator("poisson");
    check_memory("poisson.memory", spec.memory);
  }
  void check_entry(const PopulationSpec& spec) { check_population("population", spec); }
  void check_entry(const CorrelatedSpec& spec) { check_population("correlated", spec.of); }
  void check_entry(const AzureLikeSpec&) { check_generator("azure-like"); }
  void check_entry(const RenewalSpec& spec) { check_single("renewal", spec.of); }
  void check_entry(const TimerSpec& spec) { check_single("timer", spec.of); }
  void check_entry(const MmppSpec& spec) { check_single("mmpp", spec.of); }
  void check_entry(const OnOffSpec& spec) { check_single("on-off", spec.of); }
  void check_entry(const CurveSpec& spec) { check_single("curve", spec.of); }
  void check_entry(const DiurnalSpec& spec) { check_single("diurnal", spec.of); }
  void check_entry(const BatchSpec& spec) { check_single("batch", spec.of); }
  void check_entry(const MeasuredSpec& spec) {
    if (spec.memory) {
      check_memory("measured.memory", *spec.memory);
    }
  }
  void check_entry(const ColdShareSpec& spec) { check_single("cold-share", spec.of); }
  void check_entry(const ClosedLoopSpec& spec) {
    check_single("closed-loop", spec.of);
    const FrontendParameters& frontend = scenario_.platform.frontend;
    if (spec.think.quantile(1) <= 0 && spec.of.duration.quantile(1) <= 0 &&
        frontend.request_latency.quantile(1) <= 0 && frontend.response_latency == Duration{}) {
      error(entry_ + ".closed-loop.think",
            "think time, executions and the frontend all take 0s, so each client would send requests forever "
            "at one instant; type a longer think time");
    }
  }
  void check_entry(const CsvTraceSpec& spec) {
    if (spec.memory_column.empty()) {
      check_memory("trace.constants.memory", spec.memory);
    }
  }
  void check_entry(const AzureTraceSpec& spec) {
    if (spec.default_memory) {
      check_memory("trace.default_memory", *spec.default_memory);
    }
  }
  void check_entry(const Azure2021TraceSpec& spec) { check_memory("trace.memory", spec.memory); }
  void check_entry(const Huawei2023TraceSpec& spec) {
    if (spec.default_memory) {
      check_memory("trace.default_memory", *spec.default_memory);
    }
  }
  void check_entry(const AzureCdfsSpec&) { check_generator("azure2019-cdfs"); }
  void check_entry(const Huawei2025TraceSpec&) {}  // the files state the memory of each function
  void check_entry(const IluvatarTraceSpec&) {}

  void check_population(const std::string& kind, const PopulationSpec& spec) {
    check_generator(kind.c_str());
    if (spec.memory.is_constant()) {
      check_memory((kind + ".memory").c_str(), whole_mebibytes(spec.memory.first_parameter()));
    }
  }

  void check_single(const std::string& kind, const SingleFunction& function) {
    check_generator(kind.c_str());
    check_memory((kind + ".memory").c_str(), function.memory);
  }

  void check_generator(const char* kind) {
    if (!scenario_.duration && !is_given("duration")) {
      error(entry_, fmt::format("{} arrivals have no end; set the duration of the scenario", kind));
    }
  }

  void check_memory(const char* key, Mebibytes memory) {
    const VmParameters& vm = scenario_.platform.cluster.vms;
    const Mebibytes room = vm.instance_memory == 0 ? vm.memory : vm.instance_memory;
    if (room != 0 && memory > room) {
      error(entry_ + "." + key, fmt::format("an instance of {} does not fit a VM, which has {} of memory for "
                                            "instances; raise {} to at least {}",
                                            format_memory(memory), format_memory(room), keys_below(memory),
                                            format_memory(memory)));
    }
  }

  /// Lists the keys whose values are too small for an instance of this size, each with its current value.
  [[nodiscard]] std::string keys_below(Mebibytes memory) const {
    const ClusterParameters& cluster = scenario_.platform.cluster;
    const std::array<std::pair<const char*, Mebibytes>, 3> sizes{
        {{"cluster.vms.instance_memory", cluster.vms.instance_memory},
         {"cluster.vms.memory", cluster.vms.memory},
         {"cluster.hosts.memory", cluster.hosts.memory}}};
    std::string keys;
    for (const auto& [key, size] : sizes) {
      if (size != 0 && size < memory) {
        keys += fmt::format("{}{} (now {})", keys.empty() ? "" : " and ", key, format_memory(size));
      }
    }
    return keys;
  }

  const Scenario& scenario_;
  Reader& reader_;
  const Place& fallback_;
  std::string entry_;
  FunctionTable functions_;  ///< functions described by entries that generate a single function
  std::map<std::pair<std::string, std::string>, std::size_t>
      described_;  ///< the first workload entry that describes each function
};

}  // namespace

void check_contradictions(const Scenario& scenario, Reader& reader, const Place& fallback) {
  Checker(scenario, reader, fallback).check();
}

}  // namespace curtain::config
