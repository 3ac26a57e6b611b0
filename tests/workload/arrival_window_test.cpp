#include "models/workload/arrival_window.hpp"

#include <utility>

#include "sim/draws.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

using Pairs = std::vector<std::pair<std::int64_t, std::uint32_t>>;

Pairs taken(ArrivalWindow& window) {
  Pairs pairs;
  while (window.left() > 0) {
    for (const std::uint64_t key : window.take(7)) {
      pairs.emplace_back(window.time_of(key).ns(), window.row_of(key));
    }
  }
  return pairs;
}

}  // namespace

TEST_CASE("a window returns arrivals in order of time, and in order of row at one instant") {
  const std::uint32_t rows = GENERATE(1u, 2u, 3u, 1'000u, 65'537u);
  const std::uint32_t count = GENERATE(0u, 1u, 31u, 33u, 20'000u);
  const std::int64_t width = GENERATE(std::int64_t{1}, std::int64_t{1'000}, std::int64_t{60'000'000'000});
  const std::uint32_t crowd =
      GENERATE(0u, 3u);  // 3 means that three quarters of the arrivals are in a thousandth of the window
  ArrivalWindow window(rows);
  for (const std::int64_t start : {std::int64_t{0}, std::int64_t{1} << 50}) {  // this key is used twice
    window.open(Time{start}, Duration{width});
    Pairs expected;
    sim::Draw draw(sim::DrawKey(3, 0, 0), count, 0);
    for (std::uint32_t i = 0; i < count; ++i) {
      const double within = draw.below(4) < crowd ? draw.uniform() / 1000 : draw.uniform();
      const auto offset = static_cast<std::int64_t>(within * static_cast<double>(width));
      const std::uint32_t row = draw.below(rows);
      window.add(row, static_cast<std::uint64_t>(offset));
      expected.emplace_back(start + offset, row);
    }
    std::sort(expected.begin(), expected.end());
    window.sort();
    CHECK(window.left() == count);
    CHECK(taken(window) == expected);
  }
}

TEST_CASE("a window is as wide as its keys allow, but not wider") {
  CHECK(ArrivalWindow(1).widest() == Duration{std::int64_t{1} << 62});
  CHECK(ArrivalWindow(1000).widest() == Duration{std::int64_t{1} << 53});
  ArrivalWindow window(1000);
  window.open(Time{5}, window.widest());
  window.add(999, static_cast<std::uint64_t>(window.widest().ns() - 1));
  window.add(0, 0);
  window.sort();
  CHECK(taken(window) == Pairs{{5, 0}, {5 + window.widest().ns() - 1, 999}});
  CHECK_THROWS(window.open(Time{}, window.widest() + Duration{1}));
  CHECK_THROWS(window.open(Time{}, Duration{0}));
}
