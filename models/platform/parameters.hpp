#pragma once
// All parameters of a platform, as plain data. A profile YAML gives the values, each with its source; the
// defaults here are neutral (no latency, no limit), never figures of a real platform.
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
  sim::Distribution request_latency;  ///< ns, from client to scheduler; drawn by (function, k)
  Duration response_latency{};        ///< instance's answer back to the client
  std::uint32_t queue_capacity =
      0;  ///< a tenant's invocations that may wait for admission; further ones are throttled
  Duration max_wait =
      Duration::infinite();  ///< longest wait in that queue or in a function's; then the invocation expires
  Duration client_timeout =
      Duration::infinite();  ///< longest wait of a client for its answer; then the invocation is abandoned
};

/// Early: an attempt waits for the instance that it caused. Late: attempts queue by function, and the first
/// instance that is freed or ready takes the head.
enum class Binding : std::uint8_t { early, late };
/// The handling of an attempt if neither a VM nor a host has room.
enum class NoRoom : std::uint8_t { wait, refuse };

/// `scheduler`
struct SchedulerParameters {
  Binding binding = Binding::early;
  NoRoom no_room = NoRoom::refuse;
  bool evict_idle = false;  ///< first evict idle instances, in the order of the keep-alive policy
  std::uint32_t queue_capacity = kUnlimited;  ///< attempts that may wait for a function
  std::uint32_t requests_per_instance =
      1;  ///< of functions that do not give their own number; a scenario's reader sets it in their traits
};

/// The instances that may share a VM.
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
  Mebibytes memory = 0;           ///< required; taken from the host's memory
  Mebibytes instance_memory = 0;  ///< total memory of its instances; 0 = all of `memory`
  std::uint32_t max_instances = kUnlimited;
  Isolation isolation = Isolation::tenant;
  Duration empty_release{};  ///< time after which an empty VM is released
};

/// `cluster.topology`: a graph of named nodes. Hosts are assigned to `racks` in turn; a host's distance is
/// the shortest path from `frontend` to its rack plus `host_link`. Without nodes every distance is
/// `host_link`.
struct TopologyLink {
  std::string from;
  std::string to;
  Duration latency{};  ///< one way
};
struct TopologyParameters {
  std::string frontend;
  std::vector<TopologyLink> links;  ///< undirected; the nodes are those that the links name
  std::vector<std::string> racks;
  Duration host_link{};
  std::uint32_t zones = 1;  ///< availability zones, to which hosts are assigned in turn
};

/// Where the code of a function stays after its download: nowhere, or on the host without limit.
enum class CodeCache : std::uint8_t { none, host };

struct ClusterParameters {
  HostParameters hosts;
  VmParameters vms;
  TopologyParameters topology;
  CodeCache code_cache = CodeCache::none;
};

/// `cold_start`: the stages in their order; each a distribution of nanoseconds.
struct ColdStartParameters {
  sim::Distribution vm_boot;  ///< only if a new VM is needed
  sim::Distribution sandbox;
  sim::Distribution code_download;
  sim::Distribution runtime_start;
  sim::Distribution function_init;
};

/// `cpu`: how instances of functions with CPU work share the vCPUs of their VM.
struct CpuParameters {
  Mebibytes memory_per_vcpu = 0;  ///< memory of an instance that may use one vCPU; 0: not given
};

/// `disk`, `network`: the data rate of a VM, which its instances share equally, in bytes per second.
struct BandwidthParameters {
  std::uint64_t vm_rate = 0;  ///< of a VM; 0: not given
  std::uint64_t rate_per_vcpu =
      0;  ///< that one vCPU can drive; an instance has less than a vCPU; 0: any rate
  std::uint64_t instance_rate = 0;  ///< upper limit of an instance; 0: none
};

/// `lifetimes`: age at which an instance or a VM is drained, busy or not; absent: no limit.
struct LifetimeParameters {
  std::optional<sim::Distribution> instance;  ///< ns from creation
  std::optional<sim::Distribution> vm;        ///< ns from creation
};

/// The instances whose initialisation (runtime start and function init) is billed: none, those that
/// provisioned concurrency holds, or all.
enum class BilledInit : std::uint8_t { none, provisioned, all };

/// `billing`: the rounding of time, and the prices, in US dollars.
struct BillingParameters {
  std::string prices;  ///< the era of the numbers, such as "aws-lambda-2020-1ms"; empty: none
  Duration granularity =
      sim::milliseconds(1);                 ///< execution times are rounded up to a multiple, at least one
  Duration minimum{};                       ///< the shortest time that is billed for an execution
  Mebibytes memory_step = 1;                ///< memory is rounded up to a multiple
  Mebibytes memory_minimum = 1;             ///< the smallest memory that is billed
  std::optional<Mebibytes> memory_maximum;  ///< the largest size that is sold; absent: no limit
  BilledInit init = BilledInit::none;
  double price_per_gib_s = 0;
  double price_per_request = 0;
  double price_per_provisioned_gib_s = 0;                ///< for provisioned concurrency, used or not
  std::optional<double> price_per_gib_s_on_provisioned;  ///< for executions on it; absent: price_per_gib_s
  std::vector<std::string> leaves_out;  ///< charges of the provider that these prices leave out

  /// Whether the size is above the largest that the provider sells.
  [[nodiscard]] bool is_above_maximum(Mebibytes memory) const {
    return memory_maximum && memory > *memory_maximum;
  }
  /// The memory that a function of this size is charged for: rounded up to whole steps, and at least the
  /// minimum. A size above the maximum is charged as it is.
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
  std::uint32_t vm = 0;  ///< number of the VM in order of creation, from 0; ignored if it is not alive
};
/// The target of an outage: one host, or all hosts of a zone, including those that open later.
struct OutageTarget {
  bool is_zone = false;
  std::uint32_t number = 0;  ///< of the host or zone
  bool operator==(const OutageTarget&) const = default;
};
/// Hosts are down from the beginning of an outage until its repair: running executions are lost, and the
/// hosts take no VM. If several outages overlap, a host is down until the last of them ends.
struct Outage {
  std::optional<Duration> at;               ///< first beginning; absent: `every` after time zero
  std::optional<sim::Distribution> every;   ///< ns from each beginning to the next; absent: it begins once
  std::optional<std::uint32_t> host;        ///< either a host, in the order in which hosts open, from 0
  std::optional<std::uint32_t> zone;        ///< or a zone of the topology
  std::optional<sim::Distribution> repair;  ///< ns from the beginning to the end; absent: it never ends

  /// Exactly one of host and zone must be given.
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

/// `async`: retries of an asynchronous invocation whose attempt did not succeed.
struct AsyncParameters {
  std::vector<Duration> retry_delays;  ///< after an execution that failed or timed out, one for each retry
  Duration backoff{};                  ///< after the first attempt that could not run: throttled, lost
  std::uint32_t backoff_factor = 1;    ///< factor of growth for each further such attempt
  Duration longest_backoff{};
  Duration max_age{};  ///< age at which an event is given up; 0: not given

  /// Whether the platform takes asynchronous invocations.
  [[nodiscard]] bool is_given() const { return max_age > Duration{}; }
};

/// `policies`: one choice for each seam; placement's interface serves both levels.
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
  // Compiled once, and not in every source that copies the parameters.
  PlatformParameters();
  PlatformParameters(const PlatformParameters& other);
  PlatformParameters(PlatformParameters&& other) noexcept;
  PlatformParameters& operator=(const PlatformParameters& other);
  PlatformParameters& operator=(PlatformParameters&& other) noexcept;
  ~PlatformParameters();

  FrontendParameters frontend;
  SchedulerParameters scheduler;
  ClusterParameters cluster;
  ColdStartParameters cold_start;
  CpuParameters cpu;
  BandwidthParameters disk;
  BandwidthParameters network;
  LifetimeParameters lifetimes;
  BillingParameters billing;
  FaultParameters faults;
  AsyncParameters async;
  PolicyChoices policies;
};

}  // namespace curtain
