#include "models/workload/name_index.hpp"

#include <map>

#include "sim/draws.hpp"
#include "tests/catch.hpp"

using curtain::NameIndex;

TEST_CASE("pairs of names are numbered in order of first mention, as with a map") {
  NameIndex index;
  std::map<std::pair<std::string, std::string>, std::uint32_t> expected;
  sim::Draw draw(sim::DrawKey(8, 0, 0), 0, 0);
  for (int i = 0; i < 30'000; ++i) {
    const std::string first(draw.below(12), static_cast<char>('a' + draw.below(2)));
    const std::string second = first + std::to_string(draw.below(2'000));
    const auto [found, added] =
        expected.try_emplace({first, second}, static_cast<std::uint32_t>(expected.size()));
    const auto [number, is_new] = index.number(first, second);
    REQUIRE(number == found->second);
    REQUIRE(is_new == added);
  }
  CHECK(index.size() == expected.size());
}

TEST_CASE("pairs of names with the same concatenation are distinguished") {
  NameIndex index;
  CHECK(index.number("ab", "c").first == 0);
  CHECK(index.number("a", "bc").first == 1);
  CHECK(index.number("abc", "").first == 2);
  CHECK(index.number("", "abc").first == 3);
  CHECK(index.number("ab", "c") == std::pair(0u, false));
}
