#include "models/platform/scheduling/scaling.hpp"

#include <string>

#include "models/policies/make.hpp"
#include "tests/platform/support/bare_cell.hpp"

using namespace support;

namespace {

/// A policy that returns the answers in its members, and records its queries.
class ToldScaling final : public ScalingPolicy {
 public:
  Scale decide(const ScalingQuery& query) override {
    queries.push_back(query);
    return decision;
  }
  Duration start_after(const ScalingQuery& query) override {
    queries.push_back(query);
    return after;
  }
  std::optional<std::uint32_t> desired(const LoadView& view) override {
    views.push_back(view);
    return wanted.at(view.function.index());
  }

  Scale decision = Scale::start;
  Duration after;
  std::vector<std::optional<std::uint32_t>> wanted;  // indexed by function
  std::vector<ScalingQuery> queries;
  std::vector<LoadView> views;
};
const PolicyDeclaration told_scaling{Seam::scaling, "told", "", "", {}, make_plain<ToldScaling>};

PlatformParameters told_platform() {
  PlatformParameters parameters = ideal_platform();
  parameters.policies.scaling = {&told_scaling, {}};
  return parameters;
}

struct WaitsForRoom {
  void wait(std::uint32_t function) { functions.push_back(function); }
  std::vector<std::uint32_t> functions;
};

/// The calls of other parts, as text because the order matters.
class ScalingAlone final : public BareCell, public Scaling<ScalingAlone> {
 public:
  static constexpr bool kObserved = false;
  using BareCell::policies;
  using BareCell::push;
  using BareCell::rows;

  explicit ScalingAlone(const FunctionTable& functions) : BareCell(told_platform(), functions, {}) {}
  [[nodiscard]] ToldScaling& policy() { return static_cast<ToldScaling&>(*policies().scaling); }

  void tell_scale(std::uint32_t function, Scale decision, Time) {
    asked.push_back("tell " + std::to_string(function) + " " + std::to_string(static_cast<int>(decision)));
  }
  template <class Words>
  void tell_decision(const Policy& who, const char* seam, Time, std::uint32_t function, Words&& words) {
    CHECK(&who == policies().scaling.get());
    CHECK(std::string(seam) == "scaling");
    asked.push_back("tell " + std::to_string(function) + " " + words());
  }
  bool enqueue(std::uint32_t request, Time) {
    asked.push_back("enqueue " + std::to_string(request));
    if (queue_takes) {
      rows().requests[request].place = static_cast<std::uint8_t>(RequestPlace::function_queue);
    }
    return queue_takes;
  }
  std::uint32_t start_instance(std::uint32_t function, const Cause& cause, Time) {
    asked.push_back("start " + std::to_string(function));
    causes.push_back(cause);
    return has_room ? 5 : kNone;
  }
  [[nodiscard]] bool waits_for_room() const { return waits; }
  [[nodiscard]] WaitsForRoom& room() { return waiting; }
  [[nodiscard]] std::uint32_t serving(std::uint32_t function) const { return 10 + function; }
  void start_up_to(std::uint32_t function, std::uint32_t live, Time) {
    asked.push_back("start " + std::to_string(function) + " up to " + std::to_string(live));
  }
  void reclaim_idle_above(std::uint32_t function, std::uint32_t live, Time deadline_by, Time) {
    CHECK(deadline_by == Time::never());  // instances are reclaimed even before their keep-alive ends
    asked.push_back("reclaim " + std::to_string(function) + " above " + std::to_string(live));
  }
  void note_room() { asked.emplace_back("note room"); }

  std::vector<std::string> asked;
  std::vector<Cause> causes;
  WaitsForRoom waiting;
  bool queue_takes = true;
  bool has_room = true;
  bool waits = true;
};

using Asked = std::vector<std::string>;

}  // namespace

TEST_CASE("a function may have instances up to its limit, but not more") {
  const FunctionTable functions;
  ScalingAlone cell(functions);
  FunctionRest rest;
  Function function;
  rest.max_instances = 2;
  function.live = 1;
  CHECK(cell.may_start(rest, function));
  function.live = 2;
  CHECK_FALSE(cell.may_start(rest, function));
  rest.max_instances = 0;
  function.live = 0;
  CHECK_FALSE(cell.may_start(rest, function));
}

TEST_CASE("the query of a scaling policy has the waiting attempts and the instances that do not drain") {
  // There are 7 live instances. 3 of them are starting, of which 1 is claimed, and 2 are draining.
  const FunctionTable functions;
  ScalingAlone cell(functions);
  cell.add_function();
  const std::uint32_t f = cell.add_function();
  cell.rows().functions[f].live = 7;
  cell.rows().functions[f].slots = 4;
  cell.rows().rest[f].starting = 3;
  cell.rows().rest[f].claimed = 1;
  cell.rows().rest[f].draining = 2;
  cell.policy().decision = Scale::wait;
  CHECK(cell.ask_scaling(f, 6, at_ms(20)) == Scale::wait);
  REQUIRE(cell.policy().queries.size() == 1);
  const ScalingQuery query = cell.policy().queries[0];
  CHECK(query.now == at_ms(20));
  CHECK(query.function == FunctionId{f});
  CHECK(query.waiting == 6);
  CHECK(query.starting == 3);
  CHECK(query.live == 5);
  CHECK(query.slots == 4);
  CHECK(query.unclaimed == 2);
  CHECK(cell.asked == Asked{"tell 1 1"});
}

TEST_CASE("a decision to wait where no instance exists is blamed on the policy") {
  const FunctionTable functions;
  ScalingAlone cell(functions);
  const std::uint32_t f = cell.add_function();
  constexpr const char* blamed =
      "scaling policy 'told', at 0.25 s, waits for an instance although the function has none, so the wait "
      "would never end";
  cell.policy().decision = Scale::wait;
  CHECK_THROWS_WITH(cell.ask_scaling(f, 0, at_ms(250)), blamed);
  cell.rows().functions[f].live = 1;
  cell.rows().rest[f].draining = 1;
  CHECK_THROWS_WITH(cell.ask_scaling(f, 0, at_ms(250)), blamed);
  CHECK(cell.asked.empty());
  cell.rows().rest[f].draining = 0;
  CHECK(cell.ask_scaling(f, 0, at_ms(250)) == Scale::wait);
  cell.rows().functions[f].live = 0;
  cell.policy().decision = Scale::both;
  CHECK(cell.ask_scaling(f, 0, at_ms(250)) == Scale::both);
}

TEST_CASE("the instance for a waiting attempt starts at once, later, or not at all") {
  const FunctionTable functions;
  ScalingAlone cell(functions);
  const std::uint32_t f = cell.add_function();
  const std::uint32_t first = cell.add_request(f, at_ms(0), RequestPlace::frontend);
  cell.rows().requests.renew(first);
  SECTION("at once, after the attempt has entered the queue") {
    cell.wait_and_start(first, at_ms(100));
    CHECK(cell.asked == Asked{"enqueue 0", "start 0"});
    CHECK(cell.events.empty());
  }
  SECTION("later") {
    cell.policy().after = ms(250);
    cell.wait_and_start(first, at_ms(100));
    CHECK(cell.asked == Asked{"tell 0 start after 0.25 s", "enqueue 0"});
    REQUIRE(cell.events.size() == 1);
    CHECK(is_of<LateStart>(cell.events[0]));
    CHECK(cell.events[0].time == at_ms(350));
    CHECK(cell.events[0].subject == first);
    CHECK(cell.events[0].generation() == 1);
  }
  SECTION("not at all") {
    cell.policy().after = Duration::infinite();
    cell.wait_and_start(first, at_ms(100));
    CHECK(cell.asked == Asked{"tell 0 start no further instance", "enqueue 0"});
    CHECK(cell.events.empty());
  }
  SECTION("the queue is full") {
    cell.queue_takes = false;
    cell.policy().after = GENERATE(ms(0), ms(250));
    cell.wait_and_start(first, at_ms(100));
    CHECK(cell.asked.back() == "enqueue 0");
    CHECK(cell.events.empty());
  }
  SECTION("the query has the number of attempts that already wait") {
    cell.rows().rest[f].queue.push(cell.rows().requests, first, QueueOrder::first_in_first_out, 0, 0);
    cell.wait_and_start(cell.add_request(f, at_ms(50), RequestPlace::frontend), at_ms(100));
    REQUIRE(cell.policy().queries.size() == 1);
    CHECK(cell.policy().queries[0].waiting == 1);
  }
  SECTION("a time in the past is blamed") {
    cell.policy().after = ns(-1);
    CHECK_THROWS_WITH(
        cell.wait_and_start(first, at_ms(100)),
        "scaling policy 'told', at 0.1 s, starts an instance after -1 ns, which is in the past");
    CHECK(cell.asked.empty());
  }
}

TEST_CASE("a late start needs an attempt that still waits and a function below its limit") {
  const FunctionTable functions;
  ScalingAlone cell(functions);
  cell.add_function();
  const std::uint32_t f = cell.add_function();
  const std::uint32_t request = cell.add_request(f, at_ms(0), RequestPlace::function_queue);
  cell.rows().requests[request].ordinal = 7;
  cell.rows().requests[request].attempt = 2;
  SECTION("a late start creates an instance with the draws of the attempt") {
    cell.late_start(request, at_ms(100));
    REQUIRE(cell.causes.size() == 1);
    CHECK(cell.causes[0].function == f);
    CHECK(cell.causes[0].ordinal == 7 * 256 + 2);
    CHECK(cell.waiting.functions.empty());
  }
  SECTION("without room the function waits if the platform is configured to wait") {
    cell.has_room = false;
    cell.waits = GENERATE(true, false);
    cell.late_start(request, at_ms(100));
    CHECK(cell.waiting.functions == (cell.waits ? std::vector{f} : std::vector<std::uint32_t>{}));
  }
  SECTION("for an attempt that no longer waits nothing is started") {
    const auto place = GENERATE(RequestPlace::frontend, RequestPlace::bound, RequestPlace::running);
    cell.rows().requests[request].place = static_cast<std::uint8_t>(place);
    cell.late_start(request, at_ms(100));
    CHECK(cell.asked.empty());
  }
  SECTION("for a function at its limit nothing is started") {
    cell.rows().rest[f].max_instances = 3;
    cell.rows().functions[f].live = 3;
    cell.late_start(request, at_ms(100));
    CHECK(cell.asked.empty());
  }
}

TEST_CASE("at a tick functions get the desired instances, but at least the floor of pre-warm") {
  const FunctionTable functions;
  ScalingAlone cell(functions);
  for (int i = 0; i < 5; ++i) {
    cell.rows().rest[cell.add_function()].floor = 3;
  }
  std::vector<Function>& row = cell.rows().functions;
  row[0].live = 2;                      // the policy wants 5
  row[1].mask = special::not_deployed;  // the policy wants 9
  row[2].live = 4;                      // the policy wants 1
  row[3].live = 4;                      // the policy does not decide
  row[4].live = 4;                      // the policy wants 4
  cell.policy().wanted = {5, 9, 1, {}, 4};
  cell.scale_at_tick(at_ms(500));
  CHECK(cell.asked == Asked{"tell 0 5 instances instead of 2", "start 0 up to 5", "reclaim 0 above 5",
                            "tell 2 1 instances instead of 4", "start 2 up to 1", "reclaim 2 above 3",
                            "start 4 up to 4", "reclaim 4 above 4", "note room"});
}

TEST_CASE(
    "the view of a scaling policy at a tick has the load of the function and the integral of its "
    "concurrency") {
  // Two invocations are in flight since 100 and 300 ms. At 500 ms they have been in flight for 400 + 200 =
  // 600 ms.
  const FunctionTable functions;
  ScalingAlone cell(functions);
  cell.add_function();
  const std::uint32_t f = cell.add_function();
  cell.rows().functions[f].live = 6;
  cell.rows().functions[f].slots = 2;
  cell.rows().functions[f].in_flight = 2;
  cell.rows().rest[f].starting = 4;
  cell.rows().rest[f].concurrency_ns = 0 - std::uint64_t{400'000'000};
  cell.policy().wanted = {{}, {}};
  cell.scale_at_tick(at_ms(500));
  REQUIRE(cell.policy().views.size() == 2);
  const LoadView view = cell.policy().views[1];
  CHECK(view.now == at_ms(500));
  CHECK(view.function == FunctionId{f});
  CHECK(view.live == 6);
  CHECK(view.starting == 4);
  CHECK(view.serving == 11);
  CHECK(view.slots == 2);
  CHECK(view.concurrency == 2);
  CHECK(view.concurrency_ns == 600'000'000);
  CHECK(cell.asked == Asked{"note room"});
}
