// Tests of policies' explanations of their last decision. Each number is worked out by hand.
#include "models/policies/admission/seam.hpp"
#include "tests/policies/rates_support.hpp"
#include "tests/support/decisions.hpp"

using namespace support;
using Texts = std::vector<std::string>;

namespace {

/// VMs have 1,000 MiB. Instances of 700 and 600 MiB open two VMs, with 300 and 400 MiB free. Then an instance
/// of 128 MiB is placed.
World two_holes(std::string_view name, std::vector<Argument> arguments = {}) {
  World world;
  world.parameters.cluster.hosts.memory = 1'000;
  world.parameters.cluster.vms.memory = 1'000;
  world.parameters.policies.placement = policy(Seam::placement, name, std::move(arguments));
  world.arrive(world.function("a", {}, 700), at_ms(0), ms(5'000));
  world.arrive(world.function("b", {}, 600), at_ms(0), ms(5'000));
  world.arrive(world.function("c", {}, 128), at_ms(1'000), ms(1'000));
  return world;
}

std::string last_placement(World world) {
  return decisions(world, "placement").back();
}

PolicyChoice lambda_burst(std::int64_t concurrency, std::int64_t burst) {
  return policy(
      Seam::admission, "lambda-burst",
      {whole(concurrency), whole(burst), whole(1), length(sim::minutes(1)), whole(kThrottle), whole(0)});
}

PolicyChoice lambda_today(std::int64_t concurrency, std::int64_t instances) {
  return policy(
      Seam::admission, "lambda-today",
      {whole(concurrency), whole(instances), length(sim::seconds(10)), whole(2), whole(kThrottle), whole(0)});
}

}  // namespace

TEST_CASE("placement by room explains among how many bins it chose") {
  CHECK(last_placement(two_holes("best-fit")) ==
        "1 s: VM 0 (300 MiB free of 1000; the least free space of 2 bins with 128 free)");
  CHECK(last_placement(two_holes("worst-fit")) ==
        "1 s: VM 1 (400 MiB free of 1000; the most free space of 2 bins with 128 free)");
  CHECK(last_placement(two_holes("first-fit")) ==
        "1 s: VM 0 (300 MiB free of 1000; the oldest bin with 128 free)");
  World world = two_holes("best-fit");
  CHECK(decisions(world, "placement").front() == "0 s: no existing VM (no bin has 600 free)");
}

TEST_CASE("power-of-two-choices explains the free memory of both bins") {
  const std::string text = last_placement(two_holes("power-of-two-choices"));
  const std::string of = " free, drawn of 2 bins with 128 free)";
  CHECK((text == "1 s: VM 0 (300 MiB free of 1000; the better of two with 300 and 300" + of ||
         text == "1 s: VM 1 (400 MiB free of 1000; the better of two with 300 and 400" + of ||
         text == "1 s: VM 1 (400 MiB free of 1000; the better of two with 400 and 400" + of));
}

TEST_CASE("rules explain the score and the number of bins scored") {
  // The weight of the free space is 2.
  Term term;
  term.number = 2;
  Argument score;
  score.terms = {term};  // the first word of a rule: free
  const std::string text =
      last_placement(two_holes("rules", {Argument{}, score, whole(0), Argument{0, 1}, whole(100)}));
  CHECK(text ==
        "1 s: VM 1 (400 MiB free of 1000; score 800, the highest of 2 bins that pass; leaves 272 free)");
}

TEST_CASE("openwhisk-hash explains the home worker and the walk from it") {
  // A single VM is its own home worker, and the only step size is 1.
  World world;
  world.parameters.cluster.hosts.memory = 1'000;
  world.parameters.cluster.vms.memory = 1'000;
  world.parameters.policies.placement = policy(Seam::placement, "openwhisk-hash");
  const FunctionId f = world.function("f", {}, 400);
  for (int i = 0; i < 3; ++i) {
    world.arrive(f, at_ms(0), ms(1'000));
  }
  CHECK(decisions(world, "placement") ==
        Texts{"0 s: VM 0 (600 MiB free of 1000; the home bin is 0 of 1, which has room)",
              "0 s: no existing VM (the home bin is 0 of 1, no bin has room in steps of 1)"});
}

TEST_CASE("hermod explains its choice") {
  World world;  // each VM has one core
  world.parameters.cluster.hosts = {1, 0, 2'000};
  world.parameters.cluster.vms.memory = 1'000;
  world.parameters.policies.placement = policy(Seam::placement, "hermod", {whole(2)});
  const FunctionId f = world.function("f", {}, 100);
  for (int i = 0; i < 5; ++i) {
    world.arrive(f, at_ms(0), ms(1'000));
  }
  CHECK(decisions(world, "placement") ==
        Texts{"0 s: VM 0 (900 MiB free of 1000; packs, because the bin has a free core)",
              "0 s: no existing VM (no core is free, and a new bin can be opened)",
              "0 s: VM 1 (900 MiB free of 1000; packs, because the bin has a free core)",
              "0 s: VM 0 (800 MiB free of 1000; no core is free, so the least loaded bin is chosen)"});
}

TEST_CASE("bounded-load explains the bound") {
  // Each of two instances has four slots; the second starts while the first is full. One attempt runs. With
  // one more attempt an instance may run ceil(1.25 * 2 / 1) = 3.
  World world;
  world.parameters.policies.routing = policy(Seam::routing, "bounded-load", {Argument{0, 0.25}});
  FunctionTraits slots;
  slots.requests_per_instance = 4;
  const FunctionId f = world.function("f", slots);
  world.arrive(f, at_ms(0), ms(1'000));
  world.arrive(f, at_ms(500), ms(1'000));
  CHECK(decisions(world, "routing") ==
        Texts{"0.5 s: instance 0 (below the bound of 3 attempts; passed 0 full instances after the home)"});
}

TEST_CASE("wait-if-soon-free explains both estimates") {
  // An execution took 1 s and a cold start 3 s. One instance is busy.
  World world;
  world.parameters.cold_start.sandbox = takes(ms(3'000));
  world.parameters.policies.scaling = policy(Seam::scaling, "wait-if-soon-free", {Argument{0, 1}});
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(1'000));
  world.arrive(f, at_ms(5'000), ms(1'000));
  world.arrive(f, at_ms(5'500), ms(1'000));
  CHECK(decisions(world, "scaling") ==
        Texts{"0 s: start (there is no execution to wait for, or its duration is unknown)",
              "5.5 s: wait (a slot is expected in 1 s, and the limit is 3 s)"});
}

TEST_CASE("concurrency-target explains the target of each window") {
  // Ten invocations are in flight on instances for one each, and the target is 1 at 100 %. The first tick is
  // at 2 s.
  World world;
  world.parameters.policies.scaling = policy(
      Seam::scaling, "concurrency-target",
      {Argument{0, 1}, Argument{0, 1}, length(sim::seconds(2)), length(sim::seconds(60)), Argument{0, 0.1},
       Argument{0, 2}, Argument{0, 1'000}, Argument{0, 2}, length(sim::seconds(30))});
  world.horizon = at_ms(3'000);
  const FunctionId f = world.function("f");
  for (int i = 0; i < 10; ++i) {
    world.arrive(f, at_ms(0), ms(10'000));
  }
  const Texts told = decisions(world, "scaling");
  REQUIRE(told.size() >= 11);
  CHECK(told[0] == "0 s: start (further instances start at a tick, or for the first attempt)");
  CHECK(told[1] == "0 s: wait (further instances start at a tick, or for the first attempt)");
  CHECK(told[10] ==
        "2 s: 10 instances instead of 1 (the stable window requires 10 instances, the panic window 10; in "
        "panic mode since 2 s)");
}

TEST_CASE("admission policies explain the limit or the remaining allowance") {
  const auto said = [](AdmissionPolicy& policy, const AdmissionQuery& query) {
    (void)policy.decide(query);
    return policy.explain();
  };
  const auto bucket = made<AdmissionPolicy>(
      policy(Seam::admission, "token-bucket",
             {whole(1), length(sim::seconds(1)), whole(2), whole(0), whole(kThrottle)}));
  CHECK(said(*bucket, query_at(at_ms(0))) == "1 of 2 tokens left");
  CHECK(said(*bucket, query_at(at_ms(0))) == "0 of 2 tokens left");
  CHECK(said(*bucket, query_at(at_ms(0))) == "no token is left");
  CHECK(said(*bucket, query_at(at_ms(0), 0, true, 5, 5)) == "the function is at its own limit of 5");

  const auto burst = made<AdmissionPolicy>(lambda_burst(9, 2));
  CHECK(said(*burst, query_at(at_ms(0))) == "1 of 2 tokens for new instances left");
  CHECK(said(*burst, query_at(at_ms(0), 0, false)) == "the invocation needs no new instance");
  CHECK(said(*burst, query_at(at_ms(0))) == "0 of 2 tokens for new instances left");
  CHECK(said(*burst, query_at(at_ms(0))) == "the account has no token left for a new instance");
  CHECK(said(*burst, query_at(at_ms(0), 0, true, 9)) == "the account is at its limit of 9");
  CHECK(said(*burst, query_at(at_ms(0), 0, true, 5, 5)) == "the function is at its own limit of 5");

  // The limits are 3 in flight, 6 requests a second, and one instance per 10 s.
  const auto today = made<AdmissionPolicy>(lambda_today(3, 1));
  CHECK(said(*today, query_at(at_ms(0))) == "below every limit");
  CHECK(said(*today, query_at(at_ms(0))) == "the function has already started its 1 instances in 10 s");
  CHECK(said(*today, query_at(at_ms(0), 0, false, 3)) == "the account is at its limit of 3");
  CHECK(said(*today, query_at(at_ms(0), 0, false, 2, 2)) == "the function is at its own limit of 2");
  CHECK(said(*today, aside_at(at_ms(0), 1, 1, true)) == "below every limit");
  CHECK(said(*today, aside_at(at_ms(0), 1, 1, true)) == "below every limit");
  CHECK(said(*today, aside_at(at_ms(0), 1, 1, true)) == "the function has used up its 2 requests per second");
  CHECK(admitted(*today, query_at(at_ms(0), 0, false), 7) == 5);
  CHECK(said(*today, query_at(at_ms(0), 0, false)) == "the account has used up its 6 requests per second");

  const auto limit = made<AdmissionPolicy>(policy(
      Seam::admission, "concurrency-limit", {whole(10), whole(kUnlimited), whole(kThrottle), whole(0)}));
  CHECK(said(*limit, query_at(at_ms(0), 0, true, 4)) ==
        "4 of at most 10 requests of the tenant are already in flight, 4 of them of the function");
  CHECK(
      said(*limit, query_at(at_ms(0), 0, true, 4, 5)) ==
      "4 of at most 10 requests of the tenant are already in flight, 4 of at most 5 of them of the function");
  CHECK(said(*limit, shared_at(at_ms(0), 0, 3, 7)) ==
        "7 of at most 10 requests of the tenant are already in flight (3 set aside), 7 of them of the "
        "function");
}

TEST_CASE("lambda-2018 and lambda-2020 explain the number of idle instances") {
  World world;
  world.parameters.policies.keep_alive = policy(
      Seam::keep_alive, "lambda-2018", {length(ms(300'000)), whole(3), length(ms(1'620'000)), length(ms(0))});
  world.horizon = at_ms(2'000'000);
  const FunctionId f = world.function("f");
  for (int i = 0; i < 5; ++i) {
    world.arrive(f, at_ms(0), ms(1'000));
  }
  const Texts told = decisions(world, "keep_alive");
  REQUIRE(told.size() == 7);
  CHECK(told[0] ==
        "1 s: instance 0 kept until it is reclaimed (the idle instances of a function on a VM are reviewed "
        "together)");
  CHECK(told[5] == "301 s: reclaim 3 of 5 idle on VM 0 (5 instances idle for 300 s, half are reclaimed)");
  CHECK(told[6] == "1621 s: reclaim 2 of 2 idle on VM 0 (2 instances idle for 1620 s, all are reclaimed)");

  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "lambda-2020", {length(ms(380'000))});
  const Texts halved = decisions(world, "keep_alive");
  REQUIRE(halved.size() == 5);
  CHECK(halved[0] ==
        "1 s: instance 0 kept for 380 s (number 1 of the function's idle instances, kept for 1 x 380 s)");
  CHECK(halved[3] ==
        "1 s: instance 3 kept for 1140 s (number 4 of the function's idle instances, kept for 3 x 380 s)");
}

TEST_CASE("greedy-dual explains its clock, the frequency and the cost") {
  // The cold start takes 256 ms and the memory is 128 MiB. The value is 1 x 256 / 128 = 2, and 4 after the
  // second use.
  World world;
  world.parameters.scheduler.evict_idle = true;
  world.parameters.cold_start.sandbox = takes(ms(256));
  world.parameters.policies.keep_alive =
      policy(Seam::keep_alive, "greedy-dual", {length(Duration::infinite()), whole(0)});
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(744));
  world.arrive(f, at_ms(2'000), ms(1'000));
  CHECK(decisions(world, "keep_alive") == Texts{"1 s: instance 0 kept until it is reclaimed (value 2; clock "
                                                "0, value 2 from frequency 1, cold start 256 ms, 128 MiB)",
                                                "3 s: instance 0 kept until it is reclaimed (value 4; clock "
                                                "0, value 4 from frequency 2, cold start 256 ms, 128 MiB)"});
}

TEST_CASE("hybrid-histogram explains its figures") {
  // The bins are 1 min wide, two idle times are enough, and the variation has no limit. The function was idle
  // for 2.5 min twice, so the window is from 2 to 3 min, without a margin.
  World world;
  world.parameters.policies.keep_alive =
      policy(Seam::keep_alive, "hybrid-histogram",
             {length(sim::minutes(1)), whole(240), Argument{0, 0}, Argument{0, 1}, Argument{0, 0}, whole(2),
              Argument{0, 0}, Argument{0, 0.5}, Argument{0, 0.15}, length(sim::hours(4))});
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "hybrid-histogram");
  const FunctionId f = world.function("f");
  for (int i = 0; i < 3; ++i) {
    world.arrive(f, at_ms(151'000 * i), ms(1'000));
  }
  const Texts kept = decisions(world, "keep_alive");
  REQUIRE(kept.size() >= 3);
  CHECK(kept[0] ==
        "1 s: instance 0 kept for 14400 s (the function has too few idle times, or they are spread too "
        "evenly, so the standard 14400 s applies)");
  CHECK(kept[2] ==
        "303 s: instance 0 kept for 0 s (range of the function's idle times, from 120 s to 180 s after the "
        "last execution)");
  const Texts warmed = decisions(world, "pre_warm");
  REQUIRE(warmed.size() == 3);
  CHECK(warmed[0] ==
        "1 s: no start (the function has too few idle times, or they are spread too evenly, so the standard "
        "14400 s applies)");
  CHECK(warmed[2] ==
        "303 s: start at 423 s (range of the function's idle times, from 120 s to 180 s after the last "
        "execution)");
}
