#include "models/config/metric_value.hpp"

#include "models/config/quantity.hpp"
#include "tests/catch.hpp"

using namespace curtain::config;

TEST_CASE("values of metrics are numbers, shares, or times of a metric in seconds") {
  CHECK(parse_metric_value("12", "vms.peak") == 12);
  CHECK(parse_metric_value("5%", "cold_start.ratio") == 0.05);
  CHECK(parse_metric_value("250ms", "latency.p50_s{function=f}") == 0.25);
  CHECK(parse_metric_value("2min", "recorded.mean{record=idle}") == 120);
  CHECK_THROWS_AS(parse_metric_value("2min", "memory.idle_gib_s"), QuantityError);
  CHECK_THROWS_AS(parse_metric_value("2min", "vms.peak"), QuantityError);
}
