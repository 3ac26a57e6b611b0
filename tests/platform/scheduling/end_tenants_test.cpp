#include "models/platform/scheduling/end_tenants.hpp"

#include "tests/catch.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

FunctionTraits isolated(std::uint32_t end_tenants = 0) {
  FunctionTraits traits;
  traits.isolates_end_tenants = true;
  traits.end_tenants = end_tenants;
  return traits;
}

/// The setting that excludes isolation, or "" if there is none.
std::string conflict_of(const FunctionTraits& traits, const PlatformParameters& platform) {
  const PolicySet policies(platform.policies);
  const auto conflict = isolation_conflict(traits, platform, policies);
  return conflict ? (conflict->is_trait ? "trait " : "") + conflict->key : "";
}

Argument whole_number(std::int64_t value) {
  return Argument{value};
}

using List = EndTenants::List;

}  // namespace

TEST_CASE("the list of each end tenant is kept while another list is in the function's row") {
  EndTenants end_tenants(sim::DrawKey(1, 0, 39));
  end_tenants.adopt(2, isolated(), 7);
  CHECK(end_tenants.most_instances(2) == 7);
  CHECK(end_tenants.exchange(2, 5, {}) == List{});
  CHECK(end_tenants.exchange(2, 6, {10, 11}) == List{});
  CHECK(end_tenants.exchange(2, 6, {12, 12}) == List{12, 12});  // the same list stays
  CHECK(end_tenants.exchange(2, 5, {13, 14}) == List{10, 11});
  CHECK(end_tenants.exchange(2, 6, {}) == List{13, 14});
  CHECK(end_tenants.exchange(2, 5, {13, 14}) == List{});  // the list of 5 became empty
}

TEST_CASE("requests name an end tenant, or send in turn or at random for the end tenants of their function") {
  EndTenants end_tenants(sim::DrawKey(1, 0, 39));
  FunctionTraits traits = isolated(3);
  end_tenants.adopt(0, traits, kUnlimited);
  std::vector<std::uint32_t> in_turn;
  for (std::uint32_t request = 0; request < 6; ++request) {
    end_tenants.arrives(request, 0, 0, request);
    in_turn.push_back(end_tenants.of_request(request));
    CHECK(in_turn.back() != 0);
    CHECK(in_turn.back() == in_turn[request % 3]);
  }
  CHECK(in_turn[0] != in_turn[1]);
  CHECK(in_turn[1] != in_turn[2]);
  end_tenants.arrives(6, 0, 42, 6);
  CHECK(end_tenants.of_request(6) == 42);
  end_tenants.starts(9, 6);
  CHECK(end_tenants.of_instance(9) == 42);
  end_tenants.adopt(1, isolated(), kUnlimited);
  end_tenants.arrives(7, 1, 0, 0);
  CHECK(end_tenants.of_request(7) == 0);

  traits.end_tenant_order = EndTenantOrder::random;
  end_tenants.adopt(2, traits, kUnlimited);
  std::array<std::uint64_t, 3> drawn{};
  for (std::uint32_t ordinal = 0; ordinal < 30'000; ++ordinal) {
    end_tenants.arrives(0, 2, 0, ordinal);
    const auto found = std::find(in_turn.begin(), in_turn.begin() + 3, end_tenants.of_request(0));
    REQUIRE(found != in_turn.begin() + 3);
    ++drawn[static_cast<std::size_t>(found - in_turn.begin())];
  }
  for (const std::uint64_t count : drawn) {
    CHECK(count > 9'600);  // 10,000 with a standard deviation of 82
    CHECK(count < 10'400);
  }
}

TEST_CASE("the number of isolated instances is limited in proportion to the concurrency, rounded down") {
  CHECK(most_isolated_instances(2'500, 1'000) == 2'500);
  CHECK(most_isolated_instances(2'500, 1) == 2);
  CHECK(most_isolated_instances(2'500, 4'000'000'000) == kUnlimited);
  CHECK(most_isolated_instances(kUnlimited, 1'000) == kUnlimited);
  CHECK(most_isolated_instances(2'500, kUnlimited) == kUnlimited);
}

TEST_CASE("isolation by end tenant excludes settings with which an instance could serve another end tenant") {
  const PlatformParameters platform = ideal_platform();
  CHECK(conflict_of(isolated(), platform).empty());
  FunctionTraits traits = isolated();
  traits.snapshot = true;
  CHECK(conflict_of(traits, platform) == "trait snapshot");
  traits = isolated();
  traits.provisioned = 1;
  CHECK(conflict_of(traits, platform) == "trait provisioned");
  traits = isolated();
  traits.provisioned_max = 1;
  CHECK(conflict_of(traits, platform) == "trait provisioned_max");
  traits = isolated();
  traits.provisioned_schedule = {{"0 9 * * *", 1}};
  CHECK(conflict_of(traits, platform) == "trait provisioned_schedule");
  traits = isolated();
  traits.requests_per_instance = 2;
  CHECK(conflict_of(traits, platform) == "trait requests_per_instance");
  traits = isolated();
  traits.max_instances = 9;
  CHECK(conflict_of(traits, platform) == "trait max_instances");

  PlatformParameters late = platform;
  late.scheduler.binding = Binding::late;
  CHECK(conflict_of(isolated(), late) == "scheduler.binding");
  PlatformParameters waiting = platform;
  waiting.scheduler.no_room = NoRoom::wait;
  CHECK(conflict_of(isolated(), waiting).empty());  // there is always room
  waiting.cluster.hosts.count = 1;
  CHECK(conflict_of(isolated(), waiting) == "scheduler.no_room");
  PlatformParameters routed = platform;
  routed.policies.routing = policy(Seam::routing, "random");
  CHECK(conflict_of(isolated(), routed) == "policies.routing");
  routed.policies.routing = policy(Seam::routing, "least-recent");
  CHECK(conflict_of(isolated(), routed).empty());
}

TEST_CASE(
    "end tenants in turn: each has an instance of its own, and an idle instance of another is not used") {
  // Four end tenants call in turn, once a second for 100 ms. The start takes 200 ms.
  for (const char* routing : {"most-recent", "least-recent"}) {
    World world;
    world.parameters.cold_start.function_init = takes(ms(200));
    world.parameters.policies.routing = policy(Seam::routing, routing);
    const FunctionId apart = world.function("apart", isolated(4));
    const FunctionId shared = world.function("shared");
    for (std::int64_t second = 0; second < 12; ++second) {
      world.arrive(apart, at_ms(second * 1'000), ms(100));
      world.arrive(shared, at_ms(second * 1'000), ms(100));
    }
    const RunOutcome outcome = world.run();
    const auto& extras = outcome.tally.extras();
    CHECK(extras[apart.index()].cold == 4);
    CHECK(extras[apart.index()].created == 4);
    CHECK(outcome.tally.functions()[apart.index()].warm == 8);
    CHECK(extras[shared.index()].cold == 1);
    std::vector<std::uint32_t> used;
    for (const Observation& seen : world.record.of(Change::started)) {
      if (seen.function == apart) {
        used.push_back(seen.instance_number);
      }
    }
    CHECK(used == std::vector<std::uint32_t>{0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3});
  }
}

TEST_CASE("several instances of one end tenant are chosen by the time of their last use") {
  // End tenant 1 has two calls at 0 s and 10 ms, for 100 ms and 50 ms, so that instance 1 is idle first. End
  // tenant 2 has a call at 20 ms. At 200 ms and 201 ms end tenant 1 calls again.
  World world;
  const FunctionId f = world.function("f", isolated());
  world.arrivals = {{at_ms(0), ms(100), f, 1},  {at_ms(10), ms(50), f, 1},  {at_ms(20), ms(300), f, 2},
                    {at_ms(200), ms(50), f, 1}, {at_ms(201), ms(50), f, 1}, {at_ms(202), ms(50), f, 1},
                    {at_ms(400), ms(50), f, 2}};
  const RunOutcome outcome = world.run();
  std::vector<std::uint32_t> used;
  for (const Observation& seen : world.record.of(Change::started)) {
    used.push_back(seen.instance_number);
  }
  CHECK(used == std::vector<std::uint32_t>{0, 1, 2, 0, 1, 3, 2});
  CHECK(outcome.tally.extras()[f.index()].created == 4);
}

TEST_CASE("2,501 end tenants call a function with a concurrency of 1,000: the last call is throttled") {
  // One call of 10 ms each, spread over 60 s. No idle instance of another end tenant is ended for a call.
  World world;
  world.horizon = at_ms(700'000);
  world.parameters.scheduler.isolated_per_1000 = 2'500;
  world.parameters.policies.admission =
      policy(Seam::admission, "concurrency-limit",
             {whole_number(1'000), whole_number(kUnlimited), whole_number(0), whole_number(0)});
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "fixed", {length(ms(600'000))});
  const FunctionId f = world.function("f", isolated(2'501));
  for (std::int64_t call = 0; call < 2'501; ++call) {
    world.arrive(f, at_ms(call * 60'000 / 2'501), ms(10));
  }
  world.arrive(f, at_ms(60'500), ms(10));  // the first end tenant has an instance
  const RunOutcome outcome = world.run();
  const FunctionExtras& extras = outcome.tally.extras()[f.index()];
  CHECK(extras.created == 2'500);
  CHECK(extras.rejections[static_cast<std::size_t>(Rejection::end_tenants)] == 1);
  CHECK(extras.outcomes[static_cast<std::size_t>(Outcome::throttled)] == 1);
  CHECK(outcome.tally.functions()[f.index()].completed == 2'501);
  CHECK(outcome.tally.functions()[f.index()].warm == 1);
  CHECK(world.record.of(Change::instance_reclaimed).size() == 2'500);
  CHECK(world.record.of(Change::instance_reclaimed).front().now > at_ms(600'000));
}

TEST_CASE(
    "a request without an end tenant is refused, and a retired instance leaves the list of its end tenant") {
  World world;
  world.parameters.lifetimes.instance = takes(ms(1'000));
  const FunctionId f = world.function("f", isolated());
  world.arrivals = {{at_ms(0), ms(10), f, 0},    {at_ms(100), ms(10), f, 1},   {at_ms(150), ms(10), f, 2},
                    {at_ms(900), ms(500), f, 1}, {at_ms(1'200), ms(10), f, 2}, {at_ms(1'500), ms(10), f, 1}};
  const RunOutcome outcome = world.run();
  const FunctionExtras& extras = outcome.tally.extras()[f.index()];
  CHECK(extras.rejections[static_cast<std::size_t>(Rejection::no_end_tenant)] == 1);
  CHECK(extras.created == 4);
  CHECK(outcome.tally.functions()[f.index()].warm == 1);
}

TEST_CASE("the engine refuses a function that cannot be isolated") {
  World world;
  FunctionTraits traits = isolated(2);
  traits.max_instances = 3;
  world.arrive(world.function("f", traits), at_ms(0), ms(1));
  CHECK_THROWS_AS(world.run_as(world.options), std::invalid_argument);
}
