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
  std::uint64_t vms = 0;         ///< VMs in use before
  std::uint64_t packed_vms = 0;  ///< VMs after packing again, never more
  std::uint64_t migrations = 0;  ///< instances that move to another VM
};

/// First-fit decreasing: the largest first, each into the first bin with room. If only sizes matter, it needs
/// at most 11/9 of the optimum and 6/9 of a bin (Dosa, The tight bound of first fit decreasing bin-packing
/// algorithm, ESCAPE 2007). Each size above the capacity gets a bin of its own.
std::vector<VmContent> first_fit_decreasing(std::vector<Mebibytes> sizes, Mebibytes capacity,
                                            std::uint32_t items_per_bin);

/// The smallest number of instances that have to move so that the VMs `from` have the contents of the bins
/// `to`. `to` must have the same sizes in total and not more bins. Each bin is made from one VM; a flow of
/// minimum cost decides from which (instances of one size are equal, and so are VMs with equal contents).
/// Once `interrupt` is set, the result is meaningless.
std::uint64_t fewest_migrations(const std::vector<VmContent>& from, const std::vector<VmContent>& to,
                                const std::atomic<bool>* interrupt = nullptr);

/// Packs the VMs of one isolation class again by first-fit decreasing. If that needs no fewer VMs, nothing
/// moves. Empty VMs are not counted. Once `interrupt` is set, the result is meaningless.
Repacking repack(const std::vector<VmContent>& vms, Mebibytes capacity, std::uint32_t items_per_bin,
                 const std::atomic<bool>* interrupt = nullptr);

}  // namespace curtain
