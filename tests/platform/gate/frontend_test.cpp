// Each invocation that is turned away is counted once, with its reason.
#include "models/policies/admission/seam.hpp"
#include "models/policies/make.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

using Reasons = std::map<Rejection, std::uint64_t>;

constexpr std::int64_t kAnyNumber = kUnlimited;

/// Throttles every invocation, for the reason given to the constructor.
class ThrottlesAll final : public AdmissionPolicy {
 public:
  explicit ThrottlesAll(const Arguments& arguments) : reason_(static_cast<Rejection>(arguments.integer(0))) {}
  Admission decide(const AdmissionQuery&) override { return Admission::throttle; }
  [[nodiscard]] Rejection reason() const override { return reason_; }

 private:
  Rejection reason_;
};
const PolicyDeclaration throttles_all{
    Seam::admission, "throttles-all", "", "", {}, make_from_arguments<ThrottlesAll>};

/// Throttles every invocation without a reason.
class ThrottlesSilently final : public AdmissionPolicy {
 public:
  Admission decide(const AdmissionQuery&) override { return Admission::throttle; }
};
const PolicyDeclaration throttles_silently{
    Seam::admission, "throttles-silently", "", "", {}, make_plain<ThrottlesSilently>};

/// f may have 1 in flight, g any number. At 0 there are 2 calls of f and 3 of g, which run for 1 s.
struct FiveAtOnce : World {
  FiveAtOnce() {
    FunctionTraits own;
    own.concurrency_limit = 1;
    const FunctionId f = function("f", own);
    const FunctionId g = function("g");
    for (const FunctionId id : {f, f, g, g, g}) {
      arrive(id, at_ms(0), ms(1'000));
    }
  }
  Reasons with(const PolicyChoice& admission) {
    parameters.policies.admission = admission;
    return reasons();
  }
  Reasons reasons() { return Counts(run()).turned_away; }
};

}  // namespace

TEST_CASE("the limits of an admission policy are distinguished as reasons for throttling") {
  FiveAtOnce world;
  SECTION("without another limit, one call of f exceeds its function's limit") {
    CHECK(world.reasons() == Reasons{{Rejection::function_limit, 1}});
  }
  SECTION(
      "concurrency-limit of 3: f, g, g are admitted; the second f meets its own limit, the last g the "
      "account's") {
    CHECK(world.with(policy(Seam::admission, "concurrency-limit",
                            {whole(3), whole(kAnyNumber), whole(0), whole(0)})) ==
          Reasons{{Rejection::account_limit, 1}, {Rejection::function_limit, 1}});
  }
  SECTION(
      "concurrency-limit of 2 per function: the second call of f and the third of g exceed the limit of "
      "their function") {
    CHECK(world.with(
              policy(Seam::admission, "concurrency-limit", {whole(1'000), whole(2), whole(0), whole(0)})) ==
          Reasons{{Rejection::function_limit, 2}});
  }
  SECTION("token-bucket of 2: one call of f and one of g have a token") {
    CHECK(world.with(policy(Seam::admission, "token-bucket",
                            {whole(1), length(sim::seconds(1)), whole(2), whole(0), whole(0)})) ==
          Reasons{{Rejection::function_limit, 1}, {Rejection::rate, 2}});
  }
  SECTION("lambda-burst of 2 new instances, with 3 in flight") {
    CHECK(world.with(policy(Seam::admission, "lambda-burst",
                            {whole(3), whole(2), whole(1), length(sim::minutes(1)), whole(0), whole(0)})) ==
          Reasons{{Rejection::function_limit, 1}, {Rejection::starts, 2}});
  }
  SECTION("lambda-burst with 2 in flight: the limit in flight is reached before the limit of new instances") {
    CHECK(world.with(policy(Seam::admission, "lambda-burst",
                            {whole(2), whole(2), whole(1), length(sim::minutes(1)), whole(0), whole(0)})) ==
          Reasons{{Rejection::function_limit, 1}, {Rejection::account_limit, 2}});
  }
  SECTION("lambda-today with 1 new instance of each function in 10 s") {
    CHECK(world.with(policy(Seam::admission, "lambda-today",
                            {whole(9), whole(1), length(sim::seconds(10)), whole(10), whole(0), whole(0)})) ==
          Reasons{{Rejection::function_limit, 1}, {Rejection::starts, 2}});
  }
}

TEST_CASE(
    "lambda-today's requests a second are a rate, of the account and of a function with reserved "
    "concurrency") {
  World world;
  world.parameters.policies.admission =
      policy(Seam::admission, "lambda-today",
             // the account has 4 requests/s
             {whole(2), whole(9), length(sim::seconds(10)), whole(2), whole(0), whole(0)});
  SECTION("the third call exceeds the limit of the function") {
    FunctionTraits own;
    own.reserved_concurrency = 1;  // the account has 2 requests/s
    const FunctionId f = world.function("f", own);
    for (const std::int64_t time : {0, 10, 20}) {
      world.arrive(f, at_ms(time), ms(5));
    }
    CHECK(Counts(world.run()).turned_away == Reasons{{Rejection::rate, 1}});
  }
  SECTION("the fifth and the sixth call exceed the limit of the account") {
    const FunctionId g = world.function("g");
    for (const std::int64_t time : {0, 10, 20, 30, 40, 50}) {
      world.arrive(g, at_ms(time), ms(5));
    }
    CHECK(Counts(world.run()).turned_away == Reasons{{Rejection::rate, 2}});
  }
}

TEST_CASE("a full queue is a separate reason, at the frontend and at the scheduler") {
  FiveAtOnce world;
  SECTION(
      "the frontend's queue has 2 places: f and g run, f and g wait, and the third call of g finds the queue "
      "full") {
    world.parameters.frontend.queue_capacity = 2;
    CHECK(world.with(policy(Seam::admission, "concurrency-limit",
                            {whole(2), whole(kAnyNumber), whole(1), whole(0)})) ==
          Reasons{{Rejection::frontend_queue, 1}});
  }
  SECTION("the queue of g has 1 place, and g may have 1 instance") {
    World one;
    FunctionTraits traits;
    traits.max_instances = 1;
    const FunctionId g = one.function("g", traits);
    one.parameters.scheduler.queue_capacity = 1;
    for (int i = 0; i < 3; ++i) {
      one.arrive(g, at_ms(0), ms(1'000));
    }
    CHECK(Counts(one.run()).turned_away == Reasons{{Rejection::function_queue, 1}});
  }
  SECTION("an invocation that waits too long has expired, at the frontend or at the scheduler") {
    world.parameters.frontend.queue_capacity = 9;
    world.parameters.frontend.max_wait = ms(500);
    CHECK(world.with(policy(Seam::admission, "concurrency-limit",
                            {whole(2), whole(kAnyNumber), whole(1), whole(0)})) ==
          Reasons{{Rejection::waited_too_long, 3}});
  }
}

TEST_CASE("an invocation is refused because there is no room, or because no VM is large enough") {
  World world;
  world.parameters.cluster.vms.memory = 512;
  world.parameters.cluster.hosts = {1, 0, 512};
  const FunctionId small = world.function("small", {}, 512);
  const FunctionId large = world.function("large", {}, 513);
  for (const FunctionId id : {small, small, large}) {
    world.arrive(id, at_ms(0), ms(100));
  }
  CHECK(Counts(world.run()).turned_away == Reasons{{Rejection::no_room, 1}, {Rejection::too_large, 1}});
}

TEST_CASE("the reason of an admission policy is counted, and must be a reason of admission") {
  World world;
  world.arrive(world.function("f"), at_ms(0), ms(100));
  world.parameters.policies.admission = {&throttles_silently, {}};
  CHECK(Counts(world.run()).turned_away == Reasons{{Rejection::unstated, 1}});
  world.parameters.policies.admission = {&throttles_all, Arguments({whole(2)})};
  CHECK(Counts(world.run()).turned_away == Reasons{{Rejection::rate, 1}});
  world.parameters.policies.admission = {&throttles_all, Arguments({whole(8)})};
  CHECK_THROWS_WITH(world.run(),
                    ContainsSubstring("throttled for the reason 8, which an admission policy cannot give"));
}

TEST_CASE("invocations of the warm-up are turned away without being counted by reason") {
  FiveAtOnce world;
  world.options.warmup = at_ms(1);
  CHECK(world.reasons().empty());
}
