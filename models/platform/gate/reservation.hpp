#pragma once
// Limits on the reserved and provisioned concurrency of an account.
#include <cstdint>
#include <stdexcept>
#include <string>

#include "models/policies/admission/seam.hpp"

namespace curtain {

/// The account has too little concurrency for the reserved or provisioned concurrency of a function. Thrown
/// at the function's deployment.
struct ReservationError : std::invalid_argument {
  ReservationError(bool reserves, const std::string& text)
      : std::invalid_argument(text), is_reserved(reserves) {}
  bool is_reserved;  ///< true for `reserved_concurrency`, false for `provisioned`
};

/// The concurrency that a function requests from an account, and the concurrency that is already set aside.
struct AccountUse {
  AccountConcurrency account;
  std::uint64_t before = 0;  ///< concurrency set aside for other functions
  std::uint64_t wanted = 0;  ///< concurrency requested for this function
};

/// Whether the account has enough concurrency. An account without a limit always has enough, and a request
/// for 0 always fits, because a function that is switched off (reserved_concurrency: 0) takes nothing.
bool fits_account(const AccountUse& use);

/// The reason why the account does not have enough concurrency, and what to type instead. `account` is a text
/// such as "the account 'a'", `owner` a text such as "function 'f'".
std::string over_account(const AccountUse& use, const std::string& account, const std::string& owner);

}  // namespace curtain
