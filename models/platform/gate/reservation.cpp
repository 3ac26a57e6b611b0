#include "models/platform/gate/reservation.hpp"

#include <fmt/format.h>

namespace curtain {

bool fits_account(const AccountUse& use) {
  return use.wanted == 0 || use.account.concurrency == kUnlimited ||
         use.before + use.wanted + use.account.unreserved <= use.account.concurrency;
}

std::string over_account(const AccountUse& use, const std::string& account, const std::string& owner) {
  const std::uint64_t least = use.before + use.wanted + use.account.unreserved;
  const std::uint64_t taken = use.before + use.account.unreserved;
  const std::uint64_t left = use.account.concurrency > taken ? use.account.concurrency - taken : 0;
  std::string taken_by;
  if (use.before > 0) {
    taken_by = fmt::format("{} are reserved or provisioned for other functions", use.before);
  }
  if (use.account.unreserved > 0) {
    taken_by +=
        fmt::format("{}{} must stay unreserved", taken_by.empty() ? "" : " and ", use.account.unreserved);
  }
  return fmt::format(
      "{} for {} is more than {} has left: the account has a concurrency of {}{}{}; {}raise the concurrency "
      "of the account in policies.admission to at least {}",
      use.wanted, owner, account, use.account.concurrency, taken_by.empty() ? "" : ", of which ", taken_by,
      left == 0 ? "leave the key out, or " : fmt::format("type at most {}, or ", left), least);
}

}  // namespace curtain
