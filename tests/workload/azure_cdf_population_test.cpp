#include "models/workload/azure_cdf_population.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "tests/catch.hpp"
#include "tests/support/kolmogorov_smirnov.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;
using support::TemporaryFolder;

namespace {

/// A made-up data set in the published layout: two apps, with 1 and 3 calls a day.
AzureCdfsSpec made_up(const TemporaryFolder& folder) {
  AzureCdfsSpec spec;
  spec.invokes = folder.write("invokesCDF.csv", "1, 0.500000\n3, 1.000000\n");
  spec.variation = folder.write("CVs.csv", "0.000000,0.25\n1.5,0.75\n20, 1.000000\n");
  spec.chain_length = folder.write("chainlenCDF.csv", "length,F(x),count\n1,0.5,2\n3,1.000000,2\n");
  spec.exec_time = folder.write("execTimeCDF.csv", "0,0.2\n5,0.4\n100, 1.000000\n");
  spec.memory = folder.write("memCDF.csv", "0,0.000000\n115,0.75\n400, 1.000000\n");
  return spec;
}

SourceContext seeded_population(std::uint64_t seed) {
  SourceContext context;
  context.seed = seed;
  return context;
}

/// Returns the half-width of four standard errors of a share among `count`.
double error_of_share(double share, double count) {
  return 4 * std::sqrt(share * (1 - share) / count);
}

/// Compares the share of `drawn` that is below `below(i)` with `table.shares[i]`, for each i. Returns the
/// largest difference.
template <class Below>
double distance(std::vector<double> drawn, const CdfTable& table, Below below) {
  std::sort(drawn.begin(), drawn.end());
  double largest = 0;
  for (std::size_t i = 0; i < table.values.size(); ++i) {
    const auto less = std::lower_bound(drawn.begin(), drawn.end(), below(i)) - drawn.begin();
    const double share = static_cast<double>(less) / static_cast<double>(drawn.size());
    largest = std::max(largest, std::abs(share - table.shares[i]));
  }
  return largest;
}

}  // namespace

TEST_CASE("apps have the shares given in the files") {
  const TemporaryFolder folder;
  const AzureCdfPopulation population(made_up(folder), seeded_population(3));
  constexpr std::uint32_t kApps = 20'000;
  double none = 0;
  double one = 0;
  double three = 0;
  double timers = 0;
  double alone = 0;
  double functions = 0;
  double short_ones = 0;
  std::array<double, 5> within{};
  for (std::uint32_t i = 0; i < kApps; ++i) {
    const CdfApp app = population.app(i);
    none += app.calls_a_day >= 1.0 / 14 && app.calls_a_day < 1 ? 1 : 0;
    one += app.calls_a_day >= 1 && app.calls_a_day < 2 ? 1 : 0;
    three += app.calls_a_day >= 3 && app.calls_a_day <= 4 ? 1 : 0;
    timers += app.variation == 0 ? 1 : 0;
    REQUIRE((app.variation == 0 || app.variation == 1.5 || app.variation == 20));
    REQUIRE((app.execution_ms.size() == 1 || app.execution_ms.size() == 3));
    alone += app.execution_ms.size() == 1 ? 1 : 0;
    for (const double execution : app.execution_ms) {
      REQUIRE((execution < 10 || (execution >= 100 && execution < 105)));
      short_ones += execution < 10 ? 1 : 0;
      ++functions;
    }
    REQUIRE(((app.memory >= 115 && app.memory < 120) || (app.memory >= 400 && app.memory < 405)));
    within[app.memory % 5] += 1;
  }
  // The files' scripts write F(x) as the share of apps with fewer than x calls, so F(3) is one half here.
  CHECK(none == 0);
  CHECK(std::abs(one / kApps - 0.5) < error_of_share(0.5, kApps));
  CHECK(one + three == kApps);
  CHECK(std::abs(timers / kApps - 0.25) < error_of_share(0.25, kApps));
  CHECK(std::abs(alone / kApps - 0.5) < error_of_share(0.5, kApps));
  CHECK(std::abs(short_ones / functions - 0.4) < error_of_share(0.4, functions));
  for (const double count : within) {
    CHECK(std::abs(count / kApps - 0.2) < error_of_share(0.2, kApps));
  }
}

TEST_CASE("an app is the same in every order of drawing, and differs by replication") {
  const TemporaryFolder folder;
  const AzureCdfsSpec spec = made_up(folder);
  SourceContext context = seeded_population(3);
  const CdfApp app = AzureCdfPopulation(spec, context).app(17);
  CHECK(AzureCdfPopulation(spec, context).app(17).calls_a_day == app.calls_a_day);
  context.replication = 1;
  CHECK(AzureCdfPopulation(spec, context).app(17).calls_a_day != app.calls_a_day);
}

TEST_CASE("a large population has the published marginals") {
  // Uses the published files if a folder of shared data is given, and always the made-up files.
  const char* const shared = std::getenv("CURTAIN_SHARED_DATA");
  const TemporaryFolder folder;
  std::vector<AzureCdfsSpec> specs(1);
  std::string invokes;
  std::string times;
  for (int i = 1; i <= 1000; ++i) {  // of 1,000 apps, each has another number of calls from 0 to 999;
                                     // executions are uniform up to 5 s
    const std::string share = std::to_string(std::min(i + 1, 1000) / 1000.0);
    invokes += i < 1000 ? std::to_string(i) + ", " + share + "\n" : "";
    times += std::to_string(5 * (i - 1)) + "," + std::to_string(i / 1000.0) + "\n";
  }
  specs[0] = made_up(folder);
  specs[0].invokes = folder.write("many-invokes.csv", invokes);
  specs[0].exec_time = folder.write("many-times.csv", times);
  if (shared != nullptr && std::filesystem::is_directory(std::filesystem::path(shared) / "azure2019-cdfs")) {
    const auto file = [shared](const char* name) {
      return (std::filesystem::path(shared) / "azure2019-cdfs" / name).string();
    };
    AzureCdfsSpec published;
    published.invokes = file("invokesCDF.csv");
    published.variation = file("CVs.csv");
    published.chain_length = file("chainlenCDF.csv");
    published.exec_time = file("execTimeCDF.csv");
    published.memory = file("memCDF.csv");
    specs.push_back(published);
  }
  for (const AzureCdfsSpec& spec : specs) {
    CAPTURE(spec.invokes);
    const AzureCdfPopulation population(spec, seeded_population(11));
    constexpr std::uint32_t kApps = 20'000;
    std::vector<double> calls;
    std::vector<double> variation;
    std::vector<double> lengths;
    std::vector<double> memory;
    std::vector<double> executions;
    for (std::uint32_t i = 0; i < kApps; ++i) {
      const CdfApp app = population.app(i);
      calls.push_back(app.calls_a_day);
      variation.push_back(app.variation);
      lengths.push_back(static_cast<double>(app.execution_ms.size()));
      memory.push_back(app.memory);
      executions.insert(executions.end(), app.execution_ms.begin(), app.execution_ms.end());
    }
    const auto fits = [](const std::vector<double>& drawn, const std::string& path, auto below) {
      const CdfTable table = read_cdf_table(path);
      const double largest = distance(drawn, table, [&](std::size_t i) { return below(table, i); });
      return support::kolmogorov_probability(largest, drawn.size());
    };
    // The share of apps with fewer than x calls (the last line includes the last app) ..
    CHECK(fits(calls, spec.invokes, [](const CdfTable& t, std::size_t i) {
            return i + 1 == t.values.size() ? t.values[i] + 2 : t.values[i];
          }) > 0.001);
    // .. and of apps with at most this variation and this length, up to the end of the bin.
    const auto up_to = [](const CdfTable& t, std::size_t i) { return t.values[i] + 1e-7; };
    const auto bin = [](const CdfTable& t, std::size_t i) { return t.values[i] + 5; };
    CHECK(fits(variation, spec.variation, up_to) > 0.001);
    CHECK(fits(lengths, spec.chain_length, up_to) > 0.001);
    CHECK(fits(executions, spec.exec_time, bin) > 0.001);
    CHECK(fits(memory, spec.memory, bin) > 0.001);
  }
}

TEST_CASE("a fixed set of apps is the set of the first replication, with other calls in each") {
  const TemporaryFolder folder;
  AzureCdfsSpec spec = made_up(folder);
  const auto app_of = [&spec](std::uint32_t replication, std::uint32_t number) {
    SourceContext context = seeded_population(5);
    context.replication = replication;
    return AzureCdfPopulation(spec, context).app(number);
  };
  const auto same = [](const CdfApp& a, const CdfApp& b) {
    return a.calls_a_day == b.calls_a_day && a.variation == b.variation && a.memory == b.memory &&
           a.execution_ms == b.execution_ms;
  };
  CHECK_FALSE(same(app_of(0, 3), app_of(1, 3)));
  const CdfApp drawn = app_of(0, 3);
  spec.is_fixed = true;
  CHECK(same(app_of(0, 3), drawn));
  CHECK(same(app_of(7, 3), drawn));
  spec.apps = 20;
  spec.scale = 1000;
  const support::Opened first(spec, support::context_of(5, 3600, 0));
  const support::Opened next(spec, support::context_of(5, 3600, 1));
  REQUIRE(first.table.size() == next.table.size());
  CHECK(first.arrivals != next.arrivals);
}
