#pragma once
// The demand on the shared resources of VMs and hosts, for placement policies.
#include <cstdint>

#include "models/metrics/shared_use.hpp"

namespace curtain {

/// The current demand of the executions that do work of a kind: millionths of a vCPU, or bytes per second.
/// The demand may exceed the capacity; then the executions take longer.
class BinDemand {
 public:
  BinDemand() = default;
  BinDemand(const BinDemand&) = delete;
  BinDemand& operator=(const BinDemand&) = delete;
  virtual ~BinDemand() = default;
  /// The demand in a VM, which must exist. O(1).
  [[nodiscard]] virtual std::uint64_t of_vm(std::uint32_t vm, SharedKind kind) const = 0;
  /// The demand in all VMs of a host. O(1).
  [[nodiscard]] virtual std::uint64_t of_host(std::uint32_t host, SharedKind kind) const = 0;
};

}  // namespace curtain
