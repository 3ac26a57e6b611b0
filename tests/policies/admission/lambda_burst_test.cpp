// lambda-burst is compared with the examples in AWS's documentation.
#include "tests/policies/rates_support.hpp"

using namespace support;

namespace {

std::unique_ptr<AdmissionPolicy> burst_of_3000(std::int64_t concurrency) {
  return made<AdmissionPolicy>(policy(
      Seam::admission, "lambda-burst",
      {whole(concurrency), whole(3'000), whole(500), length(sim::seconds(60)), whole(kThrottle), whole(0)}));
}

}  // namespace

TEST_CASE("of 10,000 requests, lambda-burst throttles the number in AWS's table") {
  // In AWS's example the requests arrive over some minutes, in equal parts. The requests of a part are in
  // flight together and have ended when the next part arrives. The account may have 10,000 requests in
  // flight.
  struct Row {
    std::int64_t minutes;
    std::vector<std::uint64_t> throttled;  ///< number of requests in each minute
  };
  const Row row =
      GENERATE(Row{1, {7'000}}, Row{2, {2'000, 1'500}}, Row{3, {333, 0, 0}}, Row{4, {0, 0, 0, 0}});
  World world;
  world.parameters.policies.admission =
      policy(Seam::admission, "lambda-burst",
             {whole(10'000), whole(3'000), whole(500), length(sim::seconds(60)), whole(kThrottle), whole(0)});
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
    CHECK(outcome.tally.series().bins().at(minute).turned_away() == row.throttled[minute]);
  }
}

TEST_CASE("lambda-burst limits new instances of an account, within the account's concurrency") {
  const auto policy = burst_of_3000(10'000);
  CHECK(admitted(*policy, query_at(at_ms(0), 1), 2'000) == 2'000);
  CHECK(admitted(*policy, query_at(at_ms(0), 2), 2'000) == 1'000);   // both functions share the burst
  CHECK(admitted(*policy, query_at(at_ms(0), 11), 1) == 1);          // this function belongs to another
                                                                     // account
  CHECK(admitted(*policy, query_at(at_ms(0), 1, false), 50) == 50);  // the attempt runs on an existing
                                                                     // instance
  CHECK(policy->decide(query_at(at_ms(0), 1, false, 10'000)) == Admission::throttle);
  CHECK(policy->decide(query_at(at_ms(0), 1, false, 5, 5)) == Admission::throttle);
  CHECK(admitted(*policy, query_at(at_ms(119), 1), 1) == 0);
  CHECK(admitted(*policy, query_at(at_ms(120), 1), 2) == 1);  // 500 a minute are one every 120 ms
  // An account without further starts has a full bucket after six minutes, and may start 3,000 more instances
  // at once.
  CHECK(admitted(*policy, query_at(at_ms(360'120), 1), 4'000) == 3'000);
}

TEST_CASE("lambda-burst sets concurrency aside, but not the burst") {
  const auto policy = burst_of_3000(10);
  CHECK(policy->account()->concurrency == 10);
  CHECK(policy->decide(aside_at(at_ms(0), 3, 4, true, 3)) == Admission::admit);
  CHECK(policy->decide(aside_at(at_ms(0), 3, 4, true, 4)) == Admission::throttle);
  CHECK(policy->decide(shared_at(at_ms(0), 1, 4, 5)) == Admission::admit);
  CHECK(policy->decide(shared_at(at_ms(0), 1, 4, 6)) == Admission::throttle);
  CHECK(policy->explain() == "the account is at its limit of 10, with 4 set aside");
}
