#include "models/config/resource_effects.hpp"

#include "tests/config/effect_support.hpp"

using namespace support;

TEST_CASE("vCPUs of instances are warned about if no function has CPU work") {
  CHECK(warnings_of("cpu: {memory_per_vcpu: 1769MiB}\n" + timer_with("memory: 1GiB", "queueing: fifo")) ==
        "s.yaml:1:7: warning: cpu.memory_per_vcpu: has no effect: no function has CPU work; add the key "
        "'cpu' to a workload entry, such as cpu: 100%");
  CHECK(warnings_of("cpu: {memory_per_vcpu: 1769MiB}\n" + timer_with("cpu: 1%", "queueing: fifo")).empty());
  CHECK(warnings_of("cpu: {memory_per_vcpu: none}\n" + timer_with("memory: 1GiB", "queueing: fifo")).empty());
}

TEST_CASE("data rates of VMs are warned about if no function has such work") {
  CHECK(warnings_of("disk: {vm_rate: 1MB/s}\n" + timer_with("memory: 1GiB", "queueing: fifo")) ==
        "s.yaml:1:8: warning: disk.vm_rate: has no effect: no function has disk work; add work: {disk: 4MiB} "
        "to a workload entry");
  CHECK(warnings_of("network: {rate_per_vcpu: 1MB/s}\n" + timer_with("memory: 1GiB", "queueing: fifo"))
            .find("network.rate_per_vcpu: has no effect: no function has network work") != std::string::npos);
  const std::string shared = "cpu: {memory_per_vcpu: 1GiB}\ndisk: {vm_rate: 1MB/s, rate_per_vcpu: 2MB/s";
  CHECK(warnings_of(shared + "}\n" + timer_with("work: {disk: 1kB}", "queueing: fifo")).empty());
  CHECK(warnings_of(shared + ", instance_rate: 1MB/s}\n" + timer_with("work: {disk: 1kB}", "queueing: fifo"))
            .find("disk.instance_rate: has no effect: it is not below disk.vm_rate") != std::string::npos);
}

TEST_CASE("limits of bursts and hosts that change nothing are warned about") {
  const auto warned = [](const std::string& network) {
    return warnings_of("network: {vm_rate: 10MB/s" + network + "}\n" +
                       timer_with("work: {network: 1kB}", "queueing: fifo"));
  };
  CHECK(warned(", instance_rate: 1MB/s, burst_size: 1MB, burst_rate: 2MB/s").empty());
  CHECK(warned(", instance_rate: 1MB/s, burst_size: 1MB").empty());
  CHECK(
      warned(", burst_size: 1MB") ==
      "s.yaml:1:28: warning: network.burst_size: has no effect: it allows data above network.instance_rate, "
      "which is unlimited; set network.instance_rate, such as 625Mbit/s");
  CHECK(warned(", instance_rate: 1MB/s, burst_rate: 2MB/s") ==
        "s.yaml:1:50: warning: network.burst_rate: has no effect: without network.burst_size there is no "
        "bucket; set network.burst_size, such as 300MiB");
  CHECK(warned(", instance_rate: 3MB/s, burst_size: 1MB, burst_rate: 2MB/s")
            .find("network.burst_rate: has no effect: it is not above network.instance_rate") !=
        std::string::npos);
  const auto hosts = [&](const std::string& rate) {
    return warnings_of(
        "cluster: {hosts: {vcpus: 6, memory: 6GiB}, vms: {vcpus: 2, memory: 2GiB}}\nnetwork: "
        "{vm_rate: 10MB/s, host_rate: " +
        rate + "}\n" + timer_with("work: {network: 1kB}", "queueing: fifo"));
  };
  CHECK(hosts("29MB/s").empty());
  CHECK(hosts("30MB/s") ==
        "s.yaml:2:28: warning: network.host_rate: has no effect: a host has at most 3 VMs, which together do "
        "not exceed this rate");
}
