#pragma once
// Who waits for admission, function by function: where attempts of one function are all alike to the policy,
// only the first of each function is asked for.
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "models/words.hpp"

namespace curtain {

/// The attempts in the admission queues of tenants. A walk through a tenant's queue costs O(functions that
/// wait there), however many attempts they have; each change costs O(log n).
class AdmissionHeads {
 public:
  /// Orders attempts, lowest first: a key, then a number that differs between attempts.
  using Rank = std::pair<std::int64_t, std::uint64_t>;
  static constexpr std::uint32_t kNobody = 0xFFFFFFFF;

  /// The attempt, which must not be there, waits from now on.
  void add(std::uint32_t attempt, std::uint32_t tenant, std::uint32_t function, Rank rank);
  /// The attempt, which must be there, waits no more.
  void remove(std::uint32_t attempt);

  /// Of the tenant's attempts the first in order of which `wanted(attempt)` is true, or kNobody. What
  /// `wanted` says must be the same for all attempts of a function: it is asked for the first of each only.
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

  std::vector<Place> places_;        // by attempt
  std::vector<Ranked> of_function_;  // by function: its attempts
  std::vector<Ranked> heads_;        // by tenant: its functions, by the ranks of their first attempts
};

}  // namespace curtain
