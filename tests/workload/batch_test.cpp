#include "tests/catch.hpp"
#include "tests/support/kolmogorov_smirnov.hpp"
#include "tests/workload/generators.hpp"

using namespace curtain;
using support::context_of;
using support::error_of;
using support::Opened;

namespace {

BatchSpec batch(std::uint32_t calls, Duration at, std::optional<Duration> every = {}, Duration over = {}) {
  return {support::function_named("nightly"), calls, at, false, every, over};
}

}  // namespace

TEST_CASE("a batch is a number of calls at one instant, once or periodically") {
  const auto once = Opened(batch(100, sim::hours(2)), context_of(1, 86'400)).arrivals;
  REQUIRE(once.size() == 100);
  CHECK(once.front().time == Time{} + sim::hours(2));
  CHECK(once.back().time == Time{} + sim::hours(2));
  const auto often = Opened(batch(3, sim::seconds(10), sim::minutes(1)), context_of(1, 190)).arrivals;
  REQUIRE(often.size() == 9);  // batches are at 10, 70 and 130 s
  for (std::size_t i = 0; i < 9; ++i) {
    CHECK(often[i].time == Time{} + sim::seconds(10 + 60 * static_cast<std::int64_t>(i / 3)));
  }
  CHECK(Opened(batch(3, sim::seconds(10)), context_of(1, 10)).arrivals.empty());
}

TEST_CASE("a batch at a time of day is at the first such instant, and then every day") {
  BatchSpec spec = batch(2, sim::hours(2));
  spec.is_time_of_day = true;
  SourceContext context = context_of(1, 3 * 86'400);  // time zero is Monday, 00:00
  const auto times = [&] {
    std::vector<double> hours;
    for (const Arrival& arrival : Opened(spec, context).arrivals) {
      hours.push_back(arrival.time.seconds() / 3'600);
    }
    return hours;
  };
  CHECK(times() == std::vector<double>{2, 2, 26, 26, 50, 50});
  context.epoch += 2 * 60;  // time zero is 02:00, so the first batch is at once
  CHECK(times() == std::vector<double>{0, 0, 24, 24, 48, 48});
  context.epoch += 20 * 60;  // time zero is 22:00
  CHECK(times() == std::vector<double>{4, 4, 28, 28, 52, 52});
  spec.every = sim::hours(36);
  CHECK(times() == std::vector<double>{4, 4, 40, 40});
}

TEST_CASE("calls of a batch are placed uniformly in its time, each by its own draw") {
  const BatchSpec spec = batch(5'000, sim::minutes(1), sim::minutes(10), sim::seconds(30));
  const auto arrivals = Opened(spec, context_of(3, 1'200)).arrivals;
  REQUIRE(arrivals.size() == 10'000);
  std::vector<double> first;
  std::vector<double> second;
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    const double offset = (arrivals[i].time.seconds() - (i < 5'000 ? 60 : 660)) / 30;
    (i < 5'000 ? first : second).push_back(offset);
  }
  CHECK(support::kolmogorov_smirnov(first, [](double u) { return u; }) > 0.001);
  CHECK(support::kolmogorov_smirnov(second, [](double u) { return u; }) > 0.001);
  CHECK(first != second);
  CHECK(support::is_addressed(spec, 700));
}

TEST_CASE("impossible batches are refused") {
  CHECK_THAT(error_of([] { Opened(batch(0, sim::hours(1)), context_of(1, 10)); }),
             ContainsSubstring("no calls"));
  CHECK_THAT(
      error_of([] { Opened(batch(1, sim::hours(1), sim::minutes(1), sim::minutes(2)), context_of(1, 10)); }),
      ContainsSubstring("`over` must be at most the time from one batch to the next"));
  CHECK(error_of([] { Opened(batch(1, sim::hours(1)), SourceContext{}); }) ==
        "a generated workload needs an end; set the `duration` of the scenario");
}
