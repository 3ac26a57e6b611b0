#include "tests/policies/rates_support.hpp"

using namespace support;

namespace {

std::unique_ptr<AdmissionPolicy> today(std::int64_t concurrency, std::int64_t over = kThrottle) {
  return made<AdmissionPolicy>(
      policy(Seam::admission, "lambda-today",
             {whole(concurrency), whole(1'000), length(sim::seconds(10)), whole(10), whole(over), whole(0)}));
}

}  // namespace

TEST_CASE("lambda-today scales each function by 1,000 in 10 s and does not accumulate unused scaling") {
  const auto policy = today(100'000);
  CHECK(admitted(*policy, query_at(at_ms(0), 1), 1'500) == 1'000);
  CHECK(admitted(*policy, query_at(at_ms(0), 2), 1'500) == 1'000);  // the limit of 1,000 is only for this
                                                                    // function
  CHECK(admitted(*policy, query_at(at_ms(1), 1, false), 50) == 50);
  CHECK(admitted(*policy, query_at(at_ms(9), 1), 1) == 0);
  CHECK(admitted(*policy, query_at(at_ms(10), 1), 2) == 1);              // one more instance is allowed every
                                                                         // 10 ms
  CHECK(admitted(*policy, query_at(at_ms(5'010), 1), 1'000) == 500);     // after 5 s more, 500 more instances
                                                                         // are allowed
  CHECK(admitted(*policy, query_at(at_ms(60'000), 1), 3'000) == 1'000);  // at most 1,000 are allowed, not
                                                                         // 5,000
}

TEST_CASE("lambda-today allows ten requests a second per unit of concurrency") {
  const auto policy = today(100);
  // The account may have 1,000 requests a second, one per millisecond once the burst is used up.
  CHECK(admitted(*policy, query_at(at_ms(0), 1, false), 1'500) == 1'000);
  CHECK(admitted(*policy, query_at(at_ms(1), 2, false), 5) == 1);
  CHECK(admitted(*policy, query_at(at_ms(1), 11, false), 5) == 5);
  // A cap reserves nothing, so the function has no rate of its own.
  CHECK(admitted(*policy, query_at(at_ms(2'000), 3, false, 0, 2), 50) == 50);
  CHECK(policy->decide(query_at(at_ms(9'000), 1, false, 100)) == Admission::throttle);
  CHECK(policy->decide(query_at(at_ms(9'000), 3, false, 2, 2)) == Admission::throttle);
}

TEST_CASE("lambda-today divides the request rate in the same way as the concurrency") {
  // Two of 100 are reserved: 20 requests a second for that function, and 980 for all other functions.
  const auto policy = today(100);
  CHECK(admitted(*policy, aside_at(at_ms(0), 3, 2, true), 50) == 20);
  CHECK(admitted(*policy, shared_at(at_ms(0), 1, 2), 1'500) == 980);
  CHECK(admitted(*policy, aside_at(at_ms(50), 3, 2, true), 50) == 1);  // the other functions have used up
                                                                       // their rate
  CHECK(admitted(*policy, shared_at(at_ms(1'000), 1, 2), 1'500) == 980);
  // Beyond its provisioned concurrency, a function may use the shared concurrency.
  const auto other = today(100);
  CHECK(admitted(*other, aside_at(at_ms(0), 3, 2, false), 1'500) == 1'000);
}

TEST_CASE("lambda-today sets concurrency aside") {
  const auto policy = today(10);
  CHECK(policy->account()->concurrency == 10);
  CHECK(policy->account()->unreserved == 0);
  CHECK(policy->decide(aside_at(at_ms(0), 3, 4, true, 3)) == Admission::admit);
  CHECK(policy->decide(aside_at(at_ms(0), 3, 4, true, 4)) == Admission::throttle);
  CHECK(policy->decide(aside_at(at_ms(0), 3, 4, false, 4)) ==
        Admission::admit);  // this attempt exceeds the provisioned concurrency
  CHECK(policy->decide(aside_at(at_ms(0), 3, 4, false, 9)) == Admission::admit);
  CHECK(policy->decide(aside_at(at_ms(0), 3, 4, false, 10)) == Admission::throttle);
  CHECK(policy->decide(shared_at(at_ms(0), 1, 4, 5)) == Admission::admit);
  CHECK(policy->decide(shared_at(at_ms(0), 1, 4, 6)) == Admission::throttle);
  CHECK(policy->explain() == "the account is at its limit of 10, with 4 set aside");
  CHECK(policy->decide(shared_at(at_ms(0), 1, 10)) == Admission::throttle);  // nothing is left
}

TEST_CASE("lambda-today gives the time at which the reason for its refusal ends, not another limit") {
  const auto policy = today(100, kQueue);
  CHECK(admitted(*policy, query_at(at_ms(0), 1), 1'500) == 1'000);
  // The account's request rate allows another request at 1 ms, and the function may start another instance at
  // 10 ms.
  CHECK(policy->decide(query_at(at_ms(0), 1)) == Admission::queue_tenant);
  CHECK(policy->again(query_at(at_ms(0), 1)) == at_ms(1));
  CHECK(policy->again(query_at(at_ms(0), 1, false)) == at_ms(1));
  CHECK(policy->decide(query_at(at_ms(5), 1)) == Admission::queue);
  CHECK(policy->again(query_at(at_ms(5), 1)) == at_ms(10));
  CHECK(policy->again(query_at(at_ms(5), 1, true, 100)) == Time::never());
  CHECK(admitted(*policy, aside_at(at_ms(5), 2, 1, true), 50) == 10);
  CHECK(policy->again(aside_at(at_ms(5), 2, 1, true)) == at_ms(105));
}

TEST_CASE("a full account does not delay a function with reserved concurrency") {
  const auto policy = today(10, kQueue);
  CHECK(policy->decide(query_at(at_ms(0), 1, false, 10)) == Admission::queue_tenant);
  CHECK(policy->decide(shared_at(at_ms(0), 1, 4, 6)) == Admission::queue);
  CHECK(policy->again(shared_at(at_ms(0), 1, 4, 6)) == Time::never());
}

TEST_CASE("lambda-today has no shared request rate if all concurrency is reserved") {
  // The whole concurrency of 2 is provisioned for one function. Its own rate is 20 requests a second.
  // Invocations beyond this rate wait for it.
  const auto policy = today(2, kQueue);
  CHECK(admitted(*policy, aside_at(at_ms(0), 3, 2, false), 50) == 20);
  CHECK(policy->decide(aside_at(at_ms(0), 3, 2, false)) == Admission::queue);
  CHECK(policy->again(aside_at(at_ms(0), 3, 2, false)) == at_ms(50));
}
