#include "models/experiment/metric_names.hpp"

#include "tests/catch.hpp"

using curtain::unknown_metric;

TEST_CASE("an unknown metric is reported with similar names") {
  CHECK(unknown_metric("latency.p99_s").empty());
  CHECK(unknown_metric("latency.p98_s") ==
        "there is no metric 'latency.p98_s'; did you mean 'latency.p90_s'?");
  CHECK(
      unknown_metric("Latency P99") ==
      "there is no metric 'Latency P99'; with 'Latency P99' in their names: latency.p99_s, latency.p99_9_s");
  CHECK(unknown_metric("vms_peak") == "there is no metric 'vms_peak'; did you mean 'vms.peak'?");
  CHECK(unknown_metric("cold_starts") ==
        "there is no metric 'cold_starts'; with 'cold_start' in their names: cold_start.count, "
        "cold_start.ratio, "
        "cold_start.mean_s, cold_start.p50_s, cold_start.p99_s");
  CHECK(unknown_metric("coldratio_p75") ==
        "there is no metric 'coldratio_p75'; did you mean 'functions.cold_ratio_p75'?");
  CHECK(unknown_metric("mean-latency") ==
        "there is no metric 'mean-latency'; did you mean 'latency.mean_s'?");
  CHECK(
      unknown_metric("p99_latency") ==
      "there is no metric 'p99_latency'; with 'p99, latency' in their names: latency.p99_s, latency.p99_9_s");
  CHECK(unknown_metric("total_cost") ==
        "there is no metric 'total_cost'; with 'cost' in their names: billing.cost_usd, provider.cost_usd");
  CHECK(unknown_metric("s") == "there is no metric 's'; `curtain metrics` lists them");
  CHECK(unknown_metric("") == "there is no metric ''; `curtain metrics` lists them");
  CHECK(unknown_metric("weather") == "there is no metric 'weather'; `curtain metrics` lists them");
}
