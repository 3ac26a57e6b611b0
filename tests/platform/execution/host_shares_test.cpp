#include "models/platform/execution/host_shares.hpp"

#include "sim/draws.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

struct HostOfVms {
  std::uint64_t vm_rate;
  std::vector<sim::SharedResource> resources;

  void vm(const std::vector<sim::SharedResource::Share>& instances) {
    resources.emplace_back(vm_rate);
    for (std::uint32_t i = 0; i < instances.size(); ++i) {
      resources.back().join(Time{}, i, instances[i], 1'000);
    }
  }
  std::vector<std::uint64_t> grants(std::uint64_t host_rate) const {
    std::vector<HostMember> vms;
    for (const sim::SharedResource& resource : resources) {
      vms.push_back({&resource, static_cast<std::uint32_t>(vms.size()), 0});
    }
    divide_host(host_rate, vm_rate, vms);
    std::vector<std::uint64_t> result;
    for (const HostMember& vm : vms) {
      result.push_back(vm.grant);
    }
    return result;
  }
};

using Grants = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("a host with enough for all gives each VM its own rate") {
  HostOfVms host{100, {}};
  host.vm({{1, 60}, {1, 60}});
  host.vm({{1, 30}});
  CHECK(host.grants(130) == Grants{100, 100});  // 100 + 30 are wanted
  CHECK(host.grants(129) == Grants{99, 30});
}

TEST_CASE("the rate of a host is divided among instances, not among VMs") {
  HostOfVms host{1'000, {}};
  host.vm({{1, 1'000}, {1, 1'000}, {1, 1'000}});
  host.vm({{1, 1'000}});
  CHECK(host.grants(400) == Grants{300, 100});
}

TEST_CASE("limits of instances and VMs leave their rests to others, up to five members by hand") {
  // Five instances of weight 1 share 1,000. Equal parts would be 200. One instance has a cap of 50, so each
  // of the other four could get (1,000 - 50) / 4 = 237.5. Two of the four are in a VM that is limited to 460,
  // so they get 230 each. The remaining two get (1,000 - 50 - 460) / 2 = 245 each.
  HostOfVms host{460, {}};
  host.vm({{1, 460}, {1, 460}});
  host.vm({{1, 50}, {1, 460}});
  host.vm({{1, 460}});
  CHECK(host.grants(1'000) == Grants{460, 295, 245});
}

TEST_CASE("instances of a host share in proportion to their weights") {
  HostOfVms host{1'000, {}};
  host.vm({{3, 1'000}});
  host.vm({{1, 1'000}, {2, 100}});
  // A rate of 600 is divided by the weights, which are 6 together. The cap of 100 is below the share of 200,
  // so 500 remain for the other weights, which are 4 together.
  CHECK(host.grants(600) == Grants{375, 225});
}

TEST_CASE("no grant is zero") {
  HostOfVms host{10, {}};
  host.vm({{1, 10}});
  host.vm({{1, 10}});
  host.vm({{1, 10}});
  CHECK(host.grants(2) == Grants{1, 1, 1});
}

TEST_CASE("the division of a host is max-min fair") {
  // Checks that no VM exceeds its own rate or the sum of its instances' caps, that the host's rate is used
  // except for at most one unit for each VM, and that a VM below both limits has at least the level of all
  // instances in other VMs.
  sim::Draw draw({7, 0, 0}, 1, 2);
  for (int round = 0; round < 500; ++round) {
    HostOfVms host{1 + draw.below(1'000'000), {}};
    const std::uint32_t vms = 1 + draw.below(6);
    sim::UInt128 wanted = 0;
    for (std::uint32_t i = 0; i < vms; ++i) {
      std::vector<sim::SharedResource::Share> instances;
      for (std::uint32_t n = 1 + draw.below(5); n > 0; --n) {
        instances.push_back({1 + draw.below(4), 1 + draw.below(1'000'000)});
      }
      host.vm(instances);
      wanted += wanted_by(host.resources.back(), host.vm_rate);
    }
    const std::uint64_t rate = 1 + draw.below(2'000'000);
    const Grants grants = host.grants(rate);
    if (wanted <= rate) {
      CHECK(grants == Grants(vms, host.vm_rate));
      continue;
    }
    std::uint64_t sum = 0;
    double highest = 0;  // rate for a unit of weight of any instance
    std::vector<double> levels;
    for (std::uint32_t i = 0; i < vms; ++i) {
      const sim::SharedResource& vm = host.resources[i];
      REQUIRE(grants[i] <= std::max<std::uint64_t>(wanted_by(vm, host.vm_rate), 1));
      sum += grants[i];
      // The level of the VM, by filling its instances up to its grant.
      double low = 0;
      double high = 1e7;
      for (int step = 0; step < 100; ++step) {
        const double level = (low + high) / 2;
        double use = 0;
        for (std::size_t n = 0; n < vm.size(); ++n) {
          use += std::min(static_cast<double>(vm.share(n).cap), level * vm.share(n).weight);
        }
        (use < static_cast<double>(grants[i]) ? low : high) = level;
      }
      levels.push_back(low);
      bool has_uncapped = false;
      for (std::size_t n = 0; n < vm.size(); ++n) {
        has_uncapped = has_uncapped || static_cast<double>(vm.share(n).cap) > low * vm.share(n).weight + 2;
      }
      if (has_uncapped) {
        highest = std::max(highest, low);
      }
    }
    REQUIRE(sum <= std::max<std::uint64_t>(rate, vms));
    REQUIRE(sum + vms >= rate);
    for (std::uint32_t i = 0; i < vms; ++i) {
      if (grants[i] + 1 < wanted_by(host.resources[i], host.vm_rate)) {
        REQUIRE(levels[i] >= highest - 2);
      }
    }
  }
}
