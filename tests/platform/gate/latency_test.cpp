#include "models/platform/gate/latency.hpp"

#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("a constant latency is the same for all requests") {
  FrontendParameters parameters;
  parameters.request_latency = sim::Distribution::constant(12e6);
  parameters.response_latency = sim::milliseconds(3);
  const FrontendLatency latency(parameters, {1, 0, static_cast<std::uint32_t>(Purpose::frontend_latency)});
  CHECK_FALSE(latency.is_drawn());
  CHECK(latency.request() == sim::milliseconds(12));
  CHECK(latency.response() == sim::milliseconds(3));
}

TEST_CASE("a drawn latency differs between requests, but is always the same for one request") {
  FrontendParameters parameters;
  parameters.request_latency = sim::Distribution::exponential(12e6);
  const sim::DrawKey draws{1, 0, static_cast<std::uint32_t>(Purpose::frontend_latency)};
  const FrontendLatency latency(parameters, draws);
  CHECK(latency.is_drawn());
  CHECK(latency.request() == Duration{});
  CHECK(latency.request(3, 4) == parameters.request_latency.sample_duration(draws, 3, 4));
  CHECK(latency.request(3, 4) == latency.request(3, 4));
  CHECK_FALSE(latency.request(3, 4) == latency.request(3, 5));
}
