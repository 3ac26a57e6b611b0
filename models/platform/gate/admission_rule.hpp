#pragma once
// The rule by which attempts are admitted without calling the admission policy.
#include <cstdint>

#include "models/platform/policy_set.hpp"

namespace curtain {

/// The admission policy's static answer, which consists of limits on the invocations in flight of a tenant
/// and of a function. Empty if the policy must be called.
class AdmissionRule {
 public:
  /// With `asks`, the policy is called for every attempt, even if the limits would give the same answer.
  AdmissionRule(const AdmissionPolicy& policy, bool asks) {
    if (const auto limits = policy.limits()) {
      tenant_limit_ = limits->tenant;
      function_limit_ = limits->function;
      holds_by_function_ = !asks;
    }
  }
  [[nodiscard]] std::uint32_t tenant_limit() const { return tenant_limit_; }
  [[nodiscard]] std::uint32_t function_limit() const { return function_limit_; }
  /// Whether the policy's answer for an attempt holds for all attempts of its function.
  [[nodiscard]] bool holds_by_function() const { return holds_by_function_; }

 private:
  std::uint32_t tenant_limit_ = kUnlimited;
  std::uint32_t function_limit_ = kUnlimited;
  bool holds_by_function_ = false;
};

}  // namespace curtain
