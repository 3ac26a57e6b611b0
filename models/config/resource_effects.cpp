#include "models/config/resource_effects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace curtain::config {
namespace {

using WarnOfEffect = std::function<void(const std::string& key, const std::string& message)>;

class ResourceEffects {
 public:
  ResourceEffects(const PlatformParameters& platform, const WorkloadUse& use, const WarnOfEffect& warn)
      : platform_(platform), use_(use), warn_(warn) {}

  void check() {
    const BandwidthParameters& disk = platform_.disk;
    const BandwidthParameters& network = platform_.network;
    const bool limits_data =
        (use_.uses_disk && disk.rate_per_vcpu != 0) || (use_.uses_network && network.rate_per_vcpu != 0);
    if (platform_.cpu.memory_per_vcpu != 0 && !use_.computes && !limits_data) {
      warn_("cpu.memory_per_vcpu",
            "has no effect: no function has CPU work; add the key 'cpu' to a workload entry, such as cpu: "
            "100%");
    }
    if (platform_.cpu.background != Background::runs && !use_.works_after) {
      warn_(
          "cpu.background",
          "has no effect: no function works after its answer; add the key 'background' to a workload entry, "
          "such as background: 200ms");
    }
    check_bandwidth(disk, use_.uses_disk, "disk");
    check_bandwidth(network, use_.uses_network, "network");
  }

 private:
  void check_bandwidth(const BandwidthParameters& bandwidth, bool is_used, const std::string& what) {
    const std::string no_work = fmt::format(
        "has no effect: no function has {0} work; add work: {{{0}: 4MiB}} to a workload entry", what);
    for (const auto& [key, rate] :
         {std::pair{"vm_rate", bandwidth.vm_rate}, std::pair{"rate_per_vcpu", bandwidth.rate_per_vcpu},
          std::pair{"instance_rate", bandwidth.instance_rate}, std::pair{"burst_size", bandwidth.burst_size},
          std::pair{"burst_rate", bandwidth.burst_rate}, std::pair{"host_rate", bandwidth.host_rate}}) {
      if (rate != 0 && !is_used) {
        warn_(what + '.' + key, no_work);
      }
    }
    if (is_used && bandwidth.instance_rate != 0 && bandwidth.instance_rate >= bandwidth.vm_rate) {
      warn_(what + ".instance_rate", fmt::format("has no effect: it is not below {}.vm_rate", what));
    }
    if (is_used) {
      check_burst(bandwidth, what);
    }
  }

  void check_burst(const BandwidthParameters& bandwidth, const std::string& what) {
    if (bandwidth.burst_size != 0 && bandwidth.instance_rate == 0) {
      warn_(what + ".burst_size",
            fmt::format("has no effect: it allows data above {0}.instance_rate, which is unlimited; set "
                        "{0}.instance_rate, such as 625Mbit/s",
                        what));
    }
    if (bandwidth.burst_rate != 0 && bandwidth.burst_size == 0) {
      warn_(
          what + ".burst_rate",
          fmt::format("has no effect: without {0}.burst_size there is no bucket; set {0}.burst_size, such as "
                      "300MiB",
                      what));
    }
    if (bandwidth.burst_size != 0 && bandwidth.burst_rate != 0 &&
        bandwidth.burst_rate <= bandwidth.instance_rate) {
      warn_(what + ".burst_rate", fmt::format("has no effect: it is not above {}.instance_rate", what));
    }
    const HostParameters& host = platform_.cluster.hosts;
    const VmParameters& vm = platform_.cluster.vms;
    const std::uint64_t vms =
        std::max<std::uint64_t>(std::min<std::uint64_t>(vm.memory == 0 ? kUnlimited : host.memory / vm.memory,
                                                        vm.vcpus == 0 ? kUnlimited : host.vcpus / vm.vcpus),
                                1);
    if (bandwidth.host_rate != 0 && bandwidth.host_rate / vms >= bandwidth.vm_rate) {
      warn_(what + ".host_rate",
            fmt::format("has no effect: a host has at most {} VMs, which together do not exceed this rate",
                        vms));
    }
  }

  const PlatformParameters& platform_;
  const WorkloadUse& use_;
  const WarnOfEffect& warn_;
};

}  // namespace

void check_resource_effects(
    const PlatformParameters& platform, const WorkloadUse& use,
    const std::function<void(const std::string& key, const std::string& message)>& warn) {
  ResourceEffects(platform, use, warn).check();
}

}  // namespace curtain::config
