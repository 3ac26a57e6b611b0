#include "tests/catch.hpp"
#include "tests/support/kolmogorov_smirnov.hpp"
#include "tests/workload/generators.hpp"

using namespace curtain;
using support::context_of;
using support::error_of;
using support::Opened;

namespace {

ColdShareSpec cold_share(double share) {
  ColdShareSpec spec;
  spec.of = support::function_named("f");
  spec.of.duration = sim::Distribution::exponential(2e9);
  spec.share = share;
  spec.keep_alive = sim::minutes(10);
  return spec;
}

/// Returns the pauses between the end of a call and the next call, in seconds.
std::vector<double> pauses_of(const std::vector<Arrival>& arrivals) {
  std::vector<double> pauses;
  for (std::size_t k = 1; k < arrivals.size(); ++k) {
    pauses.push_back((arrivals[k].time - arrivals[k - 1].time - arrivals[k - 1].duration).seconds());
  }
  return pauses;
}

}  // namespace

TEST_CASE("of the first n calls, n times the share arrive after a pause longer than the keep-alive") {
  for (const double share : {0.0, 0.001, 0.1, 0.25, 1.0 / 3, 0.7, 1.0}) {
    CAPTURE(share);
    const auto arrivals = Opened(cold_share(share), context_of(1, 3e6)).arrivals;
    REQUIRE(arrivals.size() > 2'000);
    std::uint64_t cold = 1;  // the first call is cold
    for (std::size_t k = 1; k < arrivals.size(); ++k) {
      const Duration idle = arrivals[k].time - arrivals[k - 1].time - arrivals[k - 1].duration;
      cold += idle >= sim::minutes(10) ? 1 : 0;
      const double exact = share * static_cast<double>(k + 1);
      REQUIRE(static_cast<double>(cold) > exact - 1e-3);
      REQUIRE(static_cast<double>(cold) < std::max(exact, 1e-9) + 1.001);
    }
  }
}

TEST_CASE("a share of a tenth is every tenth call, for any rounding of the double") {
  const auto pauses = pauses_of(Opened(cold_share(0.1), context_of(1, 3e6)).arrivals);
  for (std::size_t k = 0; k < pauses.size(); ++k) {
    REQUIRE((pauses[k] > 600) == ((k + 1) % 10 == 0));
  }
}

TEST_CASE("each pause follows its distribution with its own draw, and begins at the end of a call") {
  ColdShareSpec spec = cold_share(0.5);
  spec.warm_pause = sim::Distribution::uniform(1e9, 500e9);
  spec.cold_pause = sim::Distribution::uniform(601e9, 2'000e9);
  spec.phase = sim::seconds(7);
  const auto arrivals = Opened(spec, context_of(5, 3e6)).arrivals;
  CHECK(arrivals.front().time == Time{} + sim::seconds(7));
  std::vector<double> warm;
  std::vector<double> cold;
  for (const double pause : pauses_of(arrivals)) {
    (pause < 600 ? warm : cold).push_back(pause);
  }
  REQUIRE(warm.size() > 1'000);
  CHECK(support::kolmogorov_smirnov(warm, [](double x) { return (x - 1) / 499; }) > 0.001);
  CHECK(support::kolmogorov_smirnov(cold, [](double x) { return (x - 601) / 1'399; }) > 0.001);
  CHECK(support::is_addressed(spec, 1e5));
}

TEST_CASE("warm pauses above the keep-alive and cold pauses below it are refused") {
  ColdShareSpec spec = cold_share(0.5);
  spec.warm_pause = sim::Distribution::exponential(1e9);
  CHECK_THAT(error_of([&] { Opened(spec, context_of(1, 10)); }),
             ContainsSubstring("shorter than the keep-alive"));
  spec.warm_pause.reset();
  spec.cold_pause = sim::Distribution::constant(600e9);
  CHECK_THAT(error_of([&] { Opened(spec, context_of(1, 10)); }),
             ContainsSubstring("pauses before cold calls must be longer"));
}
