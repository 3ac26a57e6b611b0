#pragma once
// The concurrency of an account: what is set aside for single functions, and how much of it is in use.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

#include "models/platform/engine.hpp"
#include "models/platform/gate/reservation.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// What a function reserves or has provisioned is promised to it from its deployment on. Throws
/// ReservationError if the account has not so much.
template <class Queue, bool observed>
void Engine<Queue, observed>::promise_concurrency(std::uint32_t id, const FunctionSpec& spec) {
  const std::optional<std::uint32_t> reserved = spec.traits.reserved_concurrency;
  if (reserved && !account_) {
    throw ReservationError(true,
                           fmt::format("function '{}' reserves concurrency, and the admission policy sets "
                                       "none aside",
                                       spec.name));
  }
  FunctionRest& rest = rows_.rest[id];
  const std::uint32_t promised = reserved.value_or(rest.provisioned);
  if (!account_ || (promised == 0 && !reserved)) {
    return;
  }
  rest.is_reserved = reserved.has_value();
  rest.sets_aside = true;
  Tenant& tenant = rows_.tenants[rest.tenant];
  CURTAIN_MUTANT_SKIPS(warm_path_forgets_what_is_reserved)
  tenant.limit = 0;
  const std::uint64_t before = tenant.promised;
  tenant.promised += promised;
  const AccountUse use{*account_, before, promised};
  if (!fits_account(use)) {
    throw ReservationError(
        reserved.has_value(),
        over_account(use, "the account '" + table_.tenant_name(TenantId{rest.tenant}) + "'",
                     "function '" + spec.name + "'"));
  }
  if (reserved) {
    set_aside(id, *reserved);
  }
}

/// So much is set aside for the function from now on.
template <class Queue, bool observed>
void Engine<Queue, observed>::set_aside(std::uint32_t id, std::uint32_t concurrency) {
  Function& function = rows_.functions[id];
  Tenant& tenant = rows_.tenants[function.tenant];
  tenant.within_set_aside -= std::min(function.in_flight, function.set_aside);
  tenant.set_aside -= function.set_aside;
  function.set_aside = concurrency;
  tenant.set_aside += function.set_aside;
  tenant.within_set_aside += std::min(function.in_flight, function.set_aside);
}

/// One more of the function has been counted as in flight.
template <class Queue, bool observed>
void Engine<Queue, observed>::use_set_aside(std::uint32_t id) {
  const Function& function = rows_.functions[id];
  rows_.tenants[function.tenant].within_set_aside += function.in_flight <= function.set_aside ? 1 : 0;
}

/// The execution that has begun is to be counted when it ends. (On the warm path no function is one that
/// concurrency is set aside for.)
template <class Queue, bool observed>
void Engine<Queue, observed>::mark_set_aside(std::uint32_t request) {
  Request& row = rows_.requests[request];
  row.unusual |= rows_.rest[row.function].sets_aside ? unusual::set_aside : 0;
}

/// One of the function is about to be counted as in flight no more.
template <class Queue, bool observed>
void Engine<Queue, observed>::leave_set_aside(std::uint32_t id) {
  const Function& function = rows_.functions[id];
  rows_.tenants[function.tenant].within_set_aside -= function.in_flight <= function.set_aside ? 1 : 0;
}

}  // namespace curtain
