#pragma once
// What the tests of admission by rates share.
#include <memory>
#include <utility>
#include <vector>

#include "models/policies/admission/seam.hpp"
#include "tests/policies/seam_support.hpp"

namespace support {

// The choices of `over`.
constexpr std::int64_t kThrottle = 0;
constexpr std::int64_t kQueue = 1;

/// Functions 10 n to 10 n + 9 are tenant n's.
inline AdmissionQuery query_at(Time now, std::uint32_t function = 0, bool new_instance = true,
                               std::uint32_t in_flight = 0, std::uint32_t own_limit = kUnlimited) {
  return {now, TenantId{function / 10}, FunctionId{function}, in_flight, in_flight, own_limit, new_instance};
}

/// Of `count` at one instant, how many are admitted.
inline int admitted(AdmissionPolicy& policy, const AdmissionQuery& query, int count) {
  int some = 0;
  for (int i = 0; i < count; ++i) {
    some += policy.decide(query) == Admission::admit ? 1 : 0;
  }
  return some;
}

}  // namespace support
