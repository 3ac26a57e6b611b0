#pragma once
// For every trait of a function, a scenario in which the trait has an effect, and a value that changes the
// results.
#include <string_view>
#include <vector>

namespace support {

/// `value` is set at `path` (in lists at the first item, unless `at` gives another place) in the lesson
/// `base`, after the overrides `with`: "key=value; key=value".
struct Effect {
  std::string_view path;
  std::string_view base;
  std::string_view value;
  std::string_view with = "";
  std::string_view at = "";
  std::string_view some_value = "3";  ///< a kind of workload that accepts every trait
};

/// Indexed by the name of a trait that every kind of workload has.
inline const std::vector<Effect>& trait_effects() {
  static const std::vector<Effect> list = {
      {"timeout", "timer", "1ms", "", "", "9s"},
      {"requests_per_instance", "requests-per-instance", "1"},
      {"max_instances", "scaling-per-request", "1"},
      {"concurrency_limit", "concurrency-limit", "1"},
      {"reserved_concurrency", "reserved-concurrency", "1"},
      {"provisioned", "billing-provisioned", "7"},
      {"provisioned_max", "pre-warm-target-tracking", "12"},
      {"provisioned_schedule", "provisioned-schedule", "[{at: '0 9 * * *', level: 20}]", "", "",
       "[{at: '0 9 * * *', level: 20}]"},
      {"crash_retries", "crash-and-retry", "0"},
      {"error_kind", "function-errors", "crash", "cold_start.function_init=1s", "", "crash"},
      {"error_rate", "function-errors", "0%", "", "", "7%"},
      {"priority", "queueing-priority", "9"},
      {"deadline", "queueing-earliest-deadline", "1ms", "", "", "8s"},
      {"sessions", "routing-hash-affinity", "20"},
      {"isolate", "end-tenants", "none", "", "workload[1].timer.isolate", "end-tenant"},
      {"end_tenants", "end-tenants", "7", "", "workload[1].timer.end_tenants", "7"},
      {"end_tenant_order", "end-tenants", "random", "", "workload[1].timer.end_tenant_order", "random"},
      {"invoke", "async-retries", "sync", "", "", "async"},
      {"async_retries", "async-retries", "1"},
      {"async_max_age", "async-retries", "3s", "", "", "7s"},
      {"architecture", "billing-arm", "x86", "", "", "arm"},
      {"ephemeral_storage", "billing-ephemeral-storage", "3GiB", "", "", "3GiB"},
      {"payload", "billing-large-events", "777KiB", "", "", "777KiB"},
      {"cpu", "cpu-sharing", "50%", "", "", "50%"},
      {"background", "background-runs", "100ms", "", "", "1ms"},
      {"work", "work-mix", "{cpu: 600ms}", "", "", "{cpu: 3ms}"},
      {"durations_measured_at", "power-tuning", "{neighbours: 1}", "", "", "{neighbours: 3}"},
      {"code_size", "code-loading", "30MiB", "", "", "3MiB"},
      {"runtime", "runtimes", "java", "", "", "python"},
      {"snapshot", "snapshot-restore", "true", "", "", "true"},
      {"init", "function-init", "7s", "", "", "7s"},
  };
  return list;
}

}  // namespace support
