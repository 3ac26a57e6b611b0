#include "models/platform/fleet/count_table.hpp"

#include <map>

#include "sim/check.hpp"
#include "sim/draws.hpp"
#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("the table agrees with a map while keys are added and removed") {
  const std::uint32_t keys = GENERATE(3u, 40u, 5'000u);
  CountTable table;
  std::map<std::uint64_t, std::uint32_t> plain;
  sim::Draw draw(sim::DrawKey(5, 0, 0), keys, 0);
  CHECK(table.count(7) == 0);
  for (int step = 0; step < 30'000; ++step) {
    const std::uint64_t key = (std::uint64_t{draw.below(keys)} << 32) | draw.below(2);
    // Phases of growth and of shrinking alternate.
    if (draw.below(10) < (step / 5'000 % 2 == 0 ? 7u : 3u)) {
      table.add(key);
      ++plain[key];
    } else if (plain.count(key) == 1) {
      table.remove(key);
      if (--plain[key] == 0) {
        plain.erase(key);
      }
    }
    REQUIRE(table.size() == plain.size());
    if (step % 1'000 == 0) {
      for (std::uint32_t i = 0; i < 2 * keys; ++i) {
        const std::uint64_t other = (std::uint64_t{i / 2} << 32) | (i % 2);
        const auto found = plain.find(other);
        REQUIRE(table.count(other) == (found == plain.end() ? 0 : found->second));
      }
    }
  }
}

TEST_CASE("removing a key that is not in the table is a defect") {
  CountTable table;
  CHECK_THROWS_AS(table.remove(1), sim::InvariantBroken);
  table.add(1);
  table.remove(1);
  CHECK_THROWS_AS(table.remove(1), sim::InvariantBroken);
}
