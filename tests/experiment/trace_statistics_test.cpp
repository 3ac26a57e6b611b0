#include "models/experiment/trace_statistics.hpp"

#include <numeric>

#include "models/workload/memory_source.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

Arrival call(std::int64_t second, std::uint32_t function, std::int64_t milliseconds = 500) {
  return {Time{} + sim::seconds(second), sim::milliseconds(milliseconds), FunctionId(function)};
}

/// Returns functions 0, 1, .., assigned to two tenants in turn, with 128, 256, .. MiB.
FunctionTable table_of(std::uint32_t functions) {
  FunctionTable table;
  for (std::uint32_t i = 0; i < functions; ++i) {
    table.function(table.tenant(i % 2 == 0 ? "even" : "odd"), "f" + std::to_string(i), 128 * (i + 1), {});
  }
  return table;
}

TraceStatistics statistics_of(std::vector<Arrival> arrivals, std::uint32_t functions) {
  MemorySource source(std::move(arrivals), std::nullopt);
  return trace_statistics(source, table_of(functions));
}

}  // namespace

TEST_CASE("The statistics of a trace, counted by hand") {
  // Function 0 is called at 60, 61, 64 and 180 s, function 1 at 64 and 130 s, function 2 at 200 s, and
  // function 3 never. Minutes 1 to 3 have 4, 1 and 2 calls.
  const TraceStatistics s = statistics_of({call(60, 0), call(61, 0, 0), call(64, 0), call(64, 1),
                                           call(130, 1, 1500), call(180, 0), call(200, 2, 3000)},
                                          4);
  CHECK(s.calls == 7);
  CHECK(s.functions == 3);
  CHECK(s.functions_uncalled == 1);
  CHECK(s.functions_once == 1);
  CHECK(s.tenants == 2);
  CHECK(s.first == Time{} + sim::seconds(60));
  CHECK(s.last == Time{} + sim::seconds(200));
  CHECK(s.minutes == 3);
  CHECK(s.rate == 7.0 / 140);
  CHECK(s.peak_calls == 4);
  CHECK(s.peak_minute == Time{} + sim::minutes(1));
  CHECK(s.mean_busy.value() == Approx(6.5 / 140).epsilon(1e-15));
  CHECK(s.zero_durations == 1);
  CHECK(s.ties == 1);
  CHECK(s.repeats == 0);
  CHECK(s.long_durations == 0);
  CHECK(s.empty_minutes == 0);
  CHECK(s.longest_silence == sim::seconds(66));
  CHECK(s.silence_start == Time{} + sim::seconds(64));
  CHECK(s.durations.count() == 7);
  CHECK(s.durations.max() == 3'000'000'000);
  CHECK_FALSE(s.is_partial);

  // The gaps of function 0 are 1, 3 and 116. The other functions have fewer than two gaps.
  CHECK(s.gap_variation.functions == 1);
  const double mean = 40;
  const double variance = (39.0 * 39 + 37.0 * 37 + 76.0 * 76) / 3;
  CHECK(*s.gap_variation.median * *s.gap_variation.median == Approx(variance / (mean * mean)).epsilon(1e-14));

  // The counts are 4, 1 and 2, with mean 7/3, variance 21/3 - 49/9 = 14/9 and index 2/3.
  CHECK(*s.dispersion == Approx(2.0 / 3).epsilon(1e-14));
  // Function 0 has counts of 3, 0 and 1: mean 4/3, variance 14/9, index 7/6. Function 1 has counts of 1, 1
  // and 0: mean 2/3, variance 2/9, index 1/3.
  CHECK(s.function_dispersion.functions == 2);
  CHECK(*s.function_dispersion.median == Approx((7.0 / 6 + 1.0 / 3) / 2).epsilon(1e-14));

  CHECK(s.memory_least == 128);
  CHECK(s.memory_p50 == 256);
  CHECK(s.memory_p90 == 384);
  CHECK(s.memory_most == 384);
  CHECK(s.share_of_top_percent == 4.0 / 7);
  CHECK(s.share_of_top_ten == 1);
}

TEST_CASE(
    "The busiest functions have the most calls, and of equally busy functions the first named is first") {
  std::vector<Arrival> arrivals;
  for (std::uint32_t i = 0; i < 7; ++i) {
    for (std::uint32_t k = 0; k < 1 + i / 2; ++k) {
      arrivals.push_back(call(i, i, 1000 * (k + 1)));
    }
  }
  // Functions 0 to 6 have 1, 1, 2, 2, 3, 3 and 4 calls. The even tenant has 10 calls of 4 functions, and the
  // odd tenant 6 calls of 3 functions.
  const TraceStatistics s = statistics_of(arrivals, 7);
  std::vector<std::string> names;
  for (const BusyOne& one : s.busiest_functions) {
    names.push_back(one.name);
  }
  CHECK(names == std::vector<std::string>{"f6", "f4", "f5", "f2", "f3"});
  CHECK(s.busiest_functions[0].tenant == "even");
  CHECK(s.busiest_functions[0].calls == 4);
  CHECK(s.busiest_functions[0].memory == 128 * 7);
  CHECK(s.busiest_functions[0].mean_duration_s == 2.5);
  REQUIRE(s.busiest_tenants.size() == 2);
  CHECK(s.busiest_tenants[0].name == "even");
  CHECK(s.busiest_tenants[0].calls == 10);
  CHECK(s.busiest_tenants[0].functions == 4);
  CHECK(s.busiest_tenants[1].functions == 3);
  CHECK(s.function_calls.count() == 7);
  CHECK(s.function_calls.sum() == 16);
}

TEST_CASE("Minutes without a call, repeats and long executions are counted") {
  // Minutes 1, 2 and 5 of five have a call. A call follows immediately twice within function 0, and twice
  // over all functions.
  const TraceStatistics s =
      statistics_of({call(60, 0, 900'000), call(60, 0, 900'001), call(60, 1), call(125, 0), call(301, 1)}, 2);
  CHECK(s.minutes == 5);
  CHECK(s.empty_minutes == 2);
  CHECK(s.ties == 2);
  CHECK(s.repeats == 1);
  CHECK(s.long_durations == 1);
  CHECK(s.longest_silence == sim::seconds(176));
}

TEST_CASE("Statistics for which a trace is too short are omitted") {
  const TraceStatistics none = statistics_of({}, 2);
  CHECK(none.calls == 0);
  CHECK(none.functions_uncalled == 2);
  CHECK_FALSE(none.dispersion.has_value());
  CHECK_FALSE(none.gap_variation.median.has_value());
  CHECK(none.series.empty());

  const TraceStatistics one = statistics_of({call(5, 0)}, 1);
  CHECK_FALSE(one.rate.has_value());
  CHECK(one.minutes == 1);
  CHECK(*one.dispersion == 0);
  CHECK(one.function_dispersion.functions == 0);
  CHECK(one.series == std::vector<std::uint64_t>{1});

  const TraceStatistics instant = statistics_of({call(5, 0), call(5, 0), call(5, 0)}, 1);
  CHECK(instant.gap_variation.functions == 0);  // all gaps are zero
  CHECK(instant.ties == 2);
}

TEST_CASE("Clients in a closed loop are counted separately, and their functions do not count as uncalled") {
  // Functions 1 and 2 have clients, and function 1 also has a call. Function 3 has neither.
  class Loops : public MemorySource {
   public:
    using MemorySource::MemorySource;
    [[nodiscard]] std::vector<ClientGroup> clients() const override {
      std::vector<ClientGroup> groups(3);
      const std::uint32_t functions[] = {2, 1, 2};
      for (std::uint32_t i = 0; i < 3; ++i) {
        groups[i].function = FunctionId(functions[i]);
        groups[i].clients = 10 + i;
      }
      return groups;
    }
  };
  Loops source(std::vector<Arrival>{call(1, 0), call(2, 1)});
  const TraceStatistics s = trace_statistics(source, table_of(4));
  CHECK(s.calls == 2);
  CHECK(s.clients == 33);
  CHECK(s.functions_of_clients == 2);
  CHECK(s.functions_uncalled == 1);
}

TEST_CASE("Calls at even gaps do not vary") {
  std::vector<Arrival> arrivals;
  for (std::int64_t i = 0; i < 600; ++i) {
    arrivals.push_back(call(6 * i, 0));
  }
  const TraceStatistics s = statistics_of(arrivals, 1);
  CHECK(*s.gap_variation.median == 0);
  CHECK(*s.dispersion == 0);
  CHECK(s.peak_calls == 10);
  CHECK(s.peak_minute == Time{0});
  CHECK(s.minutes == 60);
}

TEST_CASE("The shares are the shares of the busiest functions") {
  // Function i of 200 has i + 1 calls, 20,100 in total. The busiest two have 399 calls, and the busiest ten
  // 1,955.
  std::vector<Arrival> arrivals;
  for (std::uint32_t i = 0; i < 200; ++i) {
    for (std::uint32_t k = 0; k <= i; ++k) {
      arrivals.push_back(call(i, i));
    }
  }
  const TraceStatistics s = statistics_of(arrivals, 200);
  CHECK(s.share_of_top_percent == 399.0 / 20100);
  CHECK(s.share_of_top_ten == 1955.0 / 20100);
  CHECK(s.memory_p50 == 128 * 100);
  CHECK(s.memory_p90 == 128 * 180);
}

TEST_CASE("The series keeps every call while its bins are merged") {
  std::vector<Arrival> arrivals;
  for (std::int64_t i = 0; i < 1000; ++i) {
    arrivals.push_back(call(100 + i, 0));
  }
  const TraceStatistics s = statistics_of(arrivals, 1);
  CHECK(s.stretch == sim::seconds(4));
  CHECK(s.series == std::vector<std::uint64_t>(250, 4));
  // A jump of ten years merges the bins many times at once.
  const TraceStatistics far = statistics_of({call(0, 0), call(1, 0), call(300'000'000, 0)}, 1);
  CHECK(far.series.size() <= 256);
  CHECK(std::accumulate(far.series.begin(), far.series.end(), std::uint64_t{0}) == 3);
  CHECK(far.series.front() == 2);
  CHECK(far.series.back() == 1);
}

TEST_CASE("Statistics after an interrupt are marked partial") {
  MemorySource source(std::vector<Arrival>(10'000, call(1, 0)), std::nullopt);
  const std::atomic<bool> interrupt{true};
  const TraceStatistics s = trace_statistics(source, table_of(1), &interrupt);
  CHECK(s.is_partial);
  CHECK(s.calls < 10'000);
}
