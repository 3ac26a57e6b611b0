#pragma once
// How long instances share a VM or a host with instances of other tenants.
#include <array>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "models/metrics/window.hpp"
#include "models/words.hpp"
#include "sim/wide.hpp"

namespace curtain {

/// The two kinds of bins that tenants may share.
enum class SharedBin : std::uint8_t { vm, host };
inline constexpr std::size_t kSharedBins = 2;

/// The figures of one tenant, or of all tenants together, for one kind of bin. Sums over time are integrals
/// over the window, in ns.
struct BinSharing {
  sim::Int128 shared_ns = 0;      ///< instance time in a bin with an instance of another tenant
  sim::Int128 neighbours_ns = 0;  ///< number of other tenants in the instance's bin, summed over instances
  sim::Int128 own_ns = 0;      ///< number of the tenant's instances in the instance's bin, including itself,
                               ///< summed over instances
  std::uint32_t own_peak = 0;  ///< largest number of instances of one tenant in one bin
  std::uint64_t first_shared = 0;  ///< number of instances that a tenant had created when one of its
                                   ///< instances shared a bin for the first time; the sum over these tenants
  std::uint64_t tenants_sharing = 0;  ///< number of tenants that have ever shared a bin
  // The following figures exist only for all tenants together.
  std::uint32_t tenants_peak = 0;  ///< largest number of tenants in one bin
  sim::Int128 meeting_ns = 0;      ///< number of pairs of instances of different tenants in the same bin
  sim::Int128 pairs_ns = 0;        ///< number of pairs of live instances of different tenants

  BinSharing& operator+=(const BinSharing& other);
};

/// The figures of one tenant, or of all tenants together.
struct TenancyFigures {
  sim::Int128 live_ns = 0;  ///< instance time, from the creation of each instance to its end
  std::array<BinSharing, kSharedBins> bins;

  [[nodiscard]] const BinSharing& at(SharedBin kind) const { return bins[static_cast<std::size_t>(kind)]; }
  TenancyFigures& operator+=(const TenancyFigures& other);
};

/// Follows the instances of all tenants. Each call takes O(1) amortised time, independent of the number of
/// instances and tenants.
class Tenancy {
 public:
  /// Integrals are taken over the window, and peaks ignore states that last no time in it. First meetings
  /// count from the start of the run.
  explicit Tenancy(const Window& window) : window_(window) {}

  /// Records that the instance in this row was created. The row must be free.
  void created(Time now, InstanceId instance, TenantId tenant, VmId vm, HostId host);
  /// Records that the instance in this row has ended.
  void ended(Time now, InstanceId instance);
  /// Ends the integrals at `end`. Must be called once, after all changes.
  void finish(Time end);

  /// The figures of all tenants together. May be called after finish().
  [[nodiscard]] const TenancyFigures& all() const { return all_; }
  /// The figures of one tenant. All are 0 for a tenant without instances. May be called after finish().
  [[nodiscard]] const TenancyFigures& of(TenantId tenant) const;

 private:
  /// A VM or a host.
  struct Bin {
    std::uint32_t instances = 0;
    std::uint32_t tenants = 0;
    std::uint64_t tenant_sum = 0;  // sum of the numbers of the tenants in the bin; if there is one tenant, it
                                   // is the number of this tenant
    std::uint64_t squares = 0;     // sum of the squared numbers of instances of each tenant
    std::uint64_t since = 0;
    sim::Int128 tenants_ns = 0;  // integral of `tenants` up to `since`

    /// Pairs of instances of different tenants.
    [[nodiscard]] std::uint64_t pairs() const { return (std::uint64_t{instances} * instances - squares) / 2; }
  };
  /// The instances of one tenant in one bin.
  struct Group {
    std::uint32_t instances = 0;
    std::uint64_t since = 0;
  };
  struct Tenant {
    std::uint64_t created = 0;
    std::uint32_t live = 0;
    std::uint64_t since = 0;
    std::array<std::uint32_t, kSharedBins> sharing{};  // live instances in a bin with other tenants
    TenancyFigures figures;
  };
  struct Instance {
    bool is_live = false;
    std::uint32_t tenant = 0;
    std::uint64_t created = 0;
    std::array<std::uint32_t, kSharedBins> bins{};
    std::array<sim::Int128, kSharedBins> tenants_ns{};  // Bin::tenants_ns at the creation
  };
  /// The bins of one kind.
  struct Level {
    std::vector<Bin> bins;
    std::unordered_map<std::uint64_t, Group> groups;  // by bin and tenant; never iterated
    std::uint64_t meeting = 0;                        // pairs of instances of different tenants in one bin
  };

  void settle_tenant(std::uint32_t tenant, std::uint64_t at);
  void settle_bin(std::size_t kind, std::uint32_t bin, std::uint64_t at);
  Group& settle_group(std::size_t kind, std::uint32_t bin, std::uint32_t tenant, std::uint64_t at);
  void settle_pairs(std::uint64_t at);
  void enter(std::size_t kind, std::uint32_t bin, std::uint32_t tenant, std::uint64_t at);
  void leave(std::size_t kind, std::uint32_t bin, std::uint32_t tenant, std::uint64_t at);
  void add_sharing(std::size_t kind, std::uint32_t tenant, std::uint32_t instances, std::uint64_t at);
  void count_live(std::uint32_t tenant, bool is_more);
  void count_instance(const Instance& row, std::uint64_t at);

  Window window_;
  std::array<Level, kSharedBins> levels_;
  std::vector<Tenant> tenants_;
  std::vector<Instance> instances_;
  std::uint64_t live_ = 0;
  std::uint64_t live_squares_ = 0;  // sum of the squared numbers of live instances of each tenant
  std::uint64_t pairs_since_ = 0;
  TenancyFigures all_;
};

}  // namespace curtain
