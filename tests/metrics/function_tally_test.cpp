#include "models/metrics/function_tally.hpp"

#include <string>

#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("each reason for a rejection belongs to one outcome, and its name contains the outcome") {
  for (std::size_t why = 0; why < kRejections; ++why) {
    const Outcome outcome = outcome_of(static_cast<Rejection>(why));
    const std::string name(kRejectionNames[why]);
    INFO(name);
    CHECK((outcome == Outcome::throttled) == (name.rfind("throttled_", 0) == 0));
    CHECK((outcome == Outcome::expired) == (name == "expired"));
    CHECK((outcome == Outcome::refused) == (name.rfind("refused_", 0) == 0));
  }
  CHECK(static_cast<std::size_t>(Rejection::no_end_tenant) + 1 == kRejections);
}

TEST_CASE("an attempt is charged if it ran to its end or timeout, for any outcome of its invocation") {
  FunctionTally tally;
  FunctionExtras extras;
  tally.completed = 1;
  extras.outcomes[static_cast<std::size_t>(Outcome::timed_out)] = 10;
  extras.outcomes[static_cast<std::size_t>(Outcome::errored)] = 100;
  extras.outcomes[static_cast<std::size_t>(Outcome::failed)] = 5;
  extras.outcomes[static_cast<std::size_t>(Outcome::throttled)] = 5;
  extras.outcomes[static_cast<std::size_t>(Outcome::abandoned)] = 5;
  extras.charged_again = 1'000;
  extras.charged_abandoned = 10'000;
  CHECK(charged_attempts(tally, extras) == 11'111);
}
