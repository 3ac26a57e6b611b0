// Metrics of the outcomes of asynchronous invocations.
#include "models/metrics/values.hpp"

namespace curtain {

using namespace metrics;

const MetricFamily& async_metrics() {
  static const auto received = [](const Figures& f) { return static_cast<double>(f.async_received); };
  static const MetricFamily family = {
      {.name = "async.received",
       .unit = Unit::count,
       .meaning = "asynchronous invocations that arrived in the window",
       .value = [](const Counted& c) -> MetricValue { return c.sums.async_received; },
       .scopes = kAnyScope,
       .shares = {received}},
      {.name = "async.dropped",
       .unit = Unit::count,
       .meaning = "asynchronous invocations that were dropped, which a dead-letter queue would receive",
       .value = [](const Counted& c) -> MetricValue { return c.sums.async_dropped; },
       .scopes = kAnyScope,
       .shares = {received}},
  };
  return family;
}

}  // namespace curtain
