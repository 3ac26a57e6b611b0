// Metrics of the latency of clients and its parts.
#include "models/metrics/values.hpp"

namespace curtain {
namespace {

using namespace metrics;

/// Uses the distribution if the run recorded it. The sums give the same value except for the rounding of the
/// last digit.
std::optional<double> latency_mean(const Counted& c) {
  return c.latency.has_sum() ? mean_in_seconds(c.latency) : c.sums.latency_mean();
}

std::optional<double> largest_seconds(const Recorded& times) {
  const std::optional<std::int64_t> largest = times.largest();
  return largest ? std::optional<double>(seconds(*largest)) : std::nullopt;
}

}  // namespace

const MetricFamily& times_metrics() {
  static const MetricFamily family = {
      {.name = "latency.mean_s",
       .unit = Unit::seconds,
       .meaning = "mean latency of completed invocations, from the sending of the request to the receipt of "
                  "the answer",
       .absent_because = kNoneCompleted,
       .value = [](const Counted& c) -> MetricValue { return latency_mean(c); },
       .scopes = kAnyScope,
       .column = "latency_mean_s",
       .shares = {of::completed, of::latency},
       .mean_of = Recording::latency,
       .shown = Shown::always},
      {.name = "latency.p50_s",
       .unit = Unit::seconds,
       .meaning = "median latency of completed invocations",
       .absent_because = kNoneCompleted,
       .value = [](const Counted& c) -> MetricValue { return quantile_of(c.latency, 0.5); },
       .scopes = kAnyScope,
       .of = Recording::latency,
       .column = "latency_p50_s",
       .shares = {of::completed, of::latency}},
      {.name = "latency.p90_s",
       .unit = Unit::seconds,
       .meaning = "90th percentile of the latency of completed invocations",
       .absent_because = kNoneCompleted,
       .value = [](const Counted& c) -> MetricValue { return quantile_of(c.latency, 0.9); },
       .scopes = kAnyScope,
       .of = Recording::latency,
       .column = "latency_p90_s",
       .shares = {of::completed, of::latency}},
      {.name = "latency.p95_s",
       .unit = Unit::seconds,
       .meaning = "95th percentile of the latency of completed invocations",
       .absent_because = kNoneCompleted,
       .value = [](const Counted& c) -> MetricValue { return quantile_of(c.latency, 0.95); },
       .scopes = kAnyScope,
       .of = Recording::latency,
       .shares = {of::completed, of::latency}},
      {.name = "latency.p99_s",
       .unit = Unit::seconds,
       .meaning = "99th percentile of the latency of completed invocations",
       .absent_because = kNoneCompleted,
       .value = [](const Counted& c) -> MetricValue { return quantile_of(c.latency, 0.99); },
       .scopes = kAnyScope,
       .of = Recording::latency,
       .column = "latency_p99_s",
       .shares = {of::completed, of::latency},
       .shown = Shown::always},
      {.name = "latency.p99_9_s",
       .unit = Unit::seconds,
       .meaning = "99.9th percentile of the latency of completed invocations",
       .absent_because = kNoneCompleted,
       .value = [](const Counted& c) -> MetricValue { return quantile_of(c.latency, 0.999); },
       .scopes = kAnyScope,
       .of = Recording::latency,
       .shares = {of::completed, of::latency}},
      {.name = "latency.max_s",
       .unit = Unit::seconds,
       .meaning = "largest latency of a completed invocation",
       .absent_because = kNoneCompleted,
       .value = [](const Counted& c) -> MetricValue { return largest_seconds(c.latency); },
       .scopes = kAnyScope,
       .of = Recording::latency,
       .column = "latency_max_s",
       .shares = {of::completed, of::latency}},
      {.name = "slowdown.mean",
       .unit = Unit::number,
       .meaning = "mean slowdown of completed invocations whose execution took longer than 0. The slowdown "
                  "is the latency divided by the execution time, or, if vCPUs are shared, by the execution "
                  "time without sharing",
       .absent_because = kNoSlowdown,
       .value = [](const Counted& c) -> MetricValue { return c.sums.slowdown_mean(); },
       .scopes = kAnyScope,
       .column = "slowdown_mean",
       .shares = {of::completed, of::latency},
       .mean_of = Recording::slowdown},
      {.name = "slowdown.p50",
       .unit = Unit::number,
       .meaning = "median slowdown (latency divided by execution time) of completed invocations whose "
                  "execution took longer than 0",
       .absent_because = kNoSlowdown,
       .value = [](const Counted& c) -> MetricValue {
         return quantile_of(c.slowdown, 0.5, Responses::kSlowdownUnit);
       },
       .scopes = kAnyScope,
       .of = Recording::slowdown,
       .shares = {of::completed, of::latency}},
      {.name = "slowdown.p99",
       .unit = Unit::number,
       .meaning = "99th percentile of the slowdown (latency divided by execution time) of completed "
                  "invocations whose execution took longer than 0",
       .absent_because = kNoSlowdown,
       .value = [](const Counted& c) -> MetricValue {
         return quantile_of(c.slowdown, 0.99, Responses::kSlowdownUnit);
       },
       .scopes = kAnyScope,
       .of = Recording::slowdown,
       .shares = {of::completed, of::latency}},
      {.name = "execution.mean_s",
       .unit = Unit::seconds,
       .meaning = "mean execution time of completed invocations",
       .absent_because = kNoneCompleted,
       .value = [](const Counted& c) -> MetricValue { return c.sums.execution_mean(); },
       .scopes = kAnyScope,
       .column = "execution_mean_s",
       .shares = {of::completed, of::latency}},
      {.name = "platform.mean_s",
       .unit = Unit::seconds,
       .meaning = "mean of latency minus execution time of completed invocations. It is exactly the sum of "
                  "platform.frontend_mean_s, platform.queueing_mean_s, platform.start_mean_s, "
                  "platform.thaw_mean_s and platform.retry_mean_s",
       .absent_because = kNoneCompleted,
       .value = [](const Counted& c) -> MetricValue {
         return mean_seconds(c.platform.total(), c.sums.completed);
       },
       .scopes = kAnyScope,
       .shares = {of::completed, of::latency}},
      {.name = "platform.frontend_mean_s",
       .unit = Unit::seconds,
       .meaning = "part of platform.mean_s: the latency of the request to the scheduler and to the host, and "
                  "of the answer to the client",
       .absent_because = kNoneCompleted,
       .value = [](const Counted& c) -> MetricValue {
         return mean_seconds(c.platform.frontend_ns, c.sums.completed);
       },
       .scopes = kAnyScope,
       .shares = {of::completed, of::latency}},
      {.name = "platform.queueing_mean_s",
       .unit = Unit::seconds,
       .meaning = "part of platform.mean_s: the wait of the last attempt in the queues of the frontend and "
                  "of the function",
       .absent_because = kNoneCompleted,
       .value = [](const Counted& c) -> MetricValue {
         return mean_seconds(c.platform.queueing_ns, c.sums.completed);
       },
       .scopes = kAnyScope,
       .shares = {of::completed, of::latency}},
      {.name = "platform.start_mean_s",
       .unit = Unit::seconds,
       .meaning =
           "part of platform.mean_s: the wait of the last attempt for the start-up of the instance to which "
           "it is bound. A wait in the queue while an instance starts is part of platform.queueing_mean_s",
       .absent_because = kNoneCompleted,
       .value = [](const Counted& c) -> MetricValue {
         return mean_seconds(c.platform.start_ns, c.sums.completed);
       },
       .scopes = kAnyScope,
       .shares = {of::completed, of::latency}},
      {.name = "platform.retry_mean_s",
       .unit = Unit::seconds,
       .meaning =
           "part of platform.mean_s: the time of all attempts before the last attempt (which were lost with "
           "their VM, or belong to an asynchronous invocation), and the backoffs and delays after them",
       .absent_because = kNoneCompleted,
       .value = [](const Counted& c) -> MetricValue {
         return mean_seconds(c.platform.retry_ns, c.sums.completed);
       },
       .scopes = kAnyScope,
       .shares = {of::completed, of::latency}},
      {.name = "queueing.mean_s",
       .unit = Unit::seconds,
       .meaning = "mean wait of started attempts until they ran or were bound to an instance. It includes "
                  "the wait for admission in the frontend's queue, and the wait in the function's queue for "
                  "room, for a free instance or, with late binding, for a starting instance. Waits of "
                  "attempts that did not start are not included",
       .absent_because = kNoneStarted,
       .value = [](const Counted& c) -> MetricValue {
         return mean_seconds(c.sums.queueing_ns, c.sums.started());
       },
       .scopes = kAnyScope,
       .shares = {of::started},
       .shown = Shown::always},
  };
  return family;
}

}  // namespace curtain
