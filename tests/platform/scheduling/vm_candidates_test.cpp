// Candidates by VM are compared with a plain search, under random operations. The number of key computations
// is also checked.
#include "models/platform/scheduling/vm_candidates.hpp"

#include <map>
#include <utility>
#include <vector>

#include "sim/check.hpp"
#include "sim/draws.hpp"
#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE(
    "within a VM the candidate added last is first, and between VMs the candidate with the lowest key") {
  VmCandidates candidates;
  std::map<std::uint32_t, std::int64_t> keys{{0, 5}, {1, 5}};  // indexed by VM
  const auto key_of = [&](std::uint32_t instance) { return keys.at(instance / 10); };
  candidates.list(7, 0, 3);
  candidates.list(7, 0, 4);
  CHECK(candidates.first(7, key_of) == 4);
  candidates.list(7, 1, 10);
  CHECK(candidates.first(7, key_of) == 10);  // of equal keys the VM listed last
  keys[0] = 4;
  candidates.change(0);
  CHECK(candidates.first(7, key_of) == 4);
  candidates.unlist(4);
  CHECK(candidates.first(7, key_of) == 3);
  candidates.unlist(3);
  CHECK(candidates.first(7, key_of) == 10);
  CHECK_THROWS_AS(candidates.list(7, 1, 10), sim::InvariantBroken);
  CHECK_THROWS_AS(candidates.unlist(3), sim::InvariantBroken);
}

TEST_CASE("the first candidate agrees with a search through all candidates of the function") {
  constexpr std::uint32_t kFunctions = 5;
  constexpr std::uint32_t kVms = 6;
  constexpr std::uint32_t kInstances = 60;
  struct Listed {
    std::uint64_t since = 0;
    bool is_there = false;
  };
  sim::Draw draw(sim::DrawKey(53, 0, 2), 0, 0);
  VmCandidates candidates;
  std::vector<Listed> listed(kInstances);
  std::vector<std::int64_t> keys(kVms);
  const auto function_of = [](std::uint32_t instance) { return instance % kFunctions; };
  const auto vm_of = [](std::uint32_t instance) { return instance / 10; };
  std::uint64_t listings = 0;
  int asked = 0;
  for (int step = 0; step < 50'000; ++step) {
    const std::uint32_t instance = draw.below(kInstances);
    switch (draw.below(4)) {
      case 0: {
        const std::uint32_t vm = draw.below(kVms);
        keys[vm] = draw.below(4);
        candidates.change(vm);
        break;
      }
      case 1: {
        const std::uint32_t function = function_of(instance);
        std::uint32_t first = VmCandidates::kNobody;
        for (std::uint32_t id = function; id < kInstances; id += kFunctions) {
          const auto rank = [&](std::uint32_t of) { return std::pair(keys[vm_of(of)], ~listed[of].since); };
          if (listed[id].is_there && (first == VmCandidates::kNobody || rank(id) < rank(first))) {
            first = id;
          }
        }
        if (first != VmCandidates::kNobody) {
          ++asked;
          REQUIRE(candidates.first(function, [&](std::uint32_t id) { return keys[vm_of(id)]; }) == first);
        }
        break;
      }
      default:
        if (listed[instance].is_there) {
          candidates.unlist(instance);
        } else {
          candidates.list(function_of(instance), vm_of(instance), instance);
          listed[instance].since = listings++;
        }
        listed[instance].is_there = !listed[instance].is_there;
    }
  }
  CHECK(asked > 10'000);
}

TEST_CASE("with one huge VM a key is computed at most once per query, for any number of instances") {
  VmCandidates candidates;
  std::uint64_t looked_up = 0;
  const auto key_of = [&](std::uint32_t) {
    ++looked_up;
    return std::int64_t{0};
  };
  constexpr std::uint32_t kMany = 20'000;
  for (std::uint32_t i = 0; i < kMany; ++i) {
    candidates.list(0, 0, i);              // n instances of one function
    candidates.list(1 + i, 0, kMany + i);  // one instance of each of n other functions
  }
  for (std::uint32_t i = 0; i < kMany; ++i) {
    candidates.change(0);
    CHECK(candidates.first(0, key_of) == kMany - 1);
    CHECK(candidates.first(1 + i, key_of) == kMany + i);
  }
  CHECK(looked_up == 2 * kMany);
}
