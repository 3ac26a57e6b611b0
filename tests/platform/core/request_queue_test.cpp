// Tests of the three orders of the queue, with removals at any position.
#include "models/platform/core/request_queue.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "models/platform/core/rows.hpp"
#include "sim/draws.hpp"
#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("a queue under random operations agrees with a sorted list") {
  const QueueOrder order =
      GENERATE(QueueOrder::first_in_first_out, QueueOrder::last_in_first_out, QueueOrder::keyed);
  struct Waiting {
    std::int64_t key;
    std::uint64_t position;
    std::uint32_t id;
  };
  std::vector<Request> rows(50);
  std::vector<Waiting> plain;
  RequestQueue queue;
  sim::Draw draw(sim::DrawKey(1, 0, 0), 0, 0);
  for (std::uint64_t step = 0; step < 20'000; ++step) {
    const std::uint32_t id = draw.below(50);
    const auto place =
        std::find_if(plain.begin(), plain.end(), [id](const Waiting& one) { return one.id == id; });
    if (place == plain.end()) {
      const auto key = static_cast<std::int64_t>(draw.below(5)) - 2;
      queue.push(rows, id, order, key, step);
      plain.push_back({order == QueueOrder::first_in_first_out  ? 0
                       : order == QueueOrder::last_in_first_out ? -static_cast<std::int64_t>(step)
                                                                : key,
                       step, id});
      std::sort(plain.begin(), plain.end(), [](const Waiting& a, const Waiting& b) {
        return a.key != b.key ? a.key < b.key : a.position < b.position;
      });
    } else if (draw.below(2) == 0) {
      queue.remove(rows, id);
      plain.erase(place);
    } else {
      REQUIRE(queue.pop(rows) == plain.front().id);
      plain.erase(plain.begin());
    }
    REQUIRE(queue.size() == plain.size());
    REQUIRE(queue.empty() == plain.empty());
    if (!plain.empty()) {
      REQUIRE(queue.front() == plain.front().id);
    }
    if (!plain.empty() && order == QueueOrder::keyed) {
      const std::uint32_t ahead = draw.below(static_cast<std::uint32_t>(plain.size()));
      const auto expected = std::pair{plain[ahead].key, plain[ahead].position};
      REQUIRE(queue.place(ahead) == expected);
      REQUIRE(queue.place_of(plain[ahead].id) == expected);
    }
  }
}
