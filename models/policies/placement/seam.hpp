#pragma once
// Placement: which bin takes an item; the same interface places an instance into a VM and a VM into a host.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "models/policies/kept.hpp"
#include "models/policies/policy.hpp"

namespace curtain {

struct PlacementQuery;

/// What a bin is and what it holds at the moment.
struct BinView {
  std::uint32_t free = 0;      ///< room for an item; 0 where it may take no more whatever its size
  std::uint32_t capacity = 0;  ///< in the units of the level, as `free`
  std::uint32_t slots = 0;     ///< items that it may still take, whatever their size; kUnlimited: any number
  std::uint32_t free_after = 0;   ///< what would be left of `free` with the item in it; 0 if it has no room
  std::uint32_t slots_after = 0;  ///< what would be left of `slots`; kUnlimited as above
  std::uint32_t instances = 0;    ///< in the VM, or in all VMs of the host
  Kept<std::uint32_t, BinContentsNeed> of_function =
      {};  ///< of these, the asking function's. Needs::bin_contents
  Kept<std::uint32_t, BinContentsNeed> of_tenant =
      {};  ///< of these, the asking tenant's. Needs::bin_contents
  Kept<std::uint32_t, BinLoadNeed> busy =
      {};                   ///< of these, those that start or run a request. Needs::bin_load
  std::uint32_t vcpus = 0;  ///< of the VM or host
  std::uint32_t host = 0;   ///< that it is on, or is
  std::uint32_t zone = 0;   ///< that its host is in: 0 to Bins::zones() - 1
  Kept<bool, BinCodeNeed> has_code =
      {};             ///< an instance of the asking function was on the host. Needs::bin_code
  Duration distance;  ///< one way from the frontend
  Time created;       ///< of a VM; hosts are there from the beginning
};

/// The bins that may hold an item (isolation is settled before). Sizes are in units of the level (MiB of
/// instance memory in a VM, VMs in a host). Whatever looks for a bin takes O(log n), and is kept only if the
/// policy declares it; asking for what was not declared is a defect of the policy.
class Bins {
 public:
  /// A handle, good while one choice is made: bins are renumbered between choices. The older of two has the
  /// lower number. Who remembers a bin remembers its serial().
  using Bin = std::uint32_t;
  /// Number of a bin in order of opening within its pool, from 0; never given again.
  using Serial = std::uint64_t;
  virtual ~Bins() = default;

  /// The oldest bin with at least `demand` free. Needs::bins_by_age.
  [[nodiscard]] virtual std::optional<Bin> oldest_with(std::uint32_t demand) const = 0;
  /// The youngest bin with at least `demand` free. Needs::bins_by_age.
  [[nodiscard]] virtual std::optional<Bin> youngest_with(std::uint32_t demand) const = 0;
  /// The oldest of the bins from `from` on (that bin included, whether it is still there or not) with at
  /// least `demand` free; nothing if only older ones have it: whoever goes round asks oldest_with() then.
  /// Needs::bins_by_age.
  [[nodiscard]] virtual std::optional<Bin> next_with(Serial from, std::uint32_t demand) const = 0;

  /// The bin with the least free space that is at least `demand`, the oldest of equals. Needs::bins_by_free.
  [[nodiscard]] virtual std::optional<Bin> fullest_with(std::uint32_t demand) const = 0;
  /// The bin with the most free space if that is at least `demand`, the oldest of equals.
  /// Needs::bins_by_free.
  [[nodiscard]] virtual std::optional<Bin> emptiest_with(std::uint32_t demand) const = 0;
  /// How many bins have at least `demand` free. Needs::bins_by_free.
  [[nodiscard]] virtual std::size_t count_with(std::uint32_t demand) const = 0;
  /// Of the bins with at least `demand` free the one at `position` < count_with(demand), in order of free
  /// space and then age: each position is another bin, so that a uniform position is a uniform choice.
  /// Needs::bins_by_free.
  [[nodiscard]] virtual Bin nth_with(std::uint32_t demand, std::size_t position) const = 0;

  /// The bin at `position` < size() in order of age, whether it has room or not. Needs::bins_by_position.
  [[nodiscard]] virtual Bin nth(std::size_t position) const = 0;
  /// Where a bin, which must be there, is in order of age: nth(position(bin)) is the bin.
  /// Needs::bins_by_position.
  [[nodiscard]] virtual std::size_t position(Bin bin) const = 0;

  /// Of the bins with at least `demand` free the one with the largest free_weight * free + slot_weight *
  /// slots, the oldest of equals; free_weight > 0, slot_weight >= 0. Needs::bins_by_slots; O(g log n), where
  /// g is how many numbers of free slots there are among the bins.
  [[nodiscard]] virtual std::optional<Bin> heaviest_with(std::uint32_t demand, double free_weight,
                                                         double slot_weight) const = 0;

  /// Room for one more item: 0 where it may take none, however much space there is.
  [[nodiscard]] virtual std::uint32_t free(Bin bin) const = 0;
  /// How many more items it may take, whatever their size; kUnlimited if only space limits them.
  [[nodiscard]] virtual std::uint32_t slots(Bin bin) const = 0;
  [[nodiscard]] virtual Serial serial(Bin bin) const = 0;
  /// The serial that the next bin to be opened will have.
  [[nodiscard]] virtual Serial next_serial() const = 0;
  [[nodiscard]] virtual std::size_t size() const = 0;
  /// What the bin, which must be there, is and holds, as seen by who asks. O(1), and allocates nothing.
  [[nodiscard]] virtual BinView view(Bin bin, const PlacementQuery& query) const = 0;
  /// Whether a bin more can be had where the answer is nothing.
  [[nodiscard]] virtual bool may_open() const = 0;
  /// Availability zones there are, with a bin in them or not.
  [[nodiscard]] virtual std::uint32_t zones() const = 0;
  /// Instances of the asking function in all of a zone; kUnlimited for one that takes none, as all its hosts
  /// are down. Needs::bin_contents; O(1).
  [[nodiscard]] virtual std::uint32_t in_zone(std::uint32_t zone, const PlacementQuery& query) const = 0;
};

struct PlacementQuery {
  Time now;
  std::uint32_t demand;
  FunctionId function;
  TenantId tenant;
  std::uint64_t ordinal;  ///< of the start that asks: the address of a draw, with the function
  sim::DrawKey draws;     ///< the level's own family of draws
  std::uint32_t pool;  ///< whose bins they are: the isolation class; 0 for hosts. Serials are a pool's own.
  std::uint32_t capacity;                                ///< free space of an empty bin
  std::uint32_t slots;                                   ///< slots of an empty bin
  Kept<std::string_view, NamesNeed> tenant_name = {};    ///< Needs::names
  Kept<std::string_view, NamesNeed> function_name = {};  ///< Needs::names
};

class PlacementPolicy : public Policy {
 public:
  /// A bin with at least `demand` free, or nothing to open a new one (which then takes the item, if there is
  /// room for it). A full bin is refused as a broken policy.
  [[nodiscard]] virtual std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) = 0;
};

}  // namespace curtain
