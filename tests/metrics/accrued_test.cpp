#include "models/metrics/accrued.hpp"

#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("sums grow with their levels inside the window, and stay constant outside it") {
  // 3 MiB are ready since 20, and 2 MiB of these are busy since 40. 7 MiB are provisioned since before the
  // window, which is [10, 50).
  Course course;
  course.closed.ready_mib_ns = -3 * 20;
  course.closed.busy_mib_ns = -2 * 40;
  course.closed.provisioned_mib_ns = -7 * 10;
  course.closed.billed_mib_ns = 11;
  course.closed.requests = 4;
  course.ready_mib = 3;
  course.busy_mib = 2;
  course.provisioned_mib = 7;
  course.from = Time{10};
  course.to = Time{50};
  CHECK(course.at(Time{45}).ready_mib_ns == 75);
  CHECK(course.at(Time{45}).busy_mib_ns == 10);
  CHECK(course.at(Time{45}).provisioned_mib_ns == 245);
  CHECK(course.at(Time{99}) == course.at(Time{50}));
  CHECK(course.at(Time{50}).busy_mib_ns == 20);
  CHECK(course.at(Time{50}).billed_mib_ns == 11);
  CHECK(course.at(Time{0}).provisioned_mib_ns == 0);
  const Accrued between = course.at(Time{48}) - course.at(Time{45});
  CHECK(between.ready_mib_ns == 9);
  CHECK(between.billed_mib_ns == 0);
  CHECK(between.requests == 0);
}
