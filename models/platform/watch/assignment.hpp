#pragma once
// The assignment between two sets with the largest sum of gains.
#include <atomic>
#include <cstdint>
#include <vector>

namespace curtain {

/// `left` and `right` are positions of groups; each pair of their members gains `gain`.
struct Gain {
  std::uint32_t left = 0;
  std::uint32_t right = 0;
  std::uint32_t gain = 0;  ///< above 0
};

/// Gains between whole classes of groups, for pairs that have something in common with most others.
struct ClassGains {
  std::vector<std::uint32_t> left;  ///< the class of each group
  std::vector<std::uint32_t> right;
  std::vector<Gain> gains;  ///< between classes
};

/// Assigns every member of a group on the left to a different member on the right. `left` and `right` are the
/// numbers of members of each group; the right must not have fewer in total. A pair gains by its entry in
/// `gains`, of which it has at most one, else by its classes, else nothing; an entry must not be less than
/// the gain of its classes. Returns the largest possible sum.
///
/// A flow of minimum cost by the primal-dual method (Ford and Fulkerson, Flows in networks, 1962): the costs
/// of shortest augmenting paths, which Boost.Graph's Dijkstra finds, never fall and are at most the largest
/// gain, so there are at most 1 + that many stages; in each, all paths of that cost are filled at once
/// (Dinic, Algorithm for solution of a problem of maximum flow in networks with power estimation, 1970). A
/// stage takes O(E sqrt(V)) at worst where groups have one member; memory is O(E).
///
/// Once `interrupt` is set, the result is 0.
std::uint64_t largest_gain(const std::vector<std::uint64_t>& left, const std::vector<std::uint64_t>& right,
                           const std::vector<Gain>& gains, const ClassGains& classes = {},
                           const std::atomic<bool>* interrupt = nullptr);

}  // namespace curtain
