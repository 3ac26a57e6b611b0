// The orders of candidates are tested without an engine, with rows and a cluster that the test changes
// directly.
#include "models/platform/scheduling/candidates.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/platform/blame.hpp"
#include "sim/draws.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// A policy with the needs and choices that the test sets.
class Obedient final : public RoutingPolicy {
 public:
  explicit Obedient(const Needs& needs) : needs_(needs) {}
  [[nodiscard]] Needs needs() const override { return needs_; }
  [[nodiscard]] std::int64_t key(const CandidateView& view) const override {
    ++keys_asked;
    return std::int64_t{view.vm_free} * 10 + (by_load ? view.in_flight : 0);
  }
  InstanceId choose(const RoutingQuery& query, const Candidates& candidates) override {
    return chooses(query, candidates);
  }

  std::function<InstanceId(const RoutingQuery&, const Candidates&)> chooses;
  bool by_load = false;
  mutable int keys_asked = 0;

 private:
  Needs needs_;
};

std::unique_ptr<PlacementPolicy> first_fit() {
  auto made = find_policy(Seam::placement, "first-fit")->make({});
  return std::unique_ptr<PlacementPolicy>(dynamic_cast<PlacementPolicy*>(made.release()));
}

ClusterParameters vms_of_1000() {
  ClusterParameters parameters;
  parameters.hosts = {kUnlimited, 0, 1'000};
  parameters.vms.memory = 1'000;
  parameters.vms.isolation = Isolation::shared;
  return parameters;
}

/// Rows and a cluster without an engine.
class Stand {
 public:
  Stand(std::size_t functions, const Needs& needs)
      : placement_(first_fit()), cluster(vms_of_1000(), *placement_, *placement_, {}), policy(needs) {
    rows.functions.resize(functions);
    rows.rest.resize(functions);
  }

  std::uint32_t open_vm() { return *cluster.open_vm(0, {}, 0, {}); }
  /// Adds an instance with a free slot.
  std::uint32_t add(std::uint32_t function, std::uint32_t vm, Mebibytes memory = 100) {
    const std::uint32_t id = rows.instances.allocate();
    rows.instance_rest.resize(rows.instances.capacity());
    Instance row;
    row.function = function;
    row.vm = vm;
    row.serial = rows.rest[function].serial++;
    rows.instances[id] = row;
    rows.instance_rest[id] = {};
    rows.instance_rest[id].memory = memory;
    cluster.put(vm, id, memory, rows.instance_rest);
    index.vm_changed(vm, {});
    list(id);
    return id;
  }
  void remove(std::uint32_t id) {
    if (rows.instances[id].listed) {
      unlist(id);
    }
    const std::uint32_t vm = rows.instances[id].vm;
    cluster.take(vm, id, rows.instance_rest[id].memory, rows.instance_rest);
    index.vm_changed(vm, {});
    rows.instances.release(id);
  }
  void list(std::uint32_t id) {
    rows.instances[id].listed = true;
    index.list(id, {});
  }
  void unlist(std::uint32_t id) {
    rows.instances[id].listed = false;
    index.unlist(id);
  }
  std::uint32_t choose(std::uint32_t function,
                       std::function<InstanceId(const RoutingQuery&, const Candidates&)> how) {
    policy.chooses = std::move(how);
    return index.choose({at_ms(5), FunctionId{function}, 0, {}, {}, 0, 0});
  }
  std::uint32_t lowest(std::uint32_t function) {
    return choose(function, [](const auto&, const Candidates& candidates) { return candidates.lowest(); });
  }
  std::string error(std::function<InstanceId(const RoutingQuery&, const Candidates&)> how) {
    try {
      choose(0, std::move(how));
    } catch (const PolicyError& wrong) {
      const std::string text = wrong.what();
      return text.substr(text.find(" s, ") + 4);
    }
    return "";
  }

 private:
  std::unique_ptr<PlacementPolicy> placement_;

 public:
  Rows rows;
  Cluster cluster;
  Obedient policy;
  CandidateIndex index{rows, cluster, policy};
};

}  // namespace

TEST_CASE("an index is needed only by a policy that declares an order") {
  CHECK_FALSE(Stand(1, {}).index.is_needed());
  CHECK_FALSE(Stand(1, {}).index.has_keys());
  CHECK(Stand(1, {.candidates_by_index = true}).index.is_needed());
  CHECK(Stand(1, {.candidates_on_ring = true}).index.is_needed());
  CHECK(Stand(1, {.candidates_by_vm = true}).index.is_needed());
  CHECK_FALSE(Stand(1, {.candidates_by_vm = true}).index.has_keys());
  CHECK(Stand(1, {.candidates_by_key = true}).index.has_keys());
}

TEST_CASE("of equal keys the candidate that was added last is first") {
  Stand stand(1, {.candidates_by_key = true, .keys_follow_vms = true});
  const std::uint32_t first_vm = stand.open_vm();
  const std::uint32_t second_vm = stand.open_vm();
  const std::uint32_t a = stand.add(0, first_vm);
  CHECK(stand.lowest(0) == a);
  const std::uint32_t b = stand.add(0, second_vm);
  CHECK(stand.lowest(0) == b);  // 900 MiB are free in each VM
  const std::uint32_t c = stand.add(0, first_vm);
  CHECK(stand.lowest(0) == c);  // 800 MiB are free in this VM
  stand.unlist(c);
  CHECK(stand.lowest(0) == a);
  stand.remove(c);
  CHECK(stand.lowest(0) == b);
}

TEST_CASE("a key is requested again when the instance is renewed or its VM has changed") {
  Stand stand(1, {.candidates_by_key = true});
  stand.policy.by_load = true;
  const std::uint32_t vm = stand.open_vm();
  const std::uint32_t a = stand.add(0, vm);
  const std::uint32_t b = stand.add(0, vm);
  CHECK(stand.lowest(0) == b);
  CHECK(stand.policy.keys_asked == 2);  // keys do not depend on VMs, so the key of a was not requested again
                                        // when b was added
  stand.rows.instances[b].in_flight = 3'000;
  CHECK(stand.lowest(0) == b);
  stand.index.renew(b, {});
  CHECK(stand.policy.keys_asked == 3);
  CHECK(stand.lowest(0) == a);
}

TEST_CASE("every order agrees with a search through all candidates under random operations") {
  for (const bool by_vm : {false, true}) {
    Stand stand(3, by_vm ? Needs{.candidates_by_index = true, .candidates_by_vm = true}
                         : Needs{.candidates_by_index = true,
                                 .candidates_by_key = true,
                                 .keys_follow_vms = true,
                                 .candidates_on_ring = true});
    std::vector<std::uint32_t> vms;
    std::vector<std::uint32_t> alive;
    for (int i = 0; i < 5; ++i) {
      vms.push_back(stand.open_vm());
    }
    sim::Draw draw(sim::DrawKey(3, 0, 0), by_vm ? 1 : 0, 0);
    int with_a_choice = 0;
    for (int step = 0; step < 4'000; ++step) {
      const std::uint32_t what = draw.below(4);
      const std::uint32_t vm = vms[draw.below(5)];
      if (what == 0 && stand.cluster.vm(vm).used <= 900) {
        alive.push_back(stand.add(draw.below(3), vm, 20 * (1 + draw.below(5))));
      } else if (!alive.empty()) {
        const std::size_t at = draw.below(static_cast<std::uint32_t>(alive.size()));
        if (what == 1) {
          stand.remove(alive[at]);
          alive.erase(alive.begin() + static_cast<std::ptrdiff_t>(at));
        } else if (stand.rows.instances[alive[at]].listed) {
          stand.unlist(alive[at]);
        } else {
          stand.list(alive[at]);
        }
      }
      const std::uint32_t function = draw.below(3);
      std::vector<std::uint32_t> expected;
      for (const std::uint32_t id : alive) {
        const Instance& row = stand.rows.instances[id];
        if (row.function == function && row.listed) {
          expected.push_back(id);
        }
      }
      if (expected.empty()) {
        continue;
      }
      with_a_choice += expected.size() > 1 ? 1 : 0;
      const std::uint64_t from = session_point(FunctionId{function}, static_cast<std::uint64_t>(step));
      stand.choose(function, [&](const RoutingQuery&, const Candidates& candidates) {
        std::vector<std::uint32_t> found;
        std::int64_t least = std::numeric_limits<std::int64_t>::max();
        std::uint64_t nearest = std::numeric_limits<std::uint64_t>::max();
        for (std::size_t i = 0; i < candidates.size(); ++i) {
          const CandidateView view = candidates[i];
          found.push_back(view.instance.value());
          least = std::min(least, stand.policy.key(view));
          nearest = std::min(nearest, ring_point(FunctionId{function}, view.serial) - from);
        }
        std::sort(found.begin(), found.end());
        std::sort(expected.begin(), expected.end());
        REQUIRE(found == expected);
        REQUIRE(stand.policy.key(candidates.view(candidates.lowest())) == least);
        if (!by_vm) {
          const InstanceId first = candidates.clockwise_from(from);
          REQUIRE(ring_point(FunctionId{function}, candidates.view(first).serial) - from == nearest);
          std::size_t round = 1;
          for (InstanceId id = candidates.clockwise_after(first); id != first; ++round) {
            id = candidates.clockwise_after(id);
          }
          REQUIRE(round == expected.size());
        }
        return candidates.lowest();
      });
    }
    CHECK(with_a_choice > 1'000);
  }
}

TEST_CASE("a chosen instance that cannot take the attempt is blamed on the policy") {
  Stand stand(2, {.candidates_by_index = true});
  const std::uint32_t vm = stand.open_vm();
  const std::uint32_t own = stand.add(0, vm);
  const std::uint32_t full = stand.add(0, vm);
  const std::uint32_t foreign = stand.add(1, vm);
  stand.unlist(full);
  const auto choosing = [](std::uint32_t id) {
    return [id](const RoutingQuery&, const Candidates&) { return InstanceId{id}; };
  };
  CHECK(stand.choose(0, choosing(own)) == own);
  CHECK(stand.error(choosing(full)) == "chose instance 1, which has no free slot");
  CHECK(stand.error(choosing(foreign)) == "chose instance 2 of function 1 for function 0");
  CHECK(stand.error(choosing(7)) == "chose instance 7, which does not exist");
  CHECK(stand.error([](const auto&, const auto&) { return InstanceId{}; }) ==
        "chose no instance, although some instances have a free slot");
}

TEST_CASE("requesting an order that was not declared is an error") {
  Stand stand(1, {.candidates_by_index = true});
  stand.add(0, stand.open_vm());
  CHECK(stand.error([](const auto&, const Candidates& all) { return all.lowest(); }) ==
        "threw an exception: Candidates::lowest() requires Needs::candidates_by_key or candidates_by_vm, "
        "which the policy does not declare");
  CHECK(stand.error([](const auto&, const Candidates& all) { return all.clockwise_from(1); }) ==
        "threw an exception: Candidates::clockwise_from() requires Needs::candidates_on_ring, which the "
        "policy does not declare");
}
