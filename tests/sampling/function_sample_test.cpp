#include "models/sampling/function_sample.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <numeric>
#include <random>

#include "models/workload/specification.hpp"
#include "sim/empirical_distance.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

/// Returns the functions of the real trace if it exists, otherwise those of a similar population.
WorkloadSummary functions_to_choose_from() {
  if (const char* const folder = std::getenv("CURTAIN_SHARED_DATA")) {
    const std::string prefix = std::string(folder) + "/azure2019-joint/f500_min480-959";
    if (std::filesystem::exists(prefix + "_invocations.csv")) {
      AzureTraceSpec spec;
      spec.invocations = prefix + "_invocations.csv";
      spec.durations = prefix + "_durations.csv";
      spec.memory = prefix + "_memory.csv";
      return summarise(read_azure_tables(spec), {});
    }
  }
  AzureLikeSpec spec;
  spec.functions = 400;
  spec.max_rate = 20;
  FunctionTable table;
  const auto source = open_source(spec, {1, 0, 0, Time{} + sim::hours(2)}, table);
  return summarise(*source, table, {});
}

double log_rate(const FunctionSummary& f) {
  return std::log10(static_cast<double>(f.calls));
}
double rate(const FunctionSummary& f) {
  return static_cast<double>(f.calls);
}
double log_duration(const FunctionSummary& f) {
  return std::log10(0.001 + f.mean_duration_s);
}
double duration(const FunctionSummary& f) {
  return f.mean_duration_s;
}
double memory(const FunctionSummary& f) {
  return f.memory;
}

std::vector<double> values_of(const WorkloadSummary& whole, const std::vector<std::uint32_t>& chosen,
                              double (*property)(const FunctionSummary&)) {
  std::vector<double> values;
  for (const std::uint32_t i : chosen) {
    values.push_back(property(whole.functions[i]));
  }
  return values;
}

std::vector<std::uint32_t> all_of(const WorkloadSummary& whole) {
  std::vector<std::uint32_t> all(whole.functions.size());
  std::iota(all.begin(), all.end(), 0u);
  return all;
}

}  // namespace

TEST_CASE("A sample is nearer to the whole than the best percent of independent random samples") {
  const WorkloadSummary whole = functions_to_choose_from();
  FunctionSampleSettings settings;
  settings.sizes = {100};
  const FunctionSample sample = sample_functions(whole.functions, settings).front();
  REQUIRE(sample.chosen.size() == 100);

  std::mt19937 engine(123);
  std::vector<std::vector<std::uint32_t>> random;
  for (int i = 0; i < 1000; ++i) {
    std::vector<std::uint32_t> items = all_of(whole);
    std::shuffle(items.begin(), items.end(), engine);
    items.resize(100);
    random.push_back(items);
  }
  std::vector<double> sums(random.size());
  double sum = 0;
  // The number of random samples that may be nearer: ten for calls and seconds, which depend on a few
  // functions.
  struct Property {
    double (*of)(const FunctionSummary&);
    int may;
  };
  for (const auto& [property, may] : {Property{log_rate, 0}, Property{rate, 10}, Property{log_duration, 0},
                                      Property{duration, 10}, Property{memory, 0}}) {
    const std::vector<double> all = values_of(whole, all_of(whole), property);
    const double here = sim::wasserstein_distance(values_of(whole, sample.chosen, property), all);
    std::vector<double> there;
    for (std::size_t i = 0; i < random.size(); ++i) {
      there.push_back(sim::wasserstein_distance(values_of(whole, random[i], property), all));
    }
    CHECK(std::count_if(there.begin(), there.end(), [&](double d) { return d <= here; }) <= may);
    const double mean = std::accumulate(there.begin(), there.end(), 0.0) / 1000;
    sum += here / mean;
    for (std::size_t i = 0; i < random.size(); ++i) {
      sums[i] += there[i] / mean;
    }
  }
  CHECK(sum < 0.8 * *std::min_element(sums.begin(), sums.end()));
}

TEST_CASE("The reported distances are the distances of the chosen functions") {
  const WorkloadSummary whole = functions_to_choose_from();
  FunctionSampleSettings settings;
  settings.sizes = {40};
  settings.random_samples = 50;
  settings.evaluations = 100'000;
  const FunctionSample sample = sample_functions(whole.functions, settings).front();
  const std::vector<SampleDimension> dimensions = sample_dimensions(whole.functions);
  REQUIRE(sample.distances.size() == dimensions.size() + 1);
  double mean = 0;
  for (std::size_t i = 0; i < dimensions.size(); ++i) {
    std::vector<double> values;
    for (const std::uint32_t function : sample.chosen) {
      values.push_back(dimensions[i].values[function]);
    }
    const SampleDistance& told = sample.distances[i];
    INFO(told.name);
    CHECK(told.name == dimensions[i].name);
    CHECK(told.sample == Approx(sim::wasserstein_distance(values, dimensions[i].values)).epsilon(1e-10));
    CHECK(told.random_least <= told.random_median);
    CHECK((told.random_nearer == 0) == (told.sample <= told.random_least));
    mean += told.sample / told.random_median / static_cast<double>(dimensions.size());
    if (told.unit == DistanceUnit::share) {
      CHECK(sample.pauses.sample ==
            Approx(sim::kolmogorov_smirnov_distance(values, dimensions[i].values)).epsilon(1e-10));
    }
  }
  CHECK(sample.distances.back().sample == Approx(mean).epsilon(1e-10));
}

TEST_CASE("Samples are nested and reproducible, and a sample of all functions has distance zero") {
  const WorkloadSummary whole = functions_to_choose_from();
  FunctionSampleSettings settings;
  settings.sizes = {whole.functions.size(), 60, 20, 1};
  settings.random_samples = 20;
  settings.evaluations = 200'000;
  const std::vector<FunctionSample> samples = sample_functions(whole.functions, settings);
  REQUIRE(samples.size() == 4);
  CHECK(samples[0].chosen == all_of(whole));
  CHECK(samples[0].distances.back().sample == 0);
  CHECK(samples[0].pauses.sample == 0);
  for (std::size_t i = 1; i < samples.size(); ++i) {
    CHECK(samples[i].chosen.size() == settings.sizes[i]);
    CHECK(std::includes(samples[i - 1].chosen.begin(), samples[i - 1].chosen.end(), samples[i].chosen.begin(),
                        samples[i].chosen.end()));
  }
  const std::vector<FunctionSample> again = sample_functions(whole.functions, settings);
  CHECK(again[1].chosen == samples[1].chosen);
  settings.seed = 2;
  CHECK(sample_functions(whole.functions, settings)[1].chosen != samples[1].chosen);
}

TEST_CASE("Functions that are all alike can be sampled, too") {
  std::vector<FunctionSummary> functions(5);
  for (std::uint32_t i = 0; i < 5; ++i) {
    functions[i] = {i, 10, 0.5, 128, 1, 0.2};
  }
  FunctionSampleSettings settings;
  settings.sizes = {2};
  const FunctionSample sample = sample_functions(functions, settings).front();
  CHECK(sample.chosen.size() == 2);
  CHECK(sample.distances.back().sample == 0);
}

TEST_CASE("Impossible sizes are reported") {
  const std::vector<FunctionSummary> functions(5);
  for (const std::vector<std::size_t>& sizes : std::vector<std::vector<std::size_t>>{{6}, {0}, {3, 4}}) {
    FunctionSampleSettings settings;
    settings.sizes = sizes;
    CHECK_THROWS_AS(sample_functions(functions, settings), std::invalid_argument);
  }
}
