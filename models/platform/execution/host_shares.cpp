#include "models/platform/execution/host_shares.hpp"

#include <algorithm>

#include "sim/mutant.hpp"
#include "sim/wide.hpp"

namespace curtain {
namespace {

/// The rate for each unit of weight, as a fraction.
struct Level {
  sim::UInt128 rate = 0;
  std::uint64_t weight = 1;
};

/// The use of a VM at a level.
struct Use {
  std::uint64_t of_capped = 0;  ///< sum of the caps of the instances that get their caps
  std::uint64_t weight = 0;     ///< sum of the weights of the other instances
};

Use use_at(const sim::SharedResource& vm, const Level& level) {
  Use use;
  for (std::size_t i = 0; i < vm.size(); ++i) {
    const sim::SharedResource::Share share = vm.share(i);
    if (sim::UInt128{share.cap} * level.weight <= level.rate * share.weight) {
      use.of_capped += share.cap;
    } else {
      use.weight += share.weight;
    }
  }
  return use;
}

/// The rate that a VM with this use would get if the VM had no limit.
sim::UInt128 rate_of(const Use& use, const Level& level) {
  return use.of_capped + level.rate * use.weight / level.weight;
}

}  // namespace

std::uint64_t wanted_by(const sim::SharedResource& vm, std::uint64_t vm_rate) {
  return std::min(vm.demand(), vm_rate);
}

void divide_host(std::uint64_t host_rate, std::uint64_t vm_rate, std::vector<HostMember>& vms) {
  sim::UInt128 wanted = 0;
  for (HostMember& vm : vms) {
    vm.grant = vm_rate;
    wanted += wanted_by(*vm.resource, vm_rate);
  }
  if (CURTAIN_MUTANT(host_rate_is_unlimited, wanted <= host_rate, true)) {
    return;
  }
  // Each round raises the level, because the instances and VMs that reach their limits use less than their
  // shares. The level that limits no other instance or VM is the result.
  Level level{0, 1};
  for (;;) {
    std::uint64_t rest = host_rate;
    std::uint64_t weight = 0;
    for (const HostMember& vm : vms) {
      const Use use = use_at(*vm.resource, level);
      if (rate_of(use, level) >= vm_rate) {
        rest -= std::min(rest, vm_rate);
      } else {
        rest -= std::min(rest, use.of_capped);
        weight += use.weight;
      }
    }
    if (weight == 0 || sim::UInt128{rest} * level.weight == level.rate * weight) {
      break;
    }
    level = {rest, weight};
  }
  for (HostMember& vm : vms) {
    const sim::UInt128 rate = rate_of(use_at(*vm.resource, level), level);
    vm.grant = std::max<std::uint64_t>(static_cast<std::uint64_t>(std::min<sim::UInt128>(rate, vm_rate)), 1);
  }
}

}  // namespace curtain
