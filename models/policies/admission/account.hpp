#pragma once
// The rules of reserved and provisioned concurrency, which are the same for every policy that limits an
// account.
#include <fmt/format.h>

#include <string>

#include "models/policies/admission/seam.hpp"
#include "models/policies/declaration.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// Whether an account with a limit of `concurrency` invocations in flight admits one more of the query's
/// function. A function within the concurrency set aside for it is always admitted. All functions without
/// reserved concurrency share the rest, including functions that exceed their provisioned concurrency. (AWS
/// Lambda developer guide, "Configuring reserved concurrency": no other function can use it, and the function
/// cannot exceed it; "Configuring provisioned concurrency": it counts towards the account's concurrency.)
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

/// The decision of a policy that queues, for an invocation that exceeds the limit of its account. The policy
/// is called for the invocations behind this invocation only if concurrency that is set aside for a function
/// may admit one of them.
inline Admission queue_for_account(const AdmissionQuery& query) {
  return query.tenant_set_aside > 0 ? Admission::queue : Admission::queue_tenant;
}

/// Explains an account at its limit, for Policy::explain().
inline std::string at_account_limit(std::uint32_t concurrency, std::uint64_t set_aside) {
  return set_aside == 0
             ? fmt::format("the account is at its limit of {}", concurrency)
             : fmt::format("the account is at its limit of {}, with {} set aside", concurrency, set_aside);
}

/// The parameter `unreserved` that all account policies have.
inline ParameterDeclaration unreserved_parameter() {
  return {"unreserved",
          ParameterKind::count,
          "0",
          0,
          4294967294.0,
          "concurrency of an account that must stay unreserved, so that reserved and provisioned concurrency "
          "together leave at least this much (AWS: 100, as in the AWS profiles; default: no such limit)"};
}

}  // namespace curtain
