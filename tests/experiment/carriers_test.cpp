#include "models/experiment/carriers.hpp"

#include "models/experiment/metric_catalogue.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

Figures function_of(std::uint64_t calls, std::uint64_t cold, std::int64_t latency_ns) {
  Figures figures;
  figures.functions = 1;
  figures.arrived = calls;
  figures.completed = calls;
  figures.cold = cold;
  figures.warm = calls - cold;
  figures.latency_ns = latency_ns;
  return figures;
}

}  // namespace

TEST_CASE("the effective number of functions is computed from their shares in a metric") {
  // The functions share the calls in the ratio 2 : 1 : 1, and the cold starts in the ratio 1 : 1 : 0. The
  // first function has all of the latency.
  const std::vector<Figures> figures = {function_of(20, 5, 1000), function_of(10, 5, 0),
                                        function_of(10, 0, 0)};
  CHECK(effective_functions(*find_metric("invocations.arrived"), figures) == Approx(16.0 / 6));
  CHECK(effective_functions(*find_metric("invocations.completed"), figures) == Approx(16.0 / 6));
  CHECK(effective_functions(*find_metric("invocations.throttled"), figures) == 0);
  CHECK(effective_functions(*find_metric("cold_start.count"), figures) == Approx(2));
  CHECK(effective_functions(*find_metric("cold_start.p99_s"), figures) == Approx(2));
  CHECK(effective_functions(*find_metric("cold_start.ratio"), figures) ==
        Approx(2));  // the result is the smaller of 2 and 16 / 6
  CHECK(effective_functions(*find_metric("latency.p99_s"), figures) == Approx(1));
  CHECK(effective_functions(*find_metric("functions.cold_ratio_p50"), figures) == Approx(3));
  CHECK(effective_functions(*find_metric("memory.busy_gib_s"), figures) == 0);
  CHECK(effective_functions(*find_metric("tenants.invoked"), figures) == 0);
  CHECK(effective_functions(*find_metric("invocations.arrived"), {}) == 0);
}

TEST_CASE(
    "every metric is a sum over functions, except the count of tenants, the pool, outages and the window") {
  Figures all;
  all.arrived = all.completed = all.warm = all.cold = all.waited = all.created = all.instant = 1;
  all.async_received = all.async_dropped = 1;
  all.outcomes.fill(1);
  all.latency_ns = all.execution_ns = all.slowdown = all.billed_mib_ns = 1;
  all.busy_mib_ns = 1;
  all.ready_mib_ns = 2;
  all.live_mib_ns = 3;
  const std::vector<Figures> both = {all, all};
  for (const MetricDeclaration& metric : metric_catalogue()) {
    INFO(metric.name);
    const bool is_other = metric.name.substr(0, 7) == "window." || metric.name == "tenants.invoked" ||
                          metric.name == "memory.pool_gib_s" || metric.name.starts_with("recorded.") ||
                          metric.name.starts_with("hosts.down");
    CHECK(effective_functions(metric, both) == (is_other ? 0.0 : 2.0));
  }
}
