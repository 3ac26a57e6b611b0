#pragma once
// Attempts that wait for admission, grouped by function. If the admission policy gives the same answer for
// all attempts of a function, the policy is called only for the first attempt of each function.
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "models/words.hpp"

namespace curtain {

/// The attempts in the admission queues of tenants. A walk through a tenant's queue costs O(number of
/// functions that wait in it), independent of the number of attempts. Each change costs O(log n).
class AdmissionHeads {
 public:
  /// Orders attempts by a key and then by a unique number, lowest first.
  using Rank = std::pair<std::int64_t, std::uint64_t>;
  static constexpr std::uint32_t kNobody = 0xFFFFFFFF;

  /// Adds the attempt, which must not be waiting.
  void add(std::uint32_t attempt, std::uint32_t tenant, std::uint32_t function, Rank rank);
  /// Removes the attempt, which must be waiting.
  void remove(std::uint32_t attempt);

  /// Returns the first of the tenant's attempts in order for which `wanted(attempt)` is true, or kNobody.
  /// `wanted` must give the same result for all attempts of a function, because it is called only for the
  /// first attempt of each function.
  template <class Wanted>
  [[nodiscard]] std::uint32_t first_where(std::uint32_t tenant, Wanted&& wanted) const {
    if (tenant >= heads_.size()) {
      return kNobody;
    }
    for (const auto& head : heads_[tenant]) {
      const std::uint32_t attempt = of_function_[head.second].begin()->second;
      if (wanted(attempt)) {
        return attempt;
      }
    }
    return kNobody;
  }

 private:
  struct Place {
    Rank rank;
    std::uint32_t tenant = 0;
    std::uint32_t function = 0;
  };
  using Ranked = std::set<std::pair<Rank, std::uint32_t>>;

  std::vector<Place> places_;        // indexed by attempt
  std::vector<Ranked> of_function_;  // attempts, indexed by function
  std::vector<Ranked> heads_;  // functions, indexed by tenant and sorted by the rank of their first attempt
};

}  // namespace curtain
