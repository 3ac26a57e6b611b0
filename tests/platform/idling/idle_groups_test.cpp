#include "models/platform/idling/idle_groups.hpp"

#include "sim/check.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

std::vector<std::uint32_t> idle_of(IdleGroups& groups, std::uint32_t group) {
  std::vector<std::uint32_t> found;
  for (std::uint32_t id = groups[group].front; id != IdleGroups::kNobody; id = groups.after(id)) {
    found.push_back(id);
  }
  return found;
}

}  // namespace

TEST_CASE("instances of one function on one VM are one group") {
  IdleGroups groups;
  groups.join(1, 10, 0);
  groups.join(1, 10, 3);
  groups.join(1, 11, 4);  // this instance is on another VM
  groups.join(2, 10, 5);  // this instance is of another function
  CHECK(groups.group_of(0) == groups.group_of(3));
  CHECK(groups.group_of(0) != groups.group_of(4));
  CHECK(groups.group_of(0) != groups.group_of(5));
  CHECK(groups[groups.group_of(5)].function == 2);
  CHECK(groups[groups.group_of(4)].vm == 11);
  CHECK(groups[groups.group_of(0)].members == 2);
}

TEST_CASE("idle instances of a group are in the order in which they became idle") {
  IdleGroups groups;
  for (std::uint32_t id = 0; id < 4; ++id) {
    groups.join(0, 0, id);
  }
  const std::uint32_t group = groups.group_of(0);
  for (const std::uint32_t id : {2u, 0u, 3u, 1u}) {
    groups.enter(id);
  }
  CHECK(idle_of(groups, group) == std::vector<std::uint32_t>{2, 0, 3, 1});
  groups.leave(0);
  groups.leave(2);
  groups.part(1);  // this instance is removed while it is idle
  CHECK(idle_of(groups, group) == std::vector<std::uint32_t>{3});
  groups.enter(2);
  CHECK(idle_of(groups, group) == std::vector<std::uint32_t>{3, 2});
  CHECK(groups[group].idle == 2);
  CHECK(groups[group].members == 3);
  CHECK_THROWS_AS(groups.enter(2), sim::InvariantBroken);
  CHECK_THROWS_AS(groups.leave(0), sim::InvariantBroken);
}

TEST_CASE("a group ends with its last member, and its row is reused") {
  IdleGroups groups;
  groups.join(0, 0, 0);
  const std::uint32_t group = groups.group_of(0);
  const std::uint32_t generation = groups.generation(group);
  groups[group].reviews = 7;
  CHECK(groups.live(group, generation));
  groups.part(0);
  CHECK_FALSE(groups.live(group, generation));
  groups.join(0, 0, 0);
  CHECK_FALSE(groups.live(group, generation));
  CHECK(groups[groups.group_of(0)].reviews == 0);
}
