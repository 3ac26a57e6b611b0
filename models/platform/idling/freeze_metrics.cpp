// Metrics of instances that the platform froze while they were idle.
#include "models/metrics/values.hpp"

namespace curtain {

using namespace metrics;

const MetricFamily& freeze_metrics() {
  static const MetricFamily family = {
      {.name = "attempts.thawed",
       .unit = Unit::count,
       .meaning = "attempts for which the platform had to thaw a frozen instance (freeze)",
       .value = [](const Counted& c) -> MetricValue { return c.sums.thawed; },
       .scopes = kAnyScope,
       .shares = {of::started}},
      {.name = "platform.thaw_mean_s",
       .unit = Unit::seconds,
       .meaning = "part of platform.mean_s: the time to thaw the instance of the last attempt (freeze)",
       .absent_because = kNoneCompleted,
       .value = [](const Counted& c) -> MetricValue {
         return mean_seconds(c.platform.thaw_ns, c.sums.completed);
       },
       .scopes = kAnyScope,
       .shares = {of::completed, of::latency}},
  };
  return family;
}

}  // namespace curtain
