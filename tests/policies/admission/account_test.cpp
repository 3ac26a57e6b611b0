#include "models/policies/admission/account.hpp"

#include "tests/policies/rates_support.hpp"

using namespace support;

TEST_CASE("an account has room within what is set aside, and beyond it within what is left") {
  // 10 in flight; 4 are set aside.
  CHECK(account_has_room(aside_at(at_ms(0), 1, 4, true, 3), 10));
  CHECK_FALSE(account_has_room(aside_at(at_ms(0), 1, 4, true, 4), 10));
  CHECK(account_has_room(aside_at(at_ms(0), 1, 4, false, 9), 10));
  CHECK_FALSE(account_has_room(aside_at(at_ms(0), 1, 4, false, 10), 10));
  CHECK(account_has_room(shared_at(at_ms(0), 1, 4, 5, 0), 10));
  CHECK_FALSE(account_has_room(shared_at(at_ms(0), 1, 4, 6, 0), 10));
  CHECK_FALSE(account_has_room(shared_at(at_ms(0), 1, 0, 10), 10));
}

TEST_CASE("a full account is asked for those behind where concurrency is set aside") {
  CHECK(queue_for_account(shared_at(at_ms(0), 1, 0, 10)) == Admission::queue_tenant);
  CHECK(queue_for_account(shared_at(at_ms(0), 1, 4, 6)) == Admission::queue);
}
