// The index against a plain list, under random work, with bins that go and holes that close.
#include "models/platform/bin_index.hpp"

#include <map>
#include <vector>

#include "sim/check.hpp"
#include "sim/draws.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

/// Bins by position, in order of age: what the index must answer.
struct PlainBins {
  std::map<Bins::Bin, std::uint32_t> free;

  [[nodiscard]] std::optional<Bins::Bin> oldest(std::uint32_t demand) const {
    for (const auto& [bin, room] : free) {
      if (room >= demand) {
        return bin;
      }
    }
    return std::nullopt;
  }
  [[nodiscard]] std::optional<Bins::Bin> extreme(std::uint32_t demand, bool fullest) const {
    std::optional<Bins::Bin> best;
    for (const auto& [bin, room] : free) {
      if (room >= demand && (!best || (fullest ? room < free.at(*best) : room > free.at(*best)))) {
        best = bin;
      }
    }
    return best;
  }
};

}  // namespace

TEST_CASE("the index finds what a search of all bins finds") {
  const bool by_age = GENERATE(true, false);
  const bool by_free = GENERATE(true, false);
  // Many removals make holes, which are closed now and then.
  const std::uint32_t removals = GENERATE(1u, 3u);
  BinIndex index(by_age, by_free);
  PlainBins plain;
  std::map<std::uint32_t, Bins::Bin> position;  // by owner
  sim::Draw draw(sim::DrawKey(7, 0, 0), removals, 0);
  std::uint32_t owners = 0;
  std::size_t compactions = 0;
  for (int step = 0; step < 6'000; ++step) {
    const std::uint32_t what = draw.below(4 + removals);
    if (what < 2 || position.empty()) {
      const std::uint32_t room = draw.below(40);
      const Bins::Bin bin = index.add(owners, room);
      REQUIRE(plain.free.emplace(bin, room).second);
      position[owners++] = bin;
    } else {
      auto chosen = position.begin();
      std::advance(chosen, draw.below(static_cast<std::uint32_t>(position.size())));
      if (what < 4) {
        const std::uint32_t room = draw.below(40);
        index.set_free(chosen->second, room);
        plain.free[chosen->second] = room;
      } else {
        index.remove(chosen->second);
        CHECK_FALSE(index.holds(chosen->second));
        plain.free.erase(chosen->second);
        position.erase(chosen);
      }
    }
    if (step % 7 == 0) {
      std::map<std::uint32_t, Bins::Bin> moved;
      index.compact([&moved](std::uint32_t owner, Bins::Bin bin) { moved[owner] = bin; });
      if (!moved.empty()) {
        ++compactions;
        REQUIRE(moved.size() == position.size());
        PlainBins renumbered;
        Bins::Bin expected = 0;
        for (auto& [owner, bin] : position) {  // owners grow with age, so the order stays
          REQUIRE(moved.at(owner) == expected++);
          renumbered.free[moved.at(owner)] = plain.free.at(bin);
          bin = moved.at(owner);
        }
        plain = renumbered;
      }
    }
    REQUIRE(index.size() == plain.free.size());
    const std::uint32_t demand = 1 + draw.below(42);
    if (by_age) {
      REQUIRE(index.oldest_with(demand) == plain.oldest(demand));
    }
    if (by_free) {
      REQUIRE(index.fullest_with(demand) == plain.extreme(demand, true));
      REQUIRE(index.emptiest_with(demand) == plain.extreme(demand, false));
    }
  }
  for (const auto& [owner, bin] : position) {
    REQUIRE(index.holds(bin));
    REQUIRE(index.owner(bin) == owner);
    REQUIRE(index.free(bin) == plain.free.at(bin));
  }
  if (removals == 3) {
    CHECK(compactions > 0);
  }
}

TEST_CASE("an index that was not declared is not kept, and asking for it is a defect of the policy") {
  BinIndex none(false, false);
  none.add(0, 10);
  CHECK_THROWS_AS(none.oldest_with(1), sim::InvariantBroken);
  CHECK_THROWS_AS(none.fullest_with(1), sim::InvariantBroken);
  CHECK_THROWS_AS(none.emptiest_with(1), sim::InvariantBroken);
  CHECK(none.size() == 1);
}

TEST_CASE("a demand of nothing, and a bin that is gone, are defects") {
  BinIndex index(true, true);
  const Bins::Bin bin = index.add(0, 10);
  CHECK_THROWS_AS(index.oldest_with(0), sim::InvariantBroken);
  index.remove(bin);
  CHECK_THROWS_AS(index.remove(bin), sim::InvariantBroken);
  CHECK_THROWS_AS(index.set_free(bin, 1), sim::InvariantBroken);
  CHECK_FALSE(index.oldest_with(1).has_value());
}
