#pragma once
// What reserved and provisioned concurrency may take of an account.
#include <cstdint>
#include <stdexcept>
#include <string>

#include "models/policies/admission/seam.hpp"

namespace curtain {

/// Reserved or provisioned concurrency that an account has no room for, found when a function is deployed.
struct ReservationError : std::invalid_argument {
  ReservationError(bool reserves, const std::string& text)
      : std::invalid_argument(text), is_reserved(reserves) {}
  bool is_reserved;  ///< by `reserved_concurrency`, else by `provisioned`
};

/// What is wanted of an account beside what is set aside in it.
struct AccountUse {
  AccountConcurrency account;
  std::uint64_t before = 0;  ///< set aside for other functions
  std::uint64_t wanted = 0;  ///< for this one
};

/// Whether the account has so much. One without a limit always has, and any has nothing: a function that is
/// switched off (reserved_concurrency: 0) takes none.
bool fits_account(const AccountUse& use);

/// Why it has not, and what to type instead; `account` is as "the account 'a'", `owner` as "function 'f'".
std::string over_account(const AccountUse& use, const std::string& account, const std::string& owner);

}  // namespace curtain
