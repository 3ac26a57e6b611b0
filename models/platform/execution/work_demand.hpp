#pragma once
// The demand of a function's executions on the resources that the instances in a VM share.
#include <array>
#include <cstdint>

#include "models/metrics/shared_use.hpp"
#include "models/platform/parameters.hpp"
#include "models/workload/arrival.hpp"
#include "sim/wide.hpp"

namespace curtain {

/// Rates of CPU work are in millionths of a vCPU. Rates of a disk or a network are in bytes per second.
inline constexpr std::uint64_t kRateOfVcpu = 1'000'000;

/// The capacity of one VM, or 0 if the platform does not define it.
[[nodiscard]] std::uint64_t capacity_of_vm(const PlatformParameters& parameters, SharedKind kind);

/// The capacity of one host for all its VMs, or 0 if the platform does not limit it.
[[nodiscard]] std::uint64_t capacity_of_host(const PlatformParameters& parameters, SharedKind kind);

/// The demand on one kind of resource. Work is counted as the time that it takes without contention, at rate
/// `job_cap`. If instances have a token bucket, this is the time in an instance with a full bucket.
struct ResourceDemand {
  std::uint64_t cap = 0;      ///< the maximum rate of an instance
  std::uint64_t job_cap = 0;  ///< the maximum rate of one execution, at most `cap`
  std::uint32_t weight = 0;   ///< weight of an instance; 0 if the executions do no work of this kind
  Duration fixed{};           ///< time without contention of every execution's work (FunctionTraits::work)
  // The following members are for instances with a token bucket.
  std::uint64_t sustained = 0;  ///< the rate with an empty bucket, below `cap`; 0 without a bucket
  sim::UInt128 bucket = 0;      ///< size of the bucket in units of work, which are rate x ns
  sim::UInt128 work = 0;        ///< the work of every execution

  /// The work of an execution that takes `alone` without contention.
  [[nodiscard]] sim::UInt128 work_of(Duration alone) const {
    return sustained != 0 ? work : sim::UInt128{static_cast<std::uint64_t>(alone.ns())} * job_cap;
  }
};

/// The CPU work that is a part of a drawn duration. If the CPU rate of an execution without contention
/// differs from the rate of the measured executions, this work does not take the drawn time. The members are
/// times in a common unit; only their ratios matter.
struct CpuShare {
  std::uint64_t cpu = 0;    ///< CPU work without contention
  std::uint64_t alone = 1;  ///< whole duration without contention
  std::uint64_t drawn = 1;  ///< whole duration as it was drawn
};

/// The demand of a function's executions.
struct WorkDemand {
  std::array<ResourceDemand, kSharedKinds> on;  ///< indexed by SharedKind
  Duration fixed{};                             ///< sum over `on`
  ResourceDemand background;                    ///< CPU work after the answer
  CpuShare share;                               ///< CPU work as a part of the drawn duration

  [[nodiscard]] const ResourceDemand& of(SharedKind kind) const { return on[static_cast<std::size_t>(kind)]; }
  /// The length of an execution without contention, for the duration that was drawn for it.
  [[nodiscard]] Duration alone(Duration drawn) const;
  /// The time of the CPU work of an execution without contention. `alone` is the length of the execution
  /// without contention. The share of the drawn duration is rounded down to a nanosecond.
  [[nodiscard]] Duration cpu_alone(Duration alone) const;
};

/// The demand of a function with that memory size. Throws std::invalid_argument if the platform does not
/// define a figure that the function's work needs (memory with one vCPU; rate of a VM's disk or network).
[[nodiscard]] WorkDemand work_demand(const PlatformParameters& parameters, Mebibytes memory,
                                     const FunctionTraits& traits);

}  // namespace curtain
