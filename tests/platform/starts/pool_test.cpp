#include "models/platform/starts/pool.hpp"

#include "tests/platform/support/fake_core.hpp"

using namespace support;

TEST_CASE("a pool starts its missing spares if there is room, each with its own draw") {
  FakeCore core;
  Pool pool(core, {3, 256});
  CHECK(pool.is_wanted());
  core.room_for_generic = 2;
  pool.fill();
  CHECK(core.generic_memory == std::vector<Mebibytes>{256, 256});
  core.room_for_generic = 5;
  pool.fill();
  CHECK(core.generic_causes == std::vector<std::uint64_t>{0, 1, 2});
  pool.leaves(1);
  pool.fill();
  CHECK(core.generic_causes == std::vector<std::uint64_t>{0, 1, 2, 3});
}

TEST_CASE("the spare that was ready first is adopted first, only by functions of its size") {
  FakeCore core;
  core.room_for_generic = 3;
  Pool pool(core, {3, 256});
  pool.fill();
  CHECK(pool.adoptable(256) == kNone);
  pool.ready(2);
  pool.ready(0);
  CHECK(pool.adoptable(128) == kNone);
  CHECK(pool.adoptable(256) == 2);
  pool.leaves(2);
  CHECK(pool.adoptable(256) == 0);
  pool.leaves(1);  // this spare is lost before it was ready
  pool.leaves(0);
  CHECK(pool.adoptable(256) == kNone);
  CHECK_THROWS_AS(pool.leaves(0), sim::InvariantBroken);
  CHECK_FALSE(Pool(core, {}).is_wanted());
}
