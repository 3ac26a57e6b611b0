// Tests of the data that a policy gets about the future.
#include "models/policies/future.hpp"

#include "tests/policies/seam_support.hpp"

using namespace support;

TEST_CASE("a future is in order of time, and is empty if it is not known") {
  const Future future({{{at_ms(3), ms(1)}, {at_ms(1), ms(2)}, {at_ms(3), ms(3)}}, {}});
  REQUIRE(future.of(FunctionId{0u}).size() == 3);
  CHECK(future.of(FunctionId{0u})[0].at == at_ms(1));
  CHECK(future.of(FunctionId{0u})[1].duration == ms(1));
  CHECK(future.of(FunctionId{0u})[2].duration == ms(3));
  CHECK(future.of(FunctionId{1u}).empty());
  CHECK(future.of(FunctionId{2u}).empty());
  CHECK(future.functions() == 2);
}

TEST_CASE("the executions running after each start are counted, with ends first at one instant") {
  const std::vector<Foreseen> invocations{
      {at_ms(0), ms(10)}, {at_ms(5), ms(5)}, {at_ms(10), ms(0)}, {at_ms(10), ms(9)}, {at_ms(12), ms(1)}};
  CHECK(running_once_started(invocations) == std::vector<std::uint32_t>{1, 2, 1, 1, 2});
}
