#include "models/config/platform_fields.hpp"

#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::read_as;

TEST_CASE("every parameter of a platform has its key") {
  const char* text = R"(
frontend: {request_latency: 1ms, response_latency: 2ms, queue_capacity: 3, max_wait: 4s, client_timeout: 37s}
scheduler: {binding: late, no_room: wait, evict_idle: true, queue_capacity: 5}
cluster:
  hosts: {count: 6, vcpus: 7, memory: 8GiB}
  vms: {vcpus: 2, memory: 3GiB, instance_memory: 2GiB, max_instances: 9, isolation: function, empty_release: 10s}
  topology: {frontend: f, links: [{from: f, to: r, latency: 11us}], racks: [r, f], host_link: 12us, zones: 2}
  code_cache: host
cold_start: {vm_boot: 13ms, sandbox: 14ms, code_download: 15ms, runtime_start: 16ms, function_init: 17ms}
cpu: {memory_per_vcpu: 1769MiB, background: frozen}
disk: {vm_rate: 38MB/s, rate_per_vcpu: 39MB/s, instance_rate: 40MB/s, burst_size: 44MB, burst_rate: 45MB/s, host_rate: 46MB/s}
network: {vm_rate: 41MB/s, rate_per_vcpu: 42MB/s, instance_rate: 43MB/s, burst_size: 47MB, burst_rate: 48MB/s, host_rate: 49MB/s}
lifetimes: {instance: 18h, vm: 19h}
freeze: {after: 44ms, thaw: 45ms}
billing: {granularity: 20ms, minimum: 27ms, memory_step: 28MiB, memory_minimum: 31MiB, memory_maximum: 32MiB, leaves_out: [tea], init: all, price_per_gib_s: 21, price_per_request: 22,
          price_per_provisioned_gib_s: 29, price_per_gib_s_on_provisioned: 30}
faults: {outages: [{at: 33s, every: 34h, host: 5, repair: 35s}, {at: 36s, zone: 1, repair: never}],
         vm_crashes: [{at: 23s, vm: 24}], vm_time_to_crash: 25h, retry_backoff: 26s}
updates: [{function: f, tenant: t, at: 46s, consistent_after: 47s}]
policies: {admission: unlimited, queueing: lifo, routing: random, scaling: queue-length, placement: best-fit,
           host_placement: worst-fit, keep_alive: none, pre_warm: provisioned}
)";
  const auto [p, errors] = read_as(*platform_fields(), text, neutral_platform());
  REQUIRE(errors.empty());
  CHECK(p.frontend.request_latency == sim::Distribution::constant(1e6));
  CHECK(p.frontend.response_latency == sim::milliseconds(2));
  CHECK(p.frontend.queue_capacity == 3);
  CHECK(p.frontend.max_wait == sim::seconds(4));
  CHECK(p.frontend.client_timeout == sim::seconds(37));
  CHECK(p.scheduler.binding == Binding::late);
  CHECK(p.scheduler.no_room == NoRoom::wait);
  CHECK(p.scheduler.evict_idle);
  CHECK(p.scheduler.queue_capacity == 5);
  CHECK(p.cluster.hosts.count == 6);
  CHECK(p.cluster.hosts.vcpus == 7);
  CHECK(p.cluster.hosts.memory == 8192);
  CHECK(p.cluster.vms.vcpus == 2);
  CHECK(p.cluster.vms.memory == 3072);
  CHECK(p.cluster.vms.instance_memory == 2048);
  CHECK(p.cluster.vms.max_instances == 9);
  CHECK(p.cluster.vms.isolation == Isolation::function);
  CHECK(p.cluster.vms.empty_release == sim::seconds(10));
  CHECK(p.cluster.topology.frontend == "f");
  REQUIRE(p.cluster.topology.links.size() == 1);
  CHECK(p.cluster.topology.links[0].from == "f");
  CHECK(p.cluster.topology.links[0].to == "r");
  CHECK(p.cluster.topology.links[0].latency == sim::microseconds(11));
  CHECK(p.cluster.topology.racks == std::vector<std::string>{"r", "f"});
  CHECK(p.cluster.topology.zones == 2);
  CHECK(p.cluster.code_cache == CodeCache::host);
  CHECK(p.cluster.topology.host_link == sim::microseconds(12));
  CHECK(p.cold_start.vm_boot == sim::Distribution::constant(13e6));
  CHECK(p.cold_start.sandbox == sim::Distribution::constant(14e6));
  CHECK(p.cold_start.code_download == sim::Distribution::constant(15e6));
  CHECK(p.cold_start.runtime_start == sim::Distribution::constant(16e6));
  CHECK(p.cold_start.function_init == sim::Distribution::constant(17e6));
  CHECK(p.cpu.memory_per_vcpu == 1'769);
  CHECK(p.disk.vm_rate == 38'000'000);
  CHECK(p.disk.rate_per_vcpu == 39'000'000);
  CHECK(p.disk.instance_rate == 40'000'000);
  CHECK(p.network.vm_rate == 41'000'000);
  CHECK(p.network.rate_per_vcpu == 42'000'000);
  CHECK(p.network.instance_rate == 43'000'000);
  CHECK(p.disk.burst_size == 44'000'000);
  CHECK(p.disk.burst_rate == 45'000'000);
  CHECK(p.disk.host_rate == 46'000'000);
  CHECK(p.network.burst_size == 47'000'000);
  CHECK(p.network.burst_rate == 48'000'000);
  CHECK(p.network.host_rate == 49'000'000);
  CHECK(p.lifetimes.instance == sim::Distribution::constant(18 * 3600e9));
  CHECK(p.lifetimes.vm == sim::Distribution::constant(19 * 3600e9));
  CHECK(p.updates ==
        std::vector<UpdateParameters>{{"f", "t", sim::seconds(46), sim::Distribution::constant(47e9)}});
  CHECK(p.cpu.background == Background::frozen);
  CHECK(p.freeze.after == sim::milliseconds(44));
  CHECK(p.freeze.thaw == sim::Distribution::constant(45e6));
  CHECK(p.billing.granularity == sim::milliseconds(20));
  CHECK(p.billing.minimum == sim::milliseconds(27));
  CHECK(p.billing.memory_step == 28);
  CHECK(p.billing.memory_minimum == 31);
  CHECK(p.billing.memory_maximum == 32);
  CHECK(p.billing.leaves_out == std::vector<std::string>{"tea"});
  CHECK(p.billing.init == BilledInit::all);
  CHECK(p.billing.price_per_provisioned_gib_s == 29);
  CHECK(p.billing.price_per_gib_s_on_provisioned == 30);
  CHECK(p.billing.price_per_gib_s == 21);
  CHECK(p.billing.price_per_request == 22);
  REQUIRE(p.faults.outages.size() == 2);
  CHECK(p.faults.outages[0].at == sim::seconds(33));
  CHECK(p.faults.outages[0].every == sim::Distribution::constant(34 * 3600e9));
  CHECK(p.faults.outages[0].target() == OutageTarget{false, 5});
  CHECK(p.faults.outages[0].repair == sim::Distribution::constant(35e9));
  CHECK(p.faults.outages[1].target() == OutageTarget{true, 1});
  CHECK_FALSE(p.faults.outages[1].every.has_value());
  CHECK_FALSE(p.faults.outages[1].repair.has_value());
  REQUIRE(p.faults.vm_crashes.size() == 1);
  CHECK(p.faults.vm_crashes[0].at == sim::seconds(23));
  CHECK(p.faults.vm_crashes[0].vm == 24);
  CHECK(p.faults.vm_time_to_crash == sim::Distribution::constant(25 * 3600e9));
  CHECK(p.faults.retry_backoff == sim::Distribution::constant(26e9));
  CHECK(p.policies.admission.declaration->name == "unlimited");
  CHECK(p.policies.queueing.declaration->name == "lifo");
  CHECK(p.policies.routing.declaration->name == "random");
  CHECK(p.policies.scaling.declaration->name == "queue-length");
  CHECK(p.policies.placement.declaration->name == "best-fit");
  CHECK(p.policies.host_placement.declaration->name == "worst-fit");
  CHECK(p.policies.keep_alive.declaration->name == "none");
  CHECK(p.policies.pre_warm.declaration->name == "provisioned");

  const std::string written = to_yaml(platform_fields()->write(p));
  const auto [back, more_errors] = read_as(*platform_fields(), written, neutral_platform());
  CHECK(more_errors.empty());
  CHECK(to_yaml(platform_fields()->write(back)) == written);
}

TEST_CASE("a section overrides the layer below field by field") {
  PlatformParameters before = neutral_platform();
  before.cluster.hosts.vcpus = 3;
  before.cluster.topology.racks = {"old"};
  const auto [after, errors] =
      read_as(*platform_fields(), "cluster: {hosts: {count: 2}, topology: {racks: []}}", before);
  CHECK(after.cluster.hosts.count == 2);
  CHECK(after.cluster.hosts.vcpus == 3);
  CHECK(after.cluster.topology.racks.empty());
}

TEST_CASE("the sizes of hosts and VMs are required") {
  CHECK(read_as(*platform_fields(), "cluster: {hosts: {vcpus: 2}}", neutral_platform()).second ==
        "t.yaml:1:1: cluster.vms: the key 'vcpus' is missing: virtual CPUs of a VM\n"
        "t.yaml:1:1: cluster.vms: the key 'memory' is missing: memory of a VM, taken from its host\n"
        "t.yaml:1:11: cluster.hosts: the key 'memory' is missing: memory of a host");
}

TEST_CASE("an outage has a host or zone, a time and a length") {
  const auto errors = [](const std::string& text) {
    return testing::errors_of("duration: 1h\nfaults: {outages: [{" + text +
                              "}]}\nworkload: [{poisson: {function: f, rate: 1/s, duration: 1ms}}]\n");
  };
  CHECK(errors("at: 1min, zone: 0, repair: 5min").empty());
  CHECK(errors("at: 1min, host: 7, repair: never").empty());
  CHECK(errors("at: 0s, every: {uniform: {min: 1h, max: 2h}}, host: 0, repair: 0s").empty());
  CHECK(errors("at: 1min, repair: 5min") ==
        "s.yaml:2:20: faults.outages[0]: an outage needs a host or a zone; write host: 0 or zone: 0");
  CHECK(errors("at: 1min, host: 0, zone: 0, repair: 5min") ==
        "s.yaml:2:20: faults.outages[0]: an outage affects either a host or a zone; remove one of the two "
        "keys");
  CHECK(errors("zone: 0, repair: 5min") ==
        "s.yaml:2:20: faults.outages[0]: an outage needs a time; write at: 10min or every: 1h");
  CHECK(errors("every: 1h, zone: 0, repair: never") ==
        "s.yaml:2:20: faults.outages[0]: an outage that is never repaired cannot begin again; set repair to "
        "a time, or write 'at' instead of 'every'");
  CHECK(errors("every: 0s, zone: 0, repair: 1s") ==
        "s.yaml:2:20: faults.outages[0]: an outage every '0s' would repeat forever at one instant; "
        "type at least 1ns");
  // An invalid value causes no second error, and an unknown word is not a value.
  CHECK(errors("at: 10, zone: 0, repair: 1s").find('\n') == std::string::npos);
  CHECK(errors("at: 1s, zone: one, repair: 1s").find('\n') == std::string::npos);
  CHECK(errors("every: 1h, zone: 0, repair: 5").find('\n') == std::string::npos);
  CHECK(errors("at: 1s, zone: none, repair: 1s") ==
        "s.yaml:2:20: faults.outages[0]: an outage needs a host or a zone; write host: 0 or zone: 0");
  CHECK(errors("at: none, zone: 0, repair: 1s") ==
        "s.yaml:2:20: faults.outages[0]: an outage needs a time; write at: 10min or every: 1h");
  CHECK(errors("at: -1s, zone: 0, repair: 1s").find("s.yaml:2:25: faults.outages[0].at: '-1s'") == 0);
  CHECK(errors("at: 1s, zone: -1, repair: 1s").find("faults.outages[0].zone: '-1'") != std::string::npos);
  CHECK(errors("at: 1s, zone: 0").find("repair") != std::string::npos);
  CHECK(errors("at: 1s, zones: 0, repair: 1s").find("'zone'") != std::string::npos);
}
