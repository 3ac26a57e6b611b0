#pragma once
// What reserved and provisioned concurrency mean, the same for every policy that limits an account.
#include <fmt/format.h>

#include <string>

#include "models/policies/admission/seam.hpp"
#include "models/policies/declaration.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// Whether an account with room for `concurrency` in flight takes one more of the query's function. A
/// function that stays within what is set aside for it is always admitted; what is left over is for all
/// functions without reserved concurrency, also for those that run beyond their provisioned concurrency. (AWS
/// Lambda developer guide, "Configuring reserved concurrency": no other function can use it, and the function
/// cannot exceed it; "Configuring provisioned concurrency": it counts towards the account's.)
inline bool account_has_room(const AdmissionQuery& query, std::uint32_t concurrency) {
  if (query.tenant_in_flight >= concurrency) {
    return false;
  }
  if (query.function_in_flight < query.set_aside) {
    return true;
  }
  return !query.is_reserved &&
         query.tenant_shared + CURTAIN_MUTANT(neighbour_uses_what_is_reserved, query.tenant_set_aside, 0u) <
             concurrency;
}

/// What becomes of an invocation for which its account has no room, where the policy queues. Those behind it
/// are only asked where concurrency that is set aside may let one of them in.
inline Admission queue_for_account(const AdmissionQuery& query) {
  return query.tenant_set_aside > 0 ? Admission::queue : Admission::queue_tenant;
}

/// For Policy::explain().
inline std::string at_account_limit(std::uint32_t concurrency, std::uint64_t set_aside) {
  return set_aside == 0
             ? fmt::format("its account is at its limit of {}", concurrency)
             : fmt::format("its account is at its limit of {}, with {} set aside", concurrency, set_aside);
}

/// The parameter that all of them have.
inline ParameterDeclaration unreserved_parameter() {
  return {
      "unreserved",
      ParameterKind::count,
      "0",
      0,
      4294967294.0,
      "concurrency of an account that must stay unreserved: what functions reserve and provision together "
      "has to leave it (AWS: 100, as the AWS profiles say; nothing unless it is said)"};
}

}  // namespace curtain
