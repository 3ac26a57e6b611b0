#pragma once
// Functions whose instances serve one end tenant each. An end tenant is a customer of the function's tenant,
// who is named by a request.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "models/platform/core/rows.hpp"
#include "models/platform/parameters.hpp"
#include "models/platform/policy_set.hpp"
#include "models/workload/arrival.hpp"
#include "sim/draws.hpp"

namespace curtain {

/// A setting that excludes isolation by end tenant, and what to type instead.
struct IsolationConflict {
  std::string
      key;  ///< path of the setting in the scenario; for a trait of the function, the name of the trait
  bool is_trait = false;
  std::string message;
};

/// The first setting that excludes isolation by end tenant for a function with these traits. Empty if
/// instances of the function can be isolated.
std::optional<IsolationConflict> isolation_conflict(const FunctionTraits& traits,
                                                    const PlatformParameters& platform,
                                                    const PolicySet& policies);

/// The end tenants of requests and instances, and the free instances of each end tenant. The list in the row
/// of such a function contains the free instances of one end tenant at a time; this class keeps the others.
class EndTenants {
 public:
  /// The ends of a list of free instances, see Function::front.
  struct List {
    std::uint32_t front = kNone;
    std::uint32_t back = kNone;
    bool operator==(const List&) const = default;
  };

  explicit EndTenants(sim::DrawKey key) : key_(key) {}

  /// Adds a function that has at most `most_instances` instances.
  void adopt(std::uint32_t function, const FunctionTraits& traits, std::uint32_t most_instances);
  /// Called when a request of such a function arrives. `named` is Arrival::end_tenant.
  void arrives(std::uint32_t request, std::uint32_t function, std::uint32_t named, std::uint64_t ordinal);
  /// Called when an instance has been started for the request.
  void starts(std::uint32_t instance, std::uint32_t request);

  /// The end tenant of the request, or 0 if the request names none.
  [[nodiscard]] std::uint32_t of_request(std::uint32_t request) const { return of_requests_[request]; }
  [[nodiscard]] std::uint32_t of_instance(std::uint32_t instance) const { return of_instances_[instance]; }
  [[nodiscard]] std::uint32_t most_instances(std::uint32_t function) const {
    return functions_[function].most_instances;
  }

  /// Returns the list of the end tenant. `present` is the list in the function's row, which is that of the
  /// end tenant of the last call, and is kept.
  [[nodiscard]] List exchange(std::uint32_t function, std::uint32_t end_tenant, List present);

 private:
  /// End tenants that are drawn, and not named by the trace, have numbers from here on.
  static constexpr std::uint32_t kDrawn = 1u << 31;

  struct OfFunction {
    std::uint32_t end_tenants = 0;
    EndTenantOrder order = EndTenantOrder::in_turn;
    std::uint32_t most_instances = kUnlimited;
    std::uint32_t present = 0;                      ///< the end tenant whose list is in the function's row
    std::unordered_map<std::uint32_t, List> lists;  ///< lists that are not empty; only looked up
  };

  sim::DrawKey key_;
  std::vector<OfFunction> functions_;        // indexed by function
  std::vector<std::uint32_t> of_requests_;   // indexed by request
  std::vector<std::uint32_t> of_instances_;  // indexed by instance
};

/// The largest number of instances of an isolated function with this concurrency.
[[nodiscard]] inline std::uint32_t most_isolated_instances(std::uint32_t per_1000,
                                                           std::uint32_t concurrency) {
  if (per_1000 == kUnlimited || concurrency == kUnlimited) {
    return kUnlimited;
  }
  return static_cast<std::uint32_t>(
      std::min<std::uint64_t>(std::uint64_t{per_1000} * concurrency / 1000, kUnlimited));
}

}  // namespace curtain
