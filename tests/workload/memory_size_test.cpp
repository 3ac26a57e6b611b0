#include "models/workload/memory_size.hpp"

#include <limits>

#include "tests/catch.hpp"

using curtain::whole_mebibytes;

TEST_CASE("memory is rounded up to whole MiB, within its bounds") {
  CHECK(whole_mebibytes(128) == 128);
  CHECK(whole_mebibytes(128.0001) == 129);
  CHECK(whole_mebibytes(0) == 1);
  CHECK(whole_mebibytes(-5) == 1);
  CHECK(whole_mebibytes(0.2) == 1);
  CHECK(whole_mebibytes(1.5) == 2);
  CHECK(whole_mebibytes(1e30) == curtain::kLargestMemory);
  CHECK(whole_mebibytes(std::numeric_limits<double>::quiet_NaN()) == 1);
}
