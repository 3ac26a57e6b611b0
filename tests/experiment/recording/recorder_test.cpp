#include "models/experiment/recording/recorder.hpp"

#include <map>
#include <set>

#include "models/experiment/recording/recorded.hpp"
#include "models/experiment/recording/thinning.hpp"
#include "tests/support/platform_fixture.hpp"
#include "tests/support/random_scenario.hpp"

using namespace support;
using recorded::ticks;

namespace {

RunRecording recording_of(World& world, const RecordingSettings& settings = {}) {
  RunRecorder recorder(settings, world.parameters, world.table);
  const RunOutcome outcome = world.run_observed(recorder);
  return recorder.finish(outcome.end);
}

std::vector<Record> records_of(const RunRecording& recording) {
  std::vector<Record> records;
  RecordReader reader(recording.bytes);
  while (const std::optional<Record> record = reader.next()) {
    records.push_back(*record);
  }
  return records;
}

std::vector<Record> of_kind(const std::vector<Record>& records, RecordKind kind) {
  std::vector<Record> some;
  std::copy_if(records.begin(), records.end(), std::back_inserter(some),
               [kind](const Record& record) { return record.kind == kind; });
  return some;
}

/// A second account of the state, computed only from the records.
struct Replayed {
  struct Instance {
    std::uint32_t vm = 0;
    std::uint64_t running = 0;
    std::optional<std::uint64_t> idle_until;  ///< no value while the instance is busy, or if its keep-alive
                                              ///< has no limit
    bool operator==(const Instance&) const = default;
  };
  std::map<std::uint32_t, Instance> instances;
  std::map<std::uint32_t, std::uint32_t> host_of;  // indexed by VM
  std::uint64_t started = 0;
  std::uint64_t cold = 0;
  std::uint64_t waiting = 0;
  std::map<Outcome, std::uint64_t> lost;
  std::set<std::uint32_t> hosts_down;

  void apply(const Record& record) {
    switch (record.kind) {
      case RecordKind::vm_opened:
        CHECK(host_of.emplace(record.vm, record.host).second);
        CHECK(hosts_down.count(record.host) == 0);
        break;
      case RecordKind::vm_released:
        CHECK(host_of.erase(record.vm) == 1);
        break;
      case RecordKind::created:
        CHECK(host_of.count(record.vm) == 1);
        CHECK(record.init <= record.starting);
        CHECK(instances.emplace(record.instance, Instance{record.vm, 0, std::nullopt}).second);
        break;
      case RecordKind::reclaimed:
        CHECK(instances.erase(record.instance) == 1);
        break;
      case RecordKind::idle:
        CHECK(instances.at(record.instance).running == 0);
        instances.at(record.instance).idle_until =
            record.keep ? std::optional(record.at + *record.keep) : std::nullopt;
        break;
      case RecordKind::waiting:
        ++waiting;
        break;
      case RecordKind::started:
        ++instances.at(record.instance).running;
        instances.at(record.instance).idle_until.reset();
        ++started;
        cold += record.start == static_cast<std::uint8_t>(StartKind::cold) ? 1 : 0;
        waiting -= record.was_waiting ? 1 : 0;
        break;
      case RecordKind::ended:
        CHECK(record.place < instances.at(record.instance).running);
        --instances.at(record.instance).running;
        break;
      case RecordKind::lost:
        waiting += record.comes_again ? 1 : 0;
        waiting -= record.was_waiting ? 1 : 0;
        lost[record.outcome] += record.comes_again || record.had_left ? 0 : 1;
        break;
      case RecordKind::left:
        ++lost[Outcome::abandoned];
        break;
      case RecordKind::host_down:
        CHECK(hosts_down.insert(record.host).second);
        break;
      case RecordKind::host_up:
        CHECK(hosts_down.erase(record.host) == 1);
        break;
      default:
        break;
    }
  }
  [[nodiscard]] std::uint64_t busy() const {
    return static_cast<std::uint64_t>(std::count_if(
        instances.begin(), instances.end(), [](const auto& each) { return each.second.running > 0; }));
  }
  [[nodiscard]] std::uint64_t hosts() const {
    std::set<std::uint32_t> used;
    for (const auto& [vm, host] : host_of) {
      used.insert(host);
    }
    return used.size();
  }
};

/// Plays the records, and compares the levels at the end of each bin and the counts within it.
void check_against_series(const std::vector<Record>& records, const Series& series) {
  Replayed state;
  std::size_t next = 0;
  std::uint64_t started = 0;
  std::uint64_t cold = 0;
  std::map<Outcome, std::uint64_t> lost;
  for (std::size_t i = 0; i < series.bins().size(); ++i) {
    const SeriesBin& bin = series.bins()[i];
    const std::uint64_t end = ticks(series.width()) * (i + 1);
    while (next < records.size() && records[next].at < end) {
      state.apply(records[next++]);
    }
    INFO("bin " << i);
    CHECK(state.busy() == bin.busy);
    CHECK(state.instances.size() == bin.instances);
    CHECK(state.host_of.size() == bin.vms);
    CHECK(state.hosts() == bin.hosts);
    CHECK(state.started - started == bin.started);
    CHECK(state.cold - cold == bin.cold);
    const auto lost_now = [&](std::initializer_list<Outcome> outcomes) {
      std::uint64_t sum = 0;
      for (const Outcome outcome : outcomes) {
        sum += state.lost[outcome] - lost[outcome];
      }
      return sum;
    };
    CHECK(lost_now({Outcome::throttled, Outcome::expired, Outcome::refused}) == bin.turned_away());
    CHECK(lost_now({Outcome::failed}) == bin.failed);
    CHECK(lost_now({Outcome::timed_out}) == bin.timed_out);
    CHECK(lost_now({Outcome::errored}) == bin.errored);
    CHECK(lost_now({Outcome::abandoned}) == bin.abandoned);
    started = state.started;
    cold = state.cold;
    lost = state.lost;
  }
  CHECK(next == records.size());
}

}  // namespace

TEST_CASE("The records of one invocation and its instance have the times of the run") {
  World world;
  world.parameters.cold_start.sandbox = takes(ms(50));
  world.parameters.cold_start.function_init = takes(ms(30));
  world.parameters.billing.granularity = ms(100);
  const FunctionId f = world.function("f", {}, 512);
  world.arrive(f, at_ms(10), ms(90));
  world.arrive(f, at_ms(1'000), ms(20));
  world.horizon = at_ms(20'000);
  const RunRecording recording = recording_of(world);
  const std::vector<Record> records = records_of(recording);
  std::vector<std::pair<RecordKind, std::uint64_t>> course;
  for (const Record& record : records) {
    course.emplace_back(record.kind, record.at / 1'000);
  }
  const std::vector<std::pair<RecordKind, std::uint64_t>> expected = {
      {RecordKind::vm_opened, 10}, {RecordKind::created, 10},       {RecordKind::waiting, 10},
      {RecordKind::ready, 90},     {RecordKind::started, 90},       {RecordKind::ended, 180},
      {RecordKind::idle, 180},     {RecordKind::started, 1'000},    {RecordKind::ended, 1'020},
      {RecordKind::idle, 1'020},   {RecordKind::reclaimed, 11'020}, {RecordKind::vm_released, 11'020}};
  CHECK(course == expected);
  CHECK(records[1].memory == 512);
  CHECK(records[1].starting == 80'000);
  CHECK(records[1].init == 30'000);
  CHECK(records[4].start == static_cast<std::uint8_t>(StartKind::cold));
  CHECK(records[4].was_waiting);
  CHECK_FALSE(records[5].charged);  // 90 ms are rounded to 100 ms as usual
  CHECK(records[6].keep == std::optional<std::uint64_t>(10'000'000));
  CHECK(records[7].n == 2);
  CHECK_FALSE(records[7].was_waiting);
  CHECK(records[10].reason == Reclaimed::keep_alive);
  CHECK(recording.records == records.size());
  CHECK(recording.arrived == 2);
  CHECK(recording.functions == std::vector<FunctionId>{f});
  CHECK(recording.until == at_ms(20'000));
}

TEST_CASE("A charge that differs from the rounded execution is recorded") {
  World world;
  world.parameters.cold_start.function_init = takes(ms(30));
  world.parameters.billing.granularity = ms(100);
  world.parameters.billing.init = BilledInit::all;
  world.arrive(world.function("f"), at_ms(0), ms(90));
  const std::vector<Record> ended = of_kind(records_of(recording_of(world)), RecordKind::ended);
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].charged == std::optional<std::uint64_t>(200'000));  // 120 ms of start and execution, rounded
                                                                     // together to 200 ms
}

TEST_CASE("The reason of a reclaim is recorded") {
  const auto reasons = [](World& world) {
    std::vector<Reclaimed> all;
    for (const Record& record : of_kind(records_of(recording_of(world)), RecordKind::reclaimed)) {
      all.push_back(record.reason);
    }
    return all;
  };
  World world;
  const FunctionId f = world.function("f", {}, 512);
  const FunctionId g = world.function("g", {}, 512);
  world.horizon = at_ms(30'000);
  world.arrive(f, at_ms(0), ms(100));
  SECTION("an evicted instance") {
    world.parameters.cluster.hosts = {1, 0, 512};
    world.parameters.cluster.vms.memory = 512;
    world.parameters.cluster.vms.isolation = Isolation::shared;
    world.parameters.scheduler.evict_idle = true;
    world.parameters.policies.keep_alive =
        policy(Seam::keep_alive, "least-recently-used", {length(ms(20'000))});
    world.arrive(g, at_ms(1'000), ms(100));
    CHECK(reasons(world) == std::vector<Reclaimed>{Reclaimed::evicted, Reclaimed::keep_alive});
  }
  SECTION("an instance retired while idle, and one retired while it works") {
    world.parameters.lifetimes.instance = takes(ms(5'000));
    world.arrive(f, at_ms(10'000), ms(7'000));
    CHECK(reasons(world) == std::vector<Reclaimed>{Reclaimed::retired, Reclaimed::retired});
    CHECK(of_kind(records_of(recording_of(world)), RecordKind::draining).size() == 2);
  }
  SECTION("a crashed instance") {
    world.parameters.faults.vm_crashes = {{ms(60), 0}};
    CHECK(reasons(world) == std::vector<Reclaimed>{Reclaimed::crashed});
  }
}

TEST_CASE("Recordings of random scenarios give the levels and counts of the run at every instant") {
  for (std::uint32_t seed = 0; seed < 150; ++seed) {
    INFO("seed " << seed);
    World world = RandomScenario(seed, Instants::shared, seed % 2 == 0 ? CpuWork::none : CpuWork::shared,
                                 seed % 3 == 0 ? Trouble::none : Trouble::some,
                                 seed % 4 == 0 ? ClientsWait::forever : ClientsWait::briefly)
                      .make();
    RecordingSettings settings;
    settings.most_bytes = 1'000'000'000;
    RunRecorder recorder(settings, world.parameters, world.table);
    const RunOutcome outcome = world.run_observed(recorder);
    const RunRecording recording = recorder.finish(outcome.end);
    REQUIRE_FALSE(recording.is_full);
    check_against_series(records_of(recording), outcome.tally.series());
  }
}

TEST_CASE("A recording that begins later has the same state and the same records from then on") {
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    INFO("seed " << seed);
    World world = RandomScenario(seed, Instants::shared, CpuWork::none, Trouble::some).make();
    const std::vector<Record> whole = records_of(recording_of(world));
    REQUIRE(!whole.empty());
    RecordingSettings settings;
    settings.from = Time{0} + Duration{static_cast<std::int64_t>(whole[whole.size() / 2].at) * 1'000};
    settings.to = Time{0} + Duration{static_cast<std::int64_t>(whole[whole.size() * 3 / 4].at) * 1'000};
    const RunRecording recording = recording_of(world, settings);
    const std::vector<Record> part = records_of(recording);
    Replayed all;
    Replayed some;
    std::size_t next = 0;
    while (next < whole.size() && whole[next].at < ticks(settings.from)) {
      all.apply(whole[next++]);
    }
    std::size_t begin = 0;
    while (begin < part.size() && (part[begin].at < ticks(settings.from) ||
                                   (part[begin].kind == RecordKind::host_down && settings.from > Time{}))) {
      some.apply(part[begin++]);
    }
    CHECK(some.instances == all.instances);
    CHECK(some.host_of == all.host_of);
    CHECK(some.waiting == all.waiting);
    std::size_t compared = 0;
    while (begin < part.size()) {
      Record a = whole[next++];
      Record b = part[begin++];
      a.function = b.function = 0;  // instances are numbered in another order
      if (!(a == b)) {
        CHECK(a == b);
        break;
      }
      ++compared;
    }
    CHECK((next == whole.size() || whole[next].at >= ticks(settings.to)));
    CHECK(recording.until == std::min(settings.to, std::max(recording.until, settings.to)));
  }
}

TEST_CASE("A full recording ends at an instant, and counts the calls that it omits") {
  World world;
  const FunctionId f = world.function("f");
  for (int i = 0; i < 1'000; ++i) {
    world.arrive(f, at_ms(100 * i), ms(50));
  }
  world.horizon = at_ms(100'000);
  const RunRecording whole = recording_of(world);
  CHECK_FALSE(whole.is_full);
  RecordingSettings settings;
  settings.most_bytes = 4'000;
  const RunRecording part = recording_of(world, settings);
  CHECK(part.is_full);
  CHECK(part.bytes.size() < 4'000);
  CHECK(part.bytes.size() < 4'000 * 6 / 7);
  CHECK(part.bytes.size() > 4'000 * 6 / 7 - 160);  // only the name of the function and one record are left
                                                   // out
  CHECK(part.until > at_ms(0));
  CHECK(part.until < at_ms(100'000));
  CHECK(part.busiest == 0);  // there is no other function whose calls could be removed
  CHECK(part.bytes == whole.bytes.substr(0, part.bytes.size()));
  CHECK(part.arrived + part.after_full == 1'000);
  const std::vector<Record> records = records_of(part);
  CHECK(part.records == records.size());
  for (const Record& record : records) {
    CHECK(record.at <= ticks(part.until));
  }
  settings.most_bytes = 100;
  settings.from = at_ms(50'020);  // the state at that instant does not fit
  const RunRecording none = recording_of(world, settings);
  CHECK(none.is_full);
  CHECK(none.bytes.empty());
  CHECK(none.functions.empty());
}

TEST_CASE("The calls of the busiest functions are removed, so that the rest of the run fits") {
  World world;
  std::vector<FunctionId> functions;
  for (int i = 0; i < 10; ++i) {
    functions.push_back(world.function("f" + std::to_string(i)));
  }
  // The first two functions are the busiest, with 400 and 200 calls. The others have 20 calls each.
  std::uint64_t calls = 0;
  for (int i = 0; i < 4'000; ++i) {
    const std::size_t rare = i % 200 < 8 ? static_cast<std::size_t>(i) % 200 + 2 : 10;
    const std::size_t which = i % 10 == 9 ? 0 : i % 20 == 5 ? 1 : rare;
    if (which < 10) {
      world.arrive(functions[which], at_ms(10 * i), ms(5));
      ++calls;
    }
  }
  const RunRecording whole = recording_of(world);
  REQUIRE(whole.arrived == calls);
  RecordingSettings settings;
  settings.most_bytes = 6'000;
  const RunRecording part = recording_of(world, settings);
  CHECK_FALSE(part.is_full);
  CHECK(part.bytes.size() <= 6'000);
  CHECK(part.until == whole.until);
  CHECK(part.busiest >= 1);
  CHECK(part.busiest <= 2);
  CHECK(part.arrived + part.of_busiest == calls);
  std::vector<std::uint8_t> expected(whole.functions.size(), 1);
  for (std::size_t number = 0; number < expected.size(); ++number) {
    const bool is_busy = whole.functions[number] == functions[0] ||
                         (part.busiest == 2 && whole.functions[number] == functions[1]);
    expected[number] = is_busy ? 0 : 1;
  }
  CHECK(part.has_calls == expected);
  CHECK(part.bytes == without_calls(whole.bytes, expected).bytes);
}

TEST_CASE("For functions outside of the share, instances are recorded without their calls") {
  World world;
  std::vector<FunctionId> functions;
  for (int i = 0; i < 200; ++i) {
    functions.push_back(world.function("f" + std::to_string(i)));
  }
  for (int i = 0; i < 400; ++i) {
    world.arrive(functions[static_cast<std::size_t>(i) % 200], at_ms(10 * i), ms(50));
  }
  RecordingSettings settings;
  settings.share = 0.25;
  const RunRecording recording = recording_of(world, settings);
  const auto with_calls = static_cast<std::uint64_t>(
      std::count(recording.has_calls.begin(), recording.has_calls.end(), std::uint8_t{1}));
  CHECK(recording.functions.size() == 200);
  CHECK(with_calls == 50);
  CHECK(recording.arrived == 2 * with_calls);
  CHECK(recording.outside_share == 400 - 2 * with_calls);
  const std::vector<Record> records = records_of(recording);
  CHECK(of_kind(records, RecordKind::created).size() == 200);
  CHECK(of_kind(records, RecordKind::started).size() == 2 * with_calls);
}

TEST_CASE("The records can be read while the run continues") {
  World world;
  const FunctionId f = world.function("f");
  for (int i = 0; i < 100; ++i) {
    world.arrive(f, at_ms(100 * i), ms(50));
  }
  const RunRecording whole = recording_of(world);
  RunRecorder recorder({}, world.parameters, world.table);
  RunOptions options = world.options;
  options.observer = &recorder;
  MemorySource source(world.arrivals, world.horizon);
  const std::unique_ptr<Cell> cell = make_cell(world.parameters, world.table, source, options);
  std::size_t grown = 0;
  for (int step = 1; step <= 10; ++step) {
    cell->advance(at_ms(1'000 * step), 1'000'000);
    CHECK(recorder.bytes().size() > grown);
    grown = recorder.bytes().size();
    CHECK(whole.bytes.substr(0, grown) == recorder.bytes());
    CHECK_NOTHROW(RecordReader(recorder.bytes()).next());
  }
}
