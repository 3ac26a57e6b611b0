#include "models/platform/fleet/free_room.hpp"

#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("the largest free memory of a class follows its VMs") {
  FreeRoom room;
  CHECK(room.most_free(3) == 0);
  room.add(3, 1'000);
  room.add(3, 1'000);
  room.change(3, 1'000, 400);
  CHECK(room.most_free(3) == 1'000);
  room.change(3, 1'000, 300);
  CHECK(room.most_free(3) == 400);
  CHECK(room.most_free(2) == 0);
  room.remove(3, 400);
  CHECK(room.most_free(3) == 300);
  room.remove(3, 300);
  CHECK(room.most_free(3) == 0);
}

TEST_CASE("a class is reported once when it gains room, and not when it loses room") {
  FreeRoom room;
  room.add(1, 1'000);
  room.add(2, 1'000);
  room.add(1, 1'000);
  CHECK(room.take_grown() == std::vector<std::uint32_t>{1, 2});
  CHECK(room.take_grown().empty());
  room.change(1, 1'000, 500);
  room.remove(2, 1'000);
  room.change(1, 500, 500);
  CHECK(room.take_grown().empty());
  room.change(1, 500, 501);
  CHECK(room.take_grown() == std::vector<std::uint32_t>{1});
}
