// Evictions are compared with a second simulator that shares no code with the platform. It has one server
// with a list of containers, computes every value again from its formula, and finds the lowest value by a
// search of all containers.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/draws.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

enum class Rule { recency, frequency, size, landlord, greedy_dual };

struct Kind {
  Mebibytes memory;
  double start_up_ms;
};

struct NaiveServer {
  struct Box {
    std::uint32_t kind = 0;
    std::int64_t idle_since = 0;  // a time later than now means busy
    double clock = 0;
    std::uint64_t uses = 0;
  };

  Rule rule;
  bool simulator;  // follows the authors' simulator if true, else the paper
  std::vector<Kind> kinds;
  Mebibytes capacity;
  double clock = 0;
  std::vector<Box> boxes{};
  std::vector<std::uint64_t> frequency{};
  std::vector<double> clock_of_kind{};
  std::vector<std::uint64_t> frequency_when_used{};
  std::vector<std::pair<std::int64_t, std::uint32_t>> evicted{};
  std::uint64_t cold = 0;
  std::uint64_t warm = 0;
  std::uint64_t refused = 0;

  [[nodiscard]] double worth(std::uint32_t kind, double uses) const {
    switch (rule) {
      case Rule::frequency:
        return simulator ? uses * kinds[kind].start_up_ms : uses;
      case Rule::size:
        return (simulator ? uses : 1) / kinds[kind].memory;
      case Rule::greedy_dual:
        return uses * kinds[kind].start_up_ms / kinds[kind].memory;
      default:
        return kinds[kind].start_up_ms / kinds[kind].memory;
    }
  }
  [[nodiscard]] double value(const Box& box) const {
    if (rule == Rule::recency) {
      return static_cast<double>(box.idle_since);
    }
    if (simulator) {  // the value of the function at its last use
      return clock_of_kind[box.kind] + worth(box.kind, static_cast<double>(frequency_when_used[box.kind]));
    }
    const bool has_clock = rule == Rule::landlord || rule == Rule::greedy_dual;
    return (has_clock ? box.clock : 0) + worth(box.kind, static_cast<double>(frequency[box.kind]));
  }
  void use(Box& box) {
    ++frequency[box.kind];
    ++box.uses;
    box.clock = clock;
    clock_of_kind[box.kind] = clock;
    frequency_when_used[box.kind] = frequency[box.kind];
  }
  [[nodiscard]] Mebibytes used() const {
    Mebibytes sum = 0;
    for (const Box& box : boxes) {
      sum += kinds[box.kind].memory;
    }
    return sum;
  }
  void evict(std::size_t which, std::int64_t now) {
    const Box box = boxes[which];
    clock = rule == Rule::landlord ? std::max(clock, value(box)) : value(box);
    boxes.erase(boxes.begin() + static_cast<std::ptrdiff_t>(which));
    evicted.emplace_back(now, box.kind);
    if (simulator) {
      frequency[box.kind] -= box.uses;
    }
    if (std::none_of(boxes.begin(), boxes.end(), [&](const Box& one) { return one.kind == box.kind; })) {
      frequency[box.kind] = 0;
    }
  }
  bool make_room(Mebibytes memory, std::int64_t now) {
    Mebibytes idle = 0;
    for (const Box& box : boxes) {
      idle += box.idle_since <= now ? kinds[box.kind].memory : 0;
    }
    if (used() - idle + memory > capacity) {
      return false;
    }
    while (used() + memory > capacity) {
      std::size_t least = boxes.size();
      for (std::size_t i = 0; i < boxes.size(); ++i) {
        if (boxes[i].idle_since > now) {
          continue;
        }
        if (least == boxes.size() || value(boxes[i]) < value(boxes[least]) ||
            (value(boxes[i]) == value(boxes[least]) && boxes[i].idle_since < boxes[least].idle_since)) {
          least = i;
        }
      }
      evict(least, now);
    }
    return true;
  }

  /// All arrivals at one instant, as pairs of kind and duration. Start-ups end before the next instant.
  void arrive(std::int64_t now, const std::vector<std::pair<std::uint32_t, std::int64_t>>& arrivals) {
    for (const auto& [kind, duration] : arrivals) {
      Box* best = nullptr;
      for (Box& box : boxes) {
        if (box.kind == kind && box.idle_since <= now &&
            (best == nullptr || box.idle_since > best->idle_since)) {
          best = &box;
        }
      }
      if (best != nullptr) {
        ++warm;
        use(*best);
        best->idle_since = now + duration;
      } else if (make_room(kinds[kind].memory, now)) {
        ++cold;
        const auto start_up = static_cast<std::int64_t>(kinds[kind].start_up_ms * 1e6);
        boxes.push_back({kind, now + start_up + duration, 0, 0});
      } else {
        ++refused;
      }
    }
    for (Box& box : boxes) {  // the containers that started, all with the current clock
      if (box.uses == 0) {
        use(box);
      }
    }
  }
};

struct Case {
  const char* policy;
  Rule rule;
  bool simulator;
};

}  // namespace

TEST_CASE("the platform and a naive simulator of FaasCache evict the same instances, one by one") {
  const std::vector<Case> cases{{"least-recently-used", Rule::recency, false},
                                {"least-frequently-used", Rule::frequency, false},
                                {"least-frequently-used", Rule::frequency, true},
                                {"size", Rule::size, false},
                                {"size", Rule::size, true},
                                {"landlord", Rule::landlord, false},
                                {"greedy-dual", Rule::greedy_dual, false},
                                {"greedy-dual", Rule::greedy_dual, true}};
  std::uint64_t evictions = 0;
  std::uint64_t refusals = 0;
  for (std::uint32_t trial = 0; trial < 400; ++trial) {
    const Case& one = cases[trial % cases.size()];
    sim::Draw draw(sim::DrawKey(12, 0, 0), trial, 0);
    World world;
    world.parameters.scheduler.evict_idle = true;
    const bool ranked = one.rule != Rule::recency && one.rule != Rule::landlord;
    std::vector<Argument> arguments{length(Duration::infinite())};
    if (ranked) {
      arguments.push_back(whole(one.simulator ? 1 : 0));
    }
    world.parameters.policies.keep_alive = policy(Seam::keep_alive, one.policy, std::move(arguments));
    // Cold starts are powers of two and their multiples, so that values and ties are exact.
    NaiveServer naive{one.rule, one.simulator, {}, 1'024u << draw.below(2)};
    world.parameters.cluster.hosts = {1, 0, naive.capacity};
    world.parameters.cluster.vms.memory = naive.capacity;
    const std::uint32_t functions = 2 + draw.below(6);
    for (std::uint32_t i = 0; i < functions; ++i) {
      const Kind kind{128u << draw.below(4), 64.0 * (1 + draw.below(8))};
      FunctionTraits traits;
      traits.init = takes(ms(static_cast<std::int64_t>(kind.start_up_ms)));
      world.function("f" + std::to_string(i), traits, kind.memory);
      naive.kinds.push_back(kind);
    }
    naive.frequency.resize(functions);
    naive.clock_of_kind.resize(functions);
    naive.frequency_when_used.resize(functions);
    std::int64_t number = 0;
    for (std::int64_t slot = 0; slot < 150; ++slot) {
      const std::int64_t now = ms(1'000 * slot).ns();
      std::vector<std::pair<std::uint32_t, std::int64_t>> together;
      for (std::uint32_t i = 1 + (draw.below(4) == 0 ? draw.below(4) : 0); i > 0; --i) {
        // Creates random work for the next instants, such that no two executions end at once.
        const std::int64_t duration = ms(100 + (draw.below(5) == 0 ? 1'300 : 0)).ns() + ++number;
        together.emplace_back(draw.below(functions), duration);
        world.arrive(FunctionId{together.back().first}, Time{now}, Duration{duration});
      }
      naive.arrive(now, together);
    }
    Recorder record;
    world.options.observer = &record;
    world.horizon = at_ms(150'000);
    const Counts counts(world.run_as(world.options));
    CAPTURE(trial, std::string(one.policy), one.simulator);
    std::vector<std::pair<std::int64_t, std::uint32_t>> evicted;
    for (const Observation& seen : record.of(Change::instance_reclaimed)) {
      evicted.emplace_back(seen.now.ns(), seen.function.value());
    }
    REQUIRE(evicted == naive.evicted);
    REQUIRE(counts.cold == naive.cold);
    REQUIRE(counts.warm == naive.warm);
    REQUIRE(counts.of(Outcome::refused) == naive.refused);
    evictions += naive.evicted.size();
    refusals += naive.refused;
  }
  CHECK(evictions > 10'000);
  CHECK(refusals > 100);
}
