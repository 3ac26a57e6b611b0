// The order is compared with a plain sort, under random operations.
#include "models/platform/idling/idle_order.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include "sim/check.hpp"
#include "sim/draws.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

std::vector<std::uint32_t> walked(IdleOrder& order, std::uint32_t isolation_class = 0) {
  std::vector<std::uint32_t> found;
  order.begin_walk(isolation_class);
  for (std::uint32_t id = order.next_in_walk(); id != IdleOrder::kNobody; id = order.next_in_walk()) {
    found.push_back(id);
  }
  return found;
}

struct PlainOrder {
  std::uint32_t group;
  double own;
  Time since;
};

}  // namespace

TEST_CASE("the lowest value is first, of equal values the instance idle longest, then the lowest row") {
  IdleOrder order;
  order.insert(0, 0, 4, 2.0, Time{10});
  order.insert(0, 0, 3, 1.0, Time{30});
  order.insert(0, 0, 2, 1.0, Time{20});
  order.insert(0, 0, 1, 1.0, Time{20});
  CHECK(walked(order) == std::vector<std::uint32_t>{1, 2, 3, 4});
  order.erase(1);
  CHECK(walked(order) == std::vector<std::uint32_t>{2, 3, 4});
  CHECK_FALSE(order.holds(1));
  CHECK(order.holds(2));
}

TEST_CASE("a change of a group's common value moves all instances of the group") {
  IdleOrder order;
  order.insert(0, 0, 1, 1.0, Time{0});
  order.insert(0, 0, 2, 3.0, Time{0});
  order.insert(0, 7, 3, 2.0, Time{0});
  CHECK(walked(order) == std::vector<std::uint32_t>{1, 3, 2});
  order.set_shared(0, 1.5);  // the values of the group are 2.5 and 4.5, and the value of the other instance
                             // is 2
  CHECK(walked(order) == std::vector<std::uint32_t>{3, 1, 2});
  CHECK(order.value(2) == 4.5);
  order.set_shared(7, 1.0);  // the value of the group is now 3
  CHECK(walked(order) == std::vector<std::uint32_t>{1, 3, 2});
  order.erase(3);
  order.set_shared(7, -9.0);  // the group has no instance yet
  CHECK(walked(order) == std::vector<std::uint32_t>{1, 2});
  order.insert(0, 7, 5, 0.0, Time{0});
  CHECK(walked(order) == std::vector<std::uint32_t>{5, 1, 2});
}

TEST_CASE("under random operations the order agrees with a sort") {
  IdleOrder order;
  std::map<std::uint32_t, PlainOrder> plain;
  std::map<std::uint32_t, double> shared;
  sim::Draw draw(sim::DrawKey(5, 0, 0), 0, 0);
  for (int step = 0; step < 3'000; ++step) {
    const std::uint32_t id = draw.below(60);
    const std::uint32_t group = draw.below(8);
    if (draw.below(4) == 0) {
      shared[group] = draw.below(6);
      order.set_shared(group, shared[group]);
    } else if (plain.count(id) != 0) {
      plain.erase(id);
      order.erase(id);
    } else {
      plain[id] = {group, static_cast<double>(draw.below(6)), Time{draw.below(4)}};
      order.insert(group % 2, group, id, plain[id].own, plain[id].since);
    }
    for (const std::uint32_t isolation_class : {0u, 1u}) {
      std::vector<IdleOrder::Key> expected;
      for (const auto& [instance, row] : plain) {
        if (row.group % 2 == isolation_class) {
          expected.emplace_back(row.own + shared[row.group], row.since, instance);
        }
      }
      std::sort(expected.begin(), expected.end());
      std::vector<std::uint32_t> ids;
      for (const IdleOrder::Key& key : expected) {
        ids.push_back(std::get<2>(key));
        REQUIRE(order.key_of(ids.back()) == key);
      }
      REQUIRE(walked(order, isolation_class) == ids);
    }
  }
  CHECK(walked(order, 2).empty());
}

TEST_CASE("values that cannot be ordered are refused") {
  IdleOrder order;
  order.insert(0, 0, 1, 1.0, Time{0});
  CHECK_THROWS_AS(order.insert(0, 0, 1, 2.0, Time{0}), sim::InvariantBroken);
  CHECK_THROWS_AS(order.insert(0, 0, 2, std::numeric_limits<double>::quiet_NaN(), Time{0}),
                  sim::InvariantBroken);
  CHECK_THROWS_AS(order.erase(2), sim::InvariantBroken);
  CHECK_THROWS_AS(order.insert(1, 0, 3, 2.0, Time{0}), sim::InvariantBroken);  // the group belongs to class 0
}
