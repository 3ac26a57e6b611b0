#include "models/config/without_effect.hpp"

#include <fmt/format.h>

#include "tests/catch.hpp"
#include "tests/config/effect_support.hpp"
#include "tests/workload/workload_support.hpp"

using namespace support;

TEST_CASE("provisioned concurrency that no policy provides is warned about at its key") {
  CHECK(warnings_of(timer_with("provisioned: 3", "pre_warm: none")) ==
        "s.yaml:5:51: warning: workload[0].timer.provisioned: has no effect: the pre-warm policy none "
        "provisions nothing; choose policies.pre_warm: provisioned, or remove the key");
  CHECK(warnings_of(timer_with("provisioned: 3", "pre_warm: moving-average")).find("moving-average") !=
        std::string::npos);
  CHECK(warnings_of(timer_with("provisioned: 3", "pre_warm: provisioned")).empty());
  CHECK(warnings_of(timer_with("provisioned: 3", "pre_warm: scheduled")).empty());
  CHECK(warnings_of(timer_with("provisioned: 0", "pre_warm: none")).empty());
}

TEST_CASE("provisioned concurrency that the prices do not charge is warned about") {
  const auto warned = [](const std::string& billing, const std::string& traits) {
    return warnings_of("billing: " + billing + "\n" + timer_with(traits, "pre_warm: provisioned"));
  };
  CHECK(warned("{prices: aws-lambda-2017-3008mb}", "provisioned: 3") ==
        "s.yaml:6:51: warning: workload[0].timer.provisioned: is free of charge: the prices of "
        "aws-lambda-2017-3008mb do not include provisioned concurrency (billing.price_per_provisioned_gib_s "
        "is 0); choose billing.prices: aws-lambda-2019-provisioned (from 2019-12-03) or a later era, or set "
        "a price");
  CHECK(warned("{prices: azure-functions-2016-consumption}", "provisioned: 3")
            .find("(billing.price_per_provisioned_gib_s is 0); set a price") != std::string::npos);
  CHECK(warned("{price_per_gib_s: 0.1}", "provisioned: 3").find("the prices do not include provisioned") !=
        std::string::npos);
  CHECK(warned("{prices: aws-lambda-2019-provisioned}", "provisioned: 3").empty());
  CHECK(warned("{prices: aws-lambda-2017-3008mb, price_per_provisioned_gib_s: 0.0001}", "provisioned: 3")
            .empty());
  CHECK(warned("{prices: aws-lambda-2017-3008mb, price_per_provisioned_gib_s: 0}", "provisioned: 3").empty());
}

TEST_CASE("priorities and deadlines that the queue ignores are warned about") {
  CHECK(warnings_of(timer_with("priority: 3, max_instances: 1", "queueing: earliest-deadline")) ==
        "s.yaml:5:51: warning: workload[0].timer.priority: has no effect: the queueing policy "
        "earliest-deadline ignores priorities; choose policies.queueing: priority, or remove the key");
  CHECK(warnings_of(timer_with("priority: 3, max_instances: 1", "queueing: priority")).empty());
  CHECK(warnings_of(timer_with("deadline: 3s, max_instances: 1", "queueing: priority")) ==
        "s.yaml:5:51: warning: workload[0].timer.deadline: has no effect: the queueing policy priority "
        "ignores deadlines; choose policies.queueing: earliest-deadline, or remove the key");
  CHECK(warnings_of(timer_with("deadline: 3s, max_instances: 1", "queueing: earliest-deadline")).empty());
  CHECK(warnings_of(timer_with("deadline: never, max_instances: 1", "queueing: fifo")).empty());
}

TEST_CASE("a warning about an override names the override") {
  CHECK(warnings_of(timer_with("memory: 1GiB", "queueing: fifo"), {{"workload[0].timer.priority", "2"}})
            .find("--set workload[0].timer.priority: warning: ") == 0);
}

TEST_CASE("a policy that provisions is warned about if no function declares provisioned concurrency") {
  CHECK(warnings_of(timer_with("memory: 1GiB", "pre_warm: scheduled")) ==
        "s.yaml:3:12: warning: policies.pre_warm: scheduled has no effect: no function has provisioned "
        "concurrency; add the key 'provisioned' to a workload entry, or remove the policy");
  CHECK(warnings_of(timer_with("memory: 1GiB", "pre_warm: provisioned")).find("provisioned has no effect") !=
        std::string::npos);
}

TEST_CASE("a queue in which no call can ever wait is warned about") {
  const auto frontend = [](const std::string& keys, const std::string& policies) {
    return warnings_of("frontend: {" + keys + "}\n" + timer_with("memory: 1GiB", policies));
  };
  CHECK(frontend("queue_capacity: 5", "admission: concurrency-limit") ==
        "s.yaml:1:12: warning: frontend.queue_capacity: has no effect: the admission policy "
        "concurrency-limit throttles and never queues; choose a policy with over: queue, or remove the key");
  CHECK(frontend("queue_capacity: 5", "admission: {concurrency-limit: {over: queue}}").empty());
  CHECK(frontend("queue_capacity: 5", "admission: unlimited") != "");
  CHECK(frontend("queue_capacity: 0", "admission: {token-bucket: {over: queue}}") ==
        "s.yaml:4:12: warning: policies.admission: token-bucket: over: queue has no effect: the queue has a "
        "capacity of 0, so all invocations over the limit are throttled; set frontend.queue_capacity to a "
        "number or to unlimited");
  CHECK(frontend("max_wait: 5s", "admission: concurrency-limit")
            .find("s.yaml:1:12: warning: frontend.max_wait: has no effect") == 0);
  CHECK(frontend("max_wait: 5s", "scaling: queue-length").empty());
  CHECK(frontend("max_wait: 5s", "admission: {lambda-today: {over: queue}}").empty());
  CHECK(warnings_of("scheduler: {queue_capacity: 5}\n" + timer_with("memory: 1GiB", "queueing: fifo"))
            .find("s.yaml:1:13: warning: scheduler.queue_capacity: has no effect: no attempt ever waits") ==
        0);
  CHECK(warnings_of("scheduler: {queue_capacity: 5}\n" + timer_with("max_instances: 1", "queueing: fifo"))
            .empty());
  CHECK(warnings_of(timer_with("memory: 1GiB", "queueing: lifo"))
            .find("policies.queueing: lifo has no effect") != std::string::npos);
  CHECK(warnings_of(timer_with("max_instances: 1", "queueing: lifo")).empty());
}

TEST_CASE("settings that only matter after crashes are warned about if nothing crashes") {
  CHECK(warnings_of(timer_with("crash_retries: 3", "queueing: fifo")) ==
        "s.yaml:5:51: warning: workload[0].timer.crash_retries: has no effect: nothing crashes; set "
        "faults.vm_crashes, faults.vm_time_to_crash or faults.outages");
  CHECK(warnings_of("faults: {retry_backoff: 1s}\n" + timer_with("memory: 1GiB", "queueing: fifo"))
            .find("faults.retry_backoff: has no effect: nothing crashes") != std::string::npos);
  CHECK(warnings_of("faults: {retry_backoff: 1s, vm_time_to_crash: 1h}\n" +
                    timer_with("memory: 1GiB", "queueing: fifo"))
            .find("faults.retry_backoff: has no effect: no function is retried after a crash") !=
        std::string::npos);
  CHECK(warnings_of("faults: {retry_backoff: 1s, vm_time_to_crash: 1h}\n" +
                    timer_with("crash_retries: 1", "queueing: fifo"))
            .empty());
}

TEST_CASE(
    "an event lost in a crash first uses crash_retries of its function, so crash_retries has an effect") {
  const std::string async =
      "async: {retry_delays: [1min], backoff: 1s, backoff_factor: 2, longest_backoff: 5min, max_age: 6h}\n";
  CHECK(warnings_of(async + "faults: {vm_time_to_crash: 1h, retry_backoff: 20ms}\n" +
                    timer_with("invoke: async, crash_retries: 3", "queueing: fifo"))
            .empty());
}

TEST_CASE("an error rate is warned about if the timeout ends every execution") {
  const auto timer = [](const char* duration) {
    return warnings_of(
        fmt::format("duration: 1min\nplatform: ideal\nworkload:\n"
                    "  - timer: {{function: f, every: 1s, duration: {}, timeout: 1s, "
                    "error_rate: 2%}}\n",
                    duration));
  };
  CHECK(timer("1001ms") ==
        "s.yaml:4:68: warning: workload[0].timer.error_rate: has no effect: every execution takes longer "
        "than the timeout of 1s and is cut off at the timeout; raise the timeout, or remove the key");
  CHECK(timer("{uniform: {min: 1100ms, max: 2s}}").find("error_rate: has no effect") != std::string::npos);
  CHECK(timer("1s").empty());
  CHECK(timer("{uniform: {min: 900ms, max: 2s}}").empty());
  CHECK(timer("{exponential: {mean: 2s}}").empty());
  // Traces are not known before they are read.
  CHECK(warnings_of("duration: 1min\nplatform: ideal\nworkload:\n"
                    "  - azure-like: {functions: 3, timeout: 1ms, error_rate: 2%}\n")
            .empty());
}

TEST_CASE("some settings have an effect only with outages, and are not warned about if there are any") {
  const std::string zone = "faults: {outages: [{at: 1s, zone: 0, repair: 1s}]}\n";
  CHECK(warnings_of(zone + timer_with("crash_retries: 1", "queueing: lifo")).empty());
  // Zones have an effect if a zone has an outage. If all zones have outages, even an unlimited number of
  // hosts gives no room.
  const std::string two = "cluster: {topology: {zones: 2}}\nscheduler: {no_room: wait}\n";
  const std::string plain = timer_with("memory: 1GiB", "queueing: fifo");
  CHECK(warnings_of(two + plain).find("cluster.topology.zones: has no effect") != std::string::npos);
  const std::string with_one = warnings_of(two + zone + plain);
  CHECK(with_one.find("cluster.topology.zones") == std::string::npos);
  CHECK(with_one.find("scheduler.no_room: has no effect") != std::string::npos);
  CHECK(warnings_of(two +
                    "faults: {outages: [{at: 1s, zone: 0, repair: 1s}, {at: 1s, zone: 1, repair: 1s}]}\n" +
                    plain)
            .empty());
}

TEST_CASE("other settings without effect are warned about") {
  const std::string plain = timer_with("memory: 1GiB", "queueing: fifo");
  const auto has = [](const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
  };
  CHECK(has(warnings_of("cluster: {code_cache: host}\n" + plain), "code_cache: has no effect"));
  CHECK(warnings_of("cluster: {code_cache: host}\ncold_start: {code_download: 1s}\n" + plain).empty());
  CHECK(has(warnings_of("cluster: {topology: {zones: 2}}\n" + plain), "zones: has no effect"));
  CHECK(warnings_of("cluster: {topology: {zones: 2}}\n" +
                    timer_with("memory: 1GiB", "host_placement: zone-spread"))
            .empty());
  CHECK(warnings_of("epoch: 2024-01-02\n" + plain).empty());  // tables by time show times of day
  CHECK(has(warnings_of(timer_with("sessions: 3", "routing: oldest")), "sessions: has no effect"));
  CHECK(warnings_of(timer_with("sessions: 3", "routing: hash-affinity")).empty());
  CHECK(has(warnings_of(timer_with("memory: 1GiB", "keep_alive: landlord")),
            "which instance is evicted, but no instance"));
  CHECK(warnings_of("scheduler: {evict_idle: true}\ncluster: {hosts: {count: 3}}\n" +
                    timer_with("memory: 1GiB", "keep_alive: landlord"))
            .empty());
  CHECK(has(warnings_of(timer_with("concurrency_limit: 9", "admission: {concurrency-limit: {tenant: 9}}")),
            "concurrency_limit: has no effect: the admission policy"));
  CHECK(
      has(warnings_of(timer_with("memory: 1GiB", "admission: {concurrency-limit: {tenant: 9, function: 9}}")),
          "policies.admission: function: 9 has no effect"));
  CHECK(warnings_of(timer_with("memory: 1GiB", "placement: function-spread")) ==
        "s.yaml:3:12: warning: policies.placement: function-spread applies only to instances, because it "
        "uses the functions or tenants of instances; VMs are placed on hosts by first-fit; to choose another "
        "policy for VMs, set policies.host_placement");
  CHECK(
      has(warnings_of("duration: 1min\nplatform: ideal\nworkload:\n  - correlated: {functions: 2, rate: 1/s, "
                      "together: 50%, lag: 1s, duration: 1s}\n"),
          "correlated.lag: has no effect"));
}

TEST_CASE("A lifetime that is shorter than every start-up is warned about") {
  const auto with = [](const std::string& lifetimes, const std::string& start, const std::string& binding) {
    return warnings_of("duration: 1min\nplatform: ideal\nlifetimes: {" + lifetimes + "}\ncold_start: {" +
                       start + "}\nscheduler: {binding: " + binding +
                       "}\nworkload:\n  - timer: {function: f, every: 1s, duration: 1s}\n");
  };
  CHECK(with("vm: 5s", "sandbox: 10s", "late") ==
        "s.yaml:3:13: warning: lifetimes.vm: no attempt ever runs, because a VM retires before an instance "
        "in it is ready, and with scheduler.binding: late no attempt is bound to the instance; type a time "
        "that is longer than the start-up (cold_start)");
  CHECK_THAT(with("vm: 5s", "sandbox: 10s", "early"), ContainsSubstring("every attempt is a cold start"));
  CHECK_THAT(with("instance: 5s", "sandbox: 3s, runtime_start: 3s", "late"),
             ContainsSubstring("lifetimes.instance: every attempt is a cold start"));
  // The start-up may be shorter than the lifetime.
  CHECK(with("vm: 5s", "sandbox: {uniform: {min: 1s, max: 60s}}", "late").empty());
  CHECK(with("vm: {uniform: {min: 1s, max: 6s}}", "sandbox: 5s", "late").empty());
  CHECK(with("vm: 5s", "sandbox: 5s", "late").empty());
  CHECK(with("vm: 5s", "sandbox: 0s", "late").empty());
}

TEST_CASE("a cap that is not below another cap is warned about") {
  const std::string account = "admission: {concurrency-limit: {tenant: 50, function: 10}}";
  CHECK(warnings_of(timer_with("concurrency_limit: 9", account)).empty());
  CHECK(warnings_of(timer_with("concurrency_limit: 10", account)) ==
        "s.yaml:5:51: warning: workload[0].timer.concurrency_limit: has no effect: the admission policy "
        "concurrency-limit allows each function at most 10 invocations in flight; set a lower limit, or "
        "remove the key");
  CHECK(warnings_of(timer_with("reserved_concurrency: 5, concurrency_limit: 5", account)) ==
        "s.yaml:5:76: warning: workload[0].timer.concurrency_limit: has no effect: reserved_concurrency: 5 "
        "also limits the function; remove one of the two keys");
  CHECK(warnings_of(timer_with("reserved_concurrency: 5", account)).empty());
}

TEST_CASE("a minimum of unreserved concurrency is warned about if no function reserves concurrency") {
  const std::string account = "admission: {lambda-today: {unreserved: 100}}";
  CHECK(warnings_of(timer_with("memory: 1GiB", account)) ==
        "s.yaml:3:12: warning: policies.admission: unreserved: 100 has no effect: no function reserves or "
        "provisions concurrency; add the key 'reserved_concurrency' to a workload entry, or remove the "
        "parameter");
  CHECK(warnings_of(timer_with("reserved_concurrency: 5", account)).empty());
  CHECK(warnings_of(timer_with("provisioned: 5", account + ", pre_warm: provisioned")).empty());
}

TEST_CASE("an entry whose first call is due at or after the end is warned about") {
  const auto warnings = [](const std::string& entry, const std::vector<Override>& overrides = {}) {
    return warnings_of(
        "duration: 1h\nplatform: ideal\nworkload:\n  - poisson: {function: p, rate: 1/s, "
        "duration: 1s}\n  - " +
            entry + "\n",
        overrides);
  };
  const std::string timer = "timer: {function: f, duration: 1s, ";
  CHECK(warnings(timer + "every: 1min, phase: 59min}").empty());
  CHECK(warnings(timer + "every: 1min, phase: 1h}") ==
        "s.yaml:5:53: warning: workload[1].timer.phase: the entry makes no call: its first call is due 1h "
        "after the start, but the run ends after 1h; type an earlier time, or a longer duration of the "
        "scenario");
  CHECK(warnings(timer + "every: 1min, phase: 1h}", {{"duration", "2h"}}).empty());
  // Time zero is midnight.
  CHECK(warnings(timer + "cron: '59 0 * * *'}").empty());
  CHECK(warnings(timer + "cron: '0 1 * * *'}").find("timer.cron: the entry makes no call") !=
        std::string::npos);
  CHECK(warnings("batch: {function: f, duration: 1s, calls: 3, at: 59min}").empty());
  CHECK(warnings("batch: {function: f, duration: 1s, calls: 3, at: 2h}").find("batch.at: the entry makes") !=
        std::string::npos);
  CHECK(warnings("batch: {function: f, duration: 1s, calls: 3, at: '00:30'}").empty());
  CHECK(warnings("batch: {function: f, duration: 1s, calls: 3, at: '02:00'}").find("due 2h after") !=
        std::string::npos);
  CHECK(warnings("cold-share: {function: f, duration: 1s, share: 10%, keep_alive: 10min, phase: 90min}")
            .find("cold-share.phase: the entry makes no call") != std::string::npos);
  const support::TemporaryFolder folder;
  const std::string trace =
      "trace: {path: " + folder.write("a.csv", "function_id,arrival_s,duration_s,memory_mb\n") +
      ", format: csv, shift: ";
  CHECK(warnings(trace + "3h}").find("trace.shift: the entry makes no call") != std::string::npos);
  CHECK(warnings(trace + "3min}").empty());
}

TEST_CASE("settings for a lack of room are warned about if there is always room") {
  const auto warned = [](const std::string& keys, const std::string& hosts, const std::string& policies) {
    return warnings_of("scheduler: {" + keys + "}\ncluster: {hosts: {count: " + hosts + "}}\n" +
                       timer_with("memory: 1GiB", policies));
  };
  const std::string always =
      ": has no effect: cluster.hosts.count is unlimited, so there is always room; set cluster.hosts.count "
      "to a number";
  const std::string evicts = "s.yaml:1:13: warning: scheduler.evict_idle" + always;
  CHECK(warned("evict_idle: true", "unlimited", "queueing: fifo") == evicts);
  CHECK(warned("no_room: wait", "unlimited", "queueing: fifo") ==
        "s.yaml:1:13: warning: scheduler.no_room" + always);
  // A placement policy that accepts none of the existing hosts gets a new host.
  CHECK(warned("evict_idle: true", "unlimited", "placement: zone-spread, host_placement: first-fit") ==
        evicts);
  CHECK(warned("evict_idle: true, no_room: wait", "3", "queueing: fifo").empty());
  CHECK(warned("evict_idle: false, no_room: refuse", "unlimited", "queueing: fifo").empty());
  // No queue forms if there is no other reason to wait.
  CHECK_THAT(warned("no_room: wait, queue_capacity: 5", "unlimited", "queueing: fifo"),
             ContainsSubstring("scheduler.queue_capacity: has no effect"));
  CHECK(warned("no_room: wait, queue_capacity: 5", "3", "queueing: fifo").empty());
}

TEST_CASE("settings of asynchronous invocations need a function that is invoked asynchronously") {
  CHECK(warnings_of(timer_with("async_retries: 1", "queueing: fifo"))
            .find("async_retries: has no effect: the entry is not invoked asynchronously; add invoke: async "
                  "to the entry, or remove the key") != std::string::npos);
  CHECK(warnings_of(timer_with("async_max_age: 1h", "queueing: fifo")).find("async_max_age: has no effect") !=
        std::string::npos);
  CHECK(warnings_of(timer_with("invoke: async, async_retries: 1", "queueing: fifo")).empty());
  CHECK(warnings_of("async: {max_age: 1h}\n" + timer_with("timeout: 1s", "queueing: fifo"))
            .find("async.max_age: has no effect: no function is invoked asynchronously; add invoke: async to "
                  "a workload entry") != std::string::npos);
  CHECK(warnings_of("async: {max_age: 1h}\n" + timer_with("invoke: async", "queueing: fifo")).empty());
}

TEST_CASE("a client timeout needs a function whose clients wait") {
  const auto warned = [](const std::string& timeout, const std::string& traits) {
    return warnings_of("frontend: {client_timeout: " + timeout + "}\n" +
                       timer_with(traits, "queueing: fifo"));
  };
  CHECK(warned("29s", "invoke: async") ==
        "s.yaml:1:12: warning: frontend.client_timeout: has no effect: no client waits for an answer, "
        "because all functions are invoked asynchronously; remove the key, or remove invoke: async from a "
        "workload entry");
  CHECK(warned("29s", "invoke: sync").empty());
  CHECK(warned("never", "invoke: async").empty());
}

TEST_CASE("a platform's number of requests in an instance that no entry takes is warned about") {
  const auto warned = [](const std::string& traits) {
    return warnings_of("scheduler: {requests_per_instance: 4}\n" + timer_with(traits, "pre_warm: none"));
  };
  CHECK(warned("requests_per_instance: 2") ==
        "s.yaml:1:13: warning: scheduler.requests_per_instance: has no effect: every entry of the workload "
        "gives "
        "requests_per_instance itself; remove one of the keys");
  CHECK(warned("memory: 1GiB").empty());
}

TEST_CASE("a freeze that freezes nothing, or that costs no time, is warned about") {
  const auto with = [](const std::string& freeze, const std::string& keep_alive) {
    return warnings_of("duration: 1min\nplatform: ideal\nfreeze: {" + freeze + "}\npolicies: {keep_alive: " +
                       keep_alive + "}\nworkload:\n  - timer: {function: f, every: 1s, duration: 1s}\n");
  };
  CHECK(with("after: 50ms, thaw: 10ms", "forever").empty());
  CHECK(with("after: 50ms, thaw: 10ms", "{fixed: {timeout: 51ms}}").empty());
  CHECK(with("thaw: 10ms", "forever") ==
        "s.yaml:3:10: warning: freeze.thaw: has no effect: no instance is ever frozen; add freeze.after, "
        "such as "
        "after: 50ms");
  CHECK(with("after: 50ms", "forever") ==
        "s.yaml:3:10: warning: freeze.after: has no effect on latencies: thawing takes no time; add "
        "freeze.thaw, "
        "such as thaw: 10ms");
  CHECK(with("after: 50ms, thaw: 10ms", "{fixed: {timeout: 50ms}}") ==
        "s.yaml:3:10: warning: freeze.after: has no effect: instances are reclaimed after 50ms, before they "
        "are "
        "frozen; type a shorter time");
}

TEST_CASE("a rule for background work that no function has is warned about") {
  const auto with = [](const std::string& trait) {
    return warnings_of(
        "duration: 1min\nplatform: ideal\ncpu: {memory_per_vcpu: 1GiB, background: frozen}\n"
        "workload:\n  - timer: {function: f, every: 1s, duration: 1s, " +
        trait + "}\n");
  };
  CHECK(with("background: 200ms").empty());
  CHECK(
      with("cpu: 50%") ==
      "s.yaml:3:30: warning: cpu.background: has no effect: no function works after its answer; add the key "
      "'background' to a workload entry, such as background: 200ms");
}
