#pragma once
// Placement: which bin takes an item; the same interface places an instance into a VM and a VM into a host.
#include <cstddef>
#include <cstdint>
#include <optional>

#include "models/policies/policy.hpp"

namespace curtain {

/// The bins that may hold an item (isolation is settled before): numbered by age, oldest first. Sizes are in
/// units of the level (MiB of instance memory in a VM, VMs in a host).
class Bins {
 public:
  using Bin = std::uint32_t;
  virtual ~Bins() = default;
  /// The oldest bin with at least `demand` free. Needs::bins_by_age; O(log n).
  [[nodiscard]] virtual std::optional<Bin> oldest_with(std::uint32_t demand) const = 0;
  /// The bin with the least free space that is at least `demand`, the oldest of equals. Needs::bins_by_free;
  /// O(log n).
  [[nodiscard]] virtual std::optional<Bin> fullest_with(std::uint32_t demand) const = 0;
  /// The bin with the most free space if that is at least `demand`, the oldest of equals.
  /// Needs::bins_by_free; O(log n).
  [[nodiscard]] virtual std::optional<Bin> emptiest_with(std::uint32_t demand) const = 0;
  [[nodiscard]] virtual std::uint32_t free(Bin bin) const = 0;
  [[nodiscard]] virtual std::size_t size() const = 0;
};

struct PlacementQuery {
  Time now;
  std::uint32_t demand;
  FunctionId function;
  TenantId tenant;
  std::uint64_t ordinal;  ///< of the start that asks: the address of a draw, with the function
  sim::DrawKey draws;
};

class PlacementPolicy : public Policy {
 public:
  /// A bin with at least `demand` free, or nothing to open a new one. A full bin is refused as a broken
  /// policy.
  [[nodiscard]] virtual std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) = 0;
};

}  // namespace curtain
