#include <algorithm>
#include <deque>
#include <utility>
#include <vector>

#include "sim/draws.hpp"
#include "tests/policies/queueing/queueing_support.hpp"

using namespace support;

namespace {

/// Tenants with waiting attempts. The class gives each attempt a key, and serves attempts in the order of the
/// keys.
class Line {
 public:
  explicit Line(QueueingPolicy& policy) : policy_(policy) {}

  /// `name` identifies the attempt in the order.
  void add(std::uint32_t tenant, std::int64_t cost_ms, int name) {
    QueueingQuery query = waiting(Time{}, tenant, ms(cost_ms), tenant);
    query.position = position_++;
    all_.push_back({policy_.key(query), query.position, tenant, name});
  }
  void leave(int name, bool goes_on) {
    const auto place =
        std::find_if(all_.begin(), all_.end(), [&](const One& one) { return one.name == name; });
    policy_.on_leave({Time{}, TenantId{place->tenant}, FunctionId{place->tenant}, place->key, place->position,
                      true, goes_on});
    all_.erase(place);
  }
  int next() {
    const One first = *std::min_element(all_.begin(), all_.end(), [](const One& a, const One& b) {
      return std::pair{a.key, a.position} < std::pair{b.key, b.position};
    });
    leave(first.name, true);
    return first.name;
  }
  std::vector<int> rest() {
    std::vector<int> names;
    while (!all_.empty()) {
      names.push_back(next());
    }
    return names;
  }

 private:
  struct One {
    std::int64_t key;
    std::uint64_t position;
    std::uint32_t tenant;
    int name;
  };
  QueueingPolicy& policy_;
  std::vector<One> all_;
  std::uint64_t position_ = 0;
};

/// Deficit round robin in its textbook form: queues, deficits, and a pointer that moves in turn.
class RoundRobin {
 public:
  explicit RoundRobin(std::int64_t quantum) : quantum_(quantum), queues_(kTenants), deficits_(kTenants) {}

  void add(std::uint32_t tenant, std::int64_t cost, int name) { queues_[tenant].emplace_back(cost, name); }

  /// At least one attempt must be waiting.
  int next() {
    for (;;) {
      auto& queue = queues_[at_];
      if (visiting_ && !queue.empty() && queue.front().first <= deficits_[at_]) {
        const auto [cost, name] = queue.front();
        queue.pop_front();
        deficits_[at_] -= cost;
        if (queue.empty()) {
          deficits_[at_] = 0;
          visiting_ = false;  // a tenant that arrives now has missed its turn
        }
        return name;
      }
      at_ = (at_ + 1) % kTenants;
      visiting_ = !queues_[at_].empty();
      deficits_[at_] += visiting_ ? quantum_ : 0;
    }
  }

  static constexpr std::uint32_t kTenants = 5;

 private:
  std::int64_t quantum_;
  std::vector<std::deque<std::pair<std::int64_t, int>>> queues_;
  std::vector<std::int64_t> deficits_;
  std::uint32_t at_ = kTenants - 1;
  bool visiting_ = false;
};

}  // namespace

TEST_CASE("tenant-fair is deficit round robin for every order of arrivals and ends") {
  const std::int64_t quantum = GENERATE(1, 7, 40, 100);
  const auto fair = queueing("tenant-fair", {length(ms(quantum)), whole(kExact)});
  Line line(*fair);
  RoundRobin plain(quantum);
  sim::Draw draw(sim::DrawKey(1, 0, 0), 0, 0);
  int waiting_now = 0;
  for (int step = 0; step < 20'000; ++step) {
    // The work alternates between few and many waiting attempts.
    const bool comes = draw.below(100) < (step / 500 % 2 == 0 ? 60u : 40u);
    if (comes || waiting_now == 0) {
      const std::uint32_t tenant = draw.below(RoundRobin::kTenants);
      const auto cost = static_cast<std::int64_t>(1 + draw.below(tenant == 0 ? 100 : 30));
      line.add(tenant, cost, step);
      plain.add(tenant, cost, step);
      ++waiting_now;
    } else {
      REQUIRE(line.next() == plain.next());
      --waiting_now;
    }
  }
}

TEST_CASE(
    "tenant-fair serves the packets of figure 2 of the paper on deficit round robin in the paper's order") {
  // The quantum is 500. In round 1 attempts of 200 (300 are left), 500, 100 (400) and 180 (320) are served.
  // In round 2 they are 750 and 20 of 800, 500, 600 and 200 of 900, and 700 and 50 of 820.
  const auto fair = queueing("tenant-fair", {length(ms(500)), whole(kExact)});
  Line line(*fair);
  const std::vector<std::vector<int>> packets{{200, 750, 20}, {500, 501}, {100, 600, 201}, {180, 700, 50}};
  for (std::uint32_t tenant = 0; tenant < packets.size(); ++tenant) {
    for (const int packet : packets[tenant]) {
      line.add(tenant, packet / 10 * 10, packet);
    }
  }
  CHECK(line.rest() == std::vector<int>{200, 500, 100, 180, 750, 20, 501, 600, 201, 700, 50});
}

TEST_CASE(
    "tenant-fair: an attempt that costs more than a quantum waits for further rounds, with its deficit "
    "kept") {
  // The quantum is 100. Tenant 0's attempt of 250 is served in round 3, and tenant 1's third attempt of 100
  // after it. Tenant 0 has 50 left, so its next attempt of 150 is served in round 4, not 5.
  const auto fair = queueing("tenant-fair", {length(ms(100)), whole(kExact)});
  Line line(*fair);
  line.add(0, 250, 1);
  line.add(0, 150, 2);
  for (int name = 11; name <= 15; ++name) {
    line.add(1, 100, name);
  }
  CHECK(line.rest() == std::vector<int>{11, 12, 1, 13, 2, 14, 15});
}

TEST_CASE(
    "tenant-fair: a tenant that comes late joins the round, and one without waiting attempts saves no "
    "deficit") {
  const auto fair = queueing("tenant-fair", {length(ms(100)), whole(kExact)});
  Line line(*fair);
  line.add(1, 10, 1);  // a deficit of 90 would remain
  CHECK(line.next() == 1);
  for (int name = 11; name <= 13; ++name) {
    line.add(1, 100, name);  // its turn is over, so it starts from 0 in the next round
    line.add(0, 100, name - 10);
  }
  line.add(2, 100, 21);  // its turn has not come yet
  CHECK(line.next() == 21);
  CHECK(line.next() == 1);
  line.add(2, 100, 22);
  CHECK(line.rest() == std::vector<int>{11, 22, 2, 12, 3, 13});
}

TEST_CASE("tenant-fair: an attempt that expires leaves its share to later attempts of its tenant") {
  const auto fair = queueing("tenant-fair", {length(ms(100)), whole(kExact)});
  Line line(*fair);
  line.add(0, 100, 1);
  line.add(0, 100, 2);
  for (int name = 11; name <= 13; ++name) {
    line.add(1, 100, name);
  }
  line.leave(2, false);
  line.add(0, 100, 3);  // attempt 3 replaces attempt 2
  line.add(0, 100, 4);
  CHECK(line.rest() == std::vector<int>{1, 11, 3, 12, 4, 13});
}

TEST_CASE("tenant-fair expects a quantum for unknown functions, and learns means") {
  const auto fair = queueing("tenant-fair", {length(ms(100)), whole(kMean)});
  fair->on_completion({at_ms(0), FunctionId{1u}, InstanceId{0u}, ms(50)});
  Line line(*fair);
  for (int name = 1; name <= 2; ++name) {
    line.add(0, 5'000, name);  // the duration is unknown, so a quantum of 100 is used for each
  }
  for (int name = 11; name <= 14; ++name) {
    line.add(1, 5'000, name);  // the known mean is 50 each
  }
  CHECK(line.rest() == std::vector<int>{1, 11, 12, 2, 13, 14});
}

TEST_CASE("tenant-fair does not reorder a tenant's queue for admission") {
  const auto fair = queueing("tenant-fair", {length(ms(100)), whole(kExact)});
  QueueingQuery query = waiting(at_ms(0), 0, ms(1'000));
  query.admitted = false;
  CHECK(fair->key(query) == 0);
  fair->on_leave({at_ms(0), TenantId{0u}, FunctionId{0u}, 0, 0, false, true});
}

TEST_CASE("tenants use a single slot in turns") {
  // Tenant a has five waiting attempts when two attempts of b arrive. Each takes 100 ms, and a turn covers
  // one attempt.
  World world = one_place();
  const FunctionId a = world.function("f", {}, 128, "a");
  const FunctionId b = world.function("f", {}, 128, "b");
  for (int i = 0; i < 6; ++i) {
    world.arrive(a, at_ms(0), ms(100));
  }
  world.arrive(b, at_ms(50), ms(100));
  world.arrive(b, at_ms(50), ms(100));
  world.parameters.policies.queueing =
      policy(Seam::queueing, "tenant-fair", {length(ms(100)), whole(GENERATE(kMean, kExact))});
  world.run();
  CHECK(starts(world) ==
        Starts{{0, 0}, {0, 100}, {1, 200}, {0, 300}, {1, 400}, {0, 500}, {0, 600}, {0, 700}});
  // Attempts that give up while they wait do not change the order of the other attempts.
  world.parameters.frontend.max_wait = ms(460);
  world.run();
  CHECK(starts(world) == Starts{{0, 0}, {0, 100}, {1, 200}, {0, 300}, {1, 400}});
}
