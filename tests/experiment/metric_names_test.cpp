#include "models/experiment/metric_names.hpp"

#include "tests/catch.hpp"

using curtain::unknown_metric;

TEST_CASE("a metric that there is none of is told with those it may have been") {
  CHECK(unknown_metric("latency.p99_s").empty());
  CHECK(unknown_metric("latency.p98_s") ==
        "there is no metric 'latency.p98_s'; did you mean 'latency.p90_s'?");
  CHECK(
      unknown_metric("Latency P99") ==
      "there is no metric 'Latency P99'; with 'Latency P99' in their names: latency.p99_s, latency.p99_9_s");
  CHECK(unknown_metric("vms_peak") == "there is no metric 'vms_peak'; did you mean 'vms.peak'?");
  CHECK(unknown_metric("weather") == "there is no metric 'weather'; `curtain metrics` lists them");
}
