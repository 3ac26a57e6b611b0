// Bills that providers work out in their documents, as the bills of simulated runs.
#include <string>

#include "models/config/scenario.hpp"
#include "models/experiment/run.hpp"
#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("Microsoft's two hours on Azure Flex: one request an instance, and all requests on one instance") {
  // Microsoft, functions-consumption-costs: 2,048 MB, 40 requests a second, ten requests at once. Requests
  // take 250 ms. The first minute fills the platform, so that the hour begins with ten busy instances.
  const std::string hour =
      "{platform: ideal, warmup: 1min, duration: 61min, billing: {prices: azure-flex-2024-on-demand}, "
      "workload: "
      "[{timer: {function: f, every: 25ms, duration: 250ms, memory: 2GiB, requests_per_instance: ";
  const auto hour_with = [&](const char* slots) {
    return run_scenario(parse_scenario(hour + slots + "}}]}", "x.yaml"), {}).report;
  };
  const Report cpu_bound = hour_with("1");
  CHECK(cpu_bound.find("instances.peak")->number() == 10);
  CHECK(cpu_bound.find("billing.requests")->number() == 144'000);
  CHECK(cpu_bound.find("billing.gib_s")->number() == 72'000);
  CHECK(cpu_bound.find("billing.cost_usd")->number() == Approx(1.9296).epsilon(1e-12));
  const Report io_bound = hour_with("10");
  CHECK(io_bound.find("instances.peak")->number() == 1);
  CHECK(io_bound.find("billing.gib_s")->number() == 7'200);
  CHECK(io_bound.find("billing.cost_usd")->number() == Approx(0.2448).epsilon(1e-12));
}
