#include "models/import/seen_invocations.hpp"

#include "tests/catch.hpp"

using curtain::number_of;
using curtain::SeenInvocations;
using Answer = SeenInvocations::Answer;

TEST_CASE("A record logged twice is a duplicate, and another record of the same request is not") {
  SeenInvocations seen;
  CHECK(seen.see(1, 10) == Answer::is_new);
  CHECK(seen.see(2, 10) == Answer::is_new);
  CHECK(seen.see(1, 10) == Answer::is_duplicate);
  CHECK(seen.see(1, 11) == Answer::is_again);
  CHECK(seen.see(1, 10) == Answer::is_duplicate);
  CHECK(seen.see(1, 11) == Answer::is_duplicate);
}

TEST_CASE("Records are remembered for at least one generation, but not forever") {
  SeenInvocations seen;
  const std::uint64_t many = 2 * SeenInvocations::kGeneration + 1;
  for (std::uint64_t i = 1; i <= many; ++i) {
    if (seen.see(number_of("", i), i) != Answer::is_new) {
      FAIL("a new one was known");
    }
  }
  CHECK(seen.see(number_of("", many), many) == Answer::is_duplicate);
  CHECK(seen.see(number_of("", many - SeenInvocations::kGeneration + 1),
                 many - SeenInvocations::kGeneration + 1) == Answer::is_duplicate);
  CHECK(seen.see(number_of("", 1), 1) == Answer::is_new);
}

TEST_CASE("Hashes of texts are the same on every machine, and no hash is 0") {
  CHECK(number_of("abc", 1, 2) == number_of("abc", 1, 2));
  CHECK(number_of("abc", 1, 2) != number_of("abc", 2, 1));
  CHECK(number_of("abd", 1, 2) != number_of("abc", 1, 2));
  CHECK(number_of("") != 0);
}
