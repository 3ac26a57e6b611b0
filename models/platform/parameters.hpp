#pragma once
// All parameters of a platform, as plain data. A YAML profile gives the values, each with its source. The
// defaults here are neutral (no latency, no limit), and are never figures of a real platform.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/metrics/start_counts.hpp"
#include "models/metrics/start_stage.hpp"
#include "models/policies/declaration.hpp"
#include "models/words.hpp"
#include "sim/distribution.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// The section `frontend`, which describes the API gateway.
struct FrontendParameters {
  sim::Distribution request_latency;  ///< in ns, from client to scheduler; drawn by (function, k)
  Duration response_latency{};        ///< time of an answer from the instance to the client
  std::uint32_t queue_capacity =
      0;  ///< number of a tenant's invocations that may wait for admission; further invocations are throttled
  Duration max_wait = Duration::infinite();  ///< maximum wait in the queue of a tenant or function; then the
                                             ///< invocation expires
  Duration client_timeout =
      Duration::infinite();  ///< maximum wait of a client for an answer; then the invocation is abandoned
};

/// With early binding an attempt waits for the instance that it caused. With late binding attempts queue by
/// function, and the first instance that becomes free or ready takes the first attempt in the queue.
enum class Binding : std::uint8_t { early, late };
/// The handling of an attempt if neither a VM nor a host has room.
enum class NoRoom : std::uint8_t { wait, refuse };

/// The section `scheduler`.
struct SchedulerParameters {
  Binding binding = Binding::early;
  NoRoom no_room = NoRoom::refuse;
  bool evict_idle = false;  ///< first evicts idle instances, in the order of the keep-alive policy
  std::uint32_t queue_capacity = kUnlimited;  ///< number of attempts that may wait for a function
  /// Requests that one instance takes at once, for functions that do not set this number. The reader of a
  /// scenario copies the number to the traits of these functions.
  std::uint32_t requests_per_instance = 1;
  /// The largest number of instances, busy or idle, of a function with FunctionTraits::isolates_end_tenants
  /// for each 1,000 of its concurrency.
  std::uint32_t isolated_per_1000 = kUnlimited;
};

/// Defines which instances may share a VM.
enum class Isolation : std::uint8_t { tenant, function, shared, instance };

/// The section `cluster.hosts`.
struct HostParameters {
  std::uint32_t count = kUnlimited;  ///< `unlimited` opens as many hosts as needed
  std::uint32_t vcpus = 0;           ///< required
  Mebibytes memory = 0;              ///< required
};

/// The section `cluster.vms.ready_pool`. The pool holds VMs that have booted before they are needed. The VMs
/// of the pool are on no host until they are taken.
struct VmPoolParameters {
  std::uint32_t size = 0;                    ///< number of VMs in the full pool; 0 means no pool
  Duration hand_over{};                      ///< time until a VM that is taken from the pool can be used
  std::uint32_t boots_at_once = kUnlimited;  ///< number of VMs of the pool that boot at the same time
  bool operator==(const VmPoolParameters&) const = default;
};

/// The section `cluster.vms`.
struct VmParameters {
  std::uint32_t vcpus = 0;        ///< required
  Mebibytes memory = 0;           ///< required; taken from the host's memory
  Mebibytes instance_memory = 0;  ///< maximum total memory of the instances in a VM; 0 means all of `memory`
  std::uint32_t max_instances = kUnlimited;
  Isolation isolation = Isolation::tenant;
  Duration empty_release{};  ///< time after which an empty VM is released
  VmPoolParameters ready_pool;
};

/// The section `cluster.topology`, a graph of named nodes. Hosts are assigned to `racks` in turn. The
/// distance of a host is the shortest path from `frontend` to its rack plus `host_link`. Without nodes every
/// distance is `host_link`.
struct TopologyLink {
  std::string from;
  std::string to;
  Duration latency{};  ///< one-way latency
};
struct TopologyParameters {
  std::string frontend;
  std::vector<TopologyLink> links;  ///< undirected; the nodes are the names in the links
  std::vector<std::string> racks;
  Duration host_link{};
  std::uint32_t zones = 1;  ///< availability zones, to which hosts are assigned in turn
};

/// Where the code of a function is stored after its download. The code is not stored, or stays on the host
/// without limit.
enum class CodeCache : std::uint8_t { none, host };

struct ClusterParameters {
  HostParameters hosts;
  VmParameters vms;
  TopologyParameters topology;
  CodeCache code_cache = CodeCache::none;
};

/// The place whose starts share a stage.
enum class StageScope : std::uint8_t { vm, host };

/// A stage that the starts of one VM or host share, so that simultaneous starts slow each other down.
struct SharedStage {
  StartStage stage = StartStage::runtime_start;  ///< any stage except vm_boot
  StageScope per = StageScope::vm;
  double capacity = 1;  ///< number of starts that can be in the stage at full speed; at least 1
  bool operator==(const SharedStage&) const = default;
};

/// A tier of `cold_start.code_loading`.
struct CodeTier {
  CodePlace at = CodePlace::origin;
  std::uint64_t size = 0;  ///< bytes of the cache of each VM, host or zone; the origin has no size
  std::uint64_t rate = 0;  ///< bytes per second; required
  Duration latency{};      ///< added once for each download that the tier serves
  bool operator==(const CodeTier&) const = default;
};

/// The section `cold_start.code_loading`. Without tiers, code is not loaded in chunks.
struct CodeParameters {
  std::uint64_t chunk = 0;      ///< bytes of a chunk; more than 0 if there are tiers
  double needed = 1;            ///< share of its code that a start reads
  double shared = 0;            ///< share of the chunks that all functions have in common
  std::vector<CodeTier> tiers;  ///< in the order of CodePlace; the last tier is the origin
  bool operator==(const CodeParameters&) const = default;
};

/// The time of the stage runtime_start for the functions with a runtime and a minimum memory.
struct RuntimeStart {
  std::string runtime;   ///< functions with this runtime; empty: functions whose runtime has no entry
  Mebibytes memory = 0;  ///< functions with at least this memory; if several entries apply, the entry with
                         ///< the largest size is used
  sim::Distribution time;
  bool operator==(const RuntimeStart&) const = default;
};

/// The section `cold_start`, with the stages in their order. Each stage is a distribution of nanoseconds.
struct ColdStartParameters {
  sim::Distribution vm_boot;  ///< applies only if a new VM is needed
  sim::Distribution sandbox;
  sim::Distribution code_download;
  sim::Distribution runtime_start;
  sim::Distribution function_init;
  std::vector<RuntimeStart> runtime_start_by;  ///< replaces runtime_start for some functions
  CodeParameters code_loading;                 ///< added to code_download
  /// Time to restore the snapshot of a function, in place of runtime_start and function_init. Without a value
  /// the platform has no snapshots.
  std::optional<sim::Distribution> snapshot_restore;

  /// The position in runtime_start_by of the entry for a function, plus one. 0 means that runtime_start
  /// applies.
  [[nodiscard]] std::uint32_t runtime_entry(const std::string& runtime, Mebibytes memory) const;
  /// The time of runtime_start of the entry, which is a result of runtime_entry().
  [[nodiscard]] const sim::Distribution& runtime_time(std::uint32_t entry) const {
    return entry == 0 ? runtime_start : runtime_start_by[entry - 1].time;
  }
  std::vector<SharedStage> shared_stages;  ///< at most one for each stage
  /// The longest initialisation (runtime start and function init) of a start. A longer initialisation is
  /// stopped, and the first execution of the instance repeats it. Instances that the platform keeps ready as
  /// provisioned concurrency have no such limit.
  Duration init_timeout = Duration::infinite();
  /// Whether an execution that is cut off at its timeout resets its instance, so that the next execution
  /// begins with an initialisation.
  bool reset_after_timeout = false;
};

/// What happens to the CPU work that a function has left after its answer: the work runs at once, or the
/// platform freezes the work until the next execution on the instance.
enum class Background : std::uint8_t { runs, frozen };

/// The section `cpu`, which defines how instances of functions with CPU work share the vCPUs of their VM.
struct CpuParameters {
  Mebibytes memory_per_vcpu = 0;             ///< memory of an instance that may use one vCPU; 0 if not given
  Background background = Background::runs;  ///< what happens to CPU work after an answer
};

/// The sections `disk` and `network`, with the data rate of a VM, which its instances share equally, in bytes
/// per second.
struct BandwidthParameters {
  std::uint64_t vm_rate = 0;        ///< rate of a VM; 0 if not given
  std::uint64_t rate_per_vcpu = 0;  ///< rate that one vCPU can drive; an instance with a tenth of a vCPU gets
                                    ///< a tenth of this rate; 0 if unlimited
  std::uint64_t instance_rate = 0;  ///< upper limit of an instance; 0 if there is none
  std::uint64_t burst_size = 0;     ///< bytes that an instance may transfer above `instance_rate`, which also
                                    ///< refills this bucket; 0 if there is no bucket
  std::uint64_t burst_rate = 0;     ///< upper limit of an instance with tokens; 0 if there is none
  std::uint64_t host_rate = 0;      ///< rate of a host for all its VMs; 0 if there is no limit
};

/// The section `lifetimes`, with the age at which an instance or a VM is drained, even if it is busy. Without
/// a value there is no limit.
struct LifetimeParameters {
  std::optional<sim::Distribution> instance;  ///< in ns from the instance's creation
  std::optional<sim::Distribution> vm;        ///< in ns from the VM's creation
};

/// The section `freeze`, which describes the pause of idle instances.
struct FreezeParameters {
  Duration after = Duration::infinite();  ///< idle time after which an instance is frozen
  sim::Distribution thaw;                 ///< in ns, from the start of an attempt to its execution
  bool operator==(const FreezeParameters&) const = default;

  [[nodiscard]] bool is_given() const { return !after.is_infinite(); }
};

/// The instances whose initialisation (runtime start and function init) is billed: none, the instances that
/// provisioned concurrency holds, or all.
enum class BilledInit : std::uint8_t { none, provisioned, all };

/// The time that is charged: the execution time of each request, or the time for which an instance is busy
/// with at least one request.
enum class BilledWhile : std::uint8_t { request, busy };

/// A lower price for the memory time of a tenant in a month above a threshold.
struct VolumeTier {
  double above_gib_s = 0;
  double price_per_gib_s = 0;
  bool operator==(const VolumeTier&) const = default;
};

/// The prices of functions on arm. A price without a value is the price of other functions.
struct ArmPrices {
  std::optional<double> price_per_gib_s;
  std::optional<double> price_per_provisioned_gib_s;
  std::optional<double> price_per_gib_s_on_provisioned;
  std::vector<VolumeTier> tiers;
  bool operator==(const ArmPrices&) const = default;
};

/// The prices of snapshots, in US dollars. The GiB are those of the function's memory.
struct SnapshotPrices {
  double price_per_gib_s = 0;              ///< while a function with a snapshot is deployed
  Duration minimum{};                      ///< the minimum time for which a snapshot is charged in a month
  double price_per_restored_gib = 0;       ///< each time that a snapshot is restored
  std::vector<std::string> free_runtimes;  ///< runtimes whose snapshots have no charge
  bool operator==(const SnapshotPrices&) const = default;

  /// Whether snapshots of functions with this runtime have a price.
  [[nodiscard]] bool charge(const std::string& runtime) const;
};

/// What the machines cost the provider, in US dollars.
struct ProviderPrices {
  double vm_hour = 0;    ///< of an open VM for an hour
  double host_hour = 0;  ///< of a host in use for an hour
  bool operator==(const ProviderPrices&) const = default;
};

/// The section `billing`, with the rounding of time and the prices in US dollars.
struct BillingParameters {
  std::string prices;  ///< name of the price list, such as "aws-lambda-2020-1ms"; empty if there is none
  Duration granularity = sim::milliseconds(1);  ///< execution times are rounded up to a multiple of
                                                ///< `granularity`
  Duration minimum{};  ///< the minimum time that is billed for an execution or a busy period
  BilledWhile billed_while = BilledWhile::request;
  Mebibytes memory_step = 1;                ///< memory is rounded up to a multiple of `memory_step`
  Mebibytes memory_minimum = 1;             ///< the minimum memory that is billed
  std::optional<Mebibytes> memory_maximum;  ///< the largest size that is sold; no value means no limit
  BilledInit init = BilledInit::none;
  double price_per_gib_s = 0;
  double price_per_request = 0;
  double price_per_provisioned_gib_s = 0;  ///< for provisioned concurrency, used or not
  std::optional<double>
      price_per_gib_s_on_provisioned;  ///< for executions on provisioned concurrency; absent: price_per_gib_s

  ArmPrices arm;
  Mebibytes storage_included = 0;      ///< ephemeral storage that each instance has free of charge
  double price_per_storage_gib_s = 0;  ///< for further ephemeral storage, for the billed time of executions
  std::uint64_t payload_included = 0;  ///< bytes of an event that are billed as one request
  std::uint64_t payload_step = 0;      ///< each further part of this size is one more request; 0: never
  double price_per_isolated_gib = 0;   ///< of an instance that is created for one end tenant
  SnapshotPrices snapshots;
  std::uint32_t free_requests = 0;         ///< requests of a tenant in a month that have no charge
  double free_gib_s = 0;                   ///< memory time of a tenant in a month that has no charge
  std::vector<VolumeTier> tiers;           ///< sorted by threshold, for memory time on demand
  std::optional<ProviderPrices> provider;  ///< what the machines cost the provider; absent if not given
  std::optional<Duration> month;  ///< the length of a month to which the bill of the window is scaled

  /// Whether anything has a price.
  [[nodiscard]] bool has_prices() const {
    return price_per_gib_s > 0 || price_per_request > 0 || price_per_provisioned_gib_s > 0 ||
           price_per_gib_s_on_provisioned.value_or(0) > 0 || price_per_storage_gib_s > 0 ||
           price_per_isolated_gib > 0 || snapshots.price_per_gib_s > 0 ||
           snapshots.price_per_restored_gib > 0;
  }
  std::vector<std::string> leaves_out;  ///< charges of the provider that these prices leave out

  /// Whether executions or initialisations on provisioned concurrency have their own rule. Such a rule exists
  /// only if each request is billed.
  [[nodiscard]] bool separates_provisioned() const {
    return price_per_gib_s_on_provisioned.has_value() || init == BilledInit::provisioned;
  }
  /// The number of requests that are billed for one execution of an event with a payload of `bytes`.
  [[nodiscard]] std::uint64_t requests_of_event(std::uint64_t bytes) const {
    const bool is_one = payload_step == 0 || bytes <= payload_included;
    return is_one ? 1
                  : 2 + CURTAIN_MUTANT(part_of_step_is_free, bytes - payload_included - 1,
                                       bytes - payload_included - payload_step) /
                            payload_step;
  }
  /// The part of the ephemeral storage of an instance that is charged.
  [[nodiscard]] std::uint64_t billed_storage(Mebibytes storage) const {
    return storage > storage_included ? storage - storage_included : 0;
  }
  /// Whether the memory size is above the largest size that the provider sells.
  [[nodiscard]] bool is_above_maximum(Mebibytes memory) const {
    return memory_maximum && memory > *memory_maximum;
  }
  /// The memory that is charged for a function of this size. The size is rounded up to whole steps, and is at
  /// least the minimum. A size above the maximum is charged unchanged.
  [[nodiscard]] std::uint64_t billed_memory(Mebibytes memory) const {
    if (is_above_maximum(memory)) {
      return memory;
    }
    const std::uint64_t least =
        CURTAIN_MUTANT(billing_has_no_least_memory, std::max(memory, memory_minimum), memory);
    return (least + memory_step - 1) / memory_step * memory_step;
  }
};

/// The section `faults`.
struct VmCrash {
  Duration at{};
  std::uint32_t vm = 0;  ///< number of the VM in order of creation, from 0; ignored if the VM does not exist
};
/// An outage. Hosts are down from the beginning of the outage until its repair. Running executions are lost,
/// and the hosts take no VM. If several outages overlap, a host is down until the last of them ends.
struct Outage {
  std::optional<Duration> at;  ///< first beginning; without a value, `every` after time zero
  std::optional<sim::Distribution>
      every;  ///< ns from each beginning to the next; without a value, there is only one outage
  std::optional<std::uint32_t> host;  ///< a host, numbered from 0 in the order in which hosts open
  std::optional<std::uint32_t> zone;  ///< a zone of the topology
  std::optional<sim::Distribution>
      repair;  ///< ns from the beginning to the end; without a value, the outage never ends

  /// The target. The outage must have either a host or a zone.
  [[nodiscard]] OutageTarget target() const {
    return zone ? OutageTarget{true, *zone} : OutageTarget{false, *host};
  }
};
struct FaultParameters {
  std::vector<VmCrash> vm_crashes;
  std::vector<Outage> outages;
  std::optional<sim::Distribution> vm_time_to_crash;  ///< in ns from the VM's creation, drawn for each VM
  sim::Distribution retry_backoff;                    ///< in ns from the crash to the arrival of the retry
};

/// One entry of the section `updates`: the code of a function is replaced by new code.
struct UpdateParameters {
  std::string function;
  std::string tenant;  ///< empty: the functions of this name of all tenants
  Duration at{};
  /// In ns from `at`, drawn for each instance. Until this time an instance has the old code, if it was
  /// created earlier. After this time an instance with old code takes no more attempts.
  sim::Distribution consistent_after;
  bool operator==(const UpdateParameters&) const = default;
};

/// The section `async`, which describes retries of an asynchronous invocation whose attempt did not succeed.
struct AsyncParameters {
  std::vector<Duration> retry_delays;  ///< delays after a failed or timed-out execution, one for each retry
  Duration backoff{};                  ///< delay after the first attempt that could not run (throttled, lost)
  std::uint32_t backoff_factor = 1;    ///< growth factor for each further attempt that could not run
  Duration longest_backoff{};
  Duration max_age{};  ///< age at which an event is dropped; 0 if not given

  /// Whether the platform takes asynchronous invocations.
  [[nodiscard]] bool is_given() const { return max_age > Duration{}; }
};

/// The section `policies`, with one choice for each seam. The interface of placement is used for both levels.
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
  // Defined in one source file, so that files that copy the parameters do not each compile these functions.
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
  FreezeParameters freeze;
  BillingParameters billing;
  FaultParameters faults;
  AsyncParameters async;
  std::vector<UpdateParameters> updates;
  PolicyChoices policies;
};

}  // namespace curtain
