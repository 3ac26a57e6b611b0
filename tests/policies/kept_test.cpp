#include "models/policies/kept.hpp"

#include <cstdint>

#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("a figure that is kept is read as its value") {
  Kept<std::uint32_t, BinLoadNeed> busy;
  busy = 3;
  CHECK(std::uint32_t{busy} == 3);
  CHECK(busy > 2u);
}

TEST_CASE("reading a figure that is not kept is an error, not zero") {
  const Kept<std::uint32_t, BinLoadNeed> busy;
  CHECK_THROWS_WITH(std::uint32_t{busy},
                    "the policy reads a value that is kept only if its needs() sets .bin_load = true");
}
