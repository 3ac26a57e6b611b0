// Tests of repacking: first-fit decreasing is worked out by hand, and the fewest migrations are compared with
// all assignments.
#include "models/platform/watch/repack.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <numeric>
#include <vector>

#include "models/platform/fleet/lower_bound.hpp"
#include "models/platform/watch/assignment.hpp"
#include "sim/check.hpp"
#include "sim/draws.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

/// Finds the fewest migrations by trying every VM for every bin. The common part of a bin and its VM does not
/// move.
std::uint64_t by_trying(const std::vector<VmContent>& from, const std::vector<VmContent>& to) {
  const auto stay = [](const VmContent& a, const VmContent& b) {
    std::map<Mebibytes, std::uint64_t> count;
    std::uint64_t common = 0;
    for (const Mebibytes size : a) {
      ++count[size];
    }
    for (const Mebibytes size : b) {
      if (count[size] > 0) {
        --count[size];
        ++common;
      }
    }
    return common;
  };
  std::uint64_t all = 0;
  for (const VmContent& bin : to) {
    all += bin.size();
  }
  std::vector<bool> taken(from.size(), false);
  std::uint64_t best = 0;
  const std::function<void(std::size_t, std::uint64_t)> choose = [&](std::size_t bin, std::uint64_t stayed) {
    if (bin == to.size()) {
      best = std::max(best, stayed);
      return;
    }
    for (std::size_t vm = 0; vm < from.size(); ++vm) {
      if (!taken[vm]) {
        taken[vm] = true;
        choose(bin + 1, stayed + stay(from[vm], to[bin]));
        taken[vm] = false;
      }
    }
  };
  choose(0, 0);
  return all - best;
}

/// First-fit decreasing in its textbook form.
std::vector<VmContent> plainly(std::vector<Mebibytes> sizes, Mebibytes capacity, std::uint32_t most) {
  std::sort(sizes.rbegin(), sizes.rend());
  std::vector<VmContent> bins;
  for (const Mebibytes size : sizes) {
    const auto room = std::find_if(bins.begin(), bins.end(), [&](const VmContent& bin) {
      return std::accumulate(bin.begin(), bin.end(), size) <= capacity && bin.size() < most;
    });
    if (room == bins.end()) {
      bins.push_back({size});
    } else {
      room->push_back(size);
    }
  }
  return bins;
}

}  // namespace

TEST_CASE("three VMs are packed into two by moving one instance") {
  const std::vector<VmContent> vms{{6}, {}, {2, 2}, {4}};
  const Repacking repacked = repack(vms, 10, kUnlimited);  // the VMs will have 6 + 4 and 2 + 2, so the 4
                                                           // moves
  CHECK(repacked.vms == 3);
  CHECK(repacked.packed_vms == 2);
  CHECK(repacked.migrations == 1);
  const Repacking few = repack(vms, 10, 2);
  CHECK(few.packed_vms == 2);
  const Repacking alone = repack(vms, 10, 1);
  CHECK(alone.packed_vms == 3);  // first-fit decreasing would need four VMs, so no instance moves
  CHECK(alone.migrations == 0);
  CHECK(repack({}, 10, kUnlimited).packed_vms == 0);
}

TEST_CASE("if first-fit decreasing needs more VMs than the run has, nothing is migrated") {
  const std::vector<VmContent> vms{{4, 3, 3}, {4, 3, 3}};  // decreasing order gives 4 + 4, 3 + 3 + 3, 3
  CHECK(first_fit_decreasing({4, 3, 3, 4, 3, 3}, 10, kUnlimited).size() == 3);
  const Repacking repacked = repack(vms, 10, kUnlimited);
  CHECK(repacked.packed_vms == 2);
  CHECK(repacked.migrations == 0);
}

TEST_CASE(
    "the number of migrations is the minimum over all assignments, and repacking is not below the bound") {
  sim::Draw draw(sim::DrawKey(51, 0, 2), 0, 0);
  std::uint32_t with_fewer = 0;
  std::uint32_t with_migrations = 0;
  for (int trial = 0; trial < 1'000; ++trial) {
    const Mebibytes capacity = 4 + draw.below(12);
    const std::uint32_t most = draw.below(3) == 0 ? 1 + draw.below(4) : kUnlimited;
    std::vector<VmContent> vms(draw.below(7));
    std::vector<Mebibytes> sizes;
    PackingBound bound(capacity, most);
    for (VmContent& vm : vms) {
      Mebibytes used = 0;
      for (std::uint32_t i = draw.below(5); i > 0; --i) {
        const Mebibytes size = 1 + draw.below(capacity);
        if (used + size <= capacity && vm.size() < most) {
          used += size;
          vm.push_back(size);
          sizes.push_back(size);
          bound.add(size);
        }
      }
    }
    const std::vector<VmContent> bins = plainly(sizes, capacity, most);
    CAPTURE(trial, capacity, most, vms);
    REQUIRE(first_fit_decreasing(sizes, capacity, most) == bins);
    const Repacking repacked = repack(vms, capacity, most);
    const auto used = static_cast<std::uint64_t>(
        std::count_if(vms.begin(), vms.end(), [](const VmContent& vm) { return !vm.empty(); }));
    REQUIRE(repacked.vms == used);
    REQUIRE(repacked.packed_vms == std::min<std::uint64_t>(used, bins.size()));
    REQUIRE(repacked.packed_vms >= bound.value());
    if (bins.size() <= vms.size()) {
      const std::uint64_t fewest = fewest_migrations(vms, bins);
      REQUIRE(fewest == by_trying(vms, bins));
      REQUIRE((bins.size() >= used || repacked.migrations == fewest));
      with_migrations += fewest > 1 ? 1 : 0;
    }
    with_fewer += repacked.packed_vms < used ? 1 : 0;
  }
  CHECK(with_fewer > 200);
  CHECK(with_migrations > 200);
}

TEST_CASE("more bins than VMs are refused") {
  CHECK_THROWS_AS(fewest_migrations({{1}}, {{1}, {1}}), sim::InvariantBroken);
}

TEST_CASE("a large class is repacked in little time, because equal VMs are one node") {
  std::vector<VmContent> vms;
  for (std::uint32_t i = 0; i < 3'000; ++i) {
    vms.push_back(VmContent(1 + i % 7, 128u << (i % 3)));
  }
  const Repacking repacked = repack(vms, 3'328, kUnlimited);
  CHECK(repacked.vms == 3'000);
  CHECK(repacked.packed_vms < 1'400);
  CHECK(repacked.migrations > 0);
}

TEST_CASE("with one size in nearly all VMs, there are as few migrations as in an assignment over all pairs") {
  sim::Draw draw(sim::DrawKey(56, 0, 2), 0, 0);
  constexpr Mebibytes capacity = 1'000;
  std::vector<VmContent> vms;
  std::vector<Mebibytes> sizes;
  for (std::uint32_t i = 0; i < 1'500; ++i) {
    // Sizes 1 and 2 are in nearly all VMs, in different numbers; the other sizes almost never coincide.
    VmContent content(draw.below(4), 1);
    content.insert(content.end(), draw.below(3), 2);
    content.push_back(3 + draw.below(300));
    content.push_back(3 + draw.below(300));
    std::sort(content.begin(), content.end());
    sizes.insert(sizes.end(), content.begin(), content.end());
    vms.push_back(std::move(content));
  }
  const std::vector<VmContent> bins = first_fit_decreasing(sizes, capacity, kUnlimited);
  std::vector<Gain> gains;
  for (std::uint32_t bin = 0; bin < bins.size(); ++bin) {
    for (std::uint32_t vm = 0; vm < vms.size(); ++vm) {
      VmContent both;
      std::set_intersection(bins[bin].rbegin(), bins[bin].rend(), vms[vm].begin(), vms[vm].end(),
                            std::back_inserter(both));
      const auto common = static_cast<std::uint32_t>(both.size());
      if (common > 0) {
        gains.push_back({bin, vm, common});
      }
    }
  }
  const std::uint64_t stay = largest_gain(std::vector<std::uint64_t>(bins.size(), 1),
                                          std::vector<std::uint64_t>(vms.size(), 1), gains);
  CHECK(bins.size() < 750);
  CHECK(fewest_migrations(vms, bins) == sizes.size() - stay);
}
