// Admission by rates: token-bucket, lambda-burst and lambda-today, against the examples of their documents.
#include <vector>

#include "models/policies/admission/seam.hpp"
#include "tests/policies/seam_support.hpp"

using namespace support;

namespace {

constexpr std::int64_t kThrottle = 0;
constexpr std::int64_t kQueue = 1;

AdmissionQuery query_at(Time now, std::uint32_t function = 0, bool new_instance = true,
                        std::uint32_t in_flight = 0, std::uint32_t own_limit = kUnlimited) {
  return {now, TenantId{function / 10}, FunctionId{function}, in_flight, in_flight, own_limit, new_instance};
}

/// Of `count` at one instant, how many are admitted.
int admitted(AdmissionPolicy& policy, const AdmissionQuery& query, int count) {
  int some = 0;
  for (int i = 0; i < count; ++i) {
    some += policy.decide(query) == Admission::admit ? 1 : 0;
  }
  return some;
}

/// `scope`: 0 tenant, 1 function.
std::unique_ptr<AdmissionPolicy> bucket(std::int64_t rate, Duration per, std::int64_t burst,
                                        std::int64_t scope = 0, std::int64_t over = kThrottle) {
  return made<AdmissionPolicy>(policy(Seam::admission, "token-bucket",
                                      {whole(rate), length(per), whole(burst), whole(scope), whole(over)}));
}

std::unique_ptr<AdmissionPolicy> burst_of_3000(std::int64_t concurrency) {
  return made<AdmissionPolicy>(
      policy(Seam::admission, "lambda-burst",
             {whole(concurrency), whole(3'000), whole(500), length(sim::seconds(60)), whole(kThrottle)}));
}

std::unique_ptr<AdmissionPolicy> today(std::int64_t concurrency, std::int64_t over = kThrottle) {
  return made<AdmissionPolicy>(
      policy(Seam::admission, "lambda-today",
             {whole(concurrency), whole(1'000), length(sim::seconds(10)), whole(10), whole(over)}));
}

}  // namespace

TEST_CASE("token-bucket gives what API Gateway's guide works out for 10,000 a second and a burst of 5,000") {
  const auto policy = bucket(10'000, sim::seconds(1), 5'000);
  SECTION("10 each millisecond for a second: all") {
    int some = 0;
    for (std::int64_t i = 0; i < 1'000; ++i) {
      some += admitted(*policy, query_at(at_ms(i)), 10);
    }
    CHECK(some == 10'000);
  }
  SECTION("10,000 in the first millisecond: 5,000") {
    CHECK(admitted(*policy, query_at(at_ms(0)), 10'000) == 5'000);
  }
  SECTION("5,000 in the first millisecond, and 5,000 over the other 999: all") {
    int some = admitted(*policy, query_at(at_ms(0)), 5'000);
    for (std::int64_t i = 1; i <= 5'000; ++i) {
      some += admitted(*policy, query_at(Time{i * 199'800}), 1);
    }
    CHECK(some == 10'000);
  }
  SECTION("5,000 in the first millisecond, and 5,000 in the 101st: 6,000") {
    CHECK(admitted(*policy, query_at(at_ms(0)), 5'000) + admitted(*policy, query_at(at_ms(100)), 5'000) ==
          6'000);
  }
}

TEST_CASE("a token bucket is the tenant's or the function's, and a function's own limit goes before it") {
  const auto of_tenant = bucket(1, sim::seconds(1), 1);
  CHECK(of_tenant->decide(query_at(at_ms(0), 1)) == Admission::admit);
  CHECK(of_tenant->decide(query_at(at_ms(0), 2)) == Admission::throttle);
  CHECK(of_tenant->decide(query_at(at_ms(0), 11)) == Admission::admit);  // another tenant's
  const auto of_function = bucket(1, sim::seconds(1), 1, 1, kQueue);
  CHECK(of_function->decide(query_at(at_ms(0), 1, true, 2, 2)) == Admission::queue);
  CHECK(of_function->again(query_at(at_ms(0), 1, true, 2, 2)) == Time::never());
  CHECK(of_function->decide(query_at(at_ms(0), 1)) == Admission::admit);  // it cost no token
  CHECK(of_function->decide(query_at(at_ms(0), 2)) == Admission::admit);
  CHECK(of_function->decide(query_at(at_ms(0), 1)) == Admission::queue);
  CHECK(of_function->again(query_at(at_ms(0), 1)) == at_ms(1'000));
  CHECK(of_function->needs().asked_again);
  CHECK_FALSE(of_tenant->needs().asked_again);
}

TEST_CASE("those whom a token bucket queues go one by one, as tokens come in") {
  // One each 250 ms, two at once, five at 0: at 0, 0, 250, 500 and 750 ms, although nobody has ended by then.
  // The last is given up at 600 ms if nobody waits longer.
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

TEST_CASE("a function without a token lets another of its tenant pass") {
  // By function, one a second: the second of f waits until 1 s, that of g behind it does not.
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

TEST_CASE("lambda-burst throttles of 10,000 requests what AWS's table says") {
  // AWS's example: the requests come over some minutes, a part in each; those of one part are in flight
  // together and have ended when the next part comes. The account may have 10,000 in flight.
  struct Row {
    std::int64_t minutes;
    std::vector<std::uint64_t> throttled;  ///< in each minute
  };
  const Row row =
      GENERATE(Row{1, {7'000}}, Row{2, {2'000, 1'500}}, Row{3, {333, 0, 0}}, Row{4, {0, 0, 0, 0}});
  World world;
  world.parameters.policies.admission =
      policy(Seam::admission, "lambda-burst",
             {whole(10'000), whole(3'000), whole(500), length(sim::seconds(60)), whole(kThrottle)});
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "forever");
  world.options.bin = sim::seconds(60);
  const FunctionId f = world.function("f");
  for (std::int64_t minute = 0; minute < row.minutes; ++minute) {
    for (std::int64_t i = 0; i < 10'000 / row.minutes; ++i) {
      world.arrive(f, at_ms(60'000 * minute), ms(30'000));
    }
  }
  const RunOutcome outcome = world.run_as(world.options);
  for (std::size_t minute = 0; minute < row.throttled.size(); ++minute) {
    CAPTURE(row.minutes, minute);
    CHECK(outcome.tally.series.bins().at(minute).refused == row.throttled[minute]);
  }
}

TEST_CASE("lambda-burst is of an account, for new instances, within its concurrency") {
  const auto policy = burst_of_3000(10'000);
  CHECK(admitted(*policy, query_at(at_ms(0), 1), 2'000) == 2'000);
  CHECK(admitted(*policy, query_at(at_ms(0), 2), 2'000) == 1'000);   // they share it
  CHECK(admitted(*policy, query_at(at_ms(0), 11), 1) == 1);          // another account's
  CHECK(admitted(*policy, query_at(at_ms(0), 1, false), 50) == 50);  // on instances that there are
  CHECK(policy->decide(query_at(at_ms(0), 1, false, 10'000)) == Admission::throttle);
  CHECK(policy->decide(query_at(at_ms(0), 1, false, 5, 5)) == Admission::throttle);
  CHECK(admitted(*policy, query_at(at_ms(119), 1), 1) == 0);
  CHECK(admitted(*policy, query_at(at_ms(120), 1), 2) == 1);  // 500 a minute are one each 120 ms
  // A steady account has a full bucket after six minutes, and may start 3,000 more at once.
  CHECK(admitted(*policy, query_at(at_ms(360'120), 1), 4'000) == 3'000);
}

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
