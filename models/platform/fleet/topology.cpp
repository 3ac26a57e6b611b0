#include "models/platform/fleet/topology.hpp"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>

namespace curtain {
namespace {

using TopologyGraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property,
                                            boost::property<boost::edge_weight_t, std::int64_t>>;
using Vertex = boost::graph_traits<TopologyGraph>::vertex_descriptor;

Vertex vertex_of(const std::map<std::string, Vertex>& vertices, const std::string& name, const char* what) {
  const auto found = vertices.find(name);
  if (found == vertices.end()) {
    throw std::invalid_argument("topology: " + std::string(what) + " '" + name +
                                "' is not named by any link of topology.links");
  }
  return found->second;
}

}  // namespace

Topology::Topology(const TopologyParameters& parameters) : zones_(parameters.zones) {
  if (zones_ == 0 || parameters.racks.size() % zones_ != 0) {
    throw std::invalid_argument("topology: " + std::to_string(parameters.racks.size()) +
                                " racks cannot be assigned to " + std::to_string(zones_) +
                                " zones; the number of racks must be a multiple of the number of zones");
  }
  if (parameters.racks.empty()) {
    by_rack_.push_back(parameters.host_link);
    return;
  }
  std::map<std::string, Vertex> vertices;
  TopologyGraph graph;
  const auto add = [&](const std::string& name) {
    const auto [place, is_new] = vertices.emplace(name, 0);
    if (is_new) {
      place->second = boost::add_vertex(graph);
    }
    return place->second;
  };
  for (const TopologyLink& link : parameters.links) {
    if (link.latency < Duration{}) {
      throw std::invalid_argument("topology: the link '" + link.from + "' to '" + link.to +
                                  "' has a negative latency");
    }
    const Vertex from = add(link.from);
    const Vertex to = add(link.to);
    boost::add_edge(from, to, link.latency.ns(), graph);
  }
  const Vertex frontend = vertex_of(vertices, parameters.frontend, "the frontend");
  std::vector<std::int64_t> distances(boost::num_vertices(graph));
  boost::dijkstra_shortest_paths(graph, frontend,
                                 boost::distance_map(boost::make_iterator_property_map(
                                     distances.begin(), boost::get(boost::vertex_index, graph))));
  for (const std::string& rack : parameters.racks) {
    const std::int64_t distance = distances[vertex_of(vertices, rack, "rack")];
    if (distance == std::numeric_limits<std::int64_t>::max()) {
      throw std::invalid_argument("topology: rack '" + rack + "' cannot be reached from the frontend '" +
                                  parameters.frontend + "'");
    }
    by_rack_.push_back(Duration{distance} + parameters.host_link);
  }
}

}  // namespace curtain
