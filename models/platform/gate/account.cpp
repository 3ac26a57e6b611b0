#include "models/platform/gate/account.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/platform/gate/reservation.hpp"

namespace curtain {

bool Account::promise(std::uint32_t function, const FunctionSpec& spec, std::uint32_t provisioned,
                      const std::string& tenant_name) {
  const std::optional<std::uint32_t> reserved = spec.traits.reserved_concurrency;
  if (reserved && !concurrency_) {
    throw ReservationError(
        true, fmt::format(
                  "function '{}' reserves concurrency, but the admission policy cannot set concurrency aside",
                  spec.name));
  }
  const std::uint32_t promised = reserved.value_or(provisioned);
  if (!concurrency_ || (promised == 0 && !reserved)) {
    return false;
  }
  is_kept_ = true;
  functions_.resize(std::max<std::size_t>(functions_.size(), std::size_t{function} + 1));
  tenants_.resize(std::max<std::size_t>(tenants_.size(), spec.tenant.index() + 1));
  functions_[function].is_reserved = reserved.has_value();
  functions_[function].sets_aside = true;
  OfTenant& tenant = tenants_[spec.tenant.index()];
  const std::uint64_t before = tenant.promised;
  tenant.promised += promised;
  const AccountUse use{*concurrency_, before, promised};
  if (!fits_account(use)) {
    throw ReservationError(reserved.has_value(), over_account(use, "the account '" + tenant_name + "'",
                                                              "function '" + spec.name + "'"));
  }
  if (reserved) {
    set_aside(function, *reserved);
  }
  return true;
}

bool Account::provision(std::uint32_t function, std::uint32_t concurrency) {
  if (!sets_aside(function) || functions_[function].is_reserved ||
      concurrency == functions_[function].set_aside) {
    return false;
  }
  set_aside(function, concurrency);
  return true;
}

void Account::set_aside(std::uint32_t function, std::uint32_t concurrency) {
  const Function& row = rows_.functions[function];
  OfFunction& own = functions_[function];
  OfTenant& tenant = tenants_[row.tenant];
  tenant.within -= std::min(row.in_flight, own.set_aside);
  tenant.set_aside -= own.set_aside;
  own.set_aside = concurrency;
  tenant.set_aside += own.set_aside;
  tenant.within += std::min(row.in_flight, own.set_aside);
}

void Account::count_entered(std::uint32_t function) {
  const Function& row = rows_.functions[function];
  tenants_[row.tenant].within += row.in_flight <= functions_[function].set_aside ? 1 : 0;
}

void Account::count_left(std::uint32_t function) {
  const Function& row = rows_.functions[function];
  tenants_[row.tenant].within -= row.in_flight <= functions_[function].set_aside ? 1 : 0;
}

void Account::show_set_aside(std::uint32_t function, AdmissionQuery& query) const {
  const std::uint32_t tenant = rows_.functions[function].tenant;
  if (tenant < tenants_.size()) {
    query.tenant_set_aside = tenants_[tenant].set_aside;
    query.tenant_shared -= tenants_[tenant].within;
  }
  if (function < functions_.size()) {
    query.set_aside = functions_[function].set_aside;
    query.is_reserved = functions_[function].is_reserved;
  }
}

}  // namespace curtain
