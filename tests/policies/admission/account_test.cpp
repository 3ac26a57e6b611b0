#include "models/policies/admission/account.hpp"

#include "tests/policies/rates_support.hpp"

using namespace support;

TEST_CASE("a function has room within its reserved concurrency, and beyond that in the unreserved rest") {
  // The account has a concurrency of 10, of which 4 are set aside.
  CHECK(account_has_room(aside_at(at_ms(0), 1, 4, true, 3), 10));
  CHECK_FALSE(account_has_room(aside_at(at_ms(0), 1, 4, true, 4), 10));
  CHECK(account_has_room(aside_at(at_ms(0), 1, 4, false, 9), 10));
  CHECK_FALSE(account_has_room(aside_at(at_ms(0), 1, 4, false, 10), 10));
  CHECK(account_has_room(shared_at(at_ms(0), 1, 4, 5, 0), 10));
  CHECK_FALSE(account_has_room(shared_at(at_ms(0), 1, 4, 6, 0), 10));
  CHECK_FALSE(account_has_room(shared_at(at_ms(0), 1, 0, 10), 10));
}

TEST_CASE("if a full account has reserved concurrency, attempts behind the head are considered") {
  CHECK(queue_for_account(shared_at(at_ms(0), 1, 0, 10)) == Admission::queue_tenant);
  CHECK(queue_for_account(shared_at(at_ms(0), 1, 4, 6)) == Admission::queue);
}
