#pragma once
// Common functions for the tests of admission by rates.
#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "models/policies/admission/seam.hpp"
#include "tests/policies/seam_support.hpp"

namespace support {

// The possible values of `over`.
constexpr std::int64_t kThrottle = 0;
constexpr std::int64_t kQueue = 1;

/// Returns a query. Functions 10 n to 10 n + 9 belong to tenant n.
inline AdmissionQuery query_at(Time now, std::uint32_t function = 0, bool new_instance = true,
                               std::uint32_t in_flight = 0, std::uint32_t own_limit = kUnlimited) {
  return {now, TenantId{function / 10}, FunctionId{function}, in_flight, in_flight, own_limit, new_instance};
}

/// Returns the query of a function with `set_aside` concurrency of its own, while other functions of its
/// tenant have none. `new_instance` is false.
inline AdmissionQuery aside_at(Time now, std::uint32_t function, std::uint32_t set_aside, bool is_reserved,
                               std::uint32_t in_flight = 0) {
  AdmissionQuery query = query_at(now, function, false, in_flight, is_reserved ? set_aside : kUnlimited);
  query.set_aside = set_aside;
  query.is_reserved = is_reserved;
  query.tenant_set_aside = set_aside;
  query.tenant_shared = in_flight - std::min(in_flight, set_aside);
  return query;
}

/// Returns the query of a function that shares the rest. The tenant has `set_aside` concurrency, of which
/// `within` is in use, and further invocations in flight.
inline AdmissionQuery shared_at(Time now, std::uint32_t function, std::uint32_t tenant_set_aside,
                                std::uint32_t shared = 0, std::uint32_t within = 0) {
  AdmissionQuery query = query_at(now, function, false, shared);
  query.tenant_in_flight = shared + within;
  query.tenant_set_aside = tenant_set_aside;
  query.tenant_shared = shared;
  return query;
}

/// Returns how many of `count` queries at one instant are admitted.
inline int admitted(AdmissionPolicy& policy, const AdmissionQuery& query, int count) {
  int some = 0;
  for (int i = 0; i < count; ++i) {
    some += policy.decide(query) == Admission::admit ? 1 : 0;
  }
  return some;
}

}  // namespace support
