#include "models/platform/foresight.hpp"

#include <algorithm>
#include <utility>

#include "models/platform/fleet/topology.hpp"

namespace curtain {

Future foresee(const PlatformParameters& parameters, const FunctionTable& functions,
               const std::vector<Arrival>& arrivals, std::uint64_t seed, std::uint32_t replication) {
  const sim::DrawKey key{seed, replication, static_cast<std::uint32_t>(Purpose::frontend_latency)};
  const Topology topology(parameters.cluster.topology);
  const Duration distance = *std::min_element(topology.by_rack().begin(), topology.by_rack().end());
  std::vector<std::vector<Foreseen>> by_function(functions.size());
  for (const Arrival& arrival : arrivals) {
    std::vector<Foreseen>& invocations = by_function[arrival.function.index()];
    const Duration latency = parameters.frontend.request_latency.sample_duration(
        key, arrival.function.value(), invocations.size());
    const Duration execution = std::min(arrival.duration, functions[arrival.function].traits.timeout);
    const Time at = sim::saturating_add(arrival.time, latency);
    invocations.push_back({at, sim::saturating_add(at + distance, execution) - at});
  }
  return Future(std::move(by_function));
}

}  // namespace curtain
