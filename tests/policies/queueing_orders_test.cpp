// Queueing by keys: priority, shortest-first, earliest-deadline and tenant-fair; and how their order holds
// among functions that wait for the same room.
#include <algorithm>
#include <utility>
#include <vector>

#include "models/policies/queueing/seam.hpp"
#include "tests/policies/seam_support.hpp"

using namespace support;

namespace {

constexpr std::int64_t kMean = 0;
constexpr std::int64_t kExact = 1;

std::unique_ptr<QueueingPolicy> queueing(std::string_view name, std::vector<Argument> arguments = {}) {
  return made<QueueingPolicy>(policy(Seam::queueing, name, std::move(arguments)));
}

QueueingQuery waiting(Time arrival, std::uint32_t function, Duration duration = ms(1),
                      std::uint32_t tenant = 0) {
  return {arrival, arrival, TenantId{tenant}, FunctionId{function}, duration, 0};
}

QueueingQuery of_priority(std::uint32_t priority, Time arrival) {
  QueueingQuery query = waiting(arrival, 0);
  query.priority = priority;
  return query;
}

/// Tenants whose attempts wait: gives each a key, and lets them go in the order of the keys.
class Line {
 public:
  explicit Line(QueueingPolicy& policy) : policy_(policy) {}

  /// `name` stands for the attempt in the order.
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

/// One instance fits at a time: idle ones make way, and those without room wait.
World one_place() {
  World world;
  world.parameters.cluster.hosts = {1, 0, 128};
  world.parameters.cluster.vms.memory = 128;
  world.parameters.scheduler.no_room = NoRoom::wait;
  world.parameters.scheduler.evict_idle = true;
  return world;
}

/// When each function's attempts started, as (function, ms), in order.
std::vector<std::pair<std::uint32_t, std::int64_t>> starts(const World& world) {
  std::vector<std::pair<std::uint32_t, std::int64_t>> all;
  for (const Observation& seen : world.record.of(Change::started)) {
    all.emplace_back(seen.function.value(), seen.now.ns() / 1'000'000);
  }
  return all;
}

using Starts = std::vector<std::pair<std::uint32_t, std::int64_t>>;

}  // namespace

TEST_CASE("priority goes by priority alone, or by age as well") {
  const auto strict = queueing("priority", {length(Duration::infinite())});
  CHECK(strict->key(of_priority(2, at_ms(900))) < strict->key(of_priority(1, at_ms(0))));
  CHECK(strict->key(of_priority(1, at_ms(900))) == strict->key(of_priority(1, at_ms(0))));
  // Each degree is worth 10 s: one of degree 2 at 20 s stands where degree 0 stands at 0 s.
  const auto aging = queueing("priority", {length(ms(10'000))});
  CHECK(aging->key(of_priority(2, at_ms(20'000))) == aging->key(of_priority(0, at_ms(0))));
  CHECK(aging->key(of_priority(2, at_ms(19'999))) < aging->key(of_priority(0, at_ms(0))));
  CHECK(aging->key(of_priority(2, at_ms(20'001))) > aging->key(of_priority(0, at_ms(0))));
  CHECK(aging->key(of_priority(0, at_ms(1))) > aging->key(of_priority(0, at_ms(0))));
  const auto slow = queueing("priority", {length(Duration{9'000'000'000'000'000'000})});
  CHECK(slow->key(of_priority(1'000'000, at_ms(0))) < slow->key(of_priority(1, at_ms(0))));
}

TEST_CASE("shortest-first learns what a function takes, and lets the unknown go first") {
  const auto mean = queueing("shortest-first", {whole(kMean)});
  CHECK(mean->needs().on_completion);
  mean->on_completion({at_ms(0), FunctionId{1u}, InstanceId{0u}, ms(10)});
  mean->on_completion({at_ms(0), FunctionId{1u}, InstanceId{0u}, ms(20)});
  mean->on_completion({at_ms(0), FunctionId{2u}, InstanceId{0u}, ms(14)});
  CHECK(mean->key(waiting(at_ms(0), 1, ms(1))) == ms(15).ns());
  CHECK(mean->key(waiting(at_ms(0), 2, ms(99))) == ms(14).ns());
  CHECK(mean->key(waiting(at_ms(0), 0, ms(99))) < 0);
  CHECK(mean->key(waiting(at_ms(0), 7, ms(99))) < 0);
  const auto exact = queueing("shortest-first", {whole(kExact)});
  CHECK_FALSE(exact->needs().on_completion);
  CHECK(exact->key(waiting(at_ms(0), 1, ms(7))) == ms(7).ns());
}

TEST_CASE("earliest-deadline counts from the arrival; what is never due goes last") {
  const auto earliest = queueing("earliest-deadline");
  QueueingQuery query = waiting(at_ms(100), 0);
  query.now = at_ms(700);
  query.deadline = ms(50);
  CHECK(earliest->key(query) == at_ms(150).ns());
  query.deadline = Duration::infinite();
  CHECK(earliest->key(query) == Time::never().ns());
}

TEST_CASE("a function's deadline is its own, else its timeout") {
  // f is due 1 s, its timeout, after 100 ms; g 500 ms after 200 ms: g goes first.
  World world = one_place();
  world.parameters.policies.queueing = policy(Seam::queueing, "earliest-deadline");
  FunctionTraits traits;
  traits.timeout = ms(1'000);
  const FunctionId f = world.function("f", traits);
  traits.deadline = ms(500);
  const FunctionId g = world.function("g", traits);
  world.arrive(f, at_ms(0), ms(900));
  world.arrive(f, at_ms(100), ms(100));
  world.arrive(g, at_ms(200), ms(100));
  world.run();
  CHECK(starts(world) == Starts{{0, 0}, {1, 900}, {0, 1'000}});
}

TEST_CASE("tenant-fair serves the packets of figure 2 of deficit round robin as the paper does") {
  // A quantum of 500. Round 1: 200 (300 are left), 500, 100 (400), 180 (320). Round 2: 750 and 20 of 800,
  // 500, 600 and 200 of 900, 700 and 50 of 820.
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

TEST_CASE("tenant-fair: what costs more than a quantum waits for its turns, and the deficit is kept") {
  // A quantum of 100: tenant 0's attempt of 250 goes in round 3, where tenant 1's third of 100 goes after it.
  // It leaves 50, so that its next of 150 goes in round 4, not 5.
  const auto fair = queueing("tenant-fair", {length(ms(100)), whole(kExact)});
  Line line(*fair);
  line.add(0, 250, 1);
  line.add(0, 150, 2);
  for (int name = 11; name <= 15; ++name) {
    line.add(1, 100, name);
  }
  CHECK(line.rest() == std::vector<int>{11, 12, 1, 13, 2, 14, 15});
}

TEST_CASE("tenant-fair: who comes late joins the round, and who has nothing waiting saves nothing up") {
  const auto fair = queueing("tenant-fair", {length(ms(100)), whole(kExact)});
  Line line(*fair);
  line.add(1, 10, 1);  // 90 would be left
  CHECK(line.next() == 1);
  for (int name = 11; name <= 13; ++name) {
    line.add(1, 100, name);  // its turn is over: in the next round, and from nothing
    line.add(0, 100, name - 10);
  }
  line.add(2, 100, 21);  // its turn is still to come
  CHECK(line.next() == 21);
  CHECK(line.next() == 1);
  line.add(2, 100, 22);
  CHECK(line.rest() == std::vector<int>{11, 22, 2, 12, 3, 13});
}

TEST_CASE("tenant-fair: one that gives up leaves its share to those of its tenant that come after it") {
  const auto fair = queueing("tenant-fair", {length(ms(100)), whole(kExact)});
  Line line(*fair);
  line.add(0, 100, 1);
  line.add(0, 100, 2);
  for (int name = 11; name <= 13; ++name) {
    line.add(1, 100, name);
  }
  line.leave(2, false);
  line.add(0, 100, 3);  // where 2 would have gone
  line.add(0, 100, 4);
  CHECK(line.rest() == std::vector<int>{1, 11, 3, 12, 4, 13});
}

TEST_CASE("tenant-fair expects a quantum of what it does not know, and learns means") {
  const auto fair = queueing("tenant-fair", {length(ms(100)), whole(kMean)});
  fair->on_completion({at_ms(0), FunctionId{1u}, InstanceId{0u}, ms(50)});
  Line line(*fair);
  for (int name = 1; name <= 2; ++name) {
    line.add(0, 5'000, name);  // unknown: 100 each
  }
  for (int name = 11; name <= 14; ++name) {
    line.add(1, 5'000, name);  // 50 each
  }
  CHECK(line.rest() == std::vector<int>{1, 11, 12, 2, 13, 14});
}

TEST_CASE("tenant-fair leaves a tenant's queue for admission as it is") {
  const auto fair = queueing("tenant-fair", {length(ms(100)), whole(kExact)});
  QueueingQuery query = waiting(at_ms(0), 0, ms(1'000));
  query.admitted = false;
  CHECK(fair->key(query) == 0);
  fair->on_leave({at_ms(0), TenantId{0u}, FunctionId{0u}, 0, 0, false, true});
}

TEST_CASE("fifo lets an instance go on with its function; priority lets a more urgent one have its room") {
  World world = one_place();
  FunctionTraits urgent;
  urgent.priority = 1;
  const FunctionId f = world.function("f");
  const FunctionId g = world.function("g", urgent);
  for (const std::int64_t time : {0, 10, 20}) {
    world.arrive(f, at_ms(time), ms(1'000));
  }
  world.arrive(g, at_ms(30), ms(100));
  world.run();
  CHECK(starts(world) == Starts{{0, 0}, {0, 1'000}, {0, 2'000}, {1, 3'000}});
  world.parameters.policies.queueing = policy(Seam::queueing, "priority", {length(Duration::infinite())});
  world.run();
  CHECK(starts(world) == Starts{{0, 0}, {1, 1'000}, {0, 1'100}, {0, 2'100}});
  SECTION("not where idle instances may not be evicted") {
    world.parameters.scheduler.evict_idle = false;
    world.horizon = at_ms(60'000);
    world.run();
    // Kept for 10 s after its last request, at 3,000.
    CHECK(starts(world) == Starts{{0, 0}, {0, 1'000}, {0, 2'000}, {1, 13'000}});
  }
  SECTION("nor where age outweighs it") {
    // g has one degree, worth 5 ms: it stands as if it had come at 25.
    world.parameters.policies.queueing = policy(Seam::queueing, "priority", {length(ms(5))});
    world.run();
    CHECK(starts(world) == Starts{{0, 0}, {0, 1'000}, {0, 2'000}, {1, 3'000}});
  }
  SECTION("nor where its room is too small") {
    const FunctionId large = world.function("large", urgent, 256);
    world.parameters.cluster.hosts = {1, 0, 256};
    world.parameters.cluster.vms.memory = 256;
    world.parameters.cluster.vms.isolation = Isolation::function;
    for (Arrival& arrival : world.arrivals) {
      arrival.function = arrival.function == g ? large : arrival.function;
    }
    world.run();  // two of f fit at once; the first to end would not make room enough, and goes on
    CHECK(starts(world) == Starts{{0, 0}, {0, 10}, {0, 1'000}, {2, 2'000}});
  }
}

TEST_CASE("those who wait for room go one by one in the order of all, early bound or late") {
  // One at a time, 100 ms each, all there before the first ends: by priority, then by arrival.
  World world = one_place();
  world.parameters.scheduler.binding = GENERATE(Binding::early, Binding::late);
  world.parameters.policies.queueing = policy(Seam::queueing, "priority", {length(Duration::infinite())});
  std::vector<FunctionId> functions;
  for (std::uint32_t priority = 0; priority < 3; ++priority) {
    FunctionTraits traits;
    traits.priority = priority;
    functions.push_back(world.function("f" + std::to_string(priority), traits));
  }
  for (const std::uint32_t which : {0, 0, 1, 2, 1, 0, 2}) {
    world.arrive(functions[which], at_ms(static_cast<std::int64_t>(world.arrivals.size())), ms(100));
  }
  world.run();
  CHECK(starts(world) == Starts{{0, 0}, {2, 100}, {2, 200}, {1, 300}, {1, 400}, {0, 500}, {0, 600}});
}

TEST_CASE("room for several goes to the first of all, not to all of the first function") {
  // A large instance makes room for two small ones when it goes: the first of f and the first of g.
  World world = one_place();
  world.parameters.cluster.hosts = {1, 0, 256};
  world.parameters.cluster.vms.memory = 256;
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "none");
  const FunctionId large = world.function("large", {}, 256);
  const FunctionId f = world.function("f");
  const FunctionId g = world.function("g");
  world.arrive(large, at_ms(0), ms(1'000));
  world.arrive(f, at_ms(10), ms(500));
  world.arrive(f, at_ms(20), ms(500));
  world.arrive(g, at_ms(15), ms(500));
  std::swap(world.arrivals[2], world.arrivals[3]);
  world.run();
  CHECK(starts(world) == Starts{{0, 0}, {1, 1'000}, {1, 1'000}, {2, 1'500}});
  world.parameters.policies.queueing = policy(Seam::queueing, "priority", {length(Duration::infinite())});
  world.run();
  CHECK(starts(world) == Starts{{0, 0}, {1, 1'000}, {2, 1'000}, {1, 1'500}});
}

TEST_CASE("tenants share one place in turn") {
  // Tenant a has five waiting when b's two come; 100 ms each, a turn is worth one.
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
  // Those who give up while they wait leave the others in order.
  world.parameters.frontend.max_wait = ms(460);
  world.run();
  CHECK(starts(world) == Starts{{0, 0}, {0, 100}, {1, 200}, {0, 300}, {1, 400}});
}
