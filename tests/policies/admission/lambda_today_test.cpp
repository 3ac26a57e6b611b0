#include "tests/policies/rates_support.hpp"

using namespace support;

namespace {

std::unique_ptr<AdmissionPolicy> today(std::int64_t concurrency, std::int64_t over = kThrottle) {
  return made<AdmissionPolicy>(
      policy(Seam::admission, "lambda-today",
             {whole(concurrency), whole(1'000), length(sim::seconds(10)), whole(10), whole(over)}));
}

}  // namespace

TEST_CASE("lambda-today scales each function by 1,000 in 10 s and saves nothing up") {
  const auto policy = today(100'000);
  CHECK(admitted(*policy, query_at(at_ms(0), 1), 1'500) == 1'000);
  CHECK(admitted(*policy, query_at(at_ms(0), 2), 1'500) == 1'000);  // of its own
  CHECK(admitted(*policy, query_at(at_ms(1), 1, false), 50) == 50);
  CHECK(admitted(*policy, query_at(at_ms(9), 1), 1) == 0);
  CHECK(admitted(*policy, query_at(at_ms(10), 1), 2) == 1);              // one each 10 ms
  CHECK(admitted(*policy, query_at(at_ms(5'010), 1), 1'000) == 500);     // continuously
  CHECK(admitted(*policy, query_at(at_ms(60'000), 1), 3'000) == 1'000);  // not 5,000
}

TEST_CASE("lambda-today has ten requests a second for each of the concurrency") {
  const auto policy = today(100);
  // 1,000 a second for the account: one a millisecond once they are used up.
  CHECK(admitted(*policy, query_at(at_ms(0), 1, false), 1'500) == 1'000);
  CHECK(admitted(*policy, query_at(at_ms(1), 2, false), 5) == 1);
  CHECK(admitted(*policy, query_at(at_ms(1), 11, false), 5) == 5);
  // 20 a second for a function that has reserved 2; it does not cost the account what it does not get.
  CHECK(admitted(*policy, query_at(at_ms(1'001), 3, false, 0, 2), 50) == 20);
  CHECK(admitted(*policy, query_at(at_ms(1'001), 1, false), 1'500) == 980);
  CHECK(policy->decide(query_at(at_ms(9'000), 1, false, 100)) == Admission::throttle);
  CHECK(policy->decide(query_at(at_ms(9'000), 3, false, 2, 2)) == Admission::throttle);
}

TEST_CASE("lambda-today tells when the last of what it lacks is there") {
  const auto policy = today(100, kQueue);
  CHECK(admitted(*policy, query_at(at_ms(0), 1), 1'500) == 1'000);
  CHECK(policy->decide(query_at(at_ms(0), 1)) == Admission::queue_tenant);
  CHECK(policy->again(query_at(at_ms(0), 1)) == at_ms(10));  // an instance; a request's is there at 1
  CHECK(policy->again(query_at(at_ms(0), 1, false)) == at_ms(1));
  CHECK(policy->decide(query_at(at_ms(5), 1)) == Admission::queue);
  CHECK(policy->again(query_at(at_ms(5), 1, true, 100)) == Time::never());
  CHECK(admitted(*policy, query_at(at_ms(5), 2, false, 0, 1), 10) == 5);
  CHECK(policy->again(query_at(at_ms(5), 2, false, 0, 1)) == at_ms(6));
}
