#include "models/workload/minute_counts.hpp"

#include "tests/catch.hpp"

using curtain::MinuteCounts;

TEST_CASE("Dispersion by minute, worked out by hand") {
  MinuteCounts counts;
  counts.add(3);
  counts.add(3);
  counts.add(3);
  CHECK(counts.count() == 3);
  CHECK(counts.minute() == 3);
  counts.add(5, 5);
  // The counts of four minutes are 3, 0, 5 and 0. The mean is 2, and the variance 34/4 - 4 = 4.5.
  CHECK(counts.dispersion(8, 4) == 2.25);
}

TEST_CASE("Calls spread evenly have no dispersion") {
  MinuteCounts counts;
  for (std::int64_t minute = 0; minute < 10; ++minute) {
    counts.add(minute, 7);
  }
  CHECK(counts.dispersion(70, 10) == 0);
}
