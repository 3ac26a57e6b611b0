#include "models/measured/measured_log.hpp"

#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("A measured time is a number or nothing, and zero is a number") {
  CHECK_FALSE(MeasuredTime().has_value());
  CHECK_FALSE(MeasuredTime());
  CHECK(MeasuredTime(0).has_value());
  CHECK(*MeasuredTime(-5) == -5);
  CHECK(MeasuredTime().value_or(7) == 7);
  CHECK(MeasuredTime(3).value_or(7) == 3);
  CHECK(MeasuredTime(3) == MeasuredTime(3));
  CHECK_FALSE(MeasuredTime() == MeasuredTime(0));
}

TEST_CASE("The execution of a call is its duration, or else the time between start and end of the handler") {
  MeasuredCall call;
  CHECK_FALSE(call.execution());
  call.started = 100;
  CHECK_FALSE(call.execution());
  call.ended = 350;
  CHECK(call.execution() == MeasuredTime(250));
  call.duration = 240;
  CHECK(call.execution() == MeasuredTime(240));
}
