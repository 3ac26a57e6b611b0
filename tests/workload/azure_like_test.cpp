// The published figures (Shahrad et al., ATC 2020) are compared with large populations. A share p of n
// independent applications has the standard deviation sqrt(p (1 - p) / n). The tolerances are four standard
// deviations plus the known differences of the model, which each check names.
#include <cmath>
#include <map>

#include "models/workload/specification.hpp"
#include "tests/catch.hpp"
#include "tests/support/kolmogorov_smirnov.hpp"
#include "tests/workload/generators.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;
using support::context_of;
using support::error_of;
using support::Opened;

namespace {

constexpr double kLikeDay = 86'400;

AzureLikeSpec functions(std::uint32_t count) {
  AzureLikeSpec spec;
  spec.functions = count;
  return spec;
}

std::vector<std::uint32_t> functions_per_tenant(const FunctionTable& table) {
  std::vector<std::uint32_t> sizes(table.tenant_count());
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    ++sizes[table[FunctionId(i)].tenant.index()];
  }
  return sizes;
}

template <class Values, class Condition>
double share(const Values& values, Condition condition) {
  return static_cast<double>(std::count_if(values.begin(), values.end(), condition)) /
         static_cast<double>(values.size());
}

double quantile(std::vector<double> values, double p) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(p * static_cast<double>(values.size() - 1))];
}

}  // namespace

TEST_CASE("applications have as many functions as published") {
  FunctionTable table;
  open_source(functions(20'000), context_of(1, 1), table);
  REQUIRE(table.size() == 20'000);
  const auto sizes = functions_per_tenant(table);
  const auto within = [&sizes](std::uint32_t low, std::uint32_t high) {
    return share(sizes, [=](std::uint32_t size) { return size >= low && size <= high; });
  };
  CHECK(std::abs(within(1, 1) - 0.54) < 0.03);
  CHECK(std::abs(within(2, 2) - 0.16) < 0.03);
  CHECK(std::abs(within(3, 3) - 0.10) < 0.02);
  CHECK(std::abs(within(4, 5) - 0.08) < 0.02);
  CHECK(std::abs(within(6, 10) - 0.07) < 0.02);
  CHECK(std::abs(within(11, 40) - 0.05) < 0.02);
  CHECK(table.tenant_name(TenantId(16u)) == "azure-17");
  CHECK(table[FunctionId(0u)].name == "azure-1-1");
}

TEST_CASE("the rates of applications have the published quantiles, and the busiest the published share") {
  // Rates are estimated from counts over ten days, with a low max_rate to limit the number of arrivals. The
  // max_rate changes no quantile below 0.97. One call an hour is 240 calls in ten days, so counting noise (6
  // %) changes quantiles by less than 0.01. Timers are rounded to a usual period. If a threshold equals such
  // a period, the rounding moves up to 0.02 of the applications across the threshold.
  AzureLikeSpec spec = functions(2'500);
  spec.max_rate = 0.2;
  const Opened opened(spec, context_of(2, 10 * kLikeDay), 4096);
  std::vector<double> per_day(opened.table.tenant_count());
  for (const Arrival& arrival : opened.arrivals) {
    per_day[opened.table[arrival.function].tenant.index()] += 0.1;
  }
  // the largest possible standard deviation
  const double deviation = 0.5 / std::sqrt(static_cast<double>(per_day.size()));
  const double tolerance = 4 * deviation + 0.03;
  CHECK(std::abs(share(per_day, [](double rate) { return rate <= 24.5; }) - 0.45) < tolerance);
  CHECK(std::abs(share(per_day, [](double rate) { return rate <= 1441; }) - 0.81) < tolerance);
  double all = 0;
  double top = 0;
  const double bound = quantile(per_day, 0.81);
  for (const double rate : per_day) {
    all += rate;
    top += rate > bound ? rate : 0;
  }
  CHECK(top / all > 0.95);  // published as 0.995 without a max_rate; the limit reduces the largest rates
}

TEST_CASE("without a cap the busiest functions have nearly all calls, over eight orders of magnitude") {
  // The run is accelerated: 40 s at 100 times the rates.
  AzureLikeSpec spec = functions(600);
  spec.max_rate = 1e9;
  spec.scale = 100;
  const Opened opened(spec, context_of(5, 40), 4096);
  std::vector<double> calls(opened.table.tenant_count());
  for (const Arrival& arrival : opened.arrivals) {
    ++calls[opened.table[arrival.function].tenant.index()];
  }
  const double all = static_cast<double>(opened.arrivals.size());
  double busy = 0;  // applications with more than one call a minute, 67 in 4,000 s
  for (const double count : calls) {
    busy += count > 67 ? count : 0;
  }
  CHECK(busy / all > 0.995);
}

TEST_CASE("timers are a sixth of the functions, evenly spaced at usual periods") {
  AzureLikeSpec spec = functions(1'500);
  spec.max_rate = 0.2;
  const Opened opened(spec, context_of(3, 4 * kLikeDay), 4096);
  std::vector<std::vector<std::int64_t>> times(opened.table.size());
  for (const Arrival& arrival : opened.arrivals) {
    times[arrival.function.index()].push_back(arrival.time.ns());
  }
  std::map<std::int64_t, int> periods;
  int timers = 0;
  std::size_t seen = 0;
  for (const auto& its : times) {
    if (its.size() < 3) {
      continue;
    }
    ++seen;
    bool even = true;
    for (std::size_t i = 2; i < its.size(); ++i) {
      even = even && its[i] - its[i - 1] == its[1] - its[0];
    }
    if (even) {
      ++timers;
      ++periods[(its[1] - its[0]) / 1'000'000'000];
    }
  }
  for (const auto& [period, count] : periods) {
    CHECK((period == 60 || period == 300 || period == 900 || period == 3'600 || period == 86'400));
    CHECK(count > 0);
  }
  CHECK(periods.size() == 5);
  const double part = timers / static_cast<double>(seen);
  CHECK(std::abs(part - 0.16) < 4 * std::sqrt(0.16 * 0.84 / static_cast<double>(seen)) + 0.01);
}

TEST_CASE("durations and memory have the published quantiles") {
  // The run is accelerated a thousand times for six seconds, with at most 17 calls a second. A function with
  // 30 to 80 calls has enough calls for its mean to be within about 10 % (the calls of one function have a
  // coefficient of variation of 0.53). It is called less than once a minute in real time, so its duration is
  // not limited because of its rate.
  AzureLikeSpec spec = functions(150'000);
  spec.max_rate = 17;
  spec.scale = 1'000;
  const Opened opened(spec, context_of(4, 6), 4096);
  std::vector<double> sums(opened.table.size());
  std::vector<double> counts(opened.table.size());
  for (const Arrival& arrival : opened.arrivals) {
    sums[arrival.function.index()] += arrival.duration.seconds();
    ++counts[arrival.function.index()];
  }
  std::vector<double> means;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    if (counts[i] >= 30 && counts[i] <= 80) {
      means.push_back(sums[i] / counts[i]);
    }
  }
  REQUIRE(means.size() > 5'000);
  // The fit is compared with the published quantiles: 20 % below 100 ms, 50 % below 1 s, 96 % below 60 s. The
  // fit itself gives 0.208, 0.564 and 0.971. The sampling deviation is below 0.007.
  CHECK(std::abs(share(means, [](double mean) { return mean < 0.1; }) - 0.208) < 0.03);
  CHECK(std::abs(share(means, [](double mean) { return mean < 1; }) - 0.564) < 0.03);
  CHECK(std::abs(share(means, [](double mean) { return mean < 60; }) - 0.971) < 0.01);
  CHECK(std::abs(share(means, [](double mean) { return mean < 0.1; }) - 0.20) < 0.05);
  CHECK(std::abs(share(means, [](double mean) { return mean < 1; }) - 0.50) < 0.08);
  CHECK(std::abs(share(means, [](double mean) { return mean < 60; }) - 0.96) < 0.02);

  // Memory is drawn for applications from a Burr distribution: F(x) = 1 - (1 + (x / lambda)^c)^-k.
  std::map<std::uint32_t, double> of_tenant;
  for (std::uint32_t i = 0; i < opened.table.size(); ++i) {
    const FunctionSpec& function = opened.table[FunctionId(i)];
    const auto [found, added] = of_tenant.try_emplace(function.tenant.value(), function.memory);
    CHECK(found->second == function.memory);
  }
  std::vector<double> sizes;
  for (const auto& [tenant, size] : of_tenant) {
    CHECK((size >= 128 && size <= 1536));
    sizes.push_back(size);
  }
  for (const double x : {128.0, 140.0, 170.0, 262.0, 400.0}) {
    const double fit = 1 - std::pow(1 + std::pow(x / 107.083, 11.652), -0.221);
    CHECK(std::abs(share(sizes, [x](double size) { return size <= x; }) - fit) < 0.03);
  }
}

TEST_CASE(
    "a function without a timer is a Poisson process: given their number, its calls are uniform over the "
    "run") {
  AzureLikeSpec spec = functions(400);
  spec.max_rate = 0.05;
  const Opened opened(spec, context_of(8, 2 * kLikeDay), 4096);
  std::vector<double> p_values;
  std::vector<double> ratios;
  for (std::uint32_t i = 0; i < opened.table.size(); ++i) {
    const auto arrivals = opened.of(i);
    std::vector<double> times;
    for (const Arrival& arrival : arrivals) {
      times.push_back(arrival.time.seconds() / (2 * kLikeDay));
    }
    if (times.size() < 100 || arrivals[2].time - arrivals[1].time == arrivals[1].time - arrivals[0].time) {
      continue;
    }
    p_values.push_back(support::kolmogorov_smirnov(times, [](double t) { return t; }));
    const auto counts = support::moments_of(support::counts_of(arrivals, 3'600, 48));
    ratios.push_back(counts.variance / counts.mean);
  }
  REQUIRE(p_values.size() > 50);
  // The p-values are uniform, and each dispersion is 1 with a deviation of sqrt(2 / 47).
  CHECK(support::kolmogorov_smirnov(p_values, [](double p) { return p; }) > 0.001);
  const double mean = support::moments_of(ratios).mean;
  CHECK(mean == Approx(1).margin(5 * std::sqrt(2.0 / 47 / static_cast<double>(ratios.size()))));
}

TEST_CASE("more functions do not change the functions before them") {
  const Opened few(functions(50), context_of(6, 600));
  const Opened many(functions(200), context_of(6, 600));
  for (std::uint32_t i = 0; i < 40; ++i) {  // the last application may have been truncated, but no other
                                            // application
    CHECK(few.of(i) == many.of(i));
    CHECK(few.table[FunctionId(i)].memory == many.table[FunctionId(i)].memory);
  }
  CHECK(Opened(functions(50), context_of(6, 600), 1).arrivals == few.arrivals);
  CHECK(Opened(functions(50), context_of(7, 600)).arrivals != few.arrivals);
}

TEST_CASE("a fixed azure-like population has the same functions in every replication, and other calls") {
  AzureLikeSpec spec = functions(300);
  const Opened drawn(spec, context_of(4, 7200, 0));
  const Opened drawn_next(spec, context_of(4, 7200, 1));
  spec.is_fixed = true;
  const Opened first(spec, context_of(4, 7200, 0));
  const Opened next(spec, context_of(4, 7200, 1));
  CHECK(first.arrivals == drawn.arrivals);  // it is the population of the first replication
  CHECK(next.arrivals != first.arrivals);
  REQUIRE(next.table.size() == first.table.size());
  bool has_other_memory = false;
  std::size_t timers = 0;
  for (std::uint32_t i = 0; i < first.table.size(); ++i) {
    CHECK(next.table[FunctionId(i)].name == first.table[FunctionId(i)].name);
    CHECK(next.table[FunctionId(i)].memory == first.table[FunctionId(i)].memory);
    has_other_memory =
        has_other_memory || drawn_next.table[FunctionId(i)].memory != first.table[FunctionId(i)].memory;
    const std::vector<Arrival> one = first.of(i);
    const std::vector<Arrival> other = next.of(i);
    // The counts are two Poisson counts of the same mean, or ticks of the same period at another phase.
    const auto calls = static_cast<double>(one.size() + other.size());
    CHECK(std::abs(static_cast<double>(one.size()) - static_cast<double>(other.size())) <=
          6 * std::sqrt(calls) + 1);
    if (one.size() > 2 && one[2].time - one[1].time == one[1].time - one[0].time) {
      ++timers;
      REQUIRE(other.size() > 1);
      CHECK(other[1].time - other[0].time == one[1].time - one[0].time);
      CHECK(other[0].time != one[0].time);
    }
  }
  CHECK(has_other_memory);
  CHECK(timers > 10);
}

TEST_CASE("impossible azure-like workloads are refused") {
  const auto told = [](const AzureLikeSpec& spec) {
    return error_of<std::invalid_argument>([&] { Opened(spec, context_of(1, 1)); });
  };
  CHECK(told(functions(0)) == "an azure-like workload has 0 functions; `functions` must be at least 1");
  AzureLikeSpec spec = functions(1);
  spec.scale = 0;
  CHECK(told(spec) == "the scale of an azure-like workload is 0; it must be greater than 0 and at most 1e6");
  spec = functions(1);
  spec.max_rate = 0;
  CHECK(told(spec) ==
        "the max_rate of an azure-like workload is 0 per second; it must be greater than 0 and at most 1e9 "
        "per second");
}
