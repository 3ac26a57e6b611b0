// What is measured: the names and meanings of all metrics. Each meaning stands alone, since `curtain metrics
// PART` prints some of them without the others.
#include "models/experiment/report.hpp"

namespace curtain {
namespace {

constexpr std::string_view kNoneCompleted = "nothing completed";
constexpr std::string_view kNoneStarted = "nothing started";
constexpr std::string_view kNoColdStart = "there was no cold start";
constexpr std::string_view kNoSlowdown = "nothing completed whose execution took time";
constexpr std::string_view kNoWindow = "the window has no length";

}  // namespace

const std::vector<MetricDescription>& metric_catalogue() {
  static const std::vector<MetricDescription> all = {
      {"invocations.arrived", "invocations that reached the frontend in the window"},
      {"invocations.completed", "invocations that ran to their end"},
      {"invocations.failed", "invocations that lost their last attempt with its VM"},
      {"invocations.throttled", "invocations that admission or a full queue turned away"},
      {"invocations.throttled_by_account_limit",
       "throttled invocations whose tenant had as many in flight as it may"},
      {"invocations.throttled_by_function_limit",
       "throttled invocations whose function had as many in flight as it may"},
      {"invocations.throttled_by_rate",
       "throttled invocations beyond the tenant's or function's requests a second"},
      {"invocations.throttled_by_starts",
       "throttled invocations that needed an instance when the tenant's or function's starts were used up "
       "(burst, scaling rate)"},
      {"invocations.throttled_by_frontend_queue",
       "throttled invocations that found the tenant's queue at the frontend full (frontend.queue_capacity)"},
      {"invocations.throttled_by_function_queue",
       "throttled invocations that found their function's queue full (scheduler.queue_capacity)"},
      {"invocations.throttled_unstated",
       "throttled invocations for which the admission policy gave no reason"},
      {"invocations.timed_out", "invocations that were cut off at their function's timeout"},
      {"invocations.errored",
       "invocations that ran to their end and failed there, by an error of their function (error_rate)"},
      {"invocations.expired", "invocations that waited longer than frontend.max_wait allows"},
      {"invocations.refused", "invocations that found no room in the cluster"},
      {"invocations.refused_no_room", "refused invocations for which no VM or host had room"},
      {"invocations.refused_too_large", "refused invocations whose instance fits no VM, even an empty one"},
      {"invocations.in_flight", "invocations that had not ended when the run did"},
      {"attempts.warm", "attempts that ran at once on an idle instance"},
      {"attempts.cold", "attempts bound to, or first on, an instance that was still starting"},
      {"attempts.waited", "attempts that queued and then ran on an instance already up"},
      {"attempts.retried",
       "attempts that did not complete their invocation and were followed by another: after a crash, or of "
       "an "
       "asynchronous invocation"},
      {"async.received", "asynchronous invocations that arrived in the window"},
      {"async.dropped",
       "asynchronous invocations that were given up, which a dead-letter queue would receive"},
      {"cold_start.count", "cold attempts (attempts.cold)"},
      {"cold_start.ratio", "cold attempts over all attempts that started (warm, cold and waited)",
       kNoneStarted},
      {"cold_start.mean_s",
       "mean start-up that a cold attempt waited for: from the beginning of the start-up or, if that is "
       "later, from when the attempt was bound to the instance, until the instance is ready. Waiting for "
       "room before the start-up does not count. An attempt that is bound late (scheduler.binding: late) "
       "waits for the start-up in the queue, so its wait is in queueing, too",
       kNoColdStart},
      {"cold_start.p50_s",
       "median of the start-ups that cold attempts waited for (counted as in cold_start.mean_s)",
       kNoColdStart},
      {"cold_start.p99_s",
       "99th percentile of the start-ups that cold attempts waited for (counted as in cold_start.mean_s)",
       kNoColdStart},
      {"first_use.count", "attempts that were the first of their instance"},
      {"latency.mean_s", "mean latency of completed invocations, from request sent to response received",
       kNoneCompleted},
      {"latency.p50_s", "median latency of completed invocations", kNoneCompleted},
      {"latency.p90_s", "90th percentile of the latency of completed invocations", kNoneCompleted},
      {"latency.p95_s", "95th percentile of the latency of completed invocations", kNoneCompleted},
      {"latency.p99_s", "99th percentile of the latency of completed invocations", kNoneCompleted},
      {"latency.p99_9_s", "99.9th percentile of the latency of completed invocations", kNoneCompleted},
      {"latency.max_s", "largest latency of a completed invocation", kNoneCompleted},
      {"slowdown.mean",
       "mean slowdown, latency over execution (where vCPUs are shared, over what it would take alone), of "
       "completed invocations whose execution took time",
       kNoSlowdown},
      {"slowdown.p50",
       "median slowdown, latency over execution, of completed invocations whose execution took time",
       kNoSlowdown},
      {"slowdown.p99",
       "99th percentile of the slowdown, latency over execution, of completed invocations whose execution "
       "took time",
       kNoSlowdown},
      {"execution.mean_s", "mean execution of completed invocations", kNoneCompleted},
      {"platform.mean_s",
       "mean of latency less execution, of completed invocations: exactly the sum of "
       "platform.frontend_mean_s, platform.queueing_mean_s, platform.start_mean_s and "
       "platform.retry_mean_s",
       kNoneCompleted},
      {"platform.frontend_mean_s",
       "part of platform.mean_s: the ways of the request to the scheduler and to the host, and of the answer "
       "back",
       kNoneCompleted},
      {"platform.queueing_mean_s",
       "part of platform.mean_s: waiting of the last attempt in the frontend's and the function's queue",
       kNoneCompleted},
      {"platform.start_mean_s",
       "part of platform.mean_s: waiting of the last attempt, bound to an instance that is starting (waiting "
       "in the queue while an instance starts is in platform.queueing_mean_s)",
       kNoneCompleted},
      {"platform.retry_mean_s",
       "part of platform.mean_s: attempts lost with their VM before the last one, and the backoffs after "
       "them",
       kNoneCompleted},
      {"queueing.mean_s",
       "mean wait of an attempt that started, until it runs or is bound to an instance: in the frontend's "
       "queue for admission, and in the function's queue for room, a slot or, bound late, an instance that "
       "starts. Waits that end in being turned away or giving up do not count",
       kNoneStarted},
      {"instances.created", "instances started in the window"},
      {"instances.evicted", "idle instances that made room for another one, in the window"},
      {"instances.peak", "live instances, most at once"},
      {"instances.mean", "live instances, time-weighted mean", kNoWindow},
      {"vms.created", "VMs opened in the window"},
      {"vms.peak", "VMs, most at once"},
      {"vms.mean", "VMs, time-weighted mean", kNoWindow},
      {"hosts.peak", "hosts with a VM, most at once"},
      {"hosts.mean", "hosts with a VM, time-weighted mean", kNoWindow},
      {"hosts.down_peak", "hosts that were down in an outage (faults.outages), most at once"},
      {"hosts.down_mean",
       "hosts that were down in an outage (faults.outages), time-weighted mean: times the window's length, "
       "the capacity lost in host-seconds",
       kNoWindow},
      {"memory.busy_gib_s", "memory of instances that run something, integrated over the window"},
      {"memory.idle_gib_s", "memory of instances that are up and idle, integrated over the window"},
      {"memory.starting_gib_s", "memory of instances that are starting, integrated over the window"},
      {"memory.pool_gib_s",
       "memory of instances in a pool, which belong to no function, integrated over the window"},
      {"packing.density",
       "memory of instances over memory of the VMs that hold them, both integrated over the window",
       "no VM held an instance"},
      {"packing.vm_lower_bound",
       "VMs that no packing can go below (L2 bound by isolation class), time-weighted mean", kNoWindow},
      {"packing.vm_lower_bound_peak",
       "VMs that no packing can go below (L2 bound by isolation class), most at once"},
      {"cpu.utilisation",
       "vCPUs in use by functions that have CPU work (cpu) over the vCPUs of all VMs, both integrated over "
       "the window",
       "no function has CPU work, or there was no VM"},
      {"cpu.stretch_mean",
       "executions of completed invocations that have CPU work (cpu), over what they would have taken alone: "
       "1 "
       "is no contention",
       "nothing completed that has CPU work"},
      {"billing.gib_s", "charged memory time of executions: time and memory as the prices round them"},
      {"billing.init_gib_s", "charged memory time of initialisation, rounded up with what ran first"},
      {"billing.provisioned_gib_s", "provisioned concurrency: memory held ready, integrated over the window"},
      {"billing.requests", "charged attempts"},
      {"billing.execution_usd", "what all tenants pay for executions"},
      {"billing.requests_usd", "what all tenants pay for requests"},
      {"billing.init_usd", "what all tenants pay for initialisation"},
      {"billing.provisioned_usd", "what all tenants pay for provisioned concurrency"},
      {"billing.cost_usd",
       "what all tenants pay together: for executions, requests, initialisation and provisioned concurrency"},
      {"billing.functions_above_maximum",
       "functions with arrivals whose memory is above the largest size that is sold "
       "(billing.memory_maximum)"},
      {"functions.invoked", "functions with at least one arrival in the window"},
      {"functions.cold_ratio_mean",
       "cold attempts over all attempts that started, of each function: mean of the functions", kNoneStarted},
      {"functions.cold_ratio_p50",
       "cold attempts over all attempts that started, of each function: median of the functions",
       kNoneStarted},
      {"functions.cold_ratio_p75",
       "cold attempts over all attempts that started, of each function: 75th percentile of the functions",
       kNoneStarted},
      {"functions.cold_ratio_p90",
       "cold attempts over all attempts that started, of each function: 90th percentile of the functions",
       kNoneStarted},
      {"functions.always_cold", "functions of which every attempt that started was cold"},
      {"functions.slowdown_p50", "mean slowdown of each function: median of the functions", kNoSlowdown},
      {"functions.slowdown_p90", "mean slowdown of each function: 90th percentile of the functions",
       kNoSlowdown},
      {"tenants.invoked", "tenants with at least one arrival in the window"},
      {"tenants.slowdown_max", "mean slowdown of each tenant: the largest", kNoSlowdown},
      {"fairness.slowdown_jain",
       "Jain's index over tenants of their mean slowdowns: 1 is fair, 1/tenants the least", kNoSlowdown},
      {"fairness.completed_jain",
       "Jain's index over tenants of the shares of their invocations that completed: 1 is fair, 1/tenants "
       "the "
       "least",
       kNoneCompleted},
      {"window.from_s", "start of the window, from the beginning of the run"},
      {"window.to_s", "end of the window, from the beginning of the run"},
  };
  return all;
}

std::string_view why_absent(std::string_view name) {
  for (const MetricDescription& metric : metric_catalogue()) {
    if (metric.name == name) {
      return metric.absent_because;
    }
  }
  return {};
}

}  // namespace curtain
