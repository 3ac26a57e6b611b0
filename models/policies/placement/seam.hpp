#pragma once
// Placement: which bin takes an item; the same interface places an instance into a VM and a VM into a host.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "models/policies/kept.hpp"
#include "models/policies/policy.hpp"

namespace curtain {

struct PlacementQuery;

/// What a bin is and what it holds at the moment.
struct BinView {
  std::uint32_t free = 0;      ///< free space for items; 0 if it may take no more items of any size
  std::uint32_t capacity = 0;  ///< in the same unit as `free`
  std::uint32_t slots = 0;     ///< items that it may still take, whatever their size; kUnlimited: any number
  std::uint32_t free_after =
      0;  ///< what would be left of `free` with the item in it; 0 if the item does not fit
  std::uint32_t slots_after = 0;  ///< what would be left of `slots`; kUnlimited as above
  std::uint32_t instances = 0;    ///< in the VM, or in all VMs of the host
  Kept<std::uint32_t, BinContentsNeed> of_function =
      {};  ///< part of `instances` that belongs to the asking function. Needs::bin_contents
  Kept<std::uint32_t, BinContentsNeed> of_tenant =
      {};  ///< part of `instances` that belongs to the asking tenant. Needs::bin_contents
  Kept<std::uint32_t, BinLoadNeed> busy =
      {};                   ///< part of `instances` that starts or runs a request. Needs::bin_load
  std::uint32_t vcpus = 0;  ///< of the VM or host
  std::uint32_t host = 0;   ///< the VM's host, or the host itself
  std::uint32_t zone = 0;   ///< zone of the host: 0 to Bins::zones() - 1
  Kept<bool, BinCodeNeed> has_code =
      {};             ///< an instance of the asking function was on the host. Needs::bin_code
  Duration distance;  ///< one way from the frontend
  Time created;       ///< of a VM; hosts exist from the beginning
};

/// The bins that may hold an item, after isolation has been applied. Sizes are in the unit of the level (MiB
/// of instance memory in a VM, VMs in a host). Each search for a bin takes O(log n), and its index is kept
/// only if the policy declares it; a call that was not declared is a defect of the policy.
class Bins {
 public:
  /// A handle that is valid during one choice: bins are renumbered between choices. The older of two bins has
  /// the lower number. To remember a bin, store its serial().
  using Bin = std::uint32_t;
  /// The bin's number in order of opening within its pool, from 0; never reused.
  using Serial = std::uint64_t;
  virtual ~Bins() = default;

  /// The oldest bin with at least `demand` free. Needs::bins_by_age.
  [[nodiscard]] virtual std::optional<Bin> oldest_with(std::uint32_t demand) const = 0;
  /// The youngest bin with at least `demand` free. Needs::bins_by_age.
  [[nodiscard]] virtual std::optional<Bin> youngest_with(std::uint32_t demand) const = 0;
  /// The oldest bin with at least `demand` free among the bins from serial `from` on, whether or not bin
  /// `from` still exists. Empty if only older bins have room: to go round, call oldest_with() next.
  /// Needs::bins_by_age.
  [[nodiscard]] virtual std::optional<Bin> next_with(Serial from, std::uint32_t demand) const = 0;

  /// The bin with the least free space that is at least `demand`, the oldest among equals.
  /// Needs::bins_by_free.
  [[nodiscard]] virtual std::optional<Bin> fullest_with(std::uint32_t demand) const = 0;
  /// The bin with the most free space if that is at least `demand`, the oldest among equals.
  /// Needs::bins_by_free.
  [[nodiscard]] virtual std::optional<Bin> emptiest_with(std::uint32_t demand) const = 0;
  /// How many bins have at least `demand` free. Needs::bins_by_free.
  [[nodiscard]] virtual std::size_t count_with(std::uint32_t demand) const = 0;
  /// The bin at `position` < count_with(demand) among the bins with at least `demand` free, in order of free
  /// space and then age. Each position is a different bin, so a uniform position is a uniform choice.
  /// Needs::bins_by_free.
  [[nodiscard]] virtual Bin nth_with(std::uint32_t demand, std::size_t position) const = 0;

  /// The bin at `position` < size() in order of age, with or without room. Needs::bins_by_position.
  [[nodiscard]] virtual Bin nth(std::size_t position) const = 0;
  /// The position of a bin, which must exist, in order of age: nth(position(bin)) is the bin.
  /// Needs::bins_by_position.
  [[nodiscard]] virtual std::size_t position(Bin bin) const = 0;

  /// The bin with the largest free_weight * free + slot_weight * slots among the bins with at least `demand`
  /// free, the oldest among equals; free_weight > 0, slot_weight >= 0. Needs::bins_by_slots; O(g log n),
  /// where g is the number of different slot counts among the bins.
  [[nodiscard]] virtual std::optional<Bin> heaviest_with(std::uint32_t demand, double free_weight,
                                                         double slot_weight) const = 0;

  /// Free space for one more item: 0 if the bin may take none, whatever its free space.
  [[nodiscard]] virtual std::uint32_t free(Bin bin) const = 0;
  /// How many more items the bin may take, of any size; kUnlimited if only space limits them.
  [[nodiscard]] virtual std::uint32_t slots(Bin bin) const = 0;
  [[nodiscard]] virtual Serial serial(Bin bin) const = 0;
  /// The serial that the next opened bin will have.
  [[nodiscard]] virtual Serial next_serial() const = 0;
  [[nodiscard]] virtual std::size_t size() const = 0;
  /// What the bin, which must exist, is and holds, as seen by the asking function. O(1); allocates nothing.
  [[nodiscard]] virtual BinView view(Bin bin, const PlacementQuery& query) const = 0;
  /// Whether a new bin can be opened if choose() returns nothing.
  [[nodiscard]] virtual bool may_open() const = 0;
  /// The number of availability zones, including zones without a bin.
  [[nodiscard]] virtual std::uint32_t zones() const = 0;
  /// Instances of the asking function in a whole zone; kUnlimited for a zone whose hosts are all down, which
  /// takes none. Needs::bin_contents; O(1).
  [[nodiscard]] virtual std::uint32_t in_zone(std::uint32_t zone, const PlacementQuery& query) const = 0;
};

struct PlacementQuery {
  Time now;
  std::uint32_t demand;
  FunctionId function;
  TenantId tenant;
  std::uint64_t ordinal;  ///< of the start that needs a bin: address of a draw, with the function
  sim::DrawKey draws;     ///< the level's own family of draws
  std::uint32_t
      pool;  ///< the isolation class that the bins belong to; 0 for hosts. Serials count within a pool.
  std::uint32_t capacity;                                ///< free space of an empty bin
  std::uint32_t slots;                                   ///< slots of an empty bin
  Kept<std::string_view, NamesNeed> tenant_name = {};    ///< Needs::names
  Kept<std::string_view, NamesNeed> function_name = {};  ///< Needs::names
};

/// A figure by which a placement policy compares bins.
struct BinScore {
  std::string_view of;  ///< "free", in the unit of the level; "order of opening"
  double value = 0;
  bool is_least_best = false;
  bool operator==(const BinScore&) const = default;
};
/// The figures of a bin, the first of which decides; among equals the next one, and so on.
using BinScores = std::vector<BinScore>;

class PlacementPolicy : public Policy {
 public:
  /// A bin with at least `demand` free, or empty to open a new one, which then takes the item if there is
  /// room for the new bin. Returning a full bin is reported as a defect of the policy.
  [[nodiscard]] virtual std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) = 0;
  /// How the policy rates a bin with room, for explanations: of all bins with room that it rates, it chooses
  /// the best one, and among equals the oldest, if it chooses any. Empty: it does not rate the bin, or
  /// chooses by other means than a comparison. Called only where the answer is shown.
  [[nodiscard]] virtual BinScores scores(const PlacementQuery& query, const Bins& bins, Bins::Bin bin) const {
    static_cast<void>(query), static_cast<void>(bins), static_cast<void>(bin);
    return {};
  }
};

}  // namespace curtain
