#pragma once
// Limits on the reserved and provisioned concurrency of an account.
#include <cstdint>
#include <stdexcept>
#include <string>

#include "models/policies/admission/seam.hpp"

namespace curtain {

/// The account has no room for the reserved or provisioned concurrency of a function, found at the function's
/// deployment.
struct ReservationError : std::invalid_argument {
  ReservationError(bool reserves, const std::string& text)
      : std::invalid_argument(text), is_reserved(reserves) {}
  bool is_reserved;  ///< from `reserved_concurrency`, else from `provisioned`
};

/// A function's claim on an account, next to the concurrency already set aside.
struct AccountUse {
  AccountConcurrency account;
  std::uint64_t before = 0;  ///< set aside for other functions
  std::uint64_t wanted = 0;  ///< for this function
};

/// Whether the account has enough. An account without a limit always has, and a claim of 0 always fits: a
/// function that is switched off (reserved_concurrency: 0) takes none.
bool fits_account(const AccountUse& use);

/// The reason why the account does not have enough, and what to type instead; `account` is like "the account
/// 'a'", `owner` like "function 'f'".
std::string over_account(const AccountUse& use, const std::string& account, const std::string& owner);

}  // namespace curtain
