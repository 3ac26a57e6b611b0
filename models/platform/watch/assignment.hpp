#pragma once
// The assignment of some things to others with the largest sum of gains.
#include <atomic>
#include <cstdint>
#include <vector>

namespace curtain {

/// `left` and `right` are positions of groups; each of their members gains that much from the other.
struct Gain {
  std::uint32_t left = 0;
  std::uint32_t right = 0;
  std::uint32_t gain = 0;  ///< above 0
};

/// What whole classes of groups gain from each other: for pairs that have something in common with most
/// others.
struct ClassGains {
  std::vector<std::uint32_t> left;  ///< the class of each group
  std::vector<std::uint32_t> right;
  std::vector<Gain> gains;  ///< between classes
};

/// Every member of a group on the left is assigned to a member of its own on the right. `left` and `right`
/// hold how many members each group has, on the right no fewer together; pairs that are not among `gains`, of
/// which a pair has at most one, gain what their classes do, else nothing; no pair of `gains` gains less than
/// its classes do. Returns the largest sum there is.
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
