#include "models/experiment/explain/instance_levels.hpp"

#include "tests/catch.hpp"

using namespace curtain;

namespace {

InstanceEnd end_of(std::uint32_t number, EndReason reason, std::int64_t at_s, bool is_over = true) {
  InstanceEnd end;
  end.now = Time{0} + sim::seconds(at_s);
  end.number = number;
  end.reason = reason;
  end.is_over = is_over;
  return end;
}

/// The levels of a function with this many instances.
InstanceLevels levels_of(std::size_t instances) {
  InstanceLevels levels;
  for (std::size_t i = 0; i < instances; ++i) {
    levels.created();
  }
  return levels;
}

}  // namespace

TEST_CASE("a function that never had more instances than now lacks none that ended") {
  InstanceLevels levels = levels_of(2);
  CHECK(levels.usable() == 2);
  CHECK(levels.missing() == nullptr);
  CHECK(levels.missing_together() == 0);
}

TEST_CASE("the missing instance is the one by whose end the number last fell to the present number") {
  // 3 instances: number 2 is evicted at 1 s, number 1 ends by its keep-alive at 2 s; then another instance
  // starts.
  InstanceLevels levels = levels_of(3);
  levels.ended(end_of(2, EndReason::evicted, 1));
  levels.ended(end_of(1, EndReason::keep_alive, 2));
  REQUIRE(levels.missing() != nullptr);
  CHECK(levels.missing()->reason == EndReason::keep_alive);
  levels.created();  // it replaces number 1, so the evicted instance is missing
  REQUIRE(levels.missing() != nullptr);
  CHECK(levels.missing()->reason == EndReason::evicted);
  CHECK(levels.missing()->number == 2);
  levels.created();
  CHECK(levels.missing() == nullptr);
}

TEST_CASE("a retired instance is missing from its retirement on, and not again at its end") {
  InstanceLevels levels = levels_of(2);
  levels.ended(end_of(0, EndReason::vm_lifetime, 1, false));
  CHECK(levels.usable() == 1);
  REQUIRE(levels.missing() != nullptr);
  CHECK(levels.missing()->reason == EndReason::vm_lifetime);
  levels.ended(end_of(0, EndReason::instance_lifetime, 2, false));  // retired again
  CHECK(levels.usable() == 1);
  levels.ended(end_of(0, EndReason::drained, 5));
  CHECK(levels.usable() == 1);
  CHECK(levels.missing()->reason == EndReason::vm_lifetime);
  CHECK(levels.missing()->now == Time{0} + sim::seconds(1));
}

TEST_CASE("instances that an outage takes together are counted together") {
  InstanceLevels levels = levels_of(5);
  for (const std::uint32_t number : {4u, 2u, 1u}) {
    InstanceEnd end = end_of(number, EndReason::outage, 10);
    end.outage = OutageTarget{true, 1};
    levels.ended(end);
  }
  REQUIRE(levels.missing() != nullptr);
  CHECK(levels.missing()->outage == OutageTarget{true, 1});
  CHECK(levels.missing_together() == 3);
  levels.ended(end_of(0, EndReason::keep_alive, 10));
  CHECK(levels.missing_together() == 1);
}
