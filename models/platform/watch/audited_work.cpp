#include "models/platform/watch/audited_work.hpp"

#include <algorithm>
#include <string_view>

namespace curtain {
namespace {

constexpr std::uint64_t kRate = 1'000'000;    // the rate of one vCPU
constexpr std::uint64_t kLeftUndone = 1'000;  // the work that may remain at the end of an execution
constexpr std::uint64_t kSecond = 1'000'000'000;
constexpr std::size_t kCpu = 0;
constexpr std::size_t kDisk = 1;
constexpr std::size_t kNetwork = 2;
constexpr std::array<std::string_view, kSharedKinds> kWhat = {"vCPUs", "disk rate", "network rate"};

}  // namespace

std::uint64_t AuditedWork::capacity(std::size_t kind) const {
  return kind == kCpu    ? parameters_.cluster.vms.vcpus * kRate
         : kind == kDisk ? parameters_.disk.vm_rate
                         : parameters_.network.vm_rate;
}

const BandwidthParameters& AuditedWork::limits(std::size_t kind) const {
  return kind == kDisk ? parameters_.disk : parameters_.network;
}

/// The capacity of a host, or 0 if it is not limited.
std::uint64_t AuditedWork::capacity_of_host(std::size_t kind) const {
  return kind == kCpu ? 0 : limits(kind).host_rate;
}

/// Whether the function uses a resource on which its instances have token buckets.
bool AuditedWork::has_bucket(std::uint32_t function) const {
  const WorkMix& work = functions_[FunctionId{function}].traits.work;
  return (work.disk > 0 && parameters_.disk.burst_size > 0) ||
         (work.network > 0 && parameters_.network.burst_size > 0);
}

void AuditedWork::Busy::start(Time now) {
  if (running++ == 0) {
    busy_from = now;
    work = {};
    ended = 0;
  }
}

bool AuditedWork::Busy::add(std::size_t kind, sim::Int128 more, std::uint64_t capacity, Time now) {
  work[kind] += more;
  return work[kind] <= static_cast<sim::Int128>(capacity) * (now - busy_from).ns() +
                           static_cast<sim::Int128>(ended * kLeftUndone);
}

/// The maximum rate of an instance, or 0 if the function has no work of the kind.
std::uint64_t AuditedWork::cap_of(std::uint32_t function, std::size_t kind) const {
  const FunctionSpec& spec = functions_[FunctionId{function}];
  std::uint64_t of_memory = capacity(kCpu);
  if (parameters_.cpu.memory_per_vcpu > 0) {
    of_memory = std::min(of_memory,
                         std::max<std::uint64_t>(spec.memory * kRate / parameters_.cpu.memory_per_vcpu, 1));
  }
  const WorkMix& work = spec.traits.work;
  if (kind == kCpu) {
    return spec.traits.cpu > 0 || work.cpu > Duration{} || spec.traits.background > Duration{} ? of_memory
                                                                                               : 0;
  }
  if ((kind == kDisk ? work.disk : work.network) == 0) {
    return 0;
  }
  const BandwidthParameters& of_kind = limits(kind);
  const std::uint64_t of_instance = of_kind.burst_size > 0 ? of_kind.burst_rate : of_kind.instance_rate;
  std::uint64_t cap = of_kind.vm_rate;
  cap = of_kind.host_rate > 0 ? std::min(cap, of_kind.host_rate) : cap;
  cap = of_instance > 0 ? std::min(cap, of_instance) : cap;
  if (of_kind.rate_per_vcpu > 0) {
    const sim::UInt128 driven = sim::UInt128{of_kind.rate_per_vcpu} * of_memory / kRate;
    cap = driven < cap ? static_cast<std::uint64_t>(driven) : cap;
  }
  return std::max<std::uint64_t>(cap, 1);
}

/// The maximum rate of one execution.
std::uint64_t AuditedWork::rate_of_one(std::uint32_t function, std::size_t kind) const {
  const std::uint64_t cap = cap_of(function, kind);
  return kind == kCpu ? std::min(cap, functions_[FunctionId{function}].traits.work.parallelism * kRate) : cap;
}

/// The CPU rate of one execution when the durations of the function were measured.
std::uint64_t AuditedWork::measured_rate(std::uint32_t function) const {
  const FunctionSpec& spec = functions_[FunctionId{function}];
  const MeasuredAt& at = spec.traits.durations_measured_at;
  const std::uint64_t memory = at.memory > 0 ? at.memory : spec.memory;
  std::uint64_t rate = std::min(capacity(kCpu), spec.traits.work.parallelism * kRate);
  if (parameters_.cpu.memory_per_vcpu > 0) {
    rate = std::min(rate, std::max<std::uint64_t>(memory * kRate / parameters_.cpu.memory_per_vcpu, 1));
  }
  return std::max<std::uint64_t>(std::min(rate, capacity(kCpu) / (std::uint64_t{1} + at.neighbours)), 1);
}

/// The time in ns of the function's fixed work of the kind without contention.
std::uint64_t AuditedWork::fixed_of(std::uint32_t function, std::size_t kind) const {
  const std::uint64_t rate = rate_of_one(function, kind);
  if (rate == 0) {
    return 0;
  }
  const WorkMix& work = functions_[FunctionId{function}].traits.work;
  const sim::UInt128 amount = kind == kCpu ? sim::UInt128{static_cast<std::uint64_t>(work.cpu.ns())} * kRate
                              : kind == kDisk ? sim::UInt128{work.disk} * kSecond
                                              : sim::UInt128{work.network} * kSecond;
  const auto time_of = [](sim::UInt128 part, std::uint64_t at) {
    const sim::UInt128 whole = part / at;
    const sim::UInt128 most = static_cast<std::uint64_t>(Time::latest().ns());
    return static_cast<std::uint64_t>(std::min(most, whole + (whole * at < part ? 1 : 0)));
  };
  std::uint64_t time = time_of(amount, rate);
  if (kind != kCpu && limits(kind).burst_size > 0 && rate > limits(kind).instance_rate) {
    const sim::UInt128 bucket = sim::UInt128{limits(kind).burst_size} * kSecond;
    time = amount > bucket ? std::max(time, time_of(amount - bucket, limits(kind).instance_rate)) : time;
  }
  return time;
}

AuditedWork::Work AuditedWork::work_of(const Execution& execution) const {
  const auto millionths =
      static_cast<std::uint64_t>(functions_[FunctionId{execution.function}].traits.cpu * 1e6 + 0.5);
  ByKind<std::uint64_t> alone{};
  std::uint64_t fixed = 0;
  for (std::size_t kind = 0; kind < kSharedKinds; ++kind) {
    alone[kind] = fixed_of(execution.function, kind);
    fixed += alone[kind];
  }
  // Of each measured second, `millionths` were CPU work at the rate `measured`. This work takes measured /
  // rate times as long at the rate of one execution; the rest takes as long as measured.
  const std::uint64_t rest = execution.alone > fixed ? execution.alone - fixed : 0;
  const sim::UInt128 cpu = sim::UInt128{millionths} * measured_rate(execution.function);
  const sim::UInt128 other = sim::UInt128{1'000'000 - millionths} * rate_of_one(execution.function, kCpu);
  alone[kCpu] += cpu == 0 ? 0 : static_cast<std::uint64_t>(sim::UInt128{rest} * cpu / (cpu + other));
  Work work{};
  for (std::size_t kind = 0; kind < kSharedKinds; ++kind) {
    work[kind] = static_cast<sim::Int128>(sim::UInt128{alone[kind]} * rate_of_one(execution.function, kind));
  }
  const WorkMix& mix = functions_[FunctionId{execution.function}].traits.work;
  if (parameters_.disk.burst_size > 0) {
    work[kDisk] = static_cast<sim::Int128>(sim::UInt128{mix.disk} * kSecond);
  }
  if (parameters_.network.burst_size > 0) {
    work[kNetwork] = static_cast<sim::Int128>(sim::UInt128{mix.network} * kSecond);
  }
  return work;
}

void AuditedWork::add(Work& sum, const Work& work) {
  for (std::size_t kind = 0; kind < kSharedKinds; ++kind) {
    sum[kind] += work[kind];
  }
}

void AuditedWork::arrived(Time sent) {
  const auto later = std::find_if(least_by_end_.begin(), least_by_end_.end(),
                                  [sent](const auto& each) { return each.first > sent; });
  for (auto each = least_by_end_.begin(); each != later; ++each) {
    add(least_, each->second);
  }
  least_by_end_.erase(least_by_end_.begin(), later);
}

void AuditedWork::started(const Execution& execution, std::uint32_t running, Time now) {
  has_background_ |= functions_[FunctionId{execution.function}].traits.background > Duration{};
  VmState& vm = vms_[execution.vm];
  Busy& host = hosts_[vm.host];
  vm.start(now);
  host.start(now);
  if (running == 1) {
    for (std::size_t kind = 0; kind < kSharedKinds; ++kind) {
      const std::uint64_t before = std::min(vm.caps[kind], capacity(kind));
      vm.caps[kind] += cap_of(execution.function, kind);
      host.caps[kind] += std::min(vm.caps[kind], capacity(kind)) - before;
    }
  }
}

/// If the VM or its host is crowded, it has been crowded until `now`.
void AuditedWork::note_crowded(VmState& vm, Time now) {
  Busy& host = hosts_[vm.host];
  for (std::size_t kind = 0; kind < kSharedKinds; ++kind) {
    if (vm.caps[kind] > capacity(kind)) {
      vm.crowded_until = now;
    }
    if (capacity_of_host(kind) > 0 && host.caps[kind] > capacity_of_host(kind)) {
      host.crowded_until = now;
    }
  }
}

/// Removes executions of the function from the VM and its host.
void AuditedWork::leave(VmState& vm, std::uint32_t function, std::uint32_t executions, bool instance_rests,
                        Time now) {
  note_crowded(vm, now);
  Busy& host = hosts_[vm.host];
  for (std::size_t kind = 0; kind < kSharedKinds && instance_rests; ++kind) {
    const std::uint64_t before = std::min(vm.caps[kind], capacity(kind));
    vm.caps[kind] -= cap_of(function, kind);
    host.caps[kind] -= before - std::min(vm.caps[kind], capacity(kind));
  }
  vm.running -= executions;
  host.running -= executions;
}

std::string AuditedWork::ended(const Execution& execution, std::uint32_t running, Time now) {
  VmState& vm = vms_[execution.vm];
  const FunctionTraits& traits = functions_[FunctionId{execution.function}].traits;
  const auto timeout = static_cast<std::uint64_t>(traits.timeout.ns()) - execution.used;
  const auto length = static_cast<std::uint64_t>((now - execution.started).ns());
  const std::uint64_t least = std::min(execution.alone, timeout);
  leave(vm, execution.function, 1, running == 0, now);
  Busy& host = hosts_[vm.host];
  const bool is_crowded = std::max(vm.crowded_until, host.crowded_until) > execution.started ||
                          traits.requests_per_instance > 1 || has_bucket(execution.function) ||
                          has_background_;
  if (length < least || length > timeout || (!is_crowded && length != least)) {
    return "ran for " + std::to_string(length) + " ns instead of " +
           (is_crowded ? std::to_string(least) + " to " + std::to_string(timeout) : std::to_string(least));
  }
  // An update of a resource drops less than a unit of work of each member. Each execution causes a few
  // updates, and a few more if hosts or token buckets also change the rates.
  for (std::size_t kind = 0; kind < kSharedKinds; ++kind) {
    const bool has_more = kind != kCpu && (limits(kind).host_rate > 0 || limits(kind).burst_size > 0);
    const std::uint64_t dropped = has_more ? 64 * (host.running + 1) : 8 * (vm.running + 1);
    rounding_[kind] += static_cast<sim::Int128>(capacity(kind)) + static_cast<sim::Int128>(dropped);
  }
  if (length == timeout && length != execution.alone) {
    not_ended(execution);  // the execution was cut off
    return {};
  }
  const Work work = work_of(execution);
  add(most_, work);
  most_[kCpu] += static_cast<sim::Int128>(traits.background.ns()) * kRate;
  rounding_[kCpu] += static_cast<sim::Int128>(capacity(kCpu));
  if (execution.started >= from_) {
    Work least_work = work;
    for (sim::Int128& each : least_work) {
      each -= static_cast<sim::Int128>(kLeftUndone);
    }
    least_by_end_.emplace_back(now, least_work);
  }
  ++vm.ended;
  ++host.ended;
  for (std::size_t kind = 0; kind < kSharedKinds; ++kind) {
    if (!vm.add(kind, work[kind], capacity(kind), now)) {
      return "completes more work on its VM than the VM's " + std::string(kWhat[kind]) + " can have done";
    }
    if (capacity_of_host(kind) > 0 && !host.add(kind, work[kind], capacity_of_host(kind), now)) {
      return "completes more work on its host than the host's " + std::string(kWhat[kind]) + " can have done";
    }
  }
  return {};
}

void AuditedWork::not_ended(const Execution& execution) {
  add(most_, work_of(execution));
}

void AuditedWork::lost(std::uint32_t vm, std::uint32_t function, std::uint32_t running, Time now) {
  leave(vms_[vm], function, running, running > 0, now);
}

std::string AuditedWork::finish(const Tally& tally) const {
  Work least = least_;
  for (const auto& [end, work] : least_by_end_) {
    if (end <= tally.window().to()) {
      add(least, work);
    }
  }
  for (std::size_t kind = 0; kind < kSharedKinds; ++kind) {
    const sim::Int128 used = tally.shared_use().used(static_cast<SharedKind>(kind)).integral();
    if (used < least[kind] || used > most_[kind] + rounding_[kind]) {
      return std::string(kWhat[kind]) + " in use over the window: the tally has " + sim::to_string(used) +
             ", the work is " + sim::to_string(least[kind]) + " to " +
             sim::to_string(most_[kind] + rounding_[kind]);
    }
  }
  return {};
}

}  // namespace curtain
