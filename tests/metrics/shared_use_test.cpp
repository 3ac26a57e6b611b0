#include "models/metrics/shared_use.hpp"

#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("the use of each kind of resource is measured over the window, separately for each kind") {
  SharedUse use(Time{0}, Time{1'000});
  sim::LevelTimeline used(Time{0}, Time{1'000});
  used.add(Time{100}, 5);
  use.set(SharedKind::disk, used, 50);
  use.finish(Time{300});
  CHECK(use.used(SharedKind::disk).integral() == 1'000);  // 5 units over 200 ns
  CHECK(use.of_vm(SharedKind::disk) == 50);
  CHECK(use.used(SharedKind::cpu).integral() == 0);
  CHECK(use.of_vm(SharedKind::network) == 0);
}
