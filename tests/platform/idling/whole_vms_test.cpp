// VMs whose instances are all idle, in the order of their last instance to be evicted, are compared with a
// plain search.
#include "models/platform/idling/whole_vms.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "sim/draws.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

using EvictionKey = WholeVms::Key;

/// An instance that is idle in its VM.
struct Idle {
  std::uint32_t vm = 0;
  std::uint32_t group = 0;
  double own = 0;
  Time since;
};

/// The expected state: values by group, instances by number, and the VMs that the index lists.
struct PlainWorld {
  std::vector<double> shared = std::vector<double>(6);
  std::map<std::uint32_t, Idle> idle;
  std::vector<bool> is_shown = std::vector<bool>(12);

  [[nodiscard]] EvictionKey key_of(std::uint32_t id) const {
    const Idle& instance = idle.at(id);
    return {shared[instance.group] + instance.own, instance.since, id};
  }
  [[nodiscard]] std::optional<EvictionKey> last_of(std::uint32_t vm) const {
    std::optional<EvictionKey> last;
    for (const auto& [id, instance] : idle) {
      if (instance.vm == vm) {
        last = std::max(last.value_or(EvictionKey{}), key_of(id));
      }
    }
    return last;
  }
};

}  // namespace

TEST_CASE("the first VM that eviction would empty agrees with a search of all VMs, under any values") {
  sim::Draw draw(sim::DrawKey(55, 0, 2), 0, 0);
  WholeVms vms;
  PlainWorld plain;
  std::uint32_t next = 0;
  std::int64_t now = 0;
  int found_some = 0;
  int looked_at = 0;
  int asked = 0;
  for (int step = 0; step < 40'000; ++step) {
    const std::uint32_t vm = draw.below(12);
    switch (draw.below(5)) {
      case 0: {  // values mostly rise, because they rise with every use; sometimes a value falls
        const std::uint32_t group = draw.below(6);
        plain.shared[group] = draw.below(4) == 0 ? draw.below(3) : plain.shared[group] + draw.below(3);
        vms.set_shared(group, plain.shared[group]);
        break;
      }
      case 1:  // an instance of the VM is used, so the VM is not entirely idle
        vms.hide(vm);
        plain.is_shown[vm] = false;
        std::erase_if(plain.idle, [vm](const auto& entry) { return entry.second.vm == vm; });
        break;
      case 2: {  // the VM has instances of several functions, and the last of them has just become idle
        if (!plain.is_shown[vm]) {
          std::uint32_t last = 0;
          for (std::uint32_t i = 1 + draw.below(4); i > 0; --i) {
            last = next++;
            plain.idle[last] = {vm, draw.below(6), static_cast<double>(draw.below(5)), Time{++now}};
          }
          plain.is_shown[vm] = true;
          vms.show(vm, last, plain.idle[last].group, plain.idle[last].own, plain.idle[last].since);
        }
        break;
      }
      default: {
        const std::uint32_t held = draw.below(20);
        std::optional<std::pair<EvictionKey, std::uint32_t>> first;
        const auto found =
            vms.first([&](std::uint32_t id) { return plain.idle.at(id).vm; },
                      [&](std::uint32_t of) {
                        ++looked_at;
                        const EvictionKey key = *plain.last_of(of);
                        const Idle& last = plain.idle.at(std::get<2>(key));
                        return WholeVms::Last{key, last.group, last.own};
                      },
                      [&](std::uint32_t) { return true; }, [&](std::uint32_t of) { return of != held; });
        for (std::uint32_t of = 0; of < 12; ++of) {
          if (plain.is_shown[of] && of != held) {
            const std::pair its{*plain.last_of(of), of};
            first = first ? std::min(*first, its) : its;
          }
        }
        ++asked;
        REQUIRE(found.has_value() == first.has_value());
        REQUIRE((!found || (found->first == first->second && found->second == first->first)));
        found_some += found ? 1 : 0;
      }
    }
  }
  CHECK(found_some > 10'000);
  CHECK(looked_at < 4 * asked);
}

TEST_CASE("VMs of excluded groups are not visited, however many there are") {
  WholeVms vms;
  constexpr std::uint32_t kMany = 10'000;
  for (std::uint32_t vm = 0; vm < kMany; ++vm) {
    vms.show(vm, vm, 0, 0, Time{vm});  // the first VM to be released, with instances of only one function
  }
  vms.show(kMany, kMany, 1, 0, Time{kMany});
  vms.set_shared(1, 5);
  int looked_at = 0;
  const auto found =
      vms.first([](std::uint32_t id) { return id; },
                [&](std::uint32_t vm) {
                  ++looked_at;
                  return WholeVms::Last{{5, Time{vm}, vm}, 1, 0};
                },
                [](std::uint32_t group) { return group != 0; }, [](std::uint32_t) { return true; });
  REQUIRE(found.has_value());
  CHECK(found->first == kMany);
  CHECK(looked_at == 1);
}
