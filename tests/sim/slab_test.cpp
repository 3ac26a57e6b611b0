#include "sim/slab.hpp"

#include <cstdint>
#include <map>
#include <vector>

#include "sim/philox.hpp"
#include "tests/catch.hpp"

using sim::Slab;

TEST_CASE("ids are given in order and reused last-in-first-out") {
  Slab<int> slab;
  CHECK(slab.capacity() == 0);
  CHECK(slab.allocate() == 0);
  CHECK(slab.allocate() == 1);
  CHECK(slab.allocate() == 2);
  CHECK(slab.size() == 3);
  slab.release(0);
  slab.release(2);
  CHECK(slab.allocate() == 2);
  CHECK(slab.allocate() == 0);
  CHECK(slab.allocate() == 3);
  CHECK(slab.size() == 4);
}

TEST_CASE("a generation lasts from allocation to release") {
  Slab<int> slab;
  const auto id = slab.allocate();
  const auto first = slab.generation(id);
  CHECK(slab.live(id, first));
  CHECK(slab.live(id));
  slab.release(id);
  CHECK_FALSE(slab.live(id, first));
  CHECK_FALSE(slab.live(id, slab.generation(id)));
  CHECK_FALSE(slab.live(id));
  CHECK_THROWS_AS(slab.release(id), sim::InvariantBroken);
  REQUIRE(slab.allocate() == id);
  CHECK_FALSE(slab.live(id, first));
  CHECK(slab.live(id, slab.generation(id)));
}

TEST_CASE("a renewed row stays in use with its contents, and references to its old generation are stale") {
  Slab<int> slab;
  const auto id = slab.allocate();
  const auto other = slab.allocate();
  slab[id] = 7;
  const auto first = slab.generation(id);
  const auto of_other = slab.generation(other);
  slab.renew(id);
  CHECK(slab.live(id));
  CHECK_FALSE(slab.live(id, first));
  CHECK(slab.live(id, slab.generation(id)));
  CHECK(slab[id] == 7);
  CHECK(slab.size() == 2);
  CHECK(slab.live(other, of_other));
  CHECK(slab.allocate() == 2);  // the row is not reused
  const auto second = slab.generation(id);
  slab.release(id);
  CHECK(slab.allocate() == id);
  CHECK_FALSE(slab.live(id, first));
  CHECK_FALSE(slab.live(id, second));
  slab.release(id);
  CHECK_THROWS_AS(slab.renew(id), sim::InvariantBroken);
}

TEST_CASE("generations wrap around after 2^24 renewals, too") {
  Slab<char> slab;
  const auto id = slab.allocate();
  const auto first = slab.generation(id);
  for (std::uint32_t i = 1; i < (1u << 24); ++i) {
    slab.renew(id);
  }
  CHECK(slab.generation(id) <= sim::Event::kGenerationMask);
  CHECK_FALSE(slab.live(id, first));
  slab.renew(id);
  CHECK(slab.live(id, first));
}

TEST_CASE("generations fit the 24 bits of an event and wrap around after 2^24 releases") {
  Slab<char> slab;
  const auto id = slab.allocate();
  const auto first = slab.generation(id);
  for (std::uint32_t i = 1; i < (1u << 24); ++i) {
    slab.release(id);
    slab.allocate();
    if (slab.generation(id) == first || slab.generation(id) > sim::Event::kGenerationMask) {
      FAIL("generation came round after " << i);
    }
  }
  slab.release(id);
  CHECK(slab.allocate() == id);
  CHECK(slab.generation(id) == first);
}

TEST_CASE("rows keep their contents and the memory that they own") {
  Slab<std::vector<int>> slab;
  const auto id = slab.allocate();
  slab[id].reserve(1000);
  slab[id].push_back(5);
  const int* const data = slab[id].data();
  slab.release(id);
  REQUIRE(slab.allocate() == id);
  CHECK(slab[id] == std::vector<int>{5});
  slab.reserve(5000);
  CHECK(slab.capacity() == 5000);
  CHECK(slab[id].data() == data);
  CHECK(slab[id].capacity() >= 1000);
}

TEST_CASE("reserving keeps the order of released ids and adds new ids in order") {
  Slab<int> slab;
  for (int i = 0; i < 16; ++i) {
    slab.allocate();
  }
  slab.release(7);
  slab.release(3);
  slab.reserve(18);
  std::vector<std::uint32_t> ids;
  for (int i = 0; i < 4; ++i) {
    ids.push_back(slab.allocate());
  }
  CHECK(ids == std::vector<std::uint32_t>{3, 7, 16, 17});
  CHECK(slab.size() == slab.capacity());
}

TEST_CASE("a random walk agrees with a map") {
  Slab<std::uint64_t> slab;
  std::map<std::uint32_t, std::uint64_t> model;
  std::vector<std::uint32_t> ids;
  for (std::uint32_t step = 0; step < 50'000; ++step) {
    const auto block = sim::philox({1, 2}, {step, 0, 0, 0});
    if (ids.empty() || block[0] % 5 < (step < 25'000 ? 3u : 2u)) {
      const auto id = slab.allocate();
      slab[id] = step;
      REQUIRE(model.emplace(id, step).second == true);  // no other holder has this id
      ids.push_back(id);
    } else {
      const std::size_t at = block[1] % ids.size();
      const auto id = ids[at];
      REQUIRE(slab[id] == model.at(id));
      slab.release(id);
      model.erase(id);
      ids[at] = ids.back();
      ids.pop_back();
    }
    REQUIRE(slab.size() == model.size());
  }
  CHECK(slab.capacity() >= slab.size());
}
