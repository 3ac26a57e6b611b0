#include "models/config/work_fields.hpp"

#include "models/config/trait_fields.hpp"
#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::errors_of;
using testing::rewritten;

namespace {

std::string timer_of(const std::string& work, const std::string& platform) {
  return errors_of("workload: [{timer: {function: f, every: 1min, duration: 1ms, memory: 1GiB, " + work +
                   "}}]\nduration: 1h\nplatform: ideal\n" + platform);
}

}  // namespace

TEST_CASE("the work of a function is written and read again") {
  const std::string text = "{cpu: 80ms, disk: 4MiB, network: 100kB, parallelism: 2}";
  CHECK(rewritten(*work_mix_form(), text) == text);
  CHECK(rewritten(*work_mix_form(), "{disk: 1GB}") ==
        "{cpu: 0s, disk: 1GB, network: 0B, parallelism: unlimited}");
  CHECK(rewritten(*work_mix_form(), "{parallelism: 0}") ==
        "t.yaml:1:15: parallelism: '0' is too small; allowed: 1 to 1000000 or unlimited");
  CHECK(rewritten(*work_mix_form(), "{disk: 4}") ==
        "t.yaml:1:8: disk: '4' has no unit; write for example 4MiB or 100kB");
  CHECK(rewritten(*bandwidth_form("disk"),
                  "{vm_rate: 58MB/s, rate_per_vcpu: unlimited, instance_rate: 1kbit/s}") ==
        "{vm_rate: 58MB/s, rate_per_vcpu: unlimited, instance_rate: 1kbit/s, burst_size: 0B, burst_rate: "
        "unlimited, host_rate: unlimited}");
  const std::string burst =
      "{vm_rate: 1GB/s, rate_per_vcpu: unlimited, instance_rate: 625Mbit/s, burst_size: 300MiB, burst_rate: "
      "2Gbit/s, host_rate: 3GB/s}";
  CHECK(rewritten(*bandwidth_form("network"), burst) == burst);
}

TEST_CASE("the conditions of a measurement are written and read back") {
  CHECK(rewritten(*measured_at_form(), "{memory: 2GiB}") == "{memory: 2GiB, neighbours: 0}");
  CHECK(rewritten(*measured_at_form(), "{neighbours: 3}") == "{memory: own, neighbours: 3}");
}

TEST_CASE("work needs the figures of the platform's resources") {
  CHECK(timer_of("work: {cpu: 1ms, disk: 1B, network: 1B}",
                 "cpu: {memory_per_vcpu: 1GiB}\ndisk: {vm_rate: 1MB/s}\nnetwork: {vm_rate: 1MB/s}\n")
            .empty());
  CHECK(timer_of("work: {cpu: 1ms}", "") ==
        "s.yaml:1:83: workload[0].timer.work.cpu: the platform does not state how much memory comes with one "
        "vCPU; set cpu.memory_per_vcpu, such as 1769MiB (AWS Lambda since 2020), or remove the key");
  CHECK(timer_of("work: {disk: 1B}", "") ==
        "s.yaml:1:83: workload[0].timer.work.disk: the platform does not state the disk rate of a VM; set "
        "disk.vm_rate, such as 58MB/s, or remove the key");
  CHECK(timer_of("work: {network: 1B}", "network: {vm_rate: 1MB/s, rate_per_vcpu: 1MB/s}\n") ==
        "s.yaml:1:83: workload[0].timer.work.network: network.rate_per_vcpu needs the memory size that comes "
        "with one vCPU; set cpu.memory_per_vcpu, such as 1769MiB, or write network.rate_per_vcpu: unlimited");
  CHECK(
      timer_of("durations_measured_at: {memory: 2GiB}", "") ==
      "s.yaml:1:76: workload[0].timer.durations_measured_at: has no effect without CPU work in the duration; "
      "set cpu, such as 80%, or remove the key");
  CHECK(timer_of("work: {parallelism: 1}", "") ==
        "s.yaml:1:83: workload[0].timer.work.parallelism: has no effect without CPU work; set work.cpu, such "
        "as 80ms, or remove the key");
}

TEST_CASE("shared work excludes policies that need the future") {
  CHECK(timer_of("work: {disk: 1B}",
                 "disk: {vm_rate: 1MB/s}\npolicies: {keep_alive: {oracle: {lambda: 1min}}}\n") ==
        "s.yaml:1:76: workload[0].timer.work: policies.keep_alive: oracle needs a workload that is known in "
        "advance, but executions that share resources have durations that are known only at their end; "
        "remove the key, or choose another policy");
}
