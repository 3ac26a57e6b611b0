#include <cmath>
#include <map>

#include "models/workload/specification.hpp"
#include "tests/catch.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;
using support::context_of;
using support::error_of;
using support::Opened;
using support::TemporaryFolder;

namespace {

/// A data set in which all apps are alike: about `calls` a day with this variation, two functions, 100 to 105
/// ms.
AzureCdfsSpec all_alike(const TemporaryFolder& folder, int calls, const std::string& variation) {
  AzureCdfsSpec spec;
  spec.invokes = folder.write("i.csv", std::to_string(calls) + ", 1.0\n");
  spec.variation = folder.write("v.csv", variation + ", 1.0\n");
  spec.chain_length = folder.write("c.csv", "length,F(x),count\n2,1.0,1\n");
  spec.exec_time = folder.write("e.csv", "100,1.0\n");
  spec.memory = folder.write("m.csv", "125,1.0\n");
  spec.apps = 1;
  return spec;
}

}  // namespace

TEST_CASE("an app without variation is a timer whose functions are called in turn") {
  const TemporaryFolder folder;
  const Opened opened(all_alike(folder, 86400, "0"), context_of(1, 100));
  REQUIRE(opened.table.size() == 2);
  CHECK(opened.table[FunctionId(1u)].name == "azure-1-2");
  CHECK(opened.table.tenant_name(TenantId(0u)) == "azure-1");
  CHECK((opened.table[FunctionId(0u)].memory >= 125 && opened.table[FunctionId(0u)].memory < 130));
  REQUIRE(opened.arrivals.size() == 100);
  const Duration period = opened.arrivals[1].time - opened.arrivals[0].time;
  CHECK((period.seconds() > 86400.0 / 86401 - 1e-9 && period.seconds() <= 1));
  CHECK(opened.arrivals[0].time < Time{} + period);
  for (std::size_t i = 0; i < opened.arrivals.size(); ++i) {
    CHECK(opened.arrivals[i].function == FunctionId(static_cast<std::uint32_t>(i % 2)));
    CHECK(opened.arrivals[i].time == opened.arrivals[0].time + static_cast<std::int64_t>(i) * period);
    CHECK(opened.arrivals[i].duration == opened.arrivals[i % 2].duration);
    CHECK((opened.arrivals[i].duration.seconds() >= 0.1 && opened.arrivals[i].duration.seconds() < 0.105));
  }
}

TEST_CASE("an app's gaps have its mean and its variation, over all its functions") {
  const TemporaryFolder folder;
  for (const double variation : {0.5, 2.0}) {
    const AzureCdfsSpec spec = all_alike(folder, 864'000, std::to_string(variation));
    const Opened opened(spec, context_of(5, 4000));
    std::vector<double> gaps;
    for (std::size_t i = 1; i < opened.arrivals.size(); ++i) {
      gaps.push_back((opened.arrivals[i].time - opened.arrivals[i - 1].time).seconds());
    }
    double sum = 0;
    for (const double gap : gaps) {
      sum += gap;
    }
    const auto count = static_cast<double>(gaps.size());
    const double mean = sum / count;
    double squares = 0;
    for (const double gap : gaps) {
      squares += (gap - mean) * (gap - mean);
    }
    CHECK(mean == Approx(0.1).epsilon(4 * variation / std::sqrt(count)));
    CHECK(std::sqrt(squares / count) / mean == Approx(variation).epsilon(0.05));
  }
}

TEST_CASE("there are as many arrivals at the start of a run as later, for any variation of the gaps") {
  // There are 2,000 apps of 24 calls a day with a variation of 3. Each has 1 call an hour on average, also in
  // the first hour. The variance of such a stationary count is at most its mean times the squared variation,
  // 9. So the sum of 2,000 counts is within 4 sqrt(9 x 2,000) = 537 of 2,000 x 24.5 / 24. Processes that
  // began with a call would have 4 more calls per app.
  const TemporaryFolder folder;
  AzureCdfsSpec spec = all_alike(folder, 24, "3");
  spec.apps = 2000;
  const Opened opened(spec, context_of(9, 3600));
  CHECK(std::abs(static_cast<double>(opened.arrivals.size()) - 2042) < 537);
}

TEST_CASE("a specification sets the number and rate of apps or functions, and the number of accounts") {
  const TemporaryFolder folder;
  AzureCdfsSpec spec = all_alike(folder, 86400, "0");
  spec.apps.reset();
  spec.functions = 5;
  spec.tenants = 2;
  spec.scale = 10;
  spec.max_rate = 4;
  spec.spread = 0.5;
  const Opened opened(spec, context_of(1, 50));
  CHECK(opened.table.size() == 5);
  CHECK(opened.table[FunctionId(4u)].name == "azure-3-1");
  CHECK(opened.table.tenant_count() == 2);
  CHECK(opened.arrivals.size() == 600);  // 3 apps are limited to 4 calls a second
  CHECK(opened.of(4).size() == 200);
  CHECK(support::in_order(opened.arrivals));
  CHECK(opened.of(0)[0].duration != opened.of(0)[1].duration);
  CHECK(Opened(spec, context_of(1, 50), 7).arrivals == opened.arrivals);
  CHECK(Opened(spec, context_of(1, 50, 1)).arrivals != opened.arrivals);

  CHECK(error_of<std::invalid_argument>([&] { Opened(spec, SourceContext{}); }) ==
        "a generated workload needs an end; set the `duration` of the scenario");
  spec.apps = 3;
  CHECK(error_of<std::invalid_argument>([&] { Opened(spec, context_of(1, 50)); }) ==
        "an azure2019-cdfs workload needs either `apps` or `functions`, with a value of at least 1");
}
