#pragma once
// Pre-warm: instances started before an attempt asks for them.
#include <cstdint>

#include "models/policies/policy.hpp"

namespace curtain {

struct PreWarmQuery {
  Time now;
  FunctionId function;
  std::uint32_t provisioned;  ///< the function's own `provisioned` figure
  std::uint32_t live;         ///< its live instances, starting ones included
};

class PreWarmPolicy : public Policy {
 public:
  /// How many instances of the function should be live at least. Asked when the function is deployed and at
  /// every tick if the policy declares one. The platform starts what is missing then and whenever an instance
  /// of the function is lost, and keeps that many from expiring and from eviction.
  [[nodiscard]] virtual std::uint32_t floor(const PreWarmQuery& query) = 0;
};

}  // namespace curtain
