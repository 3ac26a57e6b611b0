#pragma once
// How the VMs of a host share the host's rate.
#include <cstdint>
#include <vector>

#include "sim/shared_resource.hpp"

namespace curtain {

/// A VM that shares the rate of its host.
struct HostMember {
  const sim::SharedResource* resource = nullptr;  ///< the instances of the VM, with their weights and caps
  std::uint32_t vm = 0;
  std::uint64_t grant = 0;  ///< the rate that the VM gets; set by divide_host()
};

/// The rate that the VM can use if its host has enough.
[[nodiscard]] std::uint64_t wanted_by(const sim::SharedResource& vm, std::uint64_t vm_rate);

/// Divides the rate of a host among the instances of its VMs by capped, weighted max-min sharing. No instance
/// gets more than its cap, and no VM more than `vm_rate`. The rate that remains is divided among the other
/// instances in proportion to their weights (progressive filling; D. Bertsekas and R. Gallager, "Data
/// Networks", 2nd edition, 1992, section 6.5.2). `grant` becomes the sum over the instances of the VM,
/// rounded down to a unit, and at least 1. If the host has enough for all VMs, each grant is `vm_rate`.
void divide_host(std::uint64_t host_rate, std::uint64_t vm_rate, std::vector<HostMember>& vms);

}  // namespace curtain
