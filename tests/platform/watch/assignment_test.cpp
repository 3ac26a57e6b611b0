// The assignment with the largest sum of gains is compared with all assignments.
#include "models/platform/watch/assignment.hpp"

#include <algorithm>
#include <functional>
#include <vector>

#include "sim/check.hpp"
#include "sim/draws.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

using MemberCounts = std::vector<std::uint64_t>;

/// Finds the largest gain by trying every group on the right for every member on the left.
std::uint64_t gain_by_trying(const MemberCounts& left, MemberCounts right, const std::vector<Gain>& gains) {
  std::vector<std::uint32_t> members;
  for (std::uint32_t group = 0; group < left.size(); ++group) {
    members.insert(members.end(), left[group], group);
  }
  std::uint64_t best = 0;
  const std::function<void(std::size_t, std::uint64_t)> choose = [&](std::size_t member, std::uint64_t sum) {
    if (member == members.size()) {
      best = std::max(best, sum);
      return;
    }
    for (std::uint32_t group = 0; group < right.size(); ++group) {
      if (right[group] == 0) {
        continue;
      }
      const auto found = std::find_if(gains.begin(), gains.end(), [&](const Gain& gain) {
        return gain.left == members[member] && gain.right == group;
      });
      --right[group];
      choose(member + 1, sum + (found == gains.end() ? 0 : found->gain));
      ++right[group];
    }
  };
  choose(0, 0);
  return best;
}

}  // namespace

TEST_CASE("the assignment with the largest gain may not contain the pair with the largest gain") {
  // The pairs (0, 0) and (1, 1) gain 2 + 2. If 0 took its best partner, 1, then 1 would get partner 0 and
  // gain nothing.
  CHECK(largest_gain({1, 1}, {1, 1}, {{0, 0, 2}, {0, 1, 3}, {1, 1, 2}}) == 4);
  // There are three members on the left, and one of them gets no partner with a gain.
  CHECK(largest_gain({3}, {1, 1, 1}, {{0, 0, 5}, {0, 2, 1}}) == 6);
  CHECK(largest_gain({2}, {5}, {}) == 0);
  CHECK(largest_gain({}, {1}, {}) == 0);
}

TEST_CASE("an assignment with more members on the left than on the right is refused") {
  CHECK_THROWS_AS(largest_gain({2}, {1}, {{0, 0, 1}}), sim::InvariantBroken);
}

TEST_CASE("the gain that is found is the largest over all assignments") {
  sim::Draw draw(sim::DrawKey(52, 0, 2), 0, 0);
  int contested = 0;
  for (int trial = 0; trial < 2'000; ++trial) {
    MemberCounts left(1 + draw.below(4));
    MemberCounts right(1 + draw.below(4));
    std::uint64_t members = 0;
    for (std::uint64_t& count : left) {
      count = draw.below(3);
      members += count;
    }
    std::uint64_t places = 0;
    for (std::uint64_t& count : right) {
      count = draw.below(3);
      places += count;
    }
    right.front() += members > places ? members - places : 0;
    std::vector<Gain> gains;
    std::uint64_t greedy = 0;
    for (std::uint32_t i = 0; i < left.size(); ++i) {
      std::uint32_t most = 0;
      for (std::uint32_t j = 0; j < right.size(); ++j) {
        if (const std::uint32_t gain = draw.below(5); gain > 0) {
          gains.push_back({i, j, gain});
          most = std::max(most, gain);
        }
      }
      greedy += left[i] * most;
    }
    CAPTURE(trial, left, right);
    const std::uint64_t largest = largest_gain(left, right, gains);
    REQUIRE(largest == gain_by_trying(left, right, gains));
    contested += largest < greedy ? 1 : 0;
  }
  CHECK(contested > 500);
}

TEST_CASE("groups gain the sum over their classes, unless one of their pairs has a larger gain") {
  // All members of class 0 on the left gain 2 from class 1 on the right. The pair 1, 1 gains 3, and 0 then
  // takes the other partner.
  const ClassGains classes{{0, 0}, {0, 1, 1}, {{0, 1, 2}}};
  CHECK(largest_gain({1, 1}, {1, 1, 1}, {{1, 1, 3}}, classes) == 5);
  CHECK(largest_gain({2, 1}, {1, 1, 1}, {{1, 1, 3}}, classes) == 5);
  CHECK(largest_gain({3, 0}, {5, 1, 1}, {}, classes) == 4);
}

TEST_CASE("an interrupted assignment has no result") {
  const std::atomic<bool> stop{true};
  CHECK(largest_gain({1}, {1}, {{0, 0, 2}}, {}, &stop) == 0);
}
