// Tests of routing by a hash ring: hash-affinity and bounded-load.
#include <algorithm>
#include <set>

#include "models/policies/routing/seam.hpp"
#include "tests/policies/seam_support.hpp"

using namespace support;

namespace {

/// A ring of instances 0, 1, .. at equal distances from point 0 on, each with its load, and a policy.
class Ring final : public Candidates {
 public:
  explicit Ring(std::vector<std::uint32_t> loads) : loads_(std::move(loads)) {}
  [[nodiscard]] InstanceId most_recent() const override { return InstanceId{0u}; }
  [[nodiscard]] InstanceId least_recent() const override { return InstanceId{0u}; }
  [[nodiscard]] std::size_t size() const override { return loads_.size(); }
  [[nodiscard]] CandidateView operator[](std::size_t position) const override {
    return view(InstanceId{position});
  }
  [[nodiscard]] InstanceId lowest() const override { return InstanceId{0u}; }
  [[nodiscard]] InstanceId clockwise_from(std::uint64_t) const override { return InstanceId{0u}; }
  [[nodiscard]] InstanceId clockwise_after(InstanceId at) const override {
    return InstanceId{(at.index() + 1) % loads_.size()};
  }
  [[nodiscard]] CandidateView view(InstanceId at) const override {
    return {at, VmId{0u}, Time{}, Time{}, loads_[at.index()], at.value(), 0, 1};
  }
  /// Returns the instance for an attempt whose session starts at point 0.
  [[nodiscard]] std::uint32_t place(RoutingPolicy& policy) const {
    std::uint32_t running = 0;
    for (const std::uint32_t load : loads_) {
      running += load;
    }
    const RoutingQuery query{Time{},
                             FunctionId{0u},
                             0,
                             sim::DrawKey(1, 0, 0),
                             0,
                             running,
                             static_cast<std::uint32_t>(loads_.size())};
    return policy.choose(query, *this).value();
  }

 private:
  std::vector<std::uint32_t> loads_;
};

PolicyChoice bounded_load(double epsilon) {
  return policy(Seam::routing, "bounded-load", {Argument{0, epsilon}});
}

/// Returns the starts by instance and session. Sessions are identified by client.
std::map<InstanceId, int> served_by(const World& world) {
  std::map<InstanceId, int> served;
  for (const Observation& seen : world.record.of(Change::started)) {
    ++served[seen.instance];
  }
  return served;
}

}  // namespace

TEST_CASE("bounded-load passes over instances with a load of ceil((1 + epsilon) m / n)") {
  // There are four instances, and epsilon is 0.25. With 7 running requests, this is the 8th: the bound is
  // ceil(1.25 * 8 / 4) = 3, because 2.5 is rounded up.
  const auto quarter = made<RoutingPolicy>(bounded_load(0.25));
  CHECK(Ring({2, 2, 2, 1}).place(*quarter) == 0);
  CHECK(Ring({3, 2, 1, 1}).place(*quarter) == 1);
  CHECK(Ring({3, 3, 1, 0}).place(*quarter) == 2);
  // The bound is exactly 2 for the 4th request on 2 instances with epsilon 0, and also for the 8th on 4
  // instances.
  const auto tight = made<RoutingPolicy>(bounded_load(1e-6));
  CHECK(Ring({2, 2, 2, 1}).place(*tight) == 0);  // a value a millionth above 2 is rounded up
  const auto half = made<RoutingPolicy>(bounded_load(0.5));
  CHECK(Ring({3, 1, 2, 1}).place(*half) == 1);  // 1.5 * 8 / 4 = 3 is not rounded up, so instances with 3 are
                                                // full
  CHECK(Ring({2, 3, 1, 1}).place(*half) == 0);
  // For any bound, some instance is below it.
  CHECK(Ring({1, 1, 1, 0}).place(*tight) == 0);  // the bound is ceil(1.000001 * 4 / 4) = 2
  CHECK(Ring({0, 0, 0, 0}).place(*tight) == 0);
}

TEST_CASE("bounded-load with an epsilon of a tenth balances requests evenly if that is possible") {
  // 1.1 * 10 / 11 = 1, but slightly more in floating point. Each of 10 attempts is sent to another instance.
  const auto tenth = made<RoutingPolicy>(bounded_load(0.1));
  CHECK(Ring({1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0}).place(*tenth) == 9);
}

TEST_CASE(
    "hash-affinity sends each client to its home instance, which is the same while the instance lives") {
  // There are eight clients. The first eight requests arrive together and start one instance if it has eight
  // slots, and four if it has two. Each client's later requests, one at a time, are sent to the instance of
  // its first request.
  World world;
  world.parameters.policies.routing = policy(Seam::routing, "hash-affinity");
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "forever");
  FunctionTraits traits;
  traits.sessions = 3;
  const FunctionId f = world.function("f", traits);
  for (int i = 0; i < 4; ++i) {
    world.arrive(f, at_ms(0), ms(10));  // four instances exist
  }
  for (int i = 1; i <= 300; ++i) {
    world.arrive(f, at_ms(100 * i), ms(10));
  }
  CHECK(world.counts().created == 4);
  // Three sessions have at most three home instances. Each session has about a hundred requests.
  int homes = 0;
  for (const auto& [instance, count] : served_by(world)) {
    homes += count > 50 ? 1 : 0;
    CHECK((count <= 2 || count > 50));
  }
  CHECK(homes >= 1);
  CHECK(homes <= 3);
}

TEST_CASE("clients are sessions, and requests without a client or session are sent to any instance") {
  World world;
  world.parameters.policies.routing = policy(Seam::routing, "hash-affinity");
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "forever");
  const FunctionId f = world.function("f");
  for (int i = 0; i < 4; ++i) {
    world.arrive(f, at_ms(0), ms(10));
  }
  world.loop(f, 1, takes(ms(100)), takes(ms(10)), at_ms(30'000));
  world.counts();
  int homes = 0;
  for (const auto& [instance, count] : served_by(world)) {
    homes += count > 1 ? 1 : 0;
  }
  CHECK(homes == 1);
  world.groups.clear();
  for (int i = 1; i <= 300; ++i) {
    world.arrive(f, at_ms(100 * i), ms(10));
  }
  world.counts();
  CHECK(served_by(world).size() == 4);
  for (const auto& [instance, count] : served_by(world)) {
    CHECK(count > 1);
  }
}

TEST_CASE("bounded-load counts only the loads of ready instances") {
  // Two instances of four slots are ready from 0 on, after five requests at once. At 1 s four requests of one
  // session arrive, three for one instance and one for the other.
  World world;
  world.parameters.policies.routing = bounded_load(0.25);
  FunctionTraits traits;
  traits.requests_per_instance = 4;
  traits.sessions = 1;
  const FunctionId f = world.function("f", traits);
  for (int i = 0; i < 5; ++i) {
    world.arrive(f, at_ms(0), ms(500));
  }
  for (int i = 0; i < 4; ++i) {
    world.arrive(f, at_ms(1'000), ms(500));
  }
  CHECK(world.counts().created == 2);
  const std::vector<Observation> starts = world.record.of(Change::started);
  REQUIRE(starts.size() == 9);
  std::multiset<std::ptrdiff_t> loads;
  for (const InstanceId instance : {starts[0].instance, starts[4].instance}) {
    loads.insert(std::count_if(starts.begin() + 5, starts.end(),
                               [&](const Observation& seen) { return seen.instance == instance; }));
  }
  CHECK(loads == std::multiset<std::ptrdiff_t>{1, 3});
}
