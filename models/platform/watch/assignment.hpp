#pragma once
// An assignment between two sets that maximises the sum of gains.
#include <atomic>
#include <cstdint>
#include <vector>

namespace curtain {

/// A gain of each pair of members of two groups. `left` and `right` are the positions of the groups.
struct Gain {
  std::uint32_t left = 0;
  std::uint32_t right = 0;
  std::uint32_t gain = 0;  ///< greater than 0
};

/// Gains between whole classes of groups, used if a group has gains with most other groups.
struct ClassGains {
  std::vector<std::uint32_t> left;  ///< the class of each group
  std::vector<std::uint32_t> right;
  std::vector<Gain> gains;  ///< gains between classes
};

/// Assigns every member of a group on the left to a different member on the right. `left` and `right` are the
/// numbers of members of each group; the total on the right must not be smaller. The gain of a pair is its
/// entry in `gains`, which has at most one entry for a pair. The gain of a pair without an entry is the gain
/// of its classes, or 0 if there is none. An entry must not be less than the gain of its classes. Returns the
/// largest possible sum of gains.
///
/// Computes a flow of minimum cost by the primal-dual method (Ford and Fulkerson, Flows in networks, 1962).
/// The costs of shortest augmenting paths, found by Boost.Graph's Dijkstra search, never decrease and are at
/// most the largest gain. So there are at most 1 + (largest gain) stages. Each stage fills all paths of its
/// cost at once (Dinic, Algorithm for solution of a problem of maximum flow in networks with power
/// estimation, 1970). A stage takes at most O(E sqrt(V)) if groups have one member. Memory is O(E).
///
/// The result is 0 after `interrupt` has been set.
std::uint64_t largest_gain(const std::vector<std::uint64_t>& left, const std::vector<std::uint64_t>& right,
                           const std::vector<Gain>& gains, const ClassGains& classes = {},
                           const std::atomic<bool>* interrupt = nullptr);

}  // namespace curtain
