// Metrics of the window of the counts.
#include "models/metrics/values.hpp"

namespace curtain {

using namespace metrics;

const MetricFamily& window_metrics() {
  static const MetricFamily family = {
      {.name = "window.from_s",
       .unit = Unit::seconds,
       .meaning = "time from the beginning of the run to the start of the window",
       .value = [](const Counted& c) -> MetricValue { return seconds(c.from.ns()); }},
      {.name = "window.to_s",
       .unit = Unit::seconds,
       .meaning = "time from the beginning of the run to the end of the window",
       .value = [](const Counted& c) -> MetricValue { return seconds(c.to.ns()); }},
  };
  return family;
}

}  // namespace curtain
