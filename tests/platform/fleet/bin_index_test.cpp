// The index is compared with a plain list, under random operations, with removed bins and closed gaps.
#include "models/platform/fleet/bin_index.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "sim/check.hpp"
#include "sim/draws.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

using Found = std::optional<Bins::Bin>;

/// The bins by position, in order of age. A search of all bins gives the expected answers of the index.
struct PlainBins {
  struct Plain {
    Bins::Serial serial = 0;
    std::uint32_t free = 0;
    std::uint32_t slots = 0;
  };
  std::map<Bins::Bin, Plain> bins;

  /// All bins in order of age.
  [[nodiscard]] std::vector<Bins::Bin> with(std::uint32_t demand, Bins::Serial from = 0) const {
    std::vector<Bins::Bin> some;
    for (const auto& [bin, plain] : bins) {
      if (plain.free >= demand && plain.serial >= from) {
        some.push_back(bin);
      }
    }
    return some;
  }
  /// The first bin that is at least as good as every other bin.
  template <class Better>
  [[nodiscard]] Found best(std::uint32_t demand, Better&& better) const {
    Found best;
    for (const Bins::Bin bin : with(demand)) {
      if (!best || better(bins.at(bin), bins.at(*best))) {
        best = bin;
      }
    }
    return best;
  }
};

Found first_of(const std::vector<Bins::Bin>& some) {
  return some.empty() ? std::nullopt : Found(some.front());
}
Found last_of(const std::vector<Bins::Bin>& some) {
  return some.empty() ? std::nullopt : Found(some.back());
}

void compare_by_age(const BinIndex& index, const PlainBins& plain, std::uint32_t demand, Bins::Serial from) {
  REQUIRE(index.oldest_with(demand) == first_of(plain.with(demand)));
  REQUIRE(index.youngest_with(demand) == last_of(plain.with(demand)));
  REQUIRE(index.next_with(from, demand) == first_of(plain.with(demand, from)));
}

void compare_by_free(const BinIndex& index, const PlainBins& plain, std::uint32_t demand) {
  using Plain = PlainBins::Plain;
  REQUIRE(index.fullest_with(demand) ==
          plain.best(demand, [](const Plain& a, const Plain& b) { return a.free < b.free; }));
  REQUIRE(index.emptiest_with(demand) ==
          plain.best(demand, [](const Plain& a, const Plain& b) { return a.free > b.free; }));
  std::vector<Bins::Bin> some = plain.with(demand);
  std::stable_sort(some.begin(), some.end(), [&plain](Bins::Bin a, Bins::Bin b) {
    return plain.bins.at(a).free < plain.bins.at(b).free;
  });
  REQUIRE(index.count_with(demand) == some.size());
  for (std::size_t i = 0; i < some.size(); ++i) {
    REQUIRE(index.nth_with(demand, i) == some[i]);
  }
  CHECK_THROWS_AS(index.nth_with(demand, some.size()), sim::InvariantBroken);
}

void compare_by_slots(const BinIndex& index, const PlainBins& plain, std::uint32_t demand, std::uint32_t a,
                      std::uint32_t b) {
  const auto weight = [a, b](const PlainBins::Plain& bin) { return a * bin.free + b * bin.slots; };
  REQUIRE(index.heaviest_with(demand, a, b) ==
          plain.best(demand, [&weight](const auto& x, const auto& y) { return weight(x) > weight(y); }));
}

/// Does the same random operations on an index with the given `needs` and on a plain list.
class Pair {
 public:
  Pair(const Needs& needs, std::uint32_t removals)
      : needs_(needs), index(needs), draw(sim::DrawKey(7, 0, 0), removals, 0) {}

  void add() {
    const std::uint32_t free = draw.below(40);
    const std::uint32_t slots = draw.below(6);
    REQUIRE(index.next_serial() == owners_);
    const Bins::Bin bin = index.add(owners_, free, slots);
    REQUIRE(plain.bins.emplace(bin, PlainBins::Plain{owners_, free, slots}).second);
    position[owners_++] = bin;
  }
  void change() {
    const Bins::Bin bin = any()->second;
    const std::uint32_t free = draw.below(40);
    const std::uint32_t slots = draw.below(6);
    index.set_room(bin, free, slots);
    plain.bins[bin].free = free;
    plain.bins[bin].slots = slots;
  }
  void remove() {
    const auto chosen = any();
    index.remove(chosen->second);
    CHECK_FALSE(index.holds(chosen->second));
    plain.bins.erase(chosen->second);
    position.erase(chosen);
  }
  /// Removes a bin and restores it with another amount of free room. Its position and serial do not change.
  void remove_and_restore() {
    const auto chosen = any();
    const Bins::Bin bin = chosen->second;
    index.remove(bin);
    const PlainBins::Plain before = plain.bins.at(bin);
    plain.bins.erase(bin);
    position.erase(chosen->first);
    compare();
    const PlainBins::Plain after{before.serial, draw.below(40), 1 + draw.below(6)};
    index.restore(bin, after.free, after.slots);
    plain.bins[bin] = after;
    position[index.owner(bin)] = bin;
    CHECK(index.serial(bin) == before.serial);
    CHECK_THROWS_AS(index.restore(bin, 1), sim::InvariantBroken);
  }
  void compact() {
    std::map<std::uint32_t, Bins::Bin> moved;
    index.compact([&moved](std::uint32_t owner, Bins::Bin bin) { moved[owner] = bin; });
    if (moved.empty()) {
      return;
    }
    ++compactions;
    REQUIRE(moved.size() == position.size());
    PlainBins renumbered;
    Bins::Bin expected = 0;
    for (auto& [owner, bin] : position) {  // owners increase with age, so the order does not change
      REQUIRE(moved.at(owner) == expected++);
      renumbered.bins[moved.at(owner)] = plain.bins.at(bin);
      bin = moved.at(owner);
    }
    plain = renumbered;
  }
  void compare() {
    REQUIRE(index.size() == plain.bins.size());
    const std::uint32_t demand = 1 + draw.below(42);
    const Bins::Serial from = draw.below(owners_ + 2);
    if (needs_.bins_by_age) {
      compare_by_age(index, plain, demand, from);
    }
    if (needs_.bins_by_free) {
      compare_by_free(index, plain, demand);
    }
    if (needs_.bins_by_slots) {
      compare_by_slots(index, plain, demand, 1 + draw.below(3), draw.below(5));
    }
    if (needs_.bins_by_position && !plain.bins.empty()) {
      const std::uint32_t nth = draw.below(static_cast<std::uint32_t>(plain.bins.size()));
      REQUIRE(index.nth(nth) == std::next(plain.bins.begin(), nth)->first);
      REQUIRE(index.position(index.nth(nth)) == nth);
    }
  }

 private:
  std::map<std::uint32_t, Bins::Bin>::iterator any() {
    return std::next(position.begin(), draw.below(static_cast<std::uint32_t>(position.size())));
  }

  Needs needs_;
  std::uint32_t owners_ = 0;

 public:
  BinIndex index;
  PlainBins plain;
  std::map<std::uint32_t, Bins::Bin> position;  // owners are numbered like the serials
  sim::Draw draw;
  std::size_t compactions = 0;
};

}  // namespace

TEST_CASE("the index finds the same bins as a search of all bins") {
  const Needs needs = GENERATE(
      Needs{}, Needs{.bins_by_age = true}, Needs{.bins_by_free = true}, Needs{.bins_by_position = true},
      Needs{.bins_by_slots = true},
      Needs{.bins_by_age = true, .bins_by_free = true, .bins_by_position = true, .bins_by_slots = true});
  // The many removals leave gaps, which are closed from time to time.
  const std::uint32_t removals = GENERATE(1u, 3u);
  Pair pair(needs, removals);
  for (int step = 0; step < 4'000; ++step) {
    const std::uint32_t what = pair.draw.below(4 + removals);
    if (what < 2 || pair.position.empty()) {
      pair.add();
    } else if (what < 4) {
      pair.change();
    } else {
      pair.remove();
    }
    if (step % 7 == 0) {
      pair.compact();
    }
    if (step % 3 == 0) {
      pair.compare();
    }
  }
  for (const auto& [owner, bin] : pair.position) {
    REQUIRE(pair.index.holds(bin));
    REQUIRE(pair.index.owner(bin) == owner);
    REQUIRE(pair.index.serial(bin) == owner);
    REQUIRE(pair.index.free(bin) == pair.plain.bins.at(bin).free);
    REQUIRE(pair.index.slots(bin) == pair.plain.bins.at(bin).slots);
  }
  if (removals == 3) {
    CHECK(pair.compactions > 0);
  }
}

TEST_CASE("a bin that is restored is found again in every index, at its old place") {
  Pair pair({.bins_by_age = true, .bins_by_free = true, .bins_by_position = true, .bins_by_slots = true}, 1);
  for (int step = 0; step < 70; ++step) {
    pair.add();
  }
  for (int step = 0; step < 1'000; ++step) {
    pair.remove_and_restore();
    pair.change();
    pair.compare();
  }
}

TEST_CASE("a round-robin search keeps its position after bins are renumbered") {
  // There are 100 bins with room. The first 60 are removed, so that the rest are renumbered.
  BinIndex index({.bins_by_age = true});
  for (std::uint32_t owner = 0; owner < 100; ++owner) {
    index.add(owner, 1);
  }
  const Bins::Serial remembered = index.serial(70);
  for (Bins::Bin bin = 0; bin < 60; ++bin) {
    index.remove(bin);
  }
  bool moved = false;
  index.compact([&moved](std::uint32_t, Bins::Bin) { moved = true; });
  REQUIRE(moved);
  REQUIRE(index.next_with(remembered, 1).has_value());
  CHECK(index.owner(*index.next_with(remembered, 1)) == 70);
  CHECK(index.next_with(0, 1) == index.oldest_with(1));  // the bin of this position is removed
  CHECK_FALSE(index.next_with(index.next_serial(), 1).has_value());
}

TEST_CASE("an index that was not declared is not kept, and a policy that uses it has a defect") {
  BinIndex none(Needs{});
  none.add(0, 10);
  CHECK_THROWS_AS(none.oldest_with(1), std::logic_error);
  CHECK_THROWS_AS(none.youngest_with(1), std::logic_error);
  CHECK_THROWS_AS(none.next_with(0, 1), std::logic_error);
  CHECK_THROWS_AS(none.fullest_with(1), std::logic_error);
  CHECK_THROWS_AS(none.emptiest_with(1), std::logic_error);
  CHECK_THROWS_AS(none.count_with(1), std::logic_error);
  CHECK_THROWS_AS(none.nth_with(1, 0), std::logic_error);
  CHECK_THROWS_AS(none.nth(0), std::logic_error);
  CHECK_THROWS_AS(none.position(0), std::logic_error);
  CHECK_THROWS_AS(none.heaviest_with(1, 1, 1), std::logic_error);
  CHECK(none.size() == 1);
}

TEST_CASE("a demand of zero, a removed bin, and a position beyond the last are defects") {
  BinIndex index({.bins_by_age = true, .bins_by_free = true, .bins_by_position = true});
  const Bins::Bin bin = index.add(0, 10);
  CHECK_THROWS_AS(index.oldest_with(0), sim::InvariantBroken);
  CHECK_THROWS_AS(index.nth(1), sim::InvariantBroken);
  CHECK_THROWS_AS(index.free(1), std::out_of_range);
  CHECK_THROWS_AS(index.slots(1), std::out_of_range);
  CHECK_THROWS_AS(index.serial(1), std::out_of_range);
  index.remove(bin);
  CHECK_THROWS_AS(index.remove(bin), sim::InvariantBroken);
  CHECK_THROWS_AS(index.set_room(bin, 1), sim::InvariantBroken);
  CHECK_THROWS_AS(index.nth(0), sim::InvariantBroken);
  CHECK_THROWS_AS(index.position(bin), sim::InvariantBroken);
  CHECK_FALSE(index.oldest_with(1).has_value());
  CHECK_FALSE(index.youngest_with(1).has_value());
  CHECK(index.count_with(1) == 0);
}
