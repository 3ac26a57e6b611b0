#include "models/platform/gate/reservation.hpp"

#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("an account can use the concurrency that is neither set aside nor must stay unreserved") {
  const AccountConcurrency account{1'000, 100};
  CHECK(fits_account({account, 0, 900}));
  CHECK_FALSE(fits_account({account, 0, 901}));
  CHECK(fits_account({account, 500, 400}));
  CHECK_FALSE(fits_account({account, 500, 401}));
  CHECK(fits_account({{kUnlimited, 100}, 5'000'000'000, 5'000'000'000}));
}

TEST_CASE("concurrency that an account does not have is refused, with a correction in the message") {
  CHECK(over_account({{1'000, 100}, 500, 401}, "the account 'a'", "function 'f'") ==
        "401 for function 'f' is more than the account 'a' has left: the account has a concurrency of 1000, "
        "of which "
        "500 are "
        "reserved or provisioned for other functions and 100 must stay unreserved; type at most 400, or "
        "raise the concurrency of the account in policies.admission to at least 1001");
  CHECK(over_account({{10, 0}, 10, 1}, "the account 'a'", "function 'f'") ==
        "1 for function 'f' is more than the account 'a' has left: the account has a concurrency of 10, of "
        "which 10 "
        "are reserved "
        "or provisioned for other functions; leave the key out, or raise the concurrency of the account in "
        "policies.admission to at least 11");
}

TEST_CASE("a function without reserved concurrency does not reduce the account's concurrency") {
  // An account with a concurrency below 100 cannot reserve any, but it may switch a function off.
  CHECK(fits_account({{50, 100}, 0, 0}));
  CHECK(!fits_account({{50, 100}, 0, 1}));
}
