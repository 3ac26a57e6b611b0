// token-bucket is compared with the examples in API Gateway's documentation.
#include "tests/policies/rates_support.hpp"

using namespace support;

namespace {

/// `scope` is 0 for a tenant and 1 for a function.
std::unique_ptr<AdmissionPolicy> bucket(std::int64_t rate, Duration per, std::int64_t burst,
                                        std::int64_t scope = 0, std::int64_t over = kThrottle) {
  return made<AdmissionPolicy>(policy(Seam::admission, "token-bucket",
                                      {whole(rate), length(per), whole(burst), whole(scope), whole(over)}));
}

}  // namespace

TEST_CASE("token-bucket agrees with API Gateway's guide for 10,000 a second and a burst of 5,000") {
  const auto policy = bucket(10'000, sim::seconds(1), 5'000);
  SECTION("10 requests each millisecond for a second: all are admitted") {
    int some = 0;
    for (std::int64_t i = 0; i < 1'000; ++i) {
      some += admitted(*policy, query_at(at_ms(i)), 10);
    }
    CHECK(some == 10'000);
  }
  SECTION("10,000 requests in the first millisecond: 5,000 are admitted") {
    CHECK(admitted(*policy, query_at(at_ms(0)), 10'000) == 5'000);
  }
  SECTION("5,000 requests in the first millisecond, and 5,000 over the other 999: all are admitted") {
    int some = admitted(*policy, query_at(at_ms(0)), 5'000);
    for (std::int64_t i = 1; i <= 5'000; ++i) {
      some += admitted(*policy, query_at(Time{i * 199'800}), 1);
    }
    CHECK(some == 10'000);
  }
  SECTION("5,000 requests in the first millisecond, and 5,000 in the 101st: 6,000 are admitted") {
    CHECK(admitted(*policy, query_at(at_ms(0)), 5'000) + admitted(*policy, query_at(at_ms(100)), 5'000) ==
          6'000);
  }
}

TEST_CASE(
    "a token bucket belongs to the tenant or the function, and the function's own limit has precedence") {
  const auto of_tenant = bucket(1, sim::seconds(1), 1);
  CHECK(of_tenant->decide(query_at(at_ms(0), 1)) == Admission::admit);
  CHECK(of_tenant->decide(query_at(at_ms(0), 2)) == Admission::throttle);
  CHECK(of_tenant->decide(query_at(at_ms(0), 11)) == Admission::admit);  // another tenant has another bucket
  const auto of_function = bucket(1, sim::seconds(1), 1, 1, kQueue);
  CHECK(of_function->decide(query_at(at_ms(0), 1, true, 2, 2)) == Admission::queue);
  CHECK(of_function->again(query_at(at_ms(0), 1, true, 2, 2)) == Time::never());
  CHECK(of_function->decide(query_at(at_ms(0), 1)) == Admission::admit);  // the refused request took no token
  CHECK(of_function->decide(query_at(at_ms(0), 2)) == Admission::admit);
  CHECK(of_function->decide(query_at(at_ms(0), 1)) == Admission::queue);
  CHECK(of_function->again(query_at(at_ms(0), 1)) == at_ms(1'000));
  CHECK(of_function->needs().asked_again);
  CHECK_FALSE(of_tenant->needs().asked_again);
}

TEST_CASE("attempts queued by a token bucket are admitted one by one, when tokens arrive") {
  // One token arrives every 250 ms, and two are there at the beginning. The five calls at 0 run at 0, 0, 250,
  // 500 and 750 ms, although none has ended by then. If no attempt may wait longer than 600 ms, the last call
  // expires at 600 ms.
  World world;
  world.parameters.frontend.queue_capacity = 10;
  world.parameters.policies.admission =
      policy(Seam::admission, "token-bucket", {whole(4), length(ms(1'000)), whole(2), whole(0), whole(1)});
  for (int i = 0; i < 5; ++i) {
    world.arrive(world.function("f"), at_ms(0), ms(10'000));
  }
  world.run();
  CHECK(world.record.when_ms(Change::admitted) == std::vector<std::int64_t>{0, 0, 250, 500, 750});
  world.parameters.frontend.max_wait = ms(600);
  world.run();
  CHECK(world.record.when_ms(Change::admitted) == std::vector<std::int64_t>{0, 0, 250, 500});
  CHECK(world.counts().of(Outcome::expired) == 1);
}

TEST_CASE("a function without a token does not block another function of its tenant") {
  // Each function has one token a second. The second call of f waits until 1 s, but the call of g behind it
  // does not wait.
  World world;
  world.parameters.frontend.queue_capacity = 10;
  world.parameters.policies.admission =
      policy(Seam::admission, "token-bucket", {whole(1), length(ms(1'000)), whole(1), whole(1), whole(1)});
  for (const char* const name : {"f", "f", "g", "g"}) {
    world.arrive(world.function(name), at_ms(name[0] == 'f' ? 0 : 500), ms(100));
  }
  world.run();
  std::vector<std::pair<std::uint32_t, std::int64_t>> admissions;
  for (const Observation& seen : world.record.of(Change::admitted)) {
    admissions.emplace_back(seen.function.value(), seen.now.ns() / 1'000'000);
  }
  CHECK(admissions ==
        std::vector<std::pair<std::uint32_t, std::int64_t>>{{0, 0}, {1, 500}, {0, 1'000}, {1, 1'500}});
}
