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

TEST_CASE("a poisson workload has one function as specified") {
  const Opened opened(checkout(20), context_of(1, 10));
  REQUIRE(opened.table.size() == 1);
  const FunctionSpec& function = opened.table[FunctionId(0u)];
  CHECK(opened.table.tenant_name(function.tenant) == "shop");
  CHECK(function.name == "checkout");
  CHECK(function.memory == 256);
  CHECK(function.traits.timeout == sim::seconds(3));
}

TEST_CASE("gaps are exponential, durations as specified, and the two are independent") {
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
  // Both factors have mean 0 and variance 1: the mean product is normal with deviation 1 / sqrt(n).
  CHECK(std::abs(covariance) < 4 * std::sqrt(static_cast<double>(arrivals.size())));
}

TEST_CASE("counts over many seeds are Poisson in mean and variance") {
  // 400 counts of mean 50: the mean has deviation 0.354; the variance over the mean is chi-square with 399
  // degrees of freedom over 399, deviation 0.071.
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

TEST_CASE("nothing but seed, replication and entry number changes arrivals") {
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

TEST_CASE("another function in the table before changes no draw") {
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
  CHECK(support::error_of<std::invalid_argument>([] { Opened(checkout(0), context_of(1, 1)); }) ==
        "the rate of a poisson workload is 0 a second; it must be greater than 0 and at most 1e9 a second");
}
