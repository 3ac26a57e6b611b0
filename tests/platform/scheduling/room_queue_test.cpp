// Functions that wait for room are tested without an engine, with rows and a cluster that the test changes
// directly.
#include "models/platform/scheduling/room_queue.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "sim/draws.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// First-fit that refuses some placements, depending only on the query and the bins.
class Choosy final : public PlacementPolicy {
 public:
  explicit Choosy(std::uint32_t refuses) : refuses_(refuses) {}
  [[nodiscard]] Needs needs() const override { return {.bins_by_age = true, .stateless = true}; }
  std::optional<Bins::Bin> choose(const PlacementQuery& query, const Bins& bins) override {
    const auto bin = bins.oldest_with(query.demand);
    const bool is_refused = bin && refuses_ > 0 && (query.function.value() + bins.free(*bin)) % refuses_ == 0;
    return is_refused ? std::nullopt : bin;
  }

 private:
  std::uint32_t refuses_;
};

struct Setting {
  std::uint32_t hosts = 1;
  std::uint32_t refuses = 0;
  std::uint32_t most_instances = kUnlimited;
  bool skips_groups = true;
};

/// Functions of given sizes, each in its own isolation class, in VMs of 1,000 MiB, with one VM per host.
class WaitingRoom {
 public:
  explicit WaitingRoom(const Setting& setting)
      : instances_(setting.refuses), hosts_(0), cluster(parameters(setting), instances_, hosts_, {}) {
    if (setting.skips_groups) {
      room.skip_groups();
    }
  }

  std::uint32_t function(std::uint32_t isolation_class, Mebibytes memory) {
    rows.functions.emplace_back();
    rows.rest.emplace_back();
    rows.rest.back().isolation_class = isolation_class;
    rows.rest.back().memory = memory;
    return static_cast<std::uint32_t>(rows.rest.size() - 1);
  }
  /// Adds a waiting attempt of the function.
  std::uint32_t attempt(std::uint32_t function, std::int64_t since) {
    const std::uint32_t id = rows.requests.allocate();
    rows.requests[id] = {};
    rows.requests[id].started = Time{since};
    rows.requests[id].function = function;
    rows.rest[function].queue.push(rows.requests, id, QueueOrder::first_in_first_out, 0, 0);
    room.wait(function);
    return id;
  }
  void give_up(std::uint32_t attempt) {
    const std::uint32_t function = rows.requests[attempt].function;
    rows.rest[function].queue.remove(rows.requests, attempt);
    rows.requests.release(attempt);
    room.head_changed(function);
  }
  /// Starts an instance for each attempt of the function, until there is no more room.
  void feed(std::uint32_t function) {
    FunctionRest& rest = rows.rest[function];
    while (!rest.queue.empty()) {
      const Cause cause{function, 0};
      ++tries;
      auto vm = cluster.choose_vm(rest.isolation_class, rest.memory, {}, 0, cause);
      vm = vm ? vm : cluster.open_vm(rest.isolation_class, {}, 0, cause);
      if (!vm) {
        room.wait(function);
        return;
      }
      const auto id = static_cast<std::uint32_t>(links_.size());
      links_.emplace_back();
      links_[id].memory = rest.memory;
      cluster.put(*vm, id, rest.memory, links_);
      present.emplace_back(id, *vm);
      started.emplace_back(function, *vm);
      give_up(rest.queue.front());
    }
  }
  void round() {
    if (room.skips_groups()) {
      room.begin_round();
      for (std::uint32_t id = room.next(); id != kNone; id = room.next()) {
        feed(id);
      }
      return;
    }
    std::vector<std::pair<std::int64_t, std::uint32_t>> order;
    for (const std::uint32_t id : room.take_all()) {
      if (!rows.rest[id].queue.empty()) {
        order.emplace_back(rows.requests[rows.rest[id].queue.front()].started.ns(), id);
      }
    }
    std::sort(order.begin(), order.end());
    for (const auto& head : order) {
      feed(head.second);
    }
  }
  /// Reclaims the instance at this position among the present instances. Releases its VM if the VM is empty
  /// and the test requests it.
  void reclaim(std::size_t place, bool releases) {
    const auto [id, vm] = present[place];
    present.erase(present.begin() + static_cast<std::ptrdiff_t>(place));
    cluster.take(vm, id, links_[id].memory, links_);
    if (releases && cluster.vm(vm).instances == 0) {
      cluster.release(vm);
    }
  }

 private:
  static ClusterParameters parameters(const Setting& setting) {
    ClusterParameters parameters;
    parameters.hosts = {setting.hosts, 0, 1'000};
    parameters.vms.memory = 1'000;
    parameters.vms.max_instances = setting.most_instances;
    parameters.vms.isolation = Isolation::tenant;
    return parameters;
  }

  Choosy instances_;
  Choosy hosts_;
  std::vector<InstanceRest> links_;

 public:
  Rows rows;
  Cluster cluster;
  RoomQueue room{rows, cluster};
  std::vector<std::pair<std::uint32_t, std::uint32_t>> present;  // present instances and their VMs
  std::vector<std::pair<std::uint32_t, std::uint32_t>> started;  // functions and VMs of all starts
  std::uint64_t tries = 0;
};

using Functions = std::vector<std::uint32_t>;

Functions given(RoomQueue& room) {
  Functions all;
  room.begin_round();
  for (std::uint32_t id = room.next(); id != kNone; id = room.next()) {
    all.push_back(id);
  }
  return all;
}

}  // namespace

TEST_CASE(
    "if a host has room, waiting functions are served in the order in which their heads began to wait") {
  WaitingRoom waiting({});
  for (std::uint32_t i = 0; i < 4; ++i) {
    waiting.function(i, 100);
  }
  waiting.attempt(3, 5);
  waiting.attempt(0, 5);
  const std::uint32_t head = waiting.attempt(2, 1);
  waiting.attempt(2, 9);
  waiting.attempt(1, 4);
  waiting.attempt(1, 2);  // the attempt is behind the head of its own queue
  CHECK(waiting.room.size() == 4);
  waiting.give_up(head);
  CHECK(given(waiting.room) == Functions{1, 0, 3, 2});
  CHECK(waiting.room.empty());
  CHECK(given(waiting.room).empty());
}

TEST_CASE("a function whose queue is empty no longer waits") {
  WaitingRoom waiting({});
  waiting.function(0, 100);
  waiting.give_up(waiting.attempt(0, 1));
  CHECK_FALSE(waiting.room.waits(0));
  CHECK(waiting.room.empty());
}

TEST_CASE("if no host has room, only functions that fit into an existing VM of their class are served") {
  WaitingRoom waiting({});
  waiting.function(0, 700);
  waiting.function(0, 400);
  waiting.function(0, 300);
  waiting.function(1, 100);
  waiting.attempt(0, 0);
  waiting.round();
  CHECK(waiting.started.size() == 1);  // the VM of class 0 has 300 MiB left
  waiting.attempt(1, 1);
  waiting.attempt(2, 3);
  waiting.attempt(3, 2);
  CHECK(given(waiting.room) == Functions{2});
  CHECK(waiting.room.size() == 2);
}

TEST_CASE("a function that starts to wait again during a round is served in the next round") {
  WaitingRoom waiting({});
  waiting.function(0, 100);
  waiting.attempt(0, 1);
  waiting.room.begin_round();
  CHECK(waiting.room.next() == 0);
  waiting.room.wait(0);
  CHECK(waiting.room.next() == kNone);
  CHECK(waiting.room.waits(0));
  CHECK(given(waiting.room) == Functions{0});
}

TEST_CASE("a function that may join a starting instance is served even without room") {
  WaitingRoom waiting({});
  waiting.function(0, 1'000);
  waiting.function(1, 1'000);
  waiting.function(2, 1'000);
  waiting.attempt(0, 0);
  waiting.round();
  waiting.attempt(1, 1);
  waiting.attempt(2, 2);
  CHECK(given(waiting.room).empty());
  waiting.room.may_join(2);
  CHECK(given(waiting.room) == Functions{2});
  CHECK(waiting.room.waits(1));
}

TEST_CASE("skipping groups gives the same starts as trying every function, with fewer tries") {
  std::uint64_t tries = 0;
  std::uint64_t naive_tries = 0;
  std::size_t starts = 0;
  for (std::uint32_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    sim::Draw draw(sim::DrawKey(5, 0, 0), seed, 0);
    Setting setting;
    setting.hosts = 1 + draw.below(6);
    setting.refuses = seed % 2 == 0 ? 0 : 2 + draw.below(4);
    setting.most_instances = draw.below(2) == 0 ? kUnlimited : 3;
    WaitingRoom skipping(setting);
    setting.skips_groups = false;
    WaitingRoom naive(setting);
    const std::uint32_t classes = 1 + draw.below(5);
    for (int i = 0; i < 30; ++i) {
      const std::uint32_t isolation_class = draw.below(classes);
      const Mebibytes memory = 100 * (1 + draw.below(10));
      skipping.function(isolation_class, memory);
      naive.function(isolation_class, memory);
    }
    std::vector<std::uint32_t> attempts;
    for (std::int64_t now = 0; now < 400; ++now) {
      const std::uint32_t what = draw.below(5);
      if (what < 2) {
        const std::uint32_t function = draw.below(30);
        REQUIRE(skipping.attempt(function, now / 3) == naive.attempt(function, now / 3));
      } else if (what == 2) {
        const std::uint32_t function = draw.below(30);
        if (!naive.rows.rest[function].queue.empty()) {
          const std::uint32_t head = naive.rows.rest[function].queue.front();
          skipping.give_up(head);
          naive.give_up(head);
        }
      } else if (!naive.present.empty()) {
        const std::size_t place = draw.below(static_cast<std::uint32_t>(naive.present.size()));
        const bool releases = draw.below(2) == 0;
        skipping.reclaim(place, releases);
        naive.reclaim(place, releases);
      }
      if (draw.below(3) > 0) {
        skipping.round();
        naive.round();
        REQUIRE(skipping.started == naive.started);
        for (std::uint32_t function = 0; function < 30; ++function) {
          REQUIRE(skipping.room.waits(function) == naive.room.waits(function));
        }
      }
    }
    tries += skipping.tries;
    naive_tries += naive.tries;
    starts += naive.started.size();
  }
  CHECK(starts > 2'000);
  CHECK(naive_tries > 3 * tries);
}

TEST_CASE("skipping groups gives the same run as trying all functions, whatever delays the functions") {
  // World also runs each scenario by the general path, which tries every function again.
  std::uint64_t waited = 0;
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    sim::Draw draw(sim::DrawKey(6, 0, 0), seed, 0);
    World world;
    PlatformParameters& parameters = world.parameters;
    constexpr Isolation kinds[] = {Isolation::shared, Isolation::tenant, Isolation::function,
                                   Isolation::instance};
    parameters.cluster.vms.isolation = kinds[draw.below(4)];
    parameters.cluster.vms.memory = 1'024;
    parameters.cluster.vms.empty_release = ms(draw.below(3) * 20);
    parameters.cluster.vms.max_instances = draw.below(2) == 0 ? kUnlimited : 2;
    parameters.cluster.hosts = {1 + draw.below(4), 0, 2'048};
    parameters.scheduler.no_room = NoRoom::wait;
    parameters.cold_start.sandbox = sim::Distribution::exponential(2e7);
    constexpr const char* placements[] = {"first-fit", "best-fit", "zone-spread", "hermod", "random"};
    parameters.policies.placement = seed % 5 == 2
                                        ? policy(Seam::placement, placements[2], {whole(1), whole(0)})
                                    : seed % 5 == 3 ? policy(Seam::placement, placements[3], {whole(1)})
                                                    : policy(Seam::placement, placements[seed % 5]);
    parameters.policies.keep_alive = draw.below(2) == 0
                                         ? policy(Seam::keep_alive, "none")
                                         : policy(Seam::keep_alive, "fixed", {length(ms(draw.below(60)))});
    if (draw.below(2) == 0) {
      parameters.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
    }
    if (draw.below(2) == 0) {
      parameters.frontend.max_wait = ms(100 + draw.below(200));
    }
    if (draw.below(2) == 0) {
      parameters.lifetimes.instance = sim::Distribution::uniform(1e8, 5e8);
      parameters.lifetimes.vm = sim::Distribution::uniform(2e8, 9e8);
      parameters.faults.vm_time_to_crash = sim::Distribution::exponential(5e8);
    }
    for (std::uint32_t i = 0; i < 12; ++i) {
      FunctionTraits traits;
      traits.requests_per_instance = 1 + draw.below(3);
      traits.crash_retries = draw.below(3);
      traits.max_instances = draw.below(3) == 0 ? 1 + draw.below(2) : kUnlimited;
      traits.provisioned = draw.below(4) == 0 ? 1 : 0;
      world.function("f" + std::to_string(i), traits, 128u << draw.below(4), "t" + std::to_string(i % 4));
    }
    Time now{};
    for (int i = 0; i < 300; ++i) {
      now = now + ms(draw.below(6));
      world.arrive(FunctionId{draw.below(12)}, now, ms(1 + draw.below(60)));
    }
    const RunOutcome outcome = world.run();
    waited += Counts(outcome).waited + Counts(outcome).cold;
  }
  CHECK(waited > 3'000);
}
