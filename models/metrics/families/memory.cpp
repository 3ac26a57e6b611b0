// Metrics of the memory of instances over time.
#include "models/metrics/values.hpp"

namespace curtain {

using namespace metrics;

const MetricFamily& memory_metrics() {
  static const MetricFamily family = {
      {.name = "memory.busy_gib_s",
       .unit = Unit::gib_seconds,
       .meaning = "memory of busy instances, integrated over the window",
       .value = [](const Counted& c) -> MetricValue { return gib_seconds(c.sums.busy_mib_ns); },
       .scopes = kAnyScope,
       .column = "busy_gib_s",
       .shares = {of::busy}},
      {.name = "memory.idle_gib_s",
       .unit = Unit::gib_seconds,
       .meaning = "memory of idle instances, integrated over the window",
       .value = [](const Counted& c) -> MetricValue {
         return gib_seconds(c.sums.ready_mib_ns - c.sums.busy_mib_ns);
       },
       .scopes = kAnyScope,
       .column = "idle_gib_s",
       .shares = {of::idle},
       .shown = Shown::always},
      {.name = "memory.starting_gib_s",
       .unit = Unit::gib_seconds,
       .meaning = "memory of starting instances, integrated over the window",
       .value = [](const Counted& c) -> MetricValue {
         return gib_seconds(c.sums.live_mib_ns - c.sums.ready_mib_ns);
       },
       .scopes = kAnyScope,
       .shares = {of::starting}},
  };
  return family;
}

}  // namespace curtain
