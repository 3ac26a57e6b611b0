// Metrics of how attempts start, and of the waits of cold attempts.
#include "models/metrics/values.hpp"

namespace curtain {

using namespace metrics;

const MetricFamily& attempts_metrics() {
  static const MetricFamily family = {
      {.name = "attempts.warm",
       .unit = Unit::count,
       .meaning = "attempts that ran at once on an idle instance",
       .value = [](const Counted& c) -> MetricValue { return c.sums.warm; },
       .scopes = kAnyScope,
       .column = "warm",
       .shares = {of::started}},
      {.name = "attempts.cold",
       .unit = Unit::count,
       .meaning = "attempts that were bound to an instance that was still starting, or were the first on it",
       .value = [](const Counted& c) -> MetricValue { return c.sums.cold; },
       .scopes = kAnyScope,
       .column = "cold",
       .shares = {of::cold}},
      {.name = "attempts.waited",
       .unit = Unit::count,
       .meaning = "attempts that waited in a queue and then ran on an instance that was already started",
       .value = [](const Counted& c) -> MetricValue { return c.sums.waited; },
       .scopes = kAnyScope,
       .column = "waited",
       .shares = {of::started}},
      {.name = "attempts.retried",
       .unit = Unit::count,
       .meaning = "attempts that did not complete their invocation and were followed by another attempt, "
                  "after a crash or for an asynchronous invocation",
       .value = [](const Counted& c) -> MetricValue { return c.sums.retried; },
       .scopes = kAnyScope,
       .shares = {of::started}},
      {.name = "attempts.started",
       .unit = Unit::count,
       .meaning = "attempts that started, which are the warm, cold and waited attempts",
       .value = [](const Counted& c) -> MetricValue { return c.sums.started(); },
       .scopes = kAnyScope,
       .column = "started",
       .shares = {of::started}},
      {.name = "cold_start.count",
       .unit = Unit::count,
       .meaning = "cold attempts, the same number as attempts.cold",
       .value = [](const Counted& c) -> MetricValue { return c.sums.cold; },
       .scopes = kAnyScope,
       .shares = {of::cold}},
      {.name = "cold_start.ratio",
       .unit = Unit::share,
       .meaning = "cold attempts divided by all attempts that started (warm, cold and waited)",
       .absent_because = kNoneStarted,
       .value = [](const Counted& c) -> MetricValue { return share(c.sums.cold, c.sums.started()); },
       .scopes = kAnyScope,
       .column = "cold_ratio",
       .shares = {of::cold, of::started},
       .shown = Shown::always},
      {.name = "cold_start.mean_s",
       .unit = Unit::seconds,
       .meaning = "mean time that a cold attempt waited for the start-up of its instance. The time begins at "
                  "the beginning of the start-up, or when the attempt was bound to the instance if that is "
                  "later, and ends when the instance is ready. The wait for room before the start-up is not "
                  "included. With scheduler.binding: late, an attempt waits for the start-up in the queue, "
                  "so its wait is also part of queueing.mean_s",
       .absent_because = kNoColdStart,
       .value = [](const Counted& c) -> MetricValue { return mean_in_seconds(c.cold_start); },
       .scopes = kAnyScope,
       .of = Recording::cold_start,
       .shares = {of::cold}},
      {.name = "cold_start.p50_s",
       .unit = Unit::seconds,
       .meaning = "median time that cold attempts waited for the start-up of their instance (measured as in "
                  "cold_start.mean_s)",
       .absent_because = kNoColdStart,
       .value = [](const Counted& c) -> MetricValue { return quantile_of(c.cold_start, 0.5); },
       .scopes = kAnyScope,
       .of = Recording::cold_start,
       .shares = {of::cold}},
      {.name = "cold_start.p99_s",
       .unit = Unit::seconds,
       .meaning = "99th percentile of the time that cold attempts waited for the start-up of their instance "
                  "(measured as in cold_start.mean_s)",
       .absent_because = kNoColdStart,
       .value = [](const Counted& c) -> MetricValue { return quantile_of(c.cold_start, 0.99); },
       .scopes = kAnyScope,
       .of = Recording::cold_start,
       .shares = {of::cold}},
      {.name = "first_use.count",
       .unit = Unit::count,
       .meaning = "attempts that were the first on their instance",
       .value = [](const Counted& c) -> MetricValue { return c.sums.first_use; },
       .scopes = kAnyScope,
       .column = "first_use",
       .shares = {of::created}},
  };
  return family;
}

}  // namespace curtain
