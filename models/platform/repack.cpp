#include "models/platform/repack.hpp"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/successive_shortest_path_nonnegative_weights.hpp>
#include <cstddef>
#include <functional>
#include <map>

#include "sim/check.hpp"

namespace curtain {
namespace {

using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
using Properties =
    boost::property<boost::edge_capacity_t, std::int64_t,
                    boost::property<boost::edge_residual_capacity_t, std::int64_t,
                                    boost::property<boost::edge_reverse_t, Traits::edge_descriptor,
                                                    boost::property<boost::edge_weight_t, std::int64_t>>>>;
using FlowGraph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, Properties>;

/// How many VMs hold the same; VMs that do are one node of the flow.
using Patterns = std::map<VmContent, std::int64_t>;

Patterns patterns_of(const std::vector<VmContent>& vms) {
  Patterns patterns;
  for (VmContent content : vms) {
    std::sort(content.begin(), content.end());
    ++patterns[std::move(content)];
  }
  return patterns;
}

/// Instances that both hold, size by size.
std::int64_t in_common(const VmContent& a, const VmContent& b) {
  std::int64_t common = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) {
      ++common;
    }
    const bool a_first = a[i] <= b[j];
    const bool b_first = b[j] <= a[i];
    i += a_first ? 1 : 0;
    j += b_first ? 1 : 0;
  }
  return common;
}

void connect(FlowGraph& graph, std::size_t from, std::size_t to, std::int64_t capacity, std::int64_t cost) {
  const auto forth = boost::add_edge(from, to, graph).first;
  const auto back = boost::add_edge(to, from, graph).first;
  boost::put(boost::edge_capacity, graph, forth, capacity);
  boost::put(boost::edge_capacity, graph, back, 0);
  boost::put(boost::edge_weight, graph, forth, cost);
  boost::put(boost::edge_weight, graph, back, -cost);
  boost::put(boost::edge_reverse, graph, forth, back);
  boost::put(boost::edge_reverse, graph, back, forth);
}

}  // namespace

std::vector<VmContent> first_fit_decreasing(std::vector<Mebibytes> sizes, Mebibytes capacity,
                                            std::uint32_t items_per_bin) {
  std::sort(sizes.begin(), sizes.end(), std::greater<>());
  // A tree of the most that is free in any bin below a node finds the first bin with room.
  std::size_t leaves = 1;
  while (leaves < sizes.size()) {
    leaves *= 2;
  }
  std::vector<Mebibytes> free(2 * leaves, capacity);
  std::vector<VmContent> bins;
  for (const Mebibytes size : sizes) {
    std::size_t node = 1;
    if (size > capacity) {
      bins.emplace_back();
      node = leaves + bins.size() - 1;
    }
    while (node < leaves) {
      node = free[2 * node] >= size ? 2 * node : 2 * node + 1;
    }
    const std::size_t bin = node - leaves;
    if (bin >= bins.size()) {
      bins.resize(bin + 1);
    }
    bins[bin].push_back(size);
    free[node] = size > capacity || bins[bin].size() >= items_per_bin ? 0 : free[node] - size;
    for (node /= 2; node > 0; node /= 2) {
      free[node] = std::max(free[2 * node], free[2 * node + 1]);
    }
  }
  return bins;
}

std::uint64_t fewest_migrations(const std::vector<VmContent>& from, const std::vector<VmContent>& to) {
  SIM_CHECK(to.size() <= from.size());
  const Patterns bins = patterns_of(to);
  const Patterns vms = patterns_of(from);
  FlowGraph graph(bins.size() + vms.size() + 2);
  const std::size_t source = bins.size() + vms.size();
  const std::size_t sink = source + 1;
  std::size_t bin = 0;
  for (const auto& [content, count] : bins) {
    connect(graph, source, bin, count, 0);
    std::size_t vm = bins.size();
    for (const auto& [held, holders] : vms) {
      const auto moves_in = static_cast<std::int64_t>(content.size()) - in_common(content, held);
      connect(graph, bin, vm, std::min(count, holders), moves_in);
      ++vm;
    }
    ++bin;
  }
  std::size_t vm = bins.size();
  for (const auto& [held, holders] : vms) {
    connect(graph, vm, sink, holders, 0);
    ++vm;
  }
  boost::successive_shortest_path_nonnegative_weights(graph, source, sink);
  std::uint64_t moves = 0;
  for (auto [edge, end] = boost::edges(graph); edge != end; ++edge) {
    const std::int64_t flow = boost::get(boost::edge_capacity, graph, *edge) -
                              boost::get(boost::edge_residual_capacity, graph, *edge);
    if (flow > 0) {  // not the way back
      moves += static_cast<std::uint64_t>(flow * boost::get(boost::edge_weight, graph, *edge));
    }
  }
  return moves;
}

Repacking repack(const std::vector<VmContent>& vms, Mebibytes capacity, std::uint32_t items_per_bin) {
  std::vector<VmContent> used;
  std::vector<Mebibytes> sizes;
  for (const VmContent& content : vms) {
    if (!content.empty()) {
      used.push_back(content);
      sizes.insert(sizes.end(), content.begin(), content.end());
    }
  }
  const std::vector<VmContent> bins = first_fit_decreasing(std::move(sizes), capacity, items_per_bin);
  if (bins.size() >= used.size()) {
    return {used.size(), used.size(), 0};
  }
  return {used.size(), bins.size(), fewest_migrations(used, bins)};
}

}  // namespace curtain
