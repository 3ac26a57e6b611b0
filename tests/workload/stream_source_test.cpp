#include "models/workload/stream_source.hpp"

#include <cstdlib>

#include "tests/catch.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;
using support::context_of;
using support::error_of;

namespace {

std::vector<Stream> mixed_streams(std::uint32_t count) {
  std::vector<Stream> streams;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (i % 3 == 0) {  // a timer with phase i ms and period 10 + i ms
      const Duration period = sim::milliseconds(10 + i);
      streams.push_back({FunctionId(i), sim::Distribution::constant(static_cast<double>(period.ns())),
                         sim::milliseconds(i) - period, sim::Distribution::constant(1)});
    } else {
      streams.push_back({FunctionId(i), exponential_gap("rate", 1000.0 / (i + 1)), Duration{},
                         sim::Distribution::exponential(1e6)});
    }
  }
  return streams;
}

}  // namespace

TEST_CASE("streams are sums of their addressed gaps, merged by time and row") {
  const std::uint32_t count = GENERATE(1u, 2u, 50u);
  const std::size_t size = GENERATE(1u, 1000u);
  const SourceContext context = context_of(7, 2.0, 1, 3);
  const Time end = *context.duration;

  std::vector<Arrival> expected;
  const sim::DrawKey gaps(7, 1, purpose_of_source(Purpose::interarrival, 3));
  const sim::DrawKey executions(7, 1, purpose_of_source(Purpose::execution, 3));
  const std::vector<Stream> streams = mixed_streams(count);
  for (std::uint32_t row = 0; row < count; ++row) {
    Time time{streams[row].origin.ns()};
    for (std::uint64_t k = 0;; ++k) {
      time = time + streams[row].gap.sample_duration(gaps, row, k);
      if (time >= end) {
        break;
      }
      expected.push_back({time, streams[row].duration.sample_duration(executions, row, k), FunctionId(row)});
    }
  }
  std::stable_sort(expected.begin(), expected.end(),
                   [](const auto& a, const auto& b) { return a.time < b.time; });
  const auto source = generate(mixed_streams(count), context);
  CHECK(source->horizon() == end);
  CHECK(support::read_by(*source, size) == expected);
}

TEST_CASE("timers tick at phase + k periods exactly") {
  std::vector<Stream> streams;
  streams.push_back(
      {FunctionId(0u), sim::Distribution::constant(3e9), sim::seconds(1) - sim::seconds(3), {}});
  const auto arrivals = support::read_by(*generate(std::move(streams), context_of(1, 3e6)), 512);
  REQUIRE(arrivals.size() == 1'000'000);
  for (std::int64_t k = 0; k < 1'000'000; ++k) {
    REQUIRE(arrivals[static_cast<std::size_t>(k)].time == Time{} + sim::seconds(1 + 3 * k));
  }
}

TEST_CASE("streams with rates near the limits of the clock are handled") {
  std::vector<Stream> rare;
  rare.push_back({FunctionId(0u), exponential_gap("rate", 1e-200), {}, {}});
  CHECK(support::read_by(*generate(std::move(rare), context_of(1, 1e9)), 10).empty());
  std::vector<Stream> fast;
  fast.push_back({FunctionId(0u), exponential_gap("rate", 1e9), {}, {}});
  const auto arrivals = support::read_by(*generate(std::move(fast), context_of(1, 1e-4)), 512);
  CHECK(support::in_order(arrivals));
  CHECK(arrivals.size() >
        95'000);  // 100,000 are expected; rounding of gaps near 1 ns leaves their mean within 5 %
  CHECK(arrivals.size() < 105'000);
  std::vector<Stream> none;
  none.push_back({FunctionId(0u), exponential_gap("rate", 1), {}, {}});
  CHECK(support::read_by(*generate(std::move(none), context_of(1, 0)), 512).empty());
}

TEST_CASE("generators need a duration and a possible rate") {
  std::vector<Stream> streams;
  streams.push_back({FunctionId(0u), sim::Distribution::constant(1e9), {}, {}});
  CHECK(error_of<std::invalid_argument>([&] { generate(std::move(streams), SourceContext{}); }) ==
        "a generated workload needs an end; set the `duration` of the scenario");
  CHECK(error_of<std::invalid_argument>([] { exponential_gap("the rate", 0); }) ==
        "the rate is 0 per second; it must be greater than 0 and at most 1e9 per second");
  CHECK(error_of<std::invalid_argument>([] { exponential_gap("the rate", -2.5); }) ==
        "the rate is -2.5 per second; it must be greater than 0 and at most 1e9 per second");
  CHECK_THROWS(exponential_gap("the rate", std::numeric_limits<double>::quiet_NaN()));
  CHECK_THROWS(exponential_gap("the rate", 1.1e9));
}

TEST_CASE("gaps below a microsecond on average are summed with fractions of a nanosecond") {
  const SourceContext context = context_of(8, 1e-5);
  const Time end = *context.duration;
  const sim::DrawKey gaps(8, 0, purpose_of_source(Purpose::interarrival, 0));
  for (const double mean : {1.0, 7.3, 999.0}) {
    const sim::Distribution gap = sim::Distribution::exponential(mean);
    std::vector<Time> expected;
    double at = 0;
    for (std::uint64_t k = 0; at < 1e4; ++k) {
      at += gap.sample(gaps, 0, k);
      expected.push_back(Time{static_cast<std::int64_t>(at)});
    }
    std::vector<Stream> streams;
    streams.push_back({FunctionId(0u), gap, Duration{}, {}});
    const auto arrivals = support::read_by(*generate(std::move(streams), context), 100);
    REQUIRE(arrivals.size() + 1 >= expected.size());
    REQUIRE(arrivals.size() <= expected.size());
    for (std::size_t i = 0; i < arrivals.size(); ++i) {
      REQUIRE(std::abs((arrivals[i].time - expected[i]).ns()) <=
              1);  // the rounding of a sum may be at the limit
    }
    CHECK(arrivals.back().time < end);
  }
}

TEST_CASE("an infinite gap ends at the end of time") {
  GapCarry carry;
  CHECK(carry.whole(0.75) == 0);
  CHECK(carry.whole(0.5) == 1);
  CHECK(carry.whole(0.5) == 0);
  CHECK(carry.whole(0.25) == 1);
  CHECK(carry.whole(-3) == 0);
  CHECK(carry.whole(1e300) == std::int64_t{1} << 62);
  CHECK(carry.whole(2) == 2);
  CHECK(GapCarry::is_needed(sim::Distribution::exponential(999.9)));
  CHECK_FALSE(GapCarry::is_needed(sim::Distribution::exponential(1'000)));
}
