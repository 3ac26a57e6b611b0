#include <cmath>

#include "models/workload/specification.hpp"
#include "tests/catch.hpp"
#include "tests/support/kolmogorov_smirnov.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;
using support::context_of;
using support::error_of;
using support::Opened;

namespace {

PopulationSpec population(std::uint32_t functions, double rate) {
  PopulationSpec spec;
  spec.functions = functions;
  spec.rate = rate;
  spec.duration = sim::Distribution::exponential(1e8);
  spec.memory = sim::Distribution::constant(128);
  return spec;
}

}  // namespace

TEST_CASE("functions are named in order and assigned to the tenants in turn") {
  PopulationSpec spec = population(5, 1);
  spec.tenant = "team";
  spec.tenants = 2;
  spec.prefix = "fn";
  const Opened opened(spec, context_of(1, 1));
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < opened.table.size(); ++i) {
    const FunctionSpec& function = opened.table[FunctionId(i)];
    names.push_back(opened.table.tenant_name(function.tenant) + "/" + function.name);
  }
  CHECK(names ==
        std::vector<std::string>{"team-1/fn-1", "team-2/fn-2", "team-1/fn-3", "team-2/fn-4", "team-1/fn-5"});
  spec.tenants = 1;
  CHECK(Opened(spec, context_of(1, 1)).table.tenant_name(TenantId(0u)) == "team");
}

TEST_CASE("rates follow Zipf's law") {
  // Over 200 s at 500/s, function i of 20 has a Poisson count of mean m_i. The sum of (count - m)^2 / m is
  // chi-square with 20 degrees of freedom, with mean 20 and deviation 6.3.
  const double exponent = GENERATE(0.0, 1.0, 1.7);
  PopulationSpec spec = population(20, 500);
  spec.zipf_exponent = exponent;
  const Opened opened(spec, context_of(3, 200));
  std::vector<double> counts(20);
  for (const Arrival& arrival : opened.arrivals) {
    ++counts[arrival.function.index()];
  }
  double shares = 0;
  for (int i = 1; i <= 20; ++i) {
    shares += std::pow(i, -exponent);
  }
  double chi_square = 0;
  for (int i = 1; i <= 20; ++i) {
    const double mean = 500 * 200 * std::pow(i, -exponent) / shares;
    const double off = counts[static_cast<std::size_t>(i - 1)] - mean;
    chi_square += off * off / mean;
  }
  CHECK(chi_square < 20 + 4 * 6.3);
  CHECK(chi_square > 20 - 2.8 * 6.3);
}

TEST_CASE("rates follow a table of weights") {
  PopulationSpec spec = population(5, 500);
  spec.weights = {50, 5, 30, 10, 5};
  const Opened opened(spec, context_of(3, 200));
  double chi_square = 0;
  for (std::uint32_t i = 0; i < 5; ++i) {
    const double mean = 500 * 200 * spec.weights[i] / 100;
    const double off = static_cast<double>(opened.of(i).size()) - mean;
    chi_square += off * off / mean;
  }
  CHECK(chi_square < 20.5);  // exceeded with a probability of 0.001 for 5 degrees of freedom
}

TEST_CASE("all functions together are one Poisson process") {
  const Opened opened(population(300, 100), context_of(9, 300));
  REQUIRE(support::in_order(opened.arrivals));
  std::vector<double> gaps;
  Time before;
  for (const Arrival& arrival : opened.arrivals) {
    gaps.push_back((arrival.time - before).seconds());
    before = arrival.time;
  }
  CHECK(support::kolmogorov_smirnov(gaps, [](double gap) { return 1 - std::exp(-100 * gap); }) > 0.001);
}

TEST_CASE("memory is drawn once for each function and rounded up") {
  PopulationSpec spec = population(2'000, 10);
  spec.memory = sim::Distribution::uniform(100, 200);
  const Opened opened(spec, context_of(4, 1));
  std::vector<double> sizes;
  for (std::uint32_t i = 0; i < 2'000; ++i) {
    const Mebibytes memory = opened.table[FunctionId(i)].memory;
    CHECK((memory >= 101 && memory <= 200));
    sizes.push_back(
        memory -
        0.5);  // the middle of the numbers that round up to it; the distance below is then at most 0.5 / 100
  }
  const double distance = support::kolmogorov_distance(
      sizes, [](double size) { return std::clamp((size - 100) / 100, 0.0, 1.0); });
  CHECK(support::kolmogorov_probability(std::max(0.0, distance - 0.005), 2'000) > 0.001);
  CHECK(opened.table[FunctionId(0u)].memory == Opened(spec, context_of(4, 5)).table[FunctionId(0u)].memory);
}

TEST_CASE("each function is a Poisson process of its rate, and its durations are as specified") {
  PopulationSpec spec = population(4, 40);
  spec.weights = {4, 3, 2, 1};
  spec.duration = sim::Distribution::gamma(0.5, 2e8);
  const Opened opened(spec, context_of(6, 1'500));
  for (std::uint32_t i = 0; i < 4; ++i) {
    const double rate = 4 * spec.weights[i];
    std::vector<double> gaps;
    std::vector<double> durations;
    Time before;
    for (const Arrival& arrival : opened.of(i)) {
      gaps.push_back((arrival.time - before).seconds());
      durations.push_back(static_cast<double>(arrival.duration.ns()));
      before = arrival.time;
    }
    INFO("function " << i);
    CHECK(support::kolmogorov_smirnov(gaps, [&](double gap) { return -std::expm1(-rate * gap); }) > 0.001);
    CHECK(support::kolmogorov_smirnov(durations, [&](double d) { return spec.duration.cumulative(d); }) >
          0.001);
  }
}

TEST_CASE("a population does not depend on the sizes of reads") {
  const auto base = Opened(population(100, 1'000), context_of(2, 30), 4096).arrivals;
  CHECK(Opened(population(100, 1'000), context_of(2, 30), 1).arrivals == base);
  CHECK(Opened(population(100, 1'000), context_of(2, 30), 100'000).arrivals == base);
  CHECK(Opened(population(100, 1'000), context_of(2, 30, 1)).arrivals != base);
}

TEST_CASE("impossible populations are refused") {
  const auto told = [](const PopulationSpec& spec) {
    return error_of<std::invalid_argument>([&] { Opened(spec, context_of(1, 1)); });
  };
  CHECK(told(population(0, 1)) == "a population has 0 functions; `functions` must be at least 1");
  CHECK(told(population(1, 0)) ==
        "the rate of a population is 0 per second; it must be greater than 0 and at most 1e9 per second");
  PopulationSpec spec = population(1, 1);
  spec.tenants = 0;
  CHECK(told(spec) == "a population has 0 tenants; `tenants` must be at least 1");
  spec = population(3, 1);
  spec.weights = {1, 2};
  CHECK(told(spec) == "a population has 2 weights for 3 functions; each function needs one weight");
  spec.weights = {1, 2, 0};
  CHECK(told(spec) == "a weight of a population is 0; it must be greater than 0 and at most 1e9");
  spec = population(1, 1);
  spec.zipf_exponent = 11;
  CHECK(told(spec) == "the zipf exponent of a population is 11; it must be in 0 .. 10");
}

TEST_CASE("a fixed population has the same memory in every replication, and different calls") {
  PopulationSpec spec;
  spec.functions = 40;
  spec.rate = 20;
  spec.duration = sim::Distribution::exponential(1e8);
  spec.memory = sim::Distribution::uniform(128, 1024);
  const auto memory_of = [&](std::uint32_t replication) {
    const support::Opened opened(spec, support::context_of(9, 60, replication));
    std::vector<Mebibytes> memory;
    for (std::uint32_t i = 0; i < opened.table.size(); ++i) {
      memory.push_back(opened.table[FunctionId(i)].memory);
    }
    return memory;
  };
  const std::vector<Mebibytes> first = memory_of(0);
  CHECK(memory_of(1) != first);
  const auto calls = support::Opened(spec, support::context_of(9, 60, 1)).arrivals;
  spec.is_fixed = true;
  CHECK(memory_of(0) == first);
  CHECK(memory_of(1) == first);
  // Only the functions' memory is drawn, so the calls do not change.
  CHECK(support::Opened(spec, support::context_of(9, 60, 1)).arrivals == calls);
}
