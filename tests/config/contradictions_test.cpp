#include "models/config/contradictions.hpp"

#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using curtain::config::testing::errors_of;

namespace {

const std::string kWorkload =
    "workload: [{poisson: {function: f, rate: 1/s, duration: 1ms, memory: 1GiB}}]\nduration: 1h\n";

}  // namespace

TEST_CASE("the warm-up must be shorter than the run") {
  CHECK(errors_of(kWorkload + "warmup: 59min\n").empty());
  CHECK(errors_of(kWorkload + "warmup: 1h\n") ==
        "s.yaml:3:1: warmup: the warm-up of 1h is not shorter than the duration of 1h; type a shorter "
        "warm-up or a longer duration");
  CHECK(
      errors_of(kWorkload + "bin: 1us\n") ==
      "s.yaml:3:1: bin: bins of 1us over a duration of 1h are more than 10000000 bins; type a larger width");
}

TEST_CASE("the default bin of a series is a minute for runs up to 19 years, and longer for longer runs") {
  const auto bin_of = [](const std::string& duration) {
    const curtain::Scenario scenario = curtain::parse_scenario(
        "workload: [{poisson: {function: f, rate: 1/d, duration: 1ms}}]\nduration: " + duration + "\n", "s");
    CHECK(curtain::parse_scenario(curtain::resolved_yaml(scenario), "resolved").bin == scenario.bin);
    return scenario.bin;
  };
  CHECK(bin_of("1h") == sim::minutes(1));
  CHECK(bin_of("6944d") == sim::minutes(1));     // the run has 9,999,360 minutes
  CHECK(bin_of("6945d") == sim::minutes(2442));  // the run has 10,000,800 minutes, in 4,096 bins
  CHECK(bin_of("50000d") == sim::minutes(17579));
  CHECK(errors_of(
            "workload: [{poisson: {function: f, rate: 1/d, duration: 1ms}}]\nduration: 6945d\nbin: 1min\n") ==
        "s.yaml:3:1: bin: bins of 1min over a duration of 166680h are more than 10000000 bins; type a larger "
        "width");
}

TEST_CASE("instances must fit into VMs, and VMs into hosts") {
  CHECK(errors_of(kWorkload + "cluster: {vms: {instance_memory: 1023MiB}}\n") ==
        "s.yaml:1:62: workload[0].poisson.memory: an instance of 1GiB does not fit a VM, which has 1023MiB "
        "of memory for instances; raise cluster.vms.instance_memory (now 1023MiB) to at least 1GiB");
  CHECK(errors_of(kWorkload + "cluster: {vms: {memory: 512MiB, instance_memory: all}}\n") ==
        "s.yaml:1:62: workload[0].poisson.memory: an instance of 1GiB does not fit a VM, which has 512MiB of "
        "memory for instances; raise cluster.vms.memory (now 512MiB) to at least 1GiB");
  CHECK(
      errors_of(
          "duration: 1h\nworkload: [{poisson: {function: f, rate: 1/s, duration: 1s, memory: 200GiB}}]\n") ==
      "s.yaml:2:61: workload[0].poisson.memory: an instance of 200GiB does not fit a VM, which has 3328MiB "
      "of memory for instances; raise cluster.vms.instance_memory (now 3328MiB) and cluster.vms.memory (now "
      "3840MiB) and cluster.hosts.memory (now 192GiB) to at least 200GiB");
  CHECK(errors_of(kWorkload + "cluster: {vms: {instance_memory: 5GiB}}\n") ==
        "s.yaml:3:17: cluster.vms.instance_memory: 5GiB for instances are more than the 3840MiB of the VM; "
        "type at most the memory of the VM");
  CHECK(errors_of(kWorkload + "cluster: {hosts: {memory: 3GiB}}\n") ==
        "s.yaml:3:19: cluster.hosts.memory: a VM of 3840MiB does not fit a host of 3GiB; make the VM smaller "
        "or the host larger");
  CHECK(errors_of(kWorkload + "cluster: {vms: {vcpus: 49}}\n") ==
        "s.yaml:3:17: cluster.vms.vcpus: a VM of 49 vCPUs does not fit a host of 48 vCPUs; make the VM "
        "smaller or the host larger");
}

TEST_CASE("policies that depend on each other must be chosen together") {
  CHECK(errors_of(kWorkload + "policies: {keep_alive: hybrid-histogram, pre_warm: hybrid-histogram}\n")
            .empty());
  CHECK(errors_of(kWorkload + "policies: {pre_warm: hybrid-histogram}\n") ==
        "s.yaml:3:1: policies: pre_warm: hybrid-histogram uses the histograms of the keep-alive policy; also "
        "choose keep_alive: hybrid-histogram");
  CHECK(errors_of(kWorkload + "policies: {keep_alive: {hybrid-histogram: {head: 100%}}}\n") ==
        "s.yaml:3:1: policies: hybrid-histogram: the head must not be above the tail");
  CHECK(errors_of(kWorkload + "policies: {pre_warm: {scheduled: {from: '0 9 * *', until: '@daily'}}}\n")
            .find("s.yaml:3:1: policies: pre_warm: scheduled: from: ") == 0);
  CHECK(errors_of(kWorkload + "policies: {pre_warm: pool}\ncluster: {vms: {isolation: shared}}\n").empty());
  CHECK(errors_of(kWorkload + "policies: {pre_warm: pool}\ncluster: {vms: {isolation: tenant}}\n") ==
        "s.yaml:4:17: cluster.vms.isolation: policies.pre_warm: pool starts instances without a tenant, so "
        "isolation must be shared");
}

TEST_CASE("an oracle needs a workload that is known in advance") {
  const std::string clients =
      "workload: [{closed-loop: {function: f, clients: 1, think: 1s, duration: 1ms, memory: "
      "1GiB}}]\nduration: 1h\n";
  CHECK(errors_of(clients + "policies: {keep_alive: forever}\n").empty());
  CHECK(errors_of(kWorkload + "policies: {keep_alive: {oracle: {lambda: 1min}}}\n").empty());
  CHECK(errors_of(clients + "policies: {keep_alive: {oracle: {lambda: 1min}}}\n") ==
        "s.yaml:3:12: policies.keep_alive: oracle needs a workload that is known in advance, but the clients "
        "of a closed-loop entry send each request after an answer; choose another policy, or another kind of "
        "workload");
}

TEST_CASE("CPU work needs a platform with cpu.memory_per_vcpu, and excludes the oracle") {
  const std::string computes =
      "workload: [{poisson: {function: f, rate: 1/s, duration: 1ms, memory: 1GiB, cpu: 50%}}]\nduration: "
      "1h\n";
  CHECK(errors_of(computes + "cpu: {memory_per_vcpu: 1769MiB}\n").empty());
  CHECK(errors_of(computes + "cpu: {memory_per_vcpu: none}\n") ==
        "s.yaml:1:76: workload[0].poisson.cpu: the platform does not state how much memory comes with one "
        "vCPU; set cpu.memory_per_vcpu, such as 1769MiB (AWS Lambda since 2020), or remove the key");
  CHECK(errors_of(computes + "policies: {keep_alive: {oracle: {lambda: 1min}}}\n"
                             "cpu: {memory_per_vcpu: 1769MiB}\n") ==
        "s.yaml:1:76: workload[0].poisson.cpu: policies.keep_alive: oracle needs a workload that is known in "
        "advance, but executions that share resources have durations that are known only at their end; "
        "remove the key, or choose another policy");
  CHECK(errors_of("workload: [{trace: {format: csv, path: t.csv, functions: [{function: g, cpu: 1}]}}]\n"
                  "cpu: {memory_per_vcpu: none}\n")
            .find("workload[0].trace.functions[0].cpu: the platform does not state") != std::string::npos);
}

TEST_CASE("a topology must connect all its racks") {
  const auto topology = [](const std::string& text) {
    return errors_of(kWorkload + "cluster: {topology: {" + text + "}}\n");
  };
  const std::string links = "links: [{from: a, to: b, latency: 1us}, {from: c, to: d, latency: 1us}]";
  CHECK(topology("frontend: a, racks: [b, a], " + links).empty());
  CHECK(topology("frontend: a, racks: [b, d], " + links) ==
        "s.yaml:3:46: cluster.topology.racks[1]: no path of links leads from 'a' to 'd'");
  CHECK(topology("frontend: a, racks: [e], " + links) ==
        "s.yaml:3:43: cluster.topology.racks[0]: no link has the node 'e'");
  CHECK(topology("frontend: x, racks: [b], " + links) ==
        "s.yaml:3:22: cluster.topology.frontend: no link has the node 'x'");
  CHECK(topology("racks: [b], " + links) ==
        "s.yaml:1:1: cluster.topology.frontend: the node of the frontend is missing; name one of the nodes, "
        "because there are racks");
  CHECK(topology("zones: 2, frontend: a, racks: [b, a], " + links).empty());
  CHECK(topology("zones: 3, frontend: a, racks: [b, a], " + links) ==
        "s.yaml:3:22: cluster.topology.zones: 2 racks cannot be assigned to 3 zones, because each rack is in "
        "one zone; the number of racks must be a multiple of the number of zones");
  CHECK(topology("zones: 3").empty());
  CHECK(topology("frontend: a, " + links) ==
        "s.yaml:3:35: cluster.topology.links: there are links but no racks; name the racks, or remove the "
        "links");
}

TEST_CASE("the end of a workload must be after its beginning") {
  CHECK(errors_of("workload: []\n") ==
        "s.yaml:1:1: workload: the list of workload entries is empty; write at least one entry");
  CHECK(errors_of("seed: 1\n") ==
        "s.yaml:1:1: the key 'workload' is missing: the sources of invocations; each source is one entry");
  CHECK(errors_of("workload:\n  - poisson: {function: f, rate: 1/s, duration: 1ms}\n  - azure-like: {}\n") ==
        "s.yaml:2:5: workload[0]: poisson arrivals have no end; set the duration of the scenario\n"
        "s.yaml:3:5: workload[1]: azure-like arrivals have no end; set the duration of the scenario");
  CHECK(errors_of("duration: x\nworkload: [{azure-like: {}}]\n") ==
        "s.yaml:1:11: duration: 'x' is not a length of time; write for example 250ms, 30s, 10min or 1h30min");
}

TEST_CASE("lifetimes of zero are refused at their place in the file") {
  const auto errors = [](const std::string& section) {
    return errors_of(section + "\nduration: 1s\nplatform: ideal\nworkload: [{azure-like: {}}]\n");
  };
  CHECK(errors("lifetimes: {vm: 0s}") ==
        "s.yaml:1:13: lifetimes.vm: '0s' is too short: a zero lifetime would be renewed forever at one "
        "instant; type at least 1ns, or never");
  CHECK(errors("lifetimes: {instance: 0s}").find("s.yaml:1:13: lifetimes.instance: '0s'") == 0);
  CHECK(errors("faults: {vm_time_to_crash: 0s}").find("s.yaml:1:10: faults.vm_time_to_crash: '0s'") == 0);
  CHECK(errors("lifetimes: {vm: 1ns, instance: never}").empty());
  CHECK(errors("lifetimes: {vm: {exponential: {mean: 1s}}}").empty());
  CHECK(errors("lifetimes: {vm: {uniform: {min: 0s, max: 0.4ns}}}").empty());  // this lifetime lasts 1 ns
}

TEST_CASE("the entries of one function must agree about its settings") {
  const auto errors = [](const std::string& second) {
    return errors_of(
        "duration: 1s\nplatform: ideal\nworkload:\n  - timer: {tenant: t, function: f, every: 1s, "
        "duration: 1s, timeout: 3s}\n  - " +
        second + "\n");
  };
  CHECK(errors("poisson: {tenant: t, function: f, rate: 1/s, duration: 9s, timeout: 3s}").empty());
  CHECK(errors("poisson: {tenant: t, function: f, rate: 1/s, duration: 1s}") ==
        "s.yaml:5:5: workload[1]: function \"f\" of tenant \"t\" is described twice with a difference: its "
        "timeout was 3 s, now infinite; all descriptions of a function must agree; workload[0] describes the "
        "function first; write the same traits in both entries, or choose another name");
  CHECK(errors("poisson: {tenant: t, function: f, rate: 1/s, duration: 1s, timeout: 3s, memory: 1GiB}")
            .find("its memory was 128 MiB, now 1024 MiB") != std::string::npos);
  CHECK(errors("poisson: {tenant: u, function: f, rate: 1/s, duration: 1s}").empty());
}

TEST_CASE("asynchronous invocations need a platform with settings for their retries") {
  const auto with = [](const std::string& platform, const std::string& traits) {
    return errors_of("platform: ideal\nduration: 1h\n" + platform +
                     "workload: [{poisson: {function: f, rate: 1/s, duration: 1ms, " + traits + "}}]\n");
  };
  CHECK(with("", "invoke: async").empty());
  CHECK(with("", "invoke: async, async_retries: 2").empty());
  CHECK(with("async: {max_age: 0s}\n", "").empty());
  CHECK(with("async: {max_age: 0s}\n", "invoke: async") ==
        "s.yaml:4:62: workload[0].poisson.invoke: the platform accepts no asynchronous invocations; set "
        "async.max_age, async.retry_delays, async.backoff and async.longest_backoff, such as async: "
        "{retry_delays: [1min, 2min], backoff: 1s, backoff_factor: 2, longest_backoff: 5min, max_age: 6h}");
  CHECK(with("", "invoke: async, async_retries: 3") ==
        "s.yaml:3:77: workload[0].poisson.async_retries: '3' is too large, because async.retry_delays allows "
        "at most 2 retries of an event; type 0 to 2, or add delays to async.retry_delays");
  CHECK(with("async: {retry_delays: []}\n", "invoke: async, async_retries: 1") ==
        "s.yaml:4:77: workload[0].poisson.async_retries: '1' is too large, because async.retry_delays allows "
        "at most 0 retries of an event; type 0, or add delays to async.retry_delays");
  CHECK(with("async: {backoff: 10us}\n", "invoke: async") ==
        "s.yaml:3:9: async.backoff: 10us is too short, because a throttled event is retried at this interval "
        "until the event is 6h old; type at least 1ms");
  CHECK(with("async: {longest_backoff: 500ms}\n", "invoke: async") ==
        "s.yaml:3:9: async.longest_backoff: the longest backoff of 500ms is shorter than the first backoff "
        "of 1s; type at least the first backoff");
}

TEST_CASE("a client must wait longer than its request and the answer travel") {
  const auto with = [](const std::string& frontend) {
    return errors_of("platform: ideal\nduration: 1h\nfrontend: {" + frontend +
                     "}\nworkload: [{poisson: {function: f, rate: 1/s, duration: 1ms}}]\n");
  };
  CHECK(
      with("request_latency: 10ms, client_timeout: 10ms") ==
      "s.yaml:3:35: frontend.client_timeout: clients leave after 10ms, before any answer can arrive, because "
      "a request takes 10ms to the frontend and its answer takes 0s back; type a longer time, or never");
  CHECK(with("request_latency: 10ms, client_timeout: 11ms").empty());
  CHECK(with("request_latency: 10ms, response_latency: 5ms, client_timeout: 15ms").empty());
  CHECK(with("response_latency: 5ms, client_timeout: 5ms").empty());
  CHECK(
      with("response_latency: 5ms, client_timeout: 4ms") ==
      "s.yaml:3:35: frontend.client_timeout: clients leave after 4ms, before any answer can arrive, because "
      "a request takes 0s to the frontend and its answer takes 5ms back; type a longer time, or never");
  CHECK(with("request_latency: {uniform: {min: 10ms, max: 1h}}, client_timeout: 10ms").empty());
  CHECK(with("client_timeout: 0s") != "");
}

TEST_CASE("the clients of a closed loop wait for answers") {
  CHECK(
      errors_of("platform: ideal\nduration: 1h\nworkload: [{closed-loop: {function: f, clients: 1, duration: "
                "1ms, think: 1s, invoke: async}}]\n") ==
      "s.yaml:3:78: workload[0].closed-loop.invoke: the clients of a closed loop wait for an answer, but an "
      "asynchronous invocation has no answer; remove the key, or choose another kind of workload");
}

TEST_CASE("an outage needs a host or zone that exists") {
  const auto outage = [](const std::string& text) {
    return errors_of(kWorkload +
                     "cluster: {hosts: {count: 4}, topology: {zones: 2}}\nfaults:\n  outages:\n    - {" +
                     text + "}\n");
  };
  CHECK(outage("at: 1min, host: 3, repair: 1min").empty());
  CHECK(outage("at: 1min, zone: 1, repair: never").empty());
  CHECK(outage("every: 1min, zone: 1, repair: {exponential: {mean: 1min}}").empty());
  CHECK(outage("at: 1min, host: 4, repair: 1min") ==
        "s.yaml:6:18: faults.outages[0].host: there is no host 4, because cluster.hosts.count is 4 and the "
        "numbers begin with 0");
  CHECK(outage("at: 1min, zone: 2, repair: 1min") ==
        "s.yaml:6:18: faults.outages[0].zone: there is no zone 2, because cluster.topology.zones is 2 and "
        "the numbers begin with 0");
}
