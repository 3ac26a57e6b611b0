// The tree is compared with std::set, while it grows over several levels, shrinks and grows again.
#include "models/platform/fleet/ranked_keys.hpp"

#include <iterator>
#include <set>
#include <vector>

#include "sim/check.hpp"
#include "sim/draws.hpp"
#include "tests/catch.hpp"

using curtain::RankedKeys;

namespace {

void compare(const RankedKeys& keys, const std::set<RankedKeys::Key>& plain, sim::Draw& draw,
             std::uint32_t range) {
  REQUIRE(keys.size() == plain.size());
  const RankedKeys::Key key = draw.below(range);
  REQUIRE(keys.rank(key) == static_cast<std::size_t>(std::distance(plain.begin(), plain.lower_bound(key))));
  if (!plain.empty()) {
    const std::uint32_t rank = draw.below(static_cast<std::uint32_t>(plain.size()));
    REQUIRE(keys.nth(rank) == *std::next(plain.begin(), rank));
    REQUIRE(keys.nth(plain.size() - 1) == *plain.rbegin());
  }
}

/// Returns all keys in order of rank.
std::vector<RankedKeys::Key> all(const RankedKeys& keys) {
  std::vector<RankedKeys::Key> found;
  for (std::size_t rank = 0; rank < keys.size(); ++rank) {
    found.push_back(keys.nth(rank));
  }
  return found;
}

}  // namespace

TEST_CASE("keys are found by rank, as in a std::set") {
  const std::uint32_t range = GENERATE(50u, 60'000u);
  RankedKeys keys;
  std::set<RankedKeys::Key> plain;
  sim::Draw draw(sim::DrawKey(8, 0, 0), range, 0);
  for (int step = 0; step < 24'000; ++step) {
    const bool growing = step / 6'000 % 2 == 0;
    if (plain.empty() || draw.below(8) < (growing ? 7u : 1u)) {
      const RankedKeys::Key key = draw.below(range);
      if (plain.insert(key).second) {
        keys.insert(key);
      }
    } else {
      const auto chosen = plain.lower_bound(draw.below(range));
      const RankedKeys::Key key = chosen == plain.end() ? *plain.begin() : *chosen;
      plain.erase(key);
      keys.erase(key);
    }
    if (step % 41 == 0) {
      compare(keys, plain, draw, range);
    }
  }
  CHECK(all(keys) == std::vector<RankedKeys::Key>(plain.begin(), plain.end()));
}

TEST_CASE("keys inserted in order, and removed in order from either end") {
  const bool from_below = GENERATE(true, false);
  RankedKeys keys;
  for (int round = 0; round < 3; ++round) {
    for (RankedKeys::Key key = 0; key < 5'000; ++key) {
      keys.insert(from_below ? key : 5'000 - key);
    }
    const RankedKeys::Key least = from_below ? 0 : 1;
    for (RankedKeys::Key left = 5'000; left > 0; --left) {
      REQUIRE(keys.nth(0) == (from_below ? 5'000 - left : 1));
      keys.erase(from_below ? 5'000 - left : left);
      REQUIRE(keys.rank(~RankedKeys::Key{0}) == left - 1);
      REQUIRE(keys.rank(least) == 0);
    }
  }
  CHECK(keys.size() == 0);
}

TEST_CASE("inserting a key twice, or removing a key that is not in the tree, is a defect") {
  RankedKeys keys;
  CHECK_THROWS_AS(keys.nth(0), sim::InvariantBroken);
  keys.insert(7);
  CHECK_THROWS_AS(keys.insert(7), sim::InvariantBroken);
  CHECK_THROWS_AS(keys.erase(8), sim::InvariantBroken);
  CHECK_THROWS_AS(keys.nth(1), sim::InvariantBroken);
  keys.clear();
  CHECK(keys.size() == 0);
  CHECK_THROWS_AS(keys.erase(7), sim::InvariantBroken);
}
