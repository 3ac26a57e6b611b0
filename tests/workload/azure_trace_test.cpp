#include <array>
#include <cstdlib>
#include <filesystem>

#include "models/workload/percentiles.hpp"
#include "sim/draws.hpp"
#include "tests/catch.hpp"
#include "tests/support/kolmogorov_smirnov.hpp"
#include "tests/workload/azure_files.hpp"

using namespace curtain;
using support::AzureFiles;
using support::Opened;
using support::TemporaryFolder;

namespace {

constexpr std::int64_t kMinute = 60'000'000'000;

SourceContext seeded(std::uint64_t seed) {
  SourceContext context;
  context.seed = seed;
  return context;
}

std::vector<std::int64_t> azure_times(const std::vector<Arrival>& arrivals) {
  std::vector<std::int64_t> times;
  for (const Arrival& arrival : arrivals) {
    times.push_back(arrival.time.ns());
  }
  return times;
}

/// Returns the invocations of each function in each minute.
std::vector<std::vector<int>> counts_of(const Opened& opened, std::size_t minutes) {
  std::vector<std::vector<int>> counts(opened.table.size(), std::vector<int>(minutes));
  for (const Arrival& arrival : opened.arrivals) {
    ++counts[arrival.function.index()][static_cast<std::size_t>(arrival.time.ns() / kMinute)];
  }
  return counts;
}

const std::vector<std::vector<int>> kCounts{{3, 0, 5}, {1, 1, 1}, {0, 0, 1000}};

}  // namespace

TEST_CASE("an azure trace deploys owners as tenants and application/function as functions") {
  const TemporaryFolder folder;
  AzureTraceSpec spec = AzureFiles{}.in(folder);
  spec.traits.timeout = sim::minutes(5);
  FunctionTable table;
  const auto source = open_source(spec, seeded(1), table);
  CHECK(source->horizon() == Time{3 * kMinute});
  REQUIRE(table.size() == 3);
  CHECK(table.tenant_count() == 2);
  CHECK(table[FunctionId(1u)].name == "a1/f2");
  CHECK(table.tenant_name(table[FunctionId(1u)].tenant) == "o1");
  CHECK(table[FunctionId(1u)].memory == 121);
  CHECK(table[FunctionId(2u)].traits.timeout == sim::minutes(5));
}

TEST_CASE("even arrivals divide their minute into equal parts, with the phase of the function") {
  const TemporaryFolder folder;
  AzureTraceSpec spec = AzureFiles{}.in(folder);
  spec.within_minute = WithinInterval::even;
  const Opened opened(spec, seeded(1));
  CHECK(counts_of(opened, 3) == kCounts);
  REQUIRE(opened.arrivals.size() == 1011);
  const std::vector<std::int64_t> once = azure_times(opened.of(1));  // this function has one call a minute
  REQUIRE(once.size() == 3);
  CHECK(once[0] < 60'000'000'000);
  CHECK(once[1] - once[0] == 60'000'000'000);
  CHECK(once[2] - once[1] == 60'000'000'000);
  const std::vector<std::int64_t> many = azure_times(opened.of(0));  // this function has 3, 0 and 5 calls
  REQUIRE(many.size() == 8);
  CHECK(many[1] - many[0] == 20'000'000'000);
  CHECK(many[2] - many[1] == 20'000'000'000);
  CHECK(std::abs((many[3] - 120'000'000'000) * 5 - many[0] * 3) < 5);
  for (std::size_t i = 4; i < 8; ++i) {
    CHECK(std::abs(many[i] - many[i - 1] - 12'000'000'000) < 2);
  }
  CHECK(many[0] * 3 != once[0]);
}

TEST_CASE("uniform arrivals keep every count, and are uniformly distributed") {
  const TemporaryFolder folder;
  const Opened opened(AzureFiles{}.in(folder), seeded(2));
  REQUIRE(support::in_order(opened.arrivals));
  CHECK(counts_of(opened, 3) == kCounts);
  std::vector<double> offsets;
  for (const Arrival& arrival : opened.of(2)) {
    offsets.push_back(static_cast<double>(arrival.time.ns() - 2 * kMinute) / kMinute);
  }
  CHECK(support::kolmogorov_smirnov(offsets, [](double x) { return std::clamp(x, 0.0, 1.0); }) > 0.001);
}

TEST_CASE(
    "poisson arrivals have exponential gaps at the rate of the minute, and the trace's counts on average") {
  // Every gap, measured in the integral of the rate, is a unit exponential variable, even across minutes.
  AzureFiles files;
  files.invocations = "HashOwner,HashApp,HashFunction,Trigger,1,2,3,4\no1,a1,f1,http,1000,0,3000,2\n";
  const TemporaryFolder folder;
  AzureTraceSpec spec = files.in(folder);
  spec.within_minute = WithinInterval::poisson;
  const Opened opened(spec, seeded(3));
  REQUIRE(support::in_order(opened.arrivals));
  const std::array<double, 4> rates{1000, 0, 3000, 2};
  std::vector<double> gaps;
  double before = 0;
  for (const std::int64_t time : azure_times(opened.arrivals)) {
    const auto minute = static_cast<std::size_t>(time / kMinute);
    REQUIRE(minute != 1);
    double integral = static_cast<double>(time % kMinute) / kMinute * rates[minute];
    for (std::size_t i = 0; i < minute; ++i) {
      integral += rates[i];
    }
    gaps.push_back(integral - before);
    before = integral;
  }
  CHECK(support::kolmogorov_smirnov(gaps, [](double gap) { return 1 - std::exp(-std::max(gap, 0.0)); }) >
        0.001);
  CHECK(std::abs(static_cast<double>(gaps.size()) - 4002) < 4 * std::sqrt(4002.0));
  const auto count = counts_of(opened, 4)[0];
  CHECK(std::abs(count[0] - 1000) < 4 * std::sqrt(1000.0));
  CHECK(count[0] != 1000);
}

TEST_CASE(
    "durations follow the percentiles, and the k-th call in time has the k-th draw in every placement") {
  const WithinInterval within =
      GENERATE(WithinInterval::uniform, WithinInterval::even, WithinInterval::poisson);
  AzureFiles files;
  files.invocations = support::replaced(files.invocations, "1000", "20000");
  const TemporaryFolder folder;
  AzureTraceSpec spec = files.in(folder);
  spec.within_minute = within;
  const Opened opened(spec, seeded(4));
  const auto distribution = sim::Distribution::empirical(bent_to_mean(
      {{0, 1e6}, {1, 2e6}, {25, 10e6}, {50, 20e6}, {75, 40e6}, {99, 90e6}, {100, 99.5e6}}, 25e6));
  const sim::DrawKey key(4, 0, purpose_of_source(Purpose::execution, 0));
  std::vector<double> durations;
  for (const Arrival& arrival : opened.of(2)) {
    REQUIRE(arrival.duration == distribution.sample_duration(key, 2, durations.size()));
    durations.push_back(static_cast<double>(arrival.duration.ns()));
  }
  CHECK(support::kolmogorov_smirnov(durations, [&](double d) { return distribution.cumulative(d); }) > 0.001);
  for (const Arrival& arrival : opened.of(1)) {
    CHECK(arrival.duration == sim::milliseconds(7));
  }
}

TEST_CASE("an azure trace depends on seed and replication, but not on the sizes of reads") {
  const WithinInterval within = GENERATE(WithinInterval::uniform, WithinInterval::poisson);
  const TemporaryFolder folder;
  AzureTraceSpec spec = AzureFiles{}.in(folder);
  spec.within_minute = within;
  const auto base = Opened(spec, seeded(1), 512).arrivals;
  CHECK(Opened(spec, seeded(1), 1).arrivals == base);
  CHECK(Opened(spec, seeded(1), 10'000).arrivals == base);
  CHECK(Opened(spec, seeded(2), 512).arrivals != base);
  SourceContext context = seeded(1);
  context.replication = 1;
  CHECK(Opened(spec, context, 512).arrivals != base);
  context = seeded(1);
  context.number = 1;
  CHECK(Opened(spec, context, 512).arrivals != base);
}

TEST_CASE("reading fewer functions or a shorter time does not change the rest") {
  const TemporaryFolder folder;
  AzureTraceSpec spec = AzureFiles{}.in(folder);
  const Opened all(spec, seeded(1));
  spec.functions = 2;
  const Opened two(spec, seeded(1));
  CHECK(two.table.size() == 2);
  CHECK(two.of(0) == all.of(0));
  CHECK(two.of(1) == all.of(1));
  SourceContext context = seeded(1);
  context.duration = Time{2 * kMinute + kMinute / 2};
  const auto cut = Opened(spec, context).arrivals;
  std::vector<Arrival> expected = two.arrivals;
  std::erase_if(expected, [&](const Arrival& arrival) { return arrival.time >= *context.duration; });
  CHECK(cut == expected);
  CHECK(cut.size() < two.arrivals.size());
}

TEST_CASE("the shared samples of the trace are replayed exactly") {
  // Uses the real files if a folder of shared data is given, and otherwise a day in the same layout.
  const char* const shared = std::getenv("CURTAIN_SHARED_DATA");
  const TemporaryFolder folder;
  const auto total = [](const AzureTraceSpec& spec) {
    FunctionTable table;
    const auto source = open_source(spec, seeded(1), table);
    std::vector<Arrival> some(4096);
    std::size_t sum = 0;
    Time before;
    while (const std::size_t count = source->fill(some)) {
      for (std::size_t i = 0; i < count; ++i) {
        REQUIRE(some[i].time >= before);
        before = some[i].time;
      }
      sum += count;
    }
    CHECK(before < *source->horizon());
    return sum;
  };
  if (shared != nullptr && std::filesystem::is_directory(std::filesystem::path(shared) / "azure2019-joint")) {
    const auto sample = [shared](const std::string& name) {
      const std::string stem = (std::filesystem::path(shared) / "azure2019-joint" / name).string();
      AzureTraceSpec spec;
      spec.invocations = stem + "_invocations.csv";
      spec.durations = stem + "_durations.csv";
      spec.memory = stem + "_memory.csv";
      return spec;
    };
    CHECK(total(sample("f500_min480-959")) == 2'870'303);
    CHECK(total(sample("heavy14_fullday")) == 38'253'064);
    AzureTraceSpec even = sample("f500_min480-959");
    even.within_minute = WithinInterval::even;
    CHECK(total(even) == 2'870'303);
  }
  AzureFiles day;
  day.invocations = "HashOwner,HashApp,HashFunction,Trigger";
  std::string rows;
  std::size_t expected = 0;
  for (int minute = 1; minute <= 1440; ++minute) {
    day.invocations += "," + std::to_string(minute);
    rows += "," + std::to_string(minute % 100);
    expected += static_cast<std::size_t>(minute % 100);
  }
  day.invocations += "\no1,a1,f1,http" + rows + "\n";
  CHECK(total(day.in(folder)) == expected);
}
