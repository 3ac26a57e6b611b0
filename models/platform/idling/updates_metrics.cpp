// Metrics of old code after updates of functions.
#include "models/metrics/values.hpp"

namespace curtain {

using namespace metrics;

const MetricFamily& updates_metrics() {
  static const MetricFamily family = {
      {.name = "updates.old_attempts",
       .unit = Unit::count,
       .meaning = "attempts that started after an update of their function (updates) on an instance with the "
                  "old code",
       .value = [](const Counted& c) -> MetricValue { return c.sums.old_attempts; },
       .scopes = kAnyScope,
       .shares = {of::started}},
      {.name = "updates.old_instances",
       .unit = Unit::count,
       .meaning = "instances that were created in the window with the code from before an update of their "
                  "function (updates)",
       .value = [](const Counted& c) -> MetricValue { return c.sums.old_instances; },
       .scopes = kAnyScope,
       .shares = {of::created}},
  };
  return family;
}

}  // namespace curtain
