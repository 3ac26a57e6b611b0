#include "models/calibration/idle_expiry.hpp"

#include <cmath>

#include "sim/draws.hpp"
#include "sim/elementary.hpp"
#include "tests/catch.hpp"

using namespace curtain;

using Kind = IdleMechanism::Kind;

namespace {

/// `count` calls after idle times that are uniform from 0 to `longest_s`, under the mechanism.
std::vector<IdleObservation> calls_under(const IdleMechanism& mechanism, std::size_t count, double longest_s,
                                         std::uint64_t seed = 1) {
  std::vector<IdleObservation> calls;
  for (std::uint64_t i = 0; i < count; ++i) {
    sim::Draw draw(sim::DrawKey(seed, 0, 78), 0, i);
    const double idle = draw.uniform() * longest_s;
    calls.push_back({idle, draw.uniform() < mechanism.cold_probability(idle)});
  }
  return calls;
}

}  // namespace

TEST_CASE("The probability of a cold call is worked out by hand") {
  const IdleMechanism spread{Kind::spread, 0.1, 600, 1000, 0};
  CHECK(spread.cold_probability(599) == Approx(0.1));
  CHECK(spread.cold_probability(700) == Approx(0.1 + 0.9 * 0.25));
  CHECK(spread.cold_probability(1000) == 1 - kStray);
  // The time is uniform from 0 to 2000: a share of 600 / 2000 ends at 600, and 1000 / 2000 at 1000.
  const IdleMechanism held{Kind::held_spread, 0, 600, 1000, 2000};
  CHECK(held.cold_probability(599) == 0);
  CHECK(held.cold_probability(600) == Approx(0.3));
  CHECK(held.cold_probability(999) == Approx(0.4995));
  CHECK(held.cold_probability(1000) == 1 - kStray);
  CHECK(spread.parameters() == 3);
  CHECK(held.parameters() == 4);
}

TEST_CASE("The likelihood of censored idle times is worked out by hand") {
  // Uniform from 600 to 1000 s without losses. Warm at 300: 1. Warm at 700: 3 / 4. Cold at 800: 1 / 2. Cold
  // at 1200: 1.
  const IdleMechanism spread{Kind::spread, 0, 600, 1000, 0};
  const std::vector<IdleObservation> calls{{300, false}, {700, false}, {800, true}, {1200, true}};
  CHECK(idle_log_likelihood(spread, calls) == Approx(std::log(0.75 * 0.5 * (1 - kStray))));
  CHECK(idle_log_likelihood(spread, std::vector<IdleObservation>{{1001, false}}) == Approx(std::log(kStray)));
  CHECK(idle_log_likelihood(spread, std::vector<IdleObservation>{{599, true}}) == -sim::kInfinity);
}

TEST_CASE("A sharp expiry is anywhere between the last warm and the first cold call") {
  std::vector<IdleObservation> calls;
  for (int i = 1; i <= 40; ++i) {
    calls.push_back({10.0 * i, i > 25});
  }
  const IdleReport report = fit_idle_expiry(calls);
  REQUIRE(report.has_fit());
  CHECK(report.best().mechanism.kind == Kind::spread);
  CHECK(report.best().mechanism.shortest == Approx(250));
  CHECK(report.best().mechanism.longest == Approx(260));
  // Half a loss more in 25 kept instances: (0 + 0.5) / (25 + 1).
  CHECK(report.best().mechanism.early == Approx(0.5 / 26).epsilon(0.02));
}

TEST_CASE("A fit of idle expiry recovers the mechanism of a sample") {
  SECTION("spread") {
    const IdleReport report = fit_idle_expiry(calls_under({Kind::spread, 0.02, 600, 900, 0}, 4'000, 1'500));
    REQUIRE(report.has_fit());
    const IdleMechanism& found = report.best().mechanism;
    CHECK(found.kind == Kind::spread);
    // About 1,600 calls before 600 s: the standard error of the losses is sqrt(0.02 x 0.98 / 1600).
    CHECK(found.early == Approx(0.02).margin(4 * std::sqrt(0.02 * 0.98 / 1600)));
    CHECK(found.shortest == Approx(600).margin(20));
    CHECK(found.longest == Approx(900).margin(20));
  }
  SECTION("held spread: steps of a quarter at 1,500 s, and of 0.4 at 3,600 s") {
    const IdleReport report =
        fit_idle_expiry(calls_under({Kind::held_spread, 0.01, 1'500, 3'600, 6'000}, 4'000, 5'000));
    REQUIRE(report.has_fit());
    const IdleMechanism& found = report.best().mechanism;
    CHECK(found.kind == Kind::held_spread);
    CHECK(found.shortest == Approx(1'500).margin(20));
    CHECK(found.longest == Approx(3'600).margin(20));
    CHECK(found.horizon == Approx(6'000).margin(500));
  }
}

TEST_CASE("A fit of idle expiry passes the test on other calls of its mechanism, and fails on another") {
  const IdleMechanism truth{Kind::held_spread, 0.01, 1'500, 3'600, 6'000};
  const IdleReport report = fit_idle_expiry(calls_under(truth, 2'000, 5'000, 1));
  REQUIRE(report.has_fit());
  const std::vector<IdleObservation> others = calls_under(truth, 2'000, 5'000, 2);
  const std::vector<double> edges = equal_edges(others, 10);
  CHECK(edges.size() == 11);
  for (const IdleBin& bin : idle_bins(report.best().mechanism, others, edges)) {
    CAPTURE(bin.from_s, bin.cold, bin.calls, bin.probability);
    CHECK(bin.p > 0.001);
  }
  double least = 1;
  for (const IdleBin& bin : idle_bins({Kind::spread, 0.01, 1'500, 3'600, 0}, others, edges)) {
    least = std::min(least, bin.p);
  }
  CHECK(least < 1e-6);
}

TEST_CASE("Calls that show no expiry get a reason instead of a fit") {
  const auto many = [](bool is_cold) {
    std::vector<IdleObservation> calls;
    for (int i = 1; i <= 20; ++i) {
      calls.push_back({60.0 * i, is_cold});
    }
    return calls;
  };
  CHECK(fit_idle_expiry({}).cannot == "0 calls with an idle time, but a fit needs at least 10");
  CHECK(fit_idle_expiry(many(false)).cannot ==
        "all calls are warm, so instances are kept for longer than 1200 s");
  CHECK(fit_idle_expiry(many(true)).cannot == "all calls are cold, so instances are kept for less than 60 s");
  std::vector<IdleObservation> negative = many(true);
  negative[3].idle_s = -1;
  CHECK(fit_idle_expiry(negative).cannot == "an idle time is negative or not finite");
  negative[3].idle_s = sim::kNaN;
  CHECK(fit_idle_expiry(negative).cannot == "an idle time is negative or not finite");
}

TEST_CASE("Idle times of zero and equal idle times give finite fits") {
  for (int warm = 1; warm < 12; ++warm) {
    std::vector<IdleObservation> calls;
    for (int i = 0; i < 12; ++i) {
      calls.push_back({warm % 2 == 0 ? 0.0 : 60.0, i >= warm});
    }
    const IdleReport report = fit_idle_expiry(calls);
    for (const IdleFit& fit : report.fits) {
      CHECK(std::isfinite(fit.aic));
      CHECK(std::isfinite(fit.mechanism.shortest));
    }
    CHECK(report.has_fit() == report.cannot.empty());
  }
}
