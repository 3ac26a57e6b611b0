#pragma once
// Everything that fixes a platform, as plain data. A profile YAML gives the values, each with its source; the
// defaults here are neutral (no latency, no limit), never a platform's figures.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/policies/declaration.hpp"
#include "models/words.hpp"
#include "sim/distribution.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// `frontend`: the API gateway.
struct FrontendParameters {
  sim::Distribution request_latency;  ///< ns, client to scheduler; drawn by (function, k)
  Duration response_latency{};        ///< instance's answer back to the client
  std::uint32_t queue_capacity =
      0;  ///< invocations that a tenant may have waiting for admission; beyond: throttled
  Duration max_wait =
      Duration::infinite();  ///< longest wait in that queue or in a function's; beyond: expired
};

/// Early: an attempt waits for the instance that it caused. Late: it queues by function, and the first
/// instance freed or ready takes the head.
enum class Binding : std::uint8_t { early, late };
/// When neither a VM nor a host has room.
enum class NoRoom : std::uint8_t { wait, refuse };

/// `scheduler`
struct SchedulerParameters {
  Binding binding = Binding::early;
  NoRoom no_room = NoRoom::refuse;
  bool evict_idle = false;  ///< before that, idle instances are evicted as the keep-alive policy orders
  std::uint32_t queue_capacity = kUnlimited;  ///< attempts that may wait at one function; beyond: throttled
};

/// Which instances may share a VM.
enum class Isolation : std::uint8_t { tenant, function, shared, instance };

/// `cluster.hosts`
struct HostParameters {
  std::uint32_t count = kUnlimited;  ///< `unlimited`: as many as needed
  std::uint32_t vcpus = 0;           ///< required
  Mebibytes memory = 0;              ///< required
};

/// `cluster.vms`
struct VmParameters {
  std::uint32_t vcpus = 0;        ///< required
  Mebibytes memory = 0;           ///< required: taken from the host
  Mebibytes instance_memory = 0;  ///< sum of instance memory it may hold; 0 = all of `memory`
  std::uint32_t max_instances = kUnlimited;
  Isolation isolation = Isolation::tenant;
  Duration empty_release{};  ///< an empty VM is released after this
};

/// `cluster.topology`: a graph of named nodes. Hosts are dealt to `racks` in turn; a host's distance is the
/// shortest path from `frontend` to its rack plus `host_link`. Without nodes every distance is `host_link`.
struct TopologyLink {
  std::string from;
  std::string to;
  Duration latency{};  ///< one way
};
struct TopologyParameters {
  std::string frontend;
  std::vector<TopologyLink> links;  ///< undirected; nodes are what the links name
  std::vector<std::string> racks;
  Duration host_link{};
  std::uint32_t zones = 1;  ///< availability zones that hosts are dealt to in turn
};

/// Where the code of a function stays once it was downloaded: nowhere, or on the host, for good.
enum class CodeCache : std::uint8_t { none, host };

struct ClusterParameters {
  HostParameters hosts;
  VmParameters vms;
  TopologyParameters topology;
  CodeCache code_cache = CodeCache::none;
};

/// `cold_start`: the stages in their order; each a distribution of nanoseconds.
struct ColdStartParameters {
  sim::Distribution vm_boot;  ///< only when a new VM is needed
  sim::Distribution sandbox;
  sim::Distribution code_download;
  sim::Distribution runtime_start;
  sim::Distribution function_init;
};

/// `cpu`: what instances may use of the vCPUs of their VM, of functions that have CPU work.
struct CpuParameters {
  Mebibytes memory_per_vcpu = 0;  ///< of an instance, with which it may use one vCPU; 0: not said
};

/// `lifetimes`: age at which an instance or a VM is drained whatever it does; absent = none.
struct LifetimeParameters {
  std::optional<sim::Distribution> instance;  ///< ns from creation
  std::optional<sim::Distribution> vm;        ///< ns from creation
};

/// Whose initialisation (runtime start and function init) is billed: none, that of what provisioned
/// concurrency holds, or that of every instance.
enum class BilledInit : std::uint8_t { none, provisioned, all };

/// `billing`: how time is rounded, and what it costs. Prices are in US dollars.
struct BillingParameters {
  std::string prices;  ///< the era that the numbers are from, as "aws-lambda-2020-1ms"; empty: from none
  Duration granularity = sim::milliseconds(1);  ///< execution is rounded up to a multiple, at least one
  Duration minimum{};                           ///< an execution is billed as this long at least
  Mebibytes memory_step = 1;                    ///< memory is rounded up to a multiple
  Mebibytes memory_minimum = 1;                 ///< memory is charged as this much at least
  std::optional<Mebibytes> memory_maximum;      ///< the largest size that is sold; absent: no limit
  BilledInit init = BilledInit::none;
  double price_per_gib_s = 0;
  double price_per_request = 0;
  double price_per_provisioned_gib_s = 0;                ///< of provisioned concurrency, used or not
  std::optional<double> price_per_gib_s_on_provisioned;  ///< of what runs on it; absent: price_per_gib_s
  std::vector<std::string> leaves_out;  ///< charges that the provider makes and these prices do not have

  /// Whether the provider sells no function of this size.
  [[nodiscard]] bool is_above_maximum(Mebibytes memory) const {
    return memory_maximum && memory > *memory_maximum;
  }
  /// The memory that a function of this size is charged for: at least the minimum, in whole steps. A size
  /// above the maximum is charged as it is.
  [[nodiscard]] std::uint64_t billed_memory(Mebibytes memory) const {
    if (is_above_maximum(memory)) {
      return memory;
    }
    const std::uint64_t least =
        CURTAIN_MUTANT(billing_has_no_least_memory, std::max(memory, memory_minimum), memory);
    return (least + memory_step - 1) / memory_step * memory_step;
  }
};

/// `faults`
struct VmCrash {
  Duration at{};
  std::uint32_t vm = 0;  ///< number of the VM in order of creation, from 0; one not alive is left alone
};
/// What an outage strikes: one host, or all hosts of a zone, those that open later included.
struct OutageTarget {
  bool is_zone = false;
  std::uint32_t number = 0;  ///< of the host or zone
  bool operator==(const OutageTarget&) const = default;
};
/// Hosts are down from its beginning until it is repaired: what ran there is lost, and they take no VM. While
/// several outages strike a host it is down until the last of them is over.
struct Outage {
  std::optional<Duration> at;               ///< when it begins first; absent: `every` after time zero
  std::optional<sim::Distribution> every;   ///< ns from each beginning to the next; absent: it begins once
  std::optional<std::uint32_t> host;        ///< either a host, in the order in which hosts open, from 0
  std::optional<std::uint32_t> zone;        ///< or a zone of the topology
  std::optional<sim::Distribution> repair;  ///< ns from the beginning to the end; absent: it never ends

  /// One of host and zone must be there.
  [[nodiscard]] OutageTarget target() const {
    return zone ? OutageTarget{true, *zone} : OutageTarget{false, *host};
  }
};
struct FaultParameters {
  std::vector<VmCrash> vm_crashes;
  std::vector<Outage> outages;
  std::optional<sim::Distribution> vm_time_to_crash;  ///< ns from creation, drawn for each VM
  sim::Distribution retry_backoff;                    ///< ns from the crash to the retry's arrival
};

/// `async`: what becomes of an asynchronous invocation whose attempt did not succeed.
struct AsyncParameters {
  std::vector<Duration> retry_delays;  ///< after an execution that failed or timed out, one for each retry
  Duration backoff{};                  ///< after the first attempt that could not run: throttled, lost
  std::uint32_t backoff_factor = 1;    ///< by which it grows with each further one
  Duration longest_backoff{};
  Duration max_age{};  ///< of an event that is still tried; 0: the platform says nothing

  /// Whether the platform takes asynchronous invocations.
  [[nodiscard]] bool is_given() const { return max_age > Duration{}; }
};

/// `policies`: one choice a seam; placement's interface serves both levels.
struct PolicyChoices {
  PolicyChoice admission;
  PolicyChoice queueing;
  PolicyChoice routing;
  PolicyChoice scaling;
  PolicyChoice placement;
  PolicyChoice host_placement;
  PolicyChoice keep_alive;
  PolicyChoice pre_warm;
};

struct PlatformParameters {
  FrontendParameters frontend;
  SchedulerParameters scheduler;
  ClusterParameters cluster;
  ColdStartParameters cold_start;
  CpuParameters cpu;
  LifetimeParameters lifetimes;
  BillingParameters billing;
  FaultParameters faults;
  AsyncParameters async;
  PolicyChoices policies;
};

}  // namespace curtain
