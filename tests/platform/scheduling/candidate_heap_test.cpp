#include "models/platform/scheduling/candidate_heap.hpp"

#include "sim/draws.hpp"
#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("the front of the heap has the lowest key, of equal keys the candidate added last") {
  std::vector<std::uint32_t> list;
  std::vector<CandidatePlace> rows(3);
  CandidateHeap heap(list, rows);
  const auto add = [&](std::uint32_t id, std::int64_t key, std::uint64_t listed_as) {
    rows[id].key = key;
    rows[id].listed_as = listed_as;
    heap.push(id);
  };
  add(0, 5, 1);
  add(1, 7, 2);
  CHECK(list.front() == 0);
  add(2, 5, 3);
  CHECK(list.front() == 2);
  rows[1].key = 4;
  heap.settle(1);
  CHECK(list.front() == 1);
  rows[1].key = 6;
  heap.settle(1);
  CHECK(list.front() == 2);
  heap.remove(2);
  CHECK(list.front() == 0);
  heap.remove(0);
  CHECK(list == std::vector<std::uint32_t>{1});
  heap.remove(1);
  CHECK(list.empty());
}

TEST_CASE("the heap agrees with a full search under random operations") {
  std::vector<std::uint32_t> list;
  std::vector<CandidatePlace> rows(40);
  std::vector<bool> inside(rows.size());
  CandidateHeap heap(list, rows);
  sim::Draw draw(sim::DrawKey(1, 0, 0), 0, 0);
  for (std::uint64_t step = 1; step <= 5'000; ++step) {
    const std::uint32_t id = draw.below(static_cast<std::uint32_t>(rows.size()));
    const std::int64_t key = draw.below(6);
    if (!inside[id]) {
      rows[id].key = key;
      rows[id].listed_as = step;
      heap.push(id);
      inside[id] = true;
    } else if (draw.below(2) == 0) {
      rows[id].key = key;
      heap.settle(id);
    } else {
      heap.remove(id);
      inside[id] = false;
    }
    std::uint32_t lowest = kNone;
    for (std::uint32_t other = 0; other < rows.size(); ++other) {
      const auto rank = [&](std::uint32_t row) { return std::pair{rows[row].key, ~rows[row].listed_as}; };
      if (inside[other] && (lowest == kNone || rank(other) < rank(lowest))) {
        lowest = other;
      }
    }
    REQUIRE((list.empty() ? kNone : list.front()) == lowest);
    for (std::uint32_t place = 0; place < list.size(); ++place) {
      REQUIRE(rows[list[place]].place == place);
    }
  }
}
