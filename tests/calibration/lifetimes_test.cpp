#include "models/calibration/lifetimes.hpp"

#include <cmath>

#include "sim/draws.hpp"
#include "sim/elementary.hpp"
#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("The ages of a cap are worked out by hand") {
  // A fifth ends before 100 s, and the others from 100 to 200 s.
  const LifetimeCap cap{0.2, 100, 200};
  CHECK(cap.cumulative(0) == 0);
  CHECK(cap.cumulative(50) == Approx(0.1));
  CHECK(cap.cumulative(100) == Approx(0.2));
  CHECK(cap.cumulative(150) == Approx(0.6));
  CHECK(cap.cumulative(200) == 1);
  for (const double age : {25.0, 120.0, 199.0}) {
    CHECK(cap.distribution().cumulative(age * 1e9) == Approx(cap.cumulative(age)));
  }
  // Ended from 120 to 150 s: 0.24. Alive at 150 s: 0.4. Ended from 10 to 20 s: 0.02.
  const std::vector<LifeObservation> lives{{120, 150}, {150, sim::kInfinity}, {10, 20}};
  CHECK(lifetime_log_likelihood(cap, lives) == Approx(std::log(0.24 * 0.4 * 0.02)));
  CHECK(lifetime_log_likelihood(cap, std::vector<LifeObservation>{{200, sim::kInfinity}}) == -sim::kInfinity);
}

TEST_CASE("A fit of lifetimes recovers the cap of a sample of censored ages") {
  const LifetimeCap truth{0.1, 6'000, 7'400};
  const sim::Distribution ages = truth.distribution();
  std::vector<LifeObservation> lives;
  for (std::uint64_t i = 0; i < 400; ++i) {
    sim::Draw draw(sim::DrawKey(5, 0, 79), 0, i);
    const double age = ages.sample(draw) / 1e9;
    const double last_use = age - 30 * draw.uniform();
    if (last_use > 0) {  // a fourth of the instances is still used when the log ends
      lives.push_back(i % 4 == 0 ? LifeObservation{last_use / 2, sim::kInfinity}
                                 : LifeObservation{last_use, last_use + 30});
    }
  }
  const LifetimeReport report = fit_lifetimes(lives, 600);
  REQUIRE(report.has_fit());
  CHECK(report.instances == lives.size());
  CHECK(report.cap.longest_s == Approx(7'400).margin(40));
  CHECK(report.cap.shortest_s == Approx(6'000).margin(80));
  CHECK(report.cap.early == Approx(0.1).margin(4 * std::sqrt(0.1 * 0.9 / 300)));
}

TEST_CASE("An instance that may have ended because it was idle does not count as ended by age") {
  std::vector<LifeObservation> lives(10, LifeObservation{1'000, 1'700});
  const LifetimeReport report = fit_lifetimes(lives, 600);
  CHECK(report.ended == 0);
  CHECK(
      report.cannot ==
      "0 of 10 instances ended while they were in use, which is too few; the oldest was used up to an age of "
      "1000 s");
  CHECK(fit_lifetimes({}, 600).cannot ==
        "the log does not show from which call to which an instance existed");
}
