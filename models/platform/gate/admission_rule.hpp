#pragma once
// What the admission policy lets in without being asked.
#include <cstdint>

#include "models/platform/policy_set.hpp"

namespace curtain {

/// The policy's static answer: its limits on what a tenant and a function may have in flight; none where it
/// has to be asked.
class AdmissionRule {
 public:
  /// `asks`: the policy is asked about every attempt, though the limits say as much.
  AdmissionRule(const AdmissionPolicy& policy, bool asks) {
    if (const auto limits = policy.limits()) {
      tenant_limit_ = limits->tenant;
      function_limit_ = limits->function;
      holds_by_function_ = !asks;
    }
  }
  [[nodiscard]] std::uint32_t tenant_limit() const { return tenant_limit_; }
  [[nodiscard]] std::uint32_t function_limit() const { return function_limit_; }
  /// What the policy says of an attempt holds for all of its function.
  [[nodiscard]] bool holds_by_function() const { return holds_by_function_; }

 private:
  std::uint32_t tenant_limit_ = kUnlimited;
  std::uint32_t function_limit_ = kUnlimited;
  bool holds_by_function_ = false;
};

}  // namespace curtain
