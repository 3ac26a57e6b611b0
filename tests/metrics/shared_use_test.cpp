#include "models/metrics/shared_use.hpp"

#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("the use of each kind of resource is measured over the window, separately for each kind") {
  SharedUse use(Time{0}, Time{1'000});
  sim::LevelTimeline used(Time{0}, Time{1'000});
  used.add(Time{100}, 5);
  use.set(SharedKind::disk, used, {50, 400});
  use.finish(Time{300});
  CHECK(use.used(SharedKind::disk).integral() == 1'000);  // 5 units over 200 ns
  CHECK(use.capacity(SharedKind::disk).of_vm == 50);
  CHECK(use.capacity(SharedKind::disk).of_host == 400);
  CHECK(use.used(SharedKind::cpu).integral() == 0);
  CHECK(use.capacity(SharedKind::network).of_vm == 0);
}
