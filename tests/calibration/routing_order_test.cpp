#include "models/calibration/routing_order.hpp"

#include <cmath>

#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("The likelihood of routing orders is worked out by hand") {
  // Two choices among two: the most recent instance, then the least recent one.
  const std::vector<RoutingChoice> choices{{2, 0}, {2, 1}};
  const RoutingReport report = fit_routing(choices);
  CHECK(report.choices == 2);
  CHECK(report.most_recent == 1);
  CHECK(report.least_recent == 1);
  CHECK(report.log_likelihood[0] == Approx(std::log(0.995 * 0.005)));
  CHECK(report.log_likelihood[1] == Approx(std::log(0.995 * 0.005)));
  CHECK(report.log_likelihood[2] == Approx(2 * std::log(0.5)));
  CHECK(report.best == RoutingOrder::random);
}

TEST_CASE("The routing order of a log is found") {
  std::vector<RoutingChoice> recent;
  std::vector<RoutingChoice> old;
  std::vector<RoutingChoice> random;
  for (std::uint32_t i = 0; i < 90; ++i) {
    recent.push_back({3, i % 45 == 0 ? 1u : 0u});
    old.push_back({3, 2});
    random.push_back({3, i % 3});
  }
  CHECK(fit_routing(recent).best == RoutingOrder::most_recent);
  CHECK(fit_routing(old).best == RoutingOrder::least_recent);
  CHECK(fit_routing(random).best == RoutingOrder::random);
}

TEST_CASE("A log without choices does not show the routing order") {
  CHECK(fit_routing({}).cannot == "no call found two idle instances, so each order would have done the same");
  CHECK_FALSE(fit_routing(std::vector<RoutingChoice>{{1, 0}}).has_fit());
}
