#include "models/import/cold_start_gaps.hpp"

#include "tests/catch.hpp"

using curtain::ColdStartGaps;

namespace {
constexpr std::int64_t kS = 1'000'000'000;
}

TEST_CASE("Reasons for differences between a log and a run, worked out by hand") {
  ColdStartGaps gaps(600 * kS);  // instances are kept for 10 min
  // The call at 0 s is warm in the log, as the first call of its function. A run starts an instance, and the
  // call ends at 2 s (including 1 s of start-up).
  gaps.take(0, 0, kS, kS, false, false);
  // The call at 60 s is cold in the log, although an instance has been idle since 2 s.
  gaps.take(0, 60 * kS, kS, kS, true, false);
  // The call at 60.5 s is warm in the log while the only instance runs until 61 s. A run starts another
  // instance, which runs until 62.5 s.
  gaps.take(0, 60 * kS + kS / 2, kS, kS, false, false);
  // At 700 s both instances have been idle for more than 600 s, but the start in the log is warm. The
  // instance reclaimed last was idle since 62.5 s.
  gaps.take(0, 700 * kS, kS, kS, false, false);
  // The call at 2000 s is cold in the log and in a run.
  gaps.take(0, 2000 * kS, kS, kS, true, false);
  // The call of another function runs on an instance that was initialised before it was needed.
  gaps.take(3, 2000 * kS, kS, kS, false, true);
  const auto difference = gaps.difference();
  CHECK(difference.logged == 2);
  CHECK(difference.expected == 5);
  CHECK(difference.reused == 1);
  CHECK(difference.shortest_reused_ns == 58 * kS);
  CHECK(difference.median_reused_ns == 58 * kS);
  CHECK(difference.began_warm == 1);
  CHECK(difference.overlapping == 1);
  CHECK(difference.kept_longer == 1);
  CHECK(difference.longest_kept_ns == 700 * kS - 62 * kS - kS / 2);
  CHECK(difference.ahead == 1);
  CHECK(difference.logged - difference.reused + difference.began_warm + difference.overlapping +
            difference.kept_longer + difference.ahead ==
        difference.expected);
}

TEST_CASE("An instance is available before the end of its keep-alive, but not at that instant") {
  for (const std::int64_t pause : {10 * kS - 1, 10 * kS}) {
    ColdStartGaps gaps(10 * kS);
    gaps.take(0, 0, kS, 0, true, false);
    gaps.take(0, kS + pause, kS, 0, true, false);
    CHECK(gaps.difference().expected == (pause < 10 * kS ? 1u : 2u));
  }
}
