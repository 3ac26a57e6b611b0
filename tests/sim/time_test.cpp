#include "sim/time.hpp"

#include <cstdint>
#include <limits>

#include "tests/catch.hpp"

using sim::Duration;
using sim::from_nanoseconds;
using sim::saturating_add;
using sim::Time;

TEST_CASE("Units are whole nanoseconds") {
  CHECK(sim::nanoseconds(7).ns() == 7);
  CHECK(sim::microseconds(7).ns() == 7'000);
  CHECK(sim::milliseconds(7).ns() == 7'000'000);
  CHECK(sim::seconds(7).ns() == 7'000'000'000);
  CHECK(sim::minutes(2) == sim::seconds(120));
  CHECK(sim::hours(24 * 365).ns() == 31'536'000'000'000'000);
  CHECK(sim::milliseconds(1500).seconds() == 1.5);
}

TEST_CASE("Instants and lengths of time can be added") {
  const Time start{100};
  const Time end = start + Duration{25};
  CHECK(end - start == Duration{25});
  CHECK(end - Duration{25} == start);
  CHECK(start - end == Duration{-25});
  CHECK(3 * Duration{25} == Duration{25} + Duration{50});
  Duration length{10};
  length += Duration{5};
  length -= Duration{1};
  CHECK(length == Duration{14});
  CHECK(start < end);
  CHECK(Duration{-1} < Duration{});
}

TEST_CASE("Adding to an instant stops at the latest instant") {
  CHECK(saturating_add(Time{5}, Duration{6}) == Time{11});
  CHECK(saturating_add(Time::latest() - Duration{6}, Duration{6}) == Time::latest());
  CHECK(saturating_add(Time::latest() - Duration{6}, Duration{7}) == Time::latest());
  CHECK(saturating_add(Time::latest(), Duration{std::numeric_limits<std::int64_t>::max() - 1}) ==
        Time::latest());
  CHECK(saturating_add(Time{5}, Duration::infinite()) == Time::never());
  CHECK(Time::latest() < Time::never());
  CHECK(Duration::infinite().is_infinite());
  CHECK_FALSE(Duration{std::numeric_limits<std::int64_t>::max() - 1}.is_infinite());
}

TEST_CASE("A real number of nanoseconds is rounded half away from zero") {
  CHECK(from_nanoseconds(2.4999999999999996).ns() == 2);
  CHECK(from_nanoseconds(2.5).ns() == 3);
  CHECK(from_nanoseconds(3.5).ns() == 4);
  CHECK(from_nanoseconds(-2.5).ns() == -3);
  CHECK(from_nanoseconds(-2.4999999999999996).ns() == -2);
  CHECK(from_nanoseconds(0.49999999999999994).ns() == 0);  // adding 0.5 in floating point would give 1
  CHECK(from_nanoseconds(4503599627370497.0).ns() == 4503599627370497);
}

TEST_CASE("A real number beyond the range of the clock is set to the end of the range") {
  const std::int64_t limit = std::int64_t{1} << 62;
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(from_nanoseconds(4611686018427387904.0).ns() == limit);
  CHECK(from_nanoseconds(4611686018427387392.0).ns() == limit - 512);  // the argument is the next smaller
                                                                       // double
  CHECK(from_nanoseconds(infinity).ns() == limit);
  CHECK(from_nanoseconds(-infinity).ns() == -limit);
  CHECK(from_nanoseconds(std::numeric_limits<double>::quiet_NaN()).ns() == 0);
}
