#pragma once
// Routing: which of a function's instances with a free slot takes an attempt.
#include <cstddef>
#include <cstdint>

#include "models/policies/policy.hpp"

namespace curtain {

/// One instance that could take the attempt.
struct CandidateView {
  InstanceId instance;
  VmId vm;
  Time created;
  Time last_used;           ///< when its last attempt ended, or when it became ready
  std::uint32_t in_flight;  ///< attempts it is running
};

/// A function's instances with a free slot; never empty when a policy is asked.
class Candidates {
 public:
  virtual ~Candidates() = default;
  [[nodiscard]] virtual InstanceId most_recent() const = 0;
  [[nodiscard]] virtual InstanceId least_recent() const = 0;
  /// By position, in an order that is fixed but has no meaning; only with Needs::candidates_by_index.
  [[nodiscard]] virtual std::size_t size() const = 0;
  [[nodiscard]] virtual CandidateView operator[](std::size_t position) const = 0;
};

struct RoutingQuery {
  Time now;
  FunctionId function;
  std::uint64_t ordinal;  ///< of the attempt within its function: the address of a draw, with the function
  sim::DrawKey draws;     ///< the seam's own family of draws
};

enum class RoutingRule : std::uint8_t { most_recent, least_recent, asked };

class RoutingPolicy : public Policy {
 public:
  [[nodiscard]] virtual InstanceId choose(const RoutingQuery& query, const Candidates& candidates) = 0;
  /// If the answer is always the same end of the list.
  [[nodiscard]] virtual RoutingRule rule() const { return RoutingRule::asked; }
};

}  // namespace curtain
