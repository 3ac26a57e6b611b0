#include "models/platform/watch/audited_cpu.hpp"

#include <algorithm>

namespace curtain {
namespace {

constexpr std::uint64_t kRate = 1'000'000;    // one vCPU
constexpr std::uint64_t kLeftUndone = 1'000;  // remaining work with which an execution may end

}  // namespace

std::uint64_t AuditedCpu::capacity() const {
  return parameters_.cluster.vms.vcpus * kRate;
}

std::uint64_t AuditedCpu::cap_of(std::uint32_t function) const {
  const std::uint64_t of_memory =
      functions_[FunctionId{function}].memory * kRate / parameters_.cpu.memory_per_vcpu;
  return std::min(std::max<std::uint64_t>(of_memory, 1), capacity());
}

sim::Int128 AuditedCpu::work_of(const Execution& execution) const {
  const auto millionths =
      static_cast<std::uint64_t>(functions_[FunctionId{execution.function}].traits.cpu * 1e6 + 0.5);
  const sim::UInt128 length = sim::UInt128{execution.alone} * millionths / 1'000'000;
  return static_cast<sim::Int128>(length * cap_of(execution.function));
}

void AuditedCpu::arrived() {
  for (const auto& [end, work] : least_by_end_) {
    least_ += work;
  }
  least_by_end_.clear();
}

void AuditedCpu::started(const Execution& execution, std::uint32_t running, Time now) {
  VmState& vm = vms_[execution.vm];
  if (vm.running == 0) {
    vm.busy_from = now;
    vm.work = 0;
    vm.ended = 0;
  }
  ++vm.running;
  vm.caps += running == 1 ? cap_of(execution.function) : 0;
}

/// A member that leaves a crowded VM has been in it until now.
void AuditedCpu::leave(VmState& vm, std::uint32_t function, std::uint32_t executions, bool instance_rests,
                       Time now) {
  if (vm.caps > capacity()) {
    vm.crowded_until = now;
  }
  vm.running -= executions;
  vm.caps -= instance_rests ? cap_of(function) : 0;
}

std::string AuditedCpu::ended(const Execution& execution, std::uint32_t running, Time now) {
  VmState& vm = vms_[execution.vm];
  const FunctionTraits& traits = functions_[FunctionId{execution.function}].traits;
  const auto timeout = static_cast<std::uint64_t>(traits.timeout.ns());
  const auto length = static_cast<std::uint64_t>((now - execution.started).ns());
  const std::uint64_t least = std::min(execution.alone, timeout);
  leave(vm, execution.function, 1, running == 0, now);
  const bool is_crowded = vm.crowded_until > execution.started || traits.requests_per_instance > 1;
  if (length < least || length > timeout || (!is_crowded && length != least)) {
    return "ran for " + std::to_string(length) + " ns instead of " +
           (is_crowded ? std::to_string(least) + " to " + std::to_string(timeout) : std::to_string(least));
  }
  const sim::Int128 work = work_of(execution);
  rounding_ += static_cast<sim::Int128>(capacity()) + static_cast<sim::Int128>(8 * (vm.running + 1));
  if (length == timeout && length != execution.alone) {
    not_ended(execution);  // it was cut off
    return {};
  }
  most_ += work;
  if (execution.started >= from_) {
    least_by_end_.emplace_back(now, work - static_cast<sim::Int128>(kLeftUndone));
  }
  vm.work += work;
  ++vm.ended;
  const sim::Int128 possible = static_cast<sim::Int128>(capacity()) * (now - vm.busy_from).ns() +
                               static_cast<sim::Int128>(vm.ended * kLeftUndone);
  return vm.work > possible ? "ends work of its VM that its vCPUs cannot have done" : std::string();
}

void AuditedCpu::not_ended(const Execution& execution) {
  most_ += work_of(execution);
}

void AuditedCpu::lost(std::uint32_t vm, std::uint32_t function, std::uint32_t running, Time now) {
  leave(vms_[vm], function, running, running > 0, now);
}

std::string AuditedCpu::finish(const Tally& tally) const {
  const sim::Int128 used = tally.cpu_used().integral();
  sim::Int128 least = least_;
  for (const auto& [end, work] : least_by_end_) {
    least += end <= tally.window().to() ? work : 0;
  }
  if (used < least || used > most_ + rounding_) {
    return "vCPUs in use over the window: the tally has " + sim::to_string(used) + ", the work is " +
           sim::to_string(least) + " to " + sim::to_string(most_ + rounding_);
  }
  return {};
}

}  // namespace curtain
