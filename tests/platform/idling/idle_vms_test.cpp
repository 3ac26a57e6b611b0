// VMs whose instances are all idle are compared with a plain search, under random operations.
#include "models/platform/idling/idle_vms.hpp"

#include <algorithm>
#include <map>

#include "sim/check.hpp"
#include "sim/draws.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

using Key = IdleVms::Key;

/// The expected state by VM and instance: busy, or idle with a key.
using PlainVms = std::map<std::uint32_t, std::map<std::uint32_t, std::pair<bool, Key>>>;

Key last_vm_of(const std::map<std::uint32_t, std::pair<bool, Key>>& instances) {
  Key last{};
  for (const auto& [id, state] : instances) {
    last = std::max(last, state.second);
  }
  return last;
}

}  // namespace

TEST_CASE("a VM is idle as a whole if it has instances and all are idle") {
  IdleVms vms;
  const auto never = [](std::uint32_t) -> Key { throw std::logic_error("it is known"); };
  vms.put(3);
  CHECK(vms.in_order(never).empty());
  vms.enter(3, {1.0, Time{0}, 0});
  CHECK(vms.in_order(never).size() == 1);
  vms.put(3);  // a second instance, which is starting
  CHECK(vms.in_order(never).empty());
  vms.enter(3, {2.0, Time{0}, 1});
  CHECK(vms.in_order(never).begin()->first == Key{2.0, Time{0}, 1});
  vms.leave(3, {2.0, Time{0}, 1});
  vms.take(3);  // the second instance is removed
  CHECK(vms.in_order([](std::uint32_t) { return Key{1.0, Time{0}, 0}; }).size() == 1);
  CHECK_THROWS_AS(vms.take(3), sim::InvariantBroken);
}

TEST_CASE("a VM is empty from the end of its last instance until its next instance or its release") {
  IdleVms vms;
  vms.put(2);
  vms.put(2);
  vms.take(2);
  CHECK(vms.empty().empty());
  vms.take(2);
  CHECK(vms.empty() == std::set<std::uint32_t>{2});
  vms.put(2);
  CHECK(vms.empty().empty());
  vms.take(2);
  vms.release(2);
  CHECK(vms.empty().empty());
}

TEST_CASE("under random operations the entirely idle VMs agree with a search, in order") {
  IdleVms vms;
  PlainVms plain;
  sim::Draw draw(sim::DrawKey(6, 0, 0), 0, 0);
  std::uint64_t searched = 0;
  for (int step = 0; step < 20'000; ++step) {
    const std::uint32_t vm = draw.below(6);
    const std::uint32_t id = 10 * vm + draw.below(4);
    auto& instances = plain[vm];
    const auto found = instances.find(id);
    if (found == instances.end()) {
      if (draw.below(8) == 0) {
        instances[id] = {false, {}};
        vms.put(vm);
      }
    } else if (found->second.first) {
      vms.leave(vm, found->second.second);
      found->second = {false, {}};
    } else if (draw.below(8) == 0) {
      instances.erase(found);
      vms.take(vm);
    } else {
      found->second = {true, {static_cast<double>(1 + draw.below(5)), Time{step}, id}};
      vms.enter(vm, found->second.second);
    }
    if (draw.below(3) != 0) {
      continue;
    }
    std::set<std::pair<Key, std::uint32_t>> expected;
    for (const auto& [which, inside] : plain) {
      const bool is_whole = !inside.empty() && std::all_of(inside.begin(), inside.end(),
                                                           [](const auto& one) { return one.second.first; });
      if (is_whole) {
        expected.emplace(last_vm_of(inside), which);
      }
    }
    const auto& order = vms.in_order([&](std::uint32_t which) {
      ++searched;
      return last_vm_of(plain.at(which));
    });
    REQUIRE(order == expected);
  }
  CHECK(searched > 100);
}
