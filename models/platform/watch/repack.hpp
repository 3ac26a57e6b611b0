#pragma once
// How many VMs the live instances would need if they could be packed again, and how many of them would have
// to move for that.
#include <atomic>
#include <cstdint>
#include <vector>

#include "models/words.hpp"

namespace curtain {

/// The memory of each instance in one VM.
using VmContent = std::vector<Mebibytes>;

struct Repacking {
  std::uint64_t vms = 0;         ///< VMs in use before
  std::uint64_t packed_vms = 0;  ///< after, never more
  std::uint64_t migrations = 0;  ///< instances that change their VM
};

/// First-fit decreasing: the largest first, each into the first bin with room. At most 11/9 of the optimum
/// and 6/9 of a bin (Dosa, The tight bound of first fit decreasing bin-packing algorithm, ESCAPE 2007) where
/// only sizes matter. Sizes above the capacity have a bin each.
std::vector<VmContent> first_fit_decreasing(std::vector<Mebibytes> sizes, Mebibytes capacity,
                                            std::uint32_t items_per_bin);

/// The fewest instances that have to move so that the VMs `from` come to hold what the bins `to` do, which
/// are no more and hold the same sizes together. Each bin is made of one VM; which, a flow of minimum cost
/// decides (instances of one size are alike, and so are VMs with the same instances). Once `interrupt` is
/// set, the result means nothing.
std::uint64_t fewest_migrations(const std::vector<VmContent>& from, const std::vector<VmContent>& to,
                                const std::atomic<bool>* interrupt = nullptr);

/// Packs the VMs of one isolation class again, first-fit decreasing. Where that needs no fewer VMs, all stays
/// as it is. Empty VMs are not counted. Once `interrupt` is set, the result means nothing.
Repacking repack(const std::vector<VmContent>& vms, Mebibytes capacity, std::uint32_t items_per_bin,
                 const std::atomic<bool>* interrupt = nullptr);

}  // namespace curtain
