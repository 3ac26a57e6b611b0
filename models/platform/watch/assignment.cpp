#include "models/platform/watch/assignment.hpp"

#include <algorithm>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/dijkstra_shortest_paths_no_color_map.hpp>
#include <boost/graph/filtered_graph.hpp>
#include <boost/property_map/function_property_map.hpp>
#include <cstddef>
#include <limits>
#include <numeric>
#include <utility>

#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

using ArcGraph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                                    boost::no_property, std::uint32_t, std::uint32_t>;
using GraphArc = boost::graph_traits<ArcGraph>::edge_descriptor;

/// A network and its flow. Each arc has a capacity and a cost that is not negative.
class FlowNetwork {
 public:
  FlowNetwork(std::uint32_t nodes, std::uint32_t source, std::uint32_t sink)
      : source_(source), sink_(sink), potential_(nodes), distance_(nodes), depth_(nodes), next_arc_(nodes) {}

  void connect(std::uint32_t from, std::uint32_t to, std::uint64_t capacity, std::int64_t cost) {
    const auto forth = static_cast<std::uint32_t>(arcs_.size());
    arcs_.push_back({from, to, forth + 1, capacity, cost});
    arcs_.push_back({to, from, forth, 0, -cost});
  }

  /// Returns the minimum cost of a flow of `amount`. Such a flow must exist.
  std::uint64_t cheapest(std::uint64_t amount, const std::atomic<bool>* interrupt) {
    arrange();
    const auto is_interrupted = [interrupt] {
      return interrupt != nullptr && interrupt->load(std::memory_order_relaxed);
    };
    std::uint64_t cost = 0;
    while (amount > 0 && !is_interrupted()) {
      reprice();
      while (amount > 0 && !is_interrupted() && find_depths()) {
        const std::uint64_t more = fill(amount);
        cost += more * static_cast<std::uint64_t>(potential_[sink_] - potential_[source_]);
        amount -= more;
      }
    }
    return is_interrupted() ? 0 : cost;
  }

 private:
  struct Arc {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    std::uint32_t back = 0;  ///< the arc in the opposite direction
    std::uint64_t residual = 0;
    std::int64_t cost = 0;
  };
  /// Ends Dijkstra's search at the sink. Nodes that are farther away get the price of the sink.
  struct Arrived {};
  struct StopAtSink : boost::default_dijkstra_visitor {
    explicit StopAtSink(std::uint32_t node) : sink(node) {}
    template <class Graph>
    void examine_vertex(std::uint32_t node, const Graph&) const {
      if (node == sink) {
        throw Arrived{};
      }
    }
    std::uint32_t sink;
  };
  /// Selects the arcs with spare capacity.
  struct HasRoom {
    const FlowNetwork* network = nullptr;
    bool operator()(const GraphArc& arc) const {
      return network->arcs_[boost::get(boost::edge_index, network->graph_, arc)].residual > 0;
    }
  };

  /// Sorts the arcs by their first node, as required by the graph.
  void arrange() {
    std::vector<std::uint32_t> order(arcs_.size());
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(),
                     [this](std::uint32_t a, std::uint32_t b) { return arcs_[a].from < arcs_[b].from; });
    std::vector<std::uint32_t> place(arcs_.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) {
      place[order[i]] = i;
    }
    std::vector<Arc> arranged;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> ends;
    arranged.reserve(arcs_.size());
    ends.reserve(arcs_.size());
    for (const std::uint32_t i : order) {
      arranged.push_back(arcs_[i]);
      arranged.back().back = place[arcs_[i].back];
      ends.emplace_back(arcs_[i].from, arcs_[i].to);
    }
    arcs_ = std::move(arranged);
    graph_ = ArcGraph(boost::edges_are_sorted, ends.begin(), ends.end(),
                      static_cast<std::uint32_t>(potential_.size()));
    first_arc_.assign(potential_.size() + 1, 0);
    for (const Arc& arc : arcs_) {
      ++first_arc_[arc.from + 1];
    }
    std::partial_sum(first_arc_.begin(), first_arc_.end(), first_arc_.begin());
  }

  [[nodiscard]] std::int64_t reduced_cost(const Arc& arc) const {
    return arc.cost + potential_[arc.from] - potential_[arc.to];
  }

  /// Sets the potentials to the distances from the source, so that arcs on shortest paths have a reduced cost
  /// of zero.
  void reprice() {
    const boost::filtered_graph<ArcGraph, HasRoom> residual(graph_, HasRoom{this});
    const auto cost = boost::make_function_property_map<GraphArc, std::int64_t>([this](const GraphArc& arc) {
      return reduced_cost(arcs_[boost::get(boost::edge_index, graph_, arc)]);
    });
    bool arrived = false;
    try {
      boost::dijkstra_shortest_paths_no_color_map(
          residual, source_,
          boost::weight_map(cost)
              .distance_map(boost::make_iterator_property_map(distance_.begin(),
                                                              boost::get(boost::vertex_index, graph_)))
              .vertex_index_map(boost::get(boost::vertex_index, graph_))
              .visitor(StopAtSink(sink_)));
    } catch (const Arrived&) {
      arrived = true;
    }
    SIM_CHECK(arrived);
    for (std::size_t node = 0; node < potential_.size(); ++node) {
      potential_[node] += std::min(distance_[node], distance_[sink_]);
    }
  }

  [[nodiscard]] bool is_admissible(const Arc& arc) const {
    return arc.residual > 0 && reduced_cost(arc) == 0;
  }

  /// Searches breadth-first along admissible arcs. Returns false if no path leads to the sink.
  bool find_depths() {
    std::fill(depth_.begin(), depth_.end(), kUnreached);
    std::copy(first_arc_.begin(), first_arc_.end() - 1, next_arc_.begin());
    depth_[source_] = 0;
    queue_.assign(1, source_);
    for (std::size_t i = 0; i < queue_.size() && depth_[sink_] == kUnreached; ++i) {
      const std::uint32_t node = queue_[i];
      for (std::uint32_t arc = first_arc_[node]; arc < first_arc_[node + 1]; ++arc) {
        const std::uint32_t to = arcs_[arc].to;
        if (depth_[to] == kUnreached && is_admissible(arcs_[arc])) {
          depth_[to] = depth_[node] + 1;
          queue_.push_back(to);
        }
      }
    }
    return depth_[sink_] != kUnreached;
  }

  /// Fills shortest admissible paths until none is left, up to a flow of `most`. Returns the flow that was
  /// added.
  std::uint64_t fill(std::uint64_t most) {
    std::uint64_t filled = 0;
    std::vector<std::uint32_t> path;  // arcs from the source
    while (filled < most) {
      const std::uint32_t node = path.empty() ? source_ : arcs_[path.back()].to;
      if (node == sink_) {
        std::uint64_t amount = most - filled;
        for (const std::uint32_t arc : path) {
          amount = std::min(amount, arcs_[arc].residual);
        }
        std::size_t kept = path.size();
        for (std::size_t i = path.size(); i-- > 0;) {
          Arc& arc = arcs_[path[i]];
          arc.residual -= amount;
          arcs_[arc.back].residual += amount;
          kept = arc.residual == 0 ? i : kept;
        }
        filled += amount;
        path.resize(kept);
        continue;
      }
      std::uint32_t& arc = next_arc_[node];
      while (arc < first_arc_[node + 1] &&
             !(depth_[arcs_[arc].to] == depth_[node] + 1 && is_admissible(arcs_[arc]))) {
        ++arc;
      }
      if (arc < first_arc_[node + 1]) {
        path.push_back(arc);
      } else if (path.empty()) {
        return filled;
      } else {
        ++next_arc_[arcs_[path.back()].from];
        path.pop_back();
      }
    }
    return filled;
  }

  static constexpr std::uint32_t kUnreached = std::numeric_limits<std::uint32_t>::max();

  std::uint32_t source_;
  std::uint32_t sink_;
  std::vector<Arc> arcs_;
  ArcGraph graph_;
  std::vector<std::uint32_t> first_arc_;  // indexed by node, with one additional entry
  std::vector<std::int64_t> potential_;
  std::vector<std::int64_t> distance_;
  std::vector<std::uint32_t> depth_;
  std::vector<std::uint32_t> next_arc_;  // indexed by node: the next arc to try
  std::vector<std::uint32_t> queue_;
};

std::uint32_t count_of_classes(const std::vector<std::uint32_t>& classes) {
  return classes.empty() ? 0 : *std::max_element(classes.begin(), classes.end()) + 1;
}

}  // namespace

std::uint64_t largest_gain(const std::vector<std::uint64_t>& left, const std::vector<std::uint64_t>& right,
                           const std::vector<Gain>& gains, const ClassGains& classes,
                           const std::atomic<bool>* interrupt) {
  const std::uint64_t all = std::accumulate(left.begin(), left.end(), std::uint64_t{0});
  SIM_CHECK(all <= std::accumulate(right.begin(), right.end(), std::uint64_t{0}));
  std::uint32_t largest = 0;
  for (const std::vector<Gain>* const list : {&gains, &classes.gains}) {
    for (const Gain& gain : *list) {
      largest = std::max(largest, gain.gain);
    }
  }
  if (all == 0 || largest == 0) {
    return 0;
  }
  const auto lefts = static_cast<std::uint32_t>(left.size());
  const auto rights = static_cast<std::uint32_t>(right.size());
  const std::uint32_t hub = lefts + rights;  // node for pairs of members without a gain
  const std::uint32_t left_classes =
      hub + 3;  // first node of the classes on the left; right_classes is the first on the right
  const std::uint32_t right_classes = left_classes + count_of_classes(classes.left);
  FlowNetwork network(right_classes + count_of_classes(classes.right), hub + 1, hub + 2);
  for (std::uint32_t i = 0; i < lefts; ++i) {
    network.connect(hub + 1, i, left[i], 0);
    network.connect(i, hub, left[i], CURTAIN_MUTANT(no_gain_costs_nothing, largest, 0));
  }
  for (const Gain& gain : gains) {
    network.connect(gain.left, lefts + gain.right, std::min(left[gain.left], right[gain.right]),
                    static_cast<std::int64_t>(largest) - gain.gain);
  }
  for (std::uint32_t i = 0; i < rights; ++i) {
    network.connect(hub, lefts + i, right[i], 0);
    network.connect(lefts + i, hub + 2, right[i], 0);
  }
  for (std::uint32_t i = 0; i < classes.left.size(); ++i) {
    network.connect(i, left_classes + classes.left[i], left[i], 0);
  }
  for (const Gain& gain : classes.gains) {
    network.connect(left_classes + gain.left, right_classes + gain.right, all,
                    static_cast<std::int64_t>(largest) - gain.gain);
  }
  for (std::uint32_t i = 0; i < classes.right.size(); ++i) {
    network.connect(right_classes + classes.right[i], lefts + i, right[i], 0);
  }
  const std::uint64_t cost = network.cheapest(all, interrupt);
  const bool is_interrupted = interrupt != nullptr && interrupt->load(std::memory_order_relaxed);
  return is_interrupted ? 0 : all * largest - cost;
}

}  // namespace curtain
