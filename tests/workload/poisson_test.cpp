#include <cmath>

#include "models/workload/specification.hpp"
#include "sim/special.hpp"
#include "tests/catch.hpp"
#include "tests/support/kolmogorov_smirnov.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;
using support::context_of;
using support::Opened;

namespace {

PoissonSpec checkout(double rate) {
  PoissonSpec spec;
  spec.tenant = "shop";
  spec.function = "checkout";
  spec.rate = rate;
  spec.duration = sim::Distribution::lognormal(120e6, 0.6);
  spec.memory = 256;
  spec.traits.timeout = sim::seconds(3);
  return spec;
}

}  // namespace

TEST_CASE("a poisson workload has the one specified function") {
  const Opened opened(checkout(20), context_of(1, 10));
  REQUIRE(opened.table.size() == 1);
  const FunctionSpec& function = opened.table[FunctionId(0u)];
  CHECK(opened.table.tenant_name(function.tenant) == "shop");
  CHECK(function.name == "checkout");
  CHECK(function.memory == 256);
  CHECK(function.traits.timeout == sim::seconds(3));
}

TEST_CASE("gaps are exponential, durations are as specified, and the two are independent") {
  const Opened opened(checkout(20), context_of(5, 5'000));
  const auto& arrivals = opened.arrivals;
  REQUIRE(support::in_order(arrivals));
  std::vector<double> gaps;
  std::vector<double> durations;
  Time before;
  double covariance = 0;
  for (const Arrival& arrival : arrivals) {
    gaps.push_back((arrival.time - before).seconds());
    durations.push_back(static_cast<double>(arrival.duration.ns()));
    covariance += (gaps.back() * 20 - 1) * (std::log(durations.back() / 120e6) / 0.6);
    before = arrival.time;
  }
  CHECK(support::kolmogorov_smirnov(gaps, [](double gap) { return 1 - std::exp(-20 * gap); }) > 0.001);
  const auto spec = checkout(20);
  CHECK(support::kolmogorov_smirnov(durations, [&](double d) { return spec.duration.cumulative(d); }) >
        0.001);
  // Both factors have mean 0 and variance 1, so the mean product is normal with deviation 1 / sqrt(n).
  CHECK(std::abs(covariance) < 4 * std::sqrt(static_cast<double>(arrivals.size())));
}

TEST_CASE("counts over many seeds are Poisson in mean and variance") {
  // There are 400 counts of mean 50, so the mean has a deviation of 0.354. The variance over the mean is
  // chi-square with 399 degrees of freedom over 399, with a deviation of 0.071.
  double sum = 0;
  double squares = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    const auto count = static_cast<double>(Opened(checkout(50), context_of(seed, 1)).arrivals.size());
    sum += count;
    squares += count * count;
  }
  const double mean = sum / 400;
  const double variance = (squares - 400 * mean * mean) / 399;
  CHECK(std::abs(mean - 50) < 4 * 0.354);
  CHECK(std::abs(variance / mean - 1) < 4 * 0.071);
}

TEST_CASE("arrivals depend only on seed, replication and entry number") {
  const auto with = [](std::uint64_t seed, std::uint32_t replication, std::uint32_t number, double seconds,
                       std::size_t size) {
    return Opened(checkout(30), context_of(seed, seconds, replication, number), size).arrivals;
  };
  const auto base = with(1, 0, 0, 100, 1000);
  CHECK(with(1, 0, 0, 100, 1) == base);
  CHECK(with(2, 0, 0, 100, 1000) != base);
  CHECK(with(1, 1, 0, 100, 1000) != base);
  CHECK(with(1, 0, 1, 100, 1000) != base);
  auto longer = with(1, 0, 0, 200, 1000);  // a longer run starts like the shorter one
  REQUIRE(longer.size() > base.size());
  CHECK(longer[base.size()].time >= Time{} + sim::seconds(100));
  longer.resize(base.size());
  CHECK(longer == base);
}

TEST_CASE("an earlier function in the table changes no draw") {
  FunctionTable table;
  table.function(table.tenant("other"), "f", 128, {});
  auto arrivals = support::read_by(*open_source(checkout(30), context_of(1, 100), table), 100);
  const auto base = Opened(checkout(30), context_of(1, 100)).arrivals;
  REQUIRE(arrivals.size() == base.size());
  for (Arrival& arrival : arrivals) {
    CHECK(arrival.function == FunctionId(1u));
    arrival.function = FunctionId(0u);
  }
  CHECK(arrivals == base);
}

TEST_CASE("an impossible rate is refused") {
  CHECK(
      support::error_of<std::invalid_argument>([] { Opened(checkout(0), context_of(1, 1)); }) ==
      "the rate of a poisson workload is 0 per second; it must be greater than 0 and at most 1e9 per second");
}

TEST_CASE("rates are exact up to one arrival a nanosecond") {
  // The counts are Poisson, so their standard deviation is the square root of the mean, 0.16 %. Rounding each
  // gap to whole nanoseconds would give 4.2 % too many at 1e9/s, and 1 % at 5e8/s.
  for (const double rate : {1e6, 3e6, 1e7, 1e8, 5e8, 1e9}) {
    const double seconds = 4e5 / rate;
    const auto count = static_cast<double>(Opened(checkout(rate), context_of(3, seconds)).arrivals.size());
    CAPTURE(rate, count);
    CHECK(std::abs(count - 4e5) < 4 * std::sqrt(4e5));
  }
}

TEST_CASE("at one arrival a nanosecond the counts of each nanosecond are Poisson, and independent") {
  const auto arrivals = Opened(checkout(1e9), context_of(4, 1e-3)).arrivals;
  REQUIRE(support::in_order(arrivals));
  std::vector<double> counts(1'000'000);
  for (const Arrival& arrival : arrivals) {
    ++counts.at(static_cast<std::size_t>(arrival.time.ns()));
  }
  std::vector<double> share(3);
  double covariance = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] < 3) {
      share[static_cast<std::size_t>(counts[i])] += 1e-6;
    }
    covariance += i > 0 ? (counts[i] - 1) * (counts[i - 1] - 1) : 0;
  }
  const double none = std::exp(-1.0);
  CHECK(std::abs(share[0] - none) < 4e-3 * std::sqrt(none * (1 - none)));
  CHECK(std::abs(share[1] - none) < 4e-3 * std::sqrt(none * (1 - none)));
  CHECK(std::abs(share[2] - none / 2) < 4e-3 * std::sqrt(none / 2 * (1 - none / 2)));
  CHECK(std::abs(covariance) < 4e3);  // a sum of a million products of mean 0 and variance 1
}

TEST_CASE("gaps of a few hundred nanoseconds are exponential") {
  const auto arrivals = Opened(checkout(5e6), context_of(6, 4e-3)).arrivals;
  std::vector<double> gaps;
  for (std::size_t i = 1; i < arrivals.size(); ++i) {
    // A gap of whole nanoseconds differs from the drawn gap by less than 1 ns, with uniform differences.
    const double within = static_cast<double>((i * 2'654'435'761u) % 1'000) / 1'000;
    gaps.push_back(static_cast<double>((arrivals[i].time - arrivals[i - 1].time).ns()) + within - 0.5);
  }
  REQUIRE(gaps.size() > 19'000);
  CHECK(support::kolmogorov_smirnov(gaps, [](double gap) { return gap < 0 ? 0 : 1 - std::exp(-gap / 200); }) >
        0.001);
}

TEST_CASE("the other processes also keep their rates up to one arrival a nanosecond") {
  SingleFunction of;
  of.function = "f";
  of.duration = sim::Distribution::constant(1);
  CurveSpec curve;
  curve.of = of;
  curve.points = {{Duration{}, 1e9}};
  MmppSpec mmpp;
  mmpp.of = of;
  mmpp.rates = {1e9, 1e9};
  mmpp.stay = {sim::microseconds(3), sim::microseconds(5)};
  OnOffSpec on_off;
  on_off.of = of;
  on_off.rate = 1e9;
  on_off.on = sim::Distribution::constant(1e9);
  on_off.off = sim::Distribution::constant(1e9);
  RenewalSpec renewal;
  renewal.of = of;
  renewal.gap = sim::Distribution::exponential(1);
  CorrelatedSpec correlated;
  correlated.of.functions = 2;
  correlated.of.rate = 1e9;  // this is the rate of both functions together
  correlated.of.zipf_exponent = 0;
  correlated.of.duration = of.duration;
  correlated.of.memory = sim::Distribution::constant(128);
  correlated.together = 1;
  const auto check = [](const char* what, const WorkloadSpec& spec, double expected = 1e5) {
    const auto count =
        static_cast<double>(Opened(spec, context_of(2, expected == 1e5 ? 1e-4 : 1e-3)).of(0).size());
    CAPTURE(what, count);
    CHECK(std::abs(count - expected) < 4 * std::sqrt(expected));
  };
  check("curve", curve);
  check("mmpp", mmpp);
  check("on-off", on_off);
  check("renewal", renewal);
  check("correlated", correlated, 5e5);
}
