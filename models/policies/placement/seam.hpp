#pragma once
// Placement, which decides which bin takes an item. The same interface places an instance into a VM and a VM
// into a host.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "models/policies/kept.hpp"
#include "models/policies/policy.hpp"

namespace curtain {

struct PlacementQuery;

/// The demand of the executions that are doing work on shared resources now. The demand may exceed the
/// capacity; then the executions take longer. An execution counts while it does work of that kind.
struct SharedDemand {
  std::uint64_t cpu = 0;      ///< in millionths of a vCPU
  std::uint64_t disk = 0;     ///< in bytes per second
  std::uint64_t network = 0;  ///< in bytes per second
};

/// The properties and the current contents of a bin.
struct BinView {
  std::uint32_t free = 0;         ///< free space for items; 0 if the bin takes no items of any size
  std::uint32_t capacity = 0;     ///< capacity in the unit of `free`
  std::uint32_t slots = 0;        ///< number of further items of any size; kUnlimited if there is no limit
  std::uint32_t free_after = 0;   ///< value of `free` after adding the item; 0 if the item does not fit
  std::uint32_t slots_after = 0;  ///< value of `slots` after adding the item
  std::uint32_t instances = 0;    ///< number of instances in the VM, or in all VMs of the host
  Kept<std::uint32_t, BinContentsNeed> of_function =
      {};  ///< number of `instances` of the querying function; needs Needs::bin_contents
  Kept<std::uint32_t, BinContentsNeed> of_tenant =
      {};  ///< number of `instances` of the querying tenant; needs Needs::bin_contents
  Kept<std::uint32_t, BinLoadNeed> busy =
      {};  ///< number of `instances` that start or run a request; needs Needs::bin_load
  Kept<SharedDemand, BinDemandNeed> demand = {};  ///< in the VM, or in all VMs of the host; needs
                                                  ///< Needs::bin_demand
  std::uint32_t vcpus = 0;                        ///< vCPUs of the VM or host
  std::uint32_t host = 0;                         ///< the VM's host, or the host itself
  std::uint32_t zone = 0;                         ///< zone of the host: 0 to Bins::zones() - 1
  Kept<bool, BinCodeNeed> has_code =
      {};             ///< an instance of the querying function was on the host; needs Needs::bin_code
  Duration distance;  ///< one-way latency from the frontend
  Time created;       ///< creation time of a VM; hosts exist from the beginning
};

/// The bins that may hold an item, after isolation has been applied. Sizes are in the unit of the level (MiB
/// of instance memory in a VM, VMs in a host). Each search for a bin takes O(log n). The index of a search is
/// kept only if the policy declares it; an undeclared call is a defect of the policy.
class Bins {
 public:
  /// A handle that is valid during one choice, because bins are renumbered between choices. The older of two
  /// bins has the lower number. To remember a bin, store its serial().
  using Bin = std::uint32_t;
  /// The number of the bin in order of opening within its pool, from 0. Serials are never reused.
  using Serial = std::uint64_t;
  virtual ~Bins() = default;

  /// The oldest bin with at least `demand` free. Requires Needs::bins_by_age.
  [[nodiscard]] virtual std::optional<Bin> oldest_with(std::uint32_t demand) const = 0;
  /// The youngest bin with at least `demand` free. Requires Needs::bins_by_age.
  [[nodiscard]] virtual std::optional<Bin> youngest_with(std::uint32_t demand) const = 0;
  /// The oldest bin with at least `demand` free among the bins from serial `from` on, whether or not bin
  /// `from` still exists. Empty if only older bins have room; call oldest_with() to continue with these.
  /// Requires Needs::bins_by_age.
  [[nodiscard]] virtual std::optional<Bin> next_with(Serial from, std::uint32_t demand) const = 0;

  /// The bin with the least free space that is at least `demand`, and the oldest of several equal bins.
  /// Requires Needs::bins_by_free.
  [[nodiscard]] virtual std::optional<Bin> fullest_with(std::uint32_t demand) const = 0;
  /// The bin with the most free space, if this is at least `demand`, and the oldest of several equal bins.
  /// Requires Needs::bins_by_free.
  [[nodiscard]] virtual std::optional<Bin> emptiest_with(std::uint32_t demand) const = 0;
  /// The number of bins with at least `demand` free. Requires Needs::bins_by_free.
  [[nodiscard]] virtual std::size_t count_with(std::uint32_t demand) const = 0;
  /// The bin at `position` < count_with(demand) among the bins with at least `demand` free, sorted by free
  /// space and then by age. Each position is a different bin, so a uniform position is a uniform choice.
  /// Requires Needs::bins_by_free.
  [[nodiscard]] virtual Bin nth_with(std::uint32_t demand, std::size_t position) const = 0;

  /// The bin at `position` < size() in order of age, with or without room. Requires Needs::bins_by_position.
  [[nodiscard]] virtual Bin nth(std::size_t position) const = 0;
  /// The position of a bin, which must exist, in order of age. nth(position(bin)) is the bin. Requires
  /// Needs::bins_by_position.
  [[nodiscard]] virtual std::size_t position(Bin bin) const = 0;

  /// The bin with the largest free_weight * free + slot_weight * slots among the bins with at least `demand`
  /// free, and the oldest of several equal bins. Requires free_weight > 0, slot_weight >= 0 and
  /// Needs::bins_by_slots. O(g log n), where g is the number of different slot counts among the bins.
  [[nodiscard]] virtual std::optional<Bin> heaviest_with(std::uint32_t demand, double free_weight,
                                                         double slot_weight) const = 0;

  /// The free space for one more item, which is 0 if the bin takes no more items.
  [[nodiscard]] virtual std::uint32_t free(Bin bin) const = 0;
  /// The number of further items of any size that the bin may take. kUnlimited if only space limits the
  /// number.
  [[nodiscard]] virtual std::uint32_t slots(Bin bin) const = 0;
  [[nodiscard]] virtual Serial serial(Bin bin) const = 0;
  /// The serial that the next opened bin will get.
  [[nodiscard]] virtual Serial next_serial() const = 0;
  [[nodiscard]] virtual std::size_t size() const = 0;
  /// The properties and contents of the bin, which must exist, as seen by the querying function. O(1);
  /// allocates nothing.
  [[nodiscard]] virtual BinView view(Bin bin, const PlacementQuery& query) const = 0;
  /// Whether a new bin can be opened if choose() returns nothing.
  [[nodiscard]] virtual bool may_open() const = 0;
  /// The number of availability zones, including zones without a bin.
  [[nodiscard]] virtual std::uint32_t zones() const = 0;
  /// The number of instances of the querying function in a whole zone. kUnlimited for a zone whose hosts are
  /// all down, which takes no instances. Requires Needs::bin_contents. O(1).
  [[nodiscard]] virtual std::uint32_t in_zone(std::uint32_t zone, const PlacementQuery& query) const = 0;
};

struct PlacementQuery {
  Time now;
  std::uint32_t demand;
  FunctionId function;
  TenantId tenant;
  std::uint64_t ordinal;   ///< number of the start that needs a bin; addresses a draw, with the function
  sim::DrawKey draws;      ///< the family of draws of this level
  std::uint32_t pool;      ///< isolation class of the bins, within which serials count; 0 for hosts
  std::uint32_t capacity;  ///< free space of an empty bin
  std::uint32_t slots;     ///< slots of an empty bin
  Kept<std::string_view, NamesNeed> tenant_name = {};    ///< needs Needs::names
  Kept<std::string_view, NamesNeed> function_name = {};  ///< needs Needs::names
};

/// A figure by which a placement policy compares bins.
struct BinScore {
  std::string_view of;  ///< name, such as "order of opening", or "free" in the unit of the level
  double value = 0;
  bool is_least_best = false;
  bool operator==(const BinScore&) const = default;
};
/// The figures of a bin. The first figure decides; among equal values the next figure decides, and so on.
using BinScores = std::vector<BinScore>;

class PlacementPolicy : public Policy {
 public:
  /// Returns a bin with at least `demand` free, or an empty value to request a new bin for the item. The
  /// platform then opens a new bin if it can. A returned bin without room is reported as a defect of the
  /// policy.
  [[nodiscard]] virtual std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) = 0;
  /// Returns the figures by which the policy rates a bin with room, for explanations. If the policy chooses a
  /// bin, the bin is the best of all rated bins with room, and the oldest of several equal bins. Returns
  /// nothing if the policy does not rate the bin, or does not choose by comparison. Called only if the answer
  /// is shown.
  [[nodiscard]] virtual BinScores scores(const PlacementQuery& query, const Bins& bins, Bins::Bin bin) const {
    static_cast<void>(query), static_cast<void>(bins), static_cast<void>(bin);
    return {};
  }
};

}  // namespace curtain
