// A metric of the memory of a pool of generic instances.
#include "models/metrics/values.hpp"

namespace curtain {

using namespace metrics;

const MetricFamily& pool_metrics() {
  static const MetricFamily family = {
      {.name = "memory.pool_gib_s",
       .unit = Unit::gib_seconds,
       .meaning =
           "memory of generic instances in the pool, which have no function yet, integrated over the window",
       .value = [](const Counted& c) -> MetricValue {
         return gib_seconds(c.run->fleet()[FleetLevel::placed_mib].integral() - c.sums.live_mib_ns);
       }},
  };
  return family;
}

}  // namespace curtain
