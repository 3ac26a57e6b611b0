#pragma once
// The number of VMs that the live instances would need if they were packed again, and the number of instances
// that would have to move.
#include <atomic>
#include <cstdint>
#include <vector>

#include "models/words.hpp"

namespace curtain {

/// The memory of each instance in one VM.
using VmContent = std::vector<Mebibytes>;

struct Repacking {
  std::uint64_t vms = 0;         ///< VMs in use before packing again
  std::uint64_t packed_vms = 0;  ///< VMs in use after packing again, at most `vms`
  std::uint64_t migrations = 0;  ///< number of instances that move to another VM
};

/// Packs by first-fit decreasing. The largest size is first, and each size is put into the first bin with
/// room. If only sizes matter, the result is at most 11/9 of the optimum plus 6/9 of a bin (Dosa, The tight
/// bound of first fit decreasing bin-packing algorithm, ESCAPE 2007). Each size above the capacity gets a
/// separate bin.
std::vector<VmContent> first_fit_decreasing(std::vector<Mebibytes> sizes, Mebibytes capacity,
                                            std::uint32_t items_per_bin);

/// Returns the smallest number of instances that have to move so that the VMs `from` get the contents of the
/// bins `to`. `to` must contain the same sizes as `from`, in at most the same number of bins. Each bin is
/// made from one VM, which a flow of minimum cost selects. Instances of one size are interchangeable, and so
/// are VMs with equal contents. After `interrupt` is set, the result is meaningless.
std::uint64_t fewest_migrations(const std::vector<VmContent>& from, const std::vector<VmContent>& to,
                                const std::atomic<bool>* interrupt = nullptr);

/// Packs the VMs of one isolation class again by first-fit decreasing. If that does not save a VM, no
/// instance moves. Empty VMs are not counted. After `interrupt` is set, the result is meaningless.
Repacking repack(const std::vector<VmContent>& vms, Mebibytes capacity, std::uint32_t items_per_bin,
                 const std::atomic<bool>* interrupt = nullptr);

}  // namespace curtain
