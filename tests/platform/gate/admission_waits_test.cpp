// An invocation that admission queues waits only for reasons of its own. Runs with random limits are compared
// with a reference that calls the policy for all queued invocations at every millisecond.
#include <algorithm>
#include <array>
#include <random>

#include "models/platform/policy_set.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// An invocation of the reference.
struct Waiting {
  std::uint32_t function = 0;
  std::int64_t arrival = 0;  ///< in milliseconds
  std::int64_t duration = 0;
  std::int64_t started = -1;
};

/// The reference: one tenant's functions on a platform where a start takes no time and instances are kept
/// forever. It does not use again(), queue_tenant or timers.
class Reference {
 public:
  Reference(const PolicyChoices& choices, const FunctionTable& table) : policies_(choices), table_(table) {
    state_.resize(table.size());
  }

  /// Returns the starts of `all` in order of arrival. They must be in this order.
  std::vector<std::int64_t> starts(std::vector<Waiting> all) {
    std::size_t next = 0;
    const auto is_waiting = [](const Waiting& one) { return one.started < 0; };
    for (std::int64_t now = 0; std::any_of(all.begin(), all.end(), is_waiting); ++now) {
      REQUIRE(now < kEnd);
      for (std::size_t i = 0; i < all.size(); ++i) {  // executions end, and each end may let other
                                                      // invocations be admitted
        if (all[i].started >= 0 && all[i].started + all[i].duration == now && all[i].started < now) {
          --state_[all[i].function].in_flight;
          admit_waiting(all, now);
        }
      }
      admit_waiting(all, now);  // waiting attempts may be admitted because time passes
      for (; next < all.size() && all[next].arrival == now; ++next) {
        if (!admit(all[next], now)) {
          queue_.push_back(next);
        }
      }
    }
    std::vector<std::int64_t> times;
    for (const Waiting& one : all) {
      times.push_back(one.started);
    }
    return times;
  }

  static constexpr std::int64_t kEnd = 600'000;

 private:
  struct State {
    std::uint32_t in_flight = 0;
    std::uint32_t instances = 0;
  };

  void admit_waiting(std::vector<Waiting>& all, std::int64_t now) {
    for (bool again = true; again;) {
      again = false;
      for (auto it = queue_.begin(); it != queue_.end(); ++it) {
        if (admit(all[*it], now)) {
          queue_.erase(it);
          again = true;
          break;
        }
      }
    }
  }

  bool admit(Waiting& one, std::int64_t now) {
    std::uint64_t set_aside = 0;
    std::uint64_t shared = 0;
    std::uint32_t in_flight = 0;
    for (std::size_t id = 0; id < state_.size(); ++id) {
      const std::uint32_t own = reserved(id);
      set_aside += own;
      in_flight += state_[id].in_flight;
      shared += state_[id].in_flight - std::min(state_[id].in_flight, own);
    }
    State& state = state_[one.function];
    const FunctionTraits& traits = table_[FunctionId{one.function}].traits;
    const AdmissionQuery query{
        at_ms(now),
        TenantId{0u},
        FunctionId{one.function},
        in_flight,
        state.in_flight,
        std::min(traits.concurrency_limit, traits.reserved_concurrency.value_or(kUnlimited)),
        state.instances == state.in_flight,
        reserved(one.function),
        traits.reserved_concurrency.has_value(),
        set_aside,
        shared};
    if (policies_.admission->decide(query) != Admission::admit) {
      return false;
    }
    one.started = now;
    ++state.in_flight;
    state.instances = std::max(state.instances, state.in_flight);
    return true;
  }

  [[nodiscard]] std::uint32_t reserved(std::size_t id) const {
    return table_[FunctionId{id}].traits.reserved_concurrency.value_or(0);
  }

  PolicySet policies_;
  const FunctionTable& table_;
  std::vector<State> state_;
  std::vector<std::size_t> queue_;
};

class Draws {
 public:
  explicit Draws(std::uint32_t seed) : bits_(seed) {}
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(bits_() % n); }
  std::int64_t one_of(std::initializer_list<std::int64_t> values) {
    return values.begin()[below(static_cast<std::uint32_t>(values.size()))];
  }

 private:
  std::mt19937 bits_;
};

/// A policy that queues, and whose tokens are refilled at whole milliseconds.
PolicyChoice queueing_policy(Draws& draws, std::int64_t in_flight) {
  const Argument queue = whole(1);
  const Argument concurrency = whole(in_flight);
  const Argument per = length(ms(draws.one_of({100, 1'000})));
  switch (draws.below(4)) {
    case 0:
      return policy(Seam::admission, "concurrency-limit", {concurrency, whole(kUnlimited), queue, whole(0)});
    case 1:
      return policy(Seam::admission, "token-bucket",
                    {whole(draws.one_of({1, 2, 5})), per, whole(draws.one_of({1, 3})),
                     whole(draws.one_of({0, 1})), queue});
    case 2:
      return policy(
          Seam::admission, "lambda-burst",
          {concurrency, whole(draws.one_of({1, 2})), whole(draws.one_of({1, 2})), per, queue, whole(0)});
    default:
      return policy(Seam::admission, "lambda-today",
                    {concurrency, whole(draws.one_of({1, 2})), per, whole(1), queue, whole(0)});
  }
}

}  // namespace

TEST_CASE(
    "queued attempts start at the same times as in a reference that calls the policy at every instant") {
  std::size_t waited = 0;
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    Draws draws(seed);
    World world;
    world.options.bin = sim::seconds(10);
    // Both the concurrency set aside and the remaining concurrency have whole milliseconds between requests.
    struct Account {
      std::int64_t concurrency;
      std::uint32_t reserved;
    };
    constexpr std::array accounts = {Account{5, 1},  Account{10, 2}, Account{6, 2},
                                     Account{12, 4}, Account{4, 0},  Account{5, 0},
                                     Account{8, 0},  Account{10, 0}, Account{20, 0}};
    const Account account = accounts[draws.below(accounts.size())];
    world.parameters.policies.admission = queueing_policy(draws, account.concurrency);
    world.parameters.policies.keep_alive = policy(Seam::keep_alive, "forever");
    world.parameters.frontend.queue_capacity = kUnlimited;
    const bool sets_aside =
        world.parameters.policies.admission.declaration->name != "token-bucket" && account.reserved > 0;
    const std::uint32_t functions = 1 + draws.below(4);
    for (std::uint32_t i = 0; i < functions; ++i) {
      FunctionTraits traits;
      traits.concurrency_limit = draws.below(3) == 0 ? 1 + draws.below(3) : kUnlimited;
      if (sets_aside && i == 0) {
        traits.concurrency_limit = kUnlimited;
        traits.reserved_concurrency = account.reserved;
      }
      world.function("f" + std::to_string(i), traits);
    }
    std::vector<Waiting> all;
    std::int64_t now = 0;
    for (std::uint32_t i = 10 + draws.below(40); i > 0; --i) {
      now += draws.one_of({0, 0, 1, 7, 50, 333});
      const std::uint32_t function = draws.below(functions);
      const std::int64_t duration = draws.one_of({1, 20, 170, 1'000});
      all.push_back({function, now, duration, -1});
      world.arrive(FunctionId{function}, at_ms(now), ms(duration));
    }
    const std::vector<std::int64_t> expected = Reference(world.parameters.policies, world.table).starts(all);
    world.run();
    std::vector<std::int64_t> seen(all.size(), -1);
    std::vector<std::vector<std::size_t>> by_function(functions);
    for (std::size_t i = 0; i < all.size(); ++i) {
      by_function[all[i].function].push_back(i);
    }
    for (const Observation& start : world.record.of(Change::started)) {
      REQUIRE(start.now.ns() % 1'000'000 == 0);
      seen[by_function[start.function.index()].at(start.ordinal)] = start.now.ns() / 1'000'000;
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
      CAPTURE(i, all[i].function, all[i].arrival);
      CHECK(seen[i] == expected[i]);
      waited += expected[i] > all[i].arrival ? 1 : 0;
    }
  }
  CHECK(waited > 2'000);
}

TEST_CASE(
    "an attempt at the head of the queue that waits for its function's limit does not block other "
    "functions") {
  // The account may have ten in flight and one request a second for each; each function may start one
  // instance an hour. All ten tokens of the account are used at 0 ms, and one returns every 100 ms. The call
  // of f at 102 ms finds f's instance busy, and f may not start another one within the hour. The calls of g
  // and h at 150 and 160 ms are behind the call of f in the queue, and wait only for the account's tokens at
  // 200 and 300 ms.
  World world;
  world.parameters.frontend.queue_capacity = kUnlimited;
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "forever");
  world.parameters.policies.admission =
      policy(Seam::admission, "lambda-today",
             {whole(10), whole(1), length(sim::hours(1)), whole(1), whole(1), whole(0)});
  for (int i = 0; i < 10; ++i) {
    world.arrive(world.function("early" + std::to_string(i)), at_ms(0), ms(10));
  }
  const FunctionId f = world.function("early0");
  world.arrive(f, at_ms(101), ms(10'000));  // f takes the token of 100 ms and runs on its instance
  world.arrive(f, at_ms(102), ms(10));
  world.arrive(world.function("g"), at_ms(150), ms(10));
  world.arrive(world.function("h"), at_ms(160), ms(10));
  world.run();
  const std::vector<std::int64_t> starts = world.record.when_ms(Change::started);
  REQUIRE(starts.size() == 14);
  CHECK(starts[10] == 101);
  CHECK(starts[11] == 200);     // g runs
  CHECK(starts[12] == 300);     // h runs with the next token
  CHECK(starts[13] == 10'101);  // f runs when its instance is free
}
