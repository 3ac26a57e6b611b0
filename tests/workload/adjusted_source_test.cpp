#include "models/workload/adjusted_source.hpp"

#include <map>

#include "tests/catch.hpp"
#include "tests/support/kolmogorov_smirnov.hpp"
#include "tests/workload/azure_files.hpp"

using namespace curtain;
using support::context_of;
using support::error_of;
using support::Opened;
using support::read_by;

namespace {

constexpr Duration kStep = sim::seconds(10);

/// Calls of functions 0 and 1 in turn, one every 10 s from zero on. Call i takes i ns.
std::vector<Arrival> in_turn(std::size_t count) {
  std::vector<Arrival> arrivals;
  for (std::size_t i = 0; i < count; ++i) {
    const auto number = static_cast<std::int64_t>(i);
    arrivals.push_back({Time{} + Duration{number * kStep.ns()}, Duration{number},
                        FunctionId(static_cast<std::uint32_t>(i % 2))});
  }
  return arrivals;
}

std::vector<Arrival> adjusted_calls(const TraceAdjustment& adjustment, std::size_t count,
                                    std::optional<double> duration = {}, std::size_t size = 100,
                                    std::uint64_t seed = 1) {
  SourceContext context = context_of(seed, duration.value_or(0));
  if (!duration) {
    context.duration.reset();
  }
  const auto source = adjusted(std::make_unique<MemorySource>(in_turn(count)), adjustment, context);
  return read_by(*source, size);
}

std::vector<std::int64_t> seconds_of(const std::vector<Arrival>& arrivals) {
  std::vector<std::int64_t> seconds;
  for (const Arrival& arrival : arrivals) {
    seconds.push_back(arrival.time.ns() / 1'000'000'000);
  }
  return seconds;
}

TraceAdjustment scaled(double scale, Duration within = sim::minutes(1)) {
  TraceAdjustment adjustment;
  adjustment.scale = scale;
  adjustment.scale_within = within;
  return adjustment;
}

/// Returns the calls of each function in each interval of `seconds`.
std::map<std::pair<std::int64_t, std::size_t>, int> counts_by(const std::vector<Arrival>& arrivals,
                                                              std::int64_t seconds) {
  std::map<std::pair<std::int64_t, std::size_t>, int> counts;
  for (const Arrival& arrival : arrivals) {
    ++counts[{arrival.time.ns() / (seconds * 1'000'000'000), arrival.function.index()}];
  }
  return counts;
}

}  // namespace

TEST_CASE("a cut keeps the calls from its beginning, which becomes time zero, to before its end") {
  TraceAdjustment cut;
  cut.from = sim::seconds(20);
  cut.to = sim::seconds(50);
  CHECK(seconds_of(adjusted_calls(cut, 10)) == std::vector<std::int64_t>{0, 10, 20});
  CHECK(adjusted_calls(cut, 10)[0].duration == Duration{2});
  cut.shift = sim::seconds(5);
  CHECK(seconds_of(adjusted_calls(cut, 10)) == std::vector<std::int64_t>{5, 15, 25});
  CHECK(seconds_of(adjusted_calls(cut, 10, 25)) == std::vector<std::int64_t>{5, 15});  // the run ends at 25 s
  CHECK(adjusted_calls(cut, 10, 5).empty());
  cut.to = Duration::infinite();
  CHECK(adjusted_calls(cut, 10).size() == 8);
  cut.from = sim::hours(1);
  CHECK(adjusted_calls(cut, 10).empty());
}

TEST_CASE(
    "scaled by three, each function has three times its calls in each interval, with the same durations") {
  const auto calls = adjusted_calls(scaled(3), 600);
  REQUIRE(calls.size() == 1'800);
  CHECK(support::in_order(calls));
  for (const auto& [key, count] : counts_by(calls, 60)) {
    CHECK(count == 9);  // each function has three calls a minute
  }
  std::map<std::int64_t, int> by_duration;
  for (const Arrival& call : calls) {
    ++by_duration[call.duration.ns()];
  }
  CHECK(by_duration.size() == 600);
  for (const auto& [duration, count] : by_duration) {
    CHECK(count == 3);
  }
  for (const Arrival& call : in_turn(600)) {  // the original calls are included
    CHECK(std::find(calls.begin(), calls.end(), call) != calls.end());
  }
  // The result does not depend on the batch size or on the length of the run.
  CHECK(adjusted_calls(scaled(3), 600, {}, 1) == calls);
  for (const int seconds : {3'000, 3'030}) {  // even if the run ends within an interval
    const auto shorter = adjusted_calls(scaled(3), 600, seconds);
    CHECK(std::equal(shorter.begin(), shorter.end(), calls.begin()));
    CHECK(calls[shorter.size()].time >= Time{} + sim::seconds(seconds));
  }
  CHECK(adjusted_calls(scaled(3), 600, {}, 100, 2) != calls);
}

TEST_CASE("added calls are placed uniformly in their interval, each by its own draw") {
  std::vector<double> places;
  for (const Arrival& call : adjusted_calls(scaled(2), 6'000)) {
    if (call.time != Time{} + Duration{call.duration.ns() * kStep.ns()}) {
      places.push_back(static_cast<double>(call.time.ns() % 60'000'000'000) / 60e9);
    }
  }
  REQUIRE(places.size() == 6'000);
  CHECK(support::kolmogorov_smirnov(places, [](double u) { return u; }) > 0.001);
  const auto at_once = adjusted_calls(scaled(2, Duration{}), 100);
  REQUIRE(at_once.size() == 200);
  for (std::size_t i = 0; i < 200; ++i) {
    CHECK(at_once[i] == in_turn(100)[i / 2]);
  }
}

TEST_CASE("a random share of the calls is kept, and a larger share contains a smaller one") {
  const auto half = adjusted_calls(scaled(0.5), 10'000);
  CHECK(std::abs(static_cast<double>(half.size()) - 5'000) < 5 * 50);
  const auto most = adjusted_calls(scaled(0.8), 10'000);
  CHECK(std::abs(static_cast<double>(most.size()) - 8'000) < 5 * 40);
  CHECK(std::includes(most.begin(), most.end(), half.begin(), half.end(),
                      [](const Arrival& a, const Arrival& b) { return a.time < b.time; }));
  const auto more = adjusted_calls(scaled(2.5), 10'000);
  CHECK(std::abs(static_cast<double>(more.size()) - 25'000) < 5 * 50);
  // The cut does not change which calls are kept.
  TraceAdjustment late = scaled(0.5);
  late.from = sim::seconds(50'000);
  const auto end = adjusted_calls(late, 10'000);
  const auto first = std::find_if(half.begin(), half.end(),
                                  [](const Arrival& a) { return a.time >= Time{} + sim::seconds(50'000); });
  REQUIRE(end.size() == static_cast<std::size_t>(half.end() - first));
  CHECK(std::equal(end.begin(), end.end(), first,
                   [](const Arrival& a, const Arrival& b) { return a.duration == b.duration; }));
}

TEST_CASE("every format is cut, shifted and scaled in the same way, including its end") {
  const support::TemporaryFolder folder;
  AzureTraceSpec spec = support::AzureFiles{}.in(folder);
  spec.adjustment.scale = 2;
  spec.adjustment.from = sim::minutes(1);
  spec.adjustment.shift = sim::seconds(90);
  FunctionTable table;
  SourceContext context;
  const auto source = open_source(spec, context, table);
  CHECK(source->horizon() == Time{} + sim::seconds(120 + 90));
  const auto calls = read_by(*source, 100);
  CHECK(calls.size() == 2 * (0 + 1 + 5 + 1 + 1000));
  CHECK(calls.front().time >= Time{} + sim::seconds(90));
  CHECK(calls.back().time < Time{} + sim::seconds(210));
  const WorkloadSpec any = spec;
  CHECK(adjustment_of(any) != nullptr);
  CHECK(adjustment_of(WorkloadSpec(CsvTraceSpec{})) != nullptr);
  CHECK(adjustment_of(WorkloadSpec(Azure2021TraceSpec{})) != nullptr);
  CHECK(adjustment_of(WorkloadSpec(Huawei2023TraceSpec{})) != nullptr);
  CHECK(adjustment_of(WorkloadSpec(Huawei2025TraceSpec{})) != nullptr);
  CHECK(adjustment_of(WorkloadSpec(IluvatarTraceSpec{})) != nullptr);
  CHECK(adjustment_of(WorkloadSpec(AzureCdfsSpec{})) != nullptr);
  CHECK(adjustment_of(WorkloadSpec(PoissonSpec{})) == nullptr);
}

TEST_CASE("a last interval shortened by the trace's end keeps its calls") {
  const support::TemporaryFolder folder;
  AzureTraceSpec spec = support::AzureFiles{}.in(folder);  // the trace has three minutes
  spec.adjustment = scaled(4, sim::minutes(2));
  const auto calls = Opened(spec, SourceContext{}).arrivals;
  CHECK(calls.size() == 4 * (4 + 1 + 1006));
  CHECK(calls.back().time < Time{} + sim::minutes(3));
}

TEST_CASE("impossible adjustments are refused") {
  CHECK_THAT(error_of([] { adjusted_calls(scaled(0), 1); }), ContainsSubstring("the scale must be in"));
  CHECK_THAT(error_of([] { adjusted_calls(scaled(5'000), 1); }), ContainsSubstring("the scale must be in"));
  TraceAdjustment cut;
  cut.from = cut.to = sim::seconds(1);
  CHECK_THAT(error_of([&] { adjusted_calls(cut, 1); }), ContainsSubstring("`to` must be after `from`"));
}
