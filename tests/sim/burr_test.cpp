#include "sim/burr.hpp"

#include <cmath>
#include <limits>

#include "sim/elementary.hpp"
#include "tests/catch.hpp"

using sim::kInfinity;

namespace {

/// Computes E[clamped^order] as a sum over quantiles.
double summed(double c, double k, double scale, int order, double low, double high) {
  constexpr int steps = 200'000;
  long double sum = 0;
  for (int i = 0; i < steps; ++i) {
    const double survival = 1 - (i + 0.5) / steps;
    const double value = scale * std::pow(std::pow(survival, -1 / k) - 1, 1 / c);
    sum += std::pow(static_cast<long double>(std::fmin(std::fmax(value, low), high)), order);
  }
  return static_cast<double>(sum / steps);
}

}  // namespace

TEST_CASE("the distribution function of a Burr and its inverse") {
  CHECK(sim::burr_cumulative(2, 3, 5, 0) == 0);
  CHECK(sim::burr_cumulative(2, 3, 5, -1) == 0);
  CHECK(sim::burr_cumulative(2, 3, 5, 5) == Approx(1 - 1 / 8.0).epsilon(1e-15));
  CHECK(sim::burr_cumulative(2, 3, 5, 1e-9) == Approx(3 * 4e-20).epsilon(1e-12));
  for (const double depth : {1e-12, 0.3, 1.0, 20.0, 41.9, 42.1, 100.0}) {  // the formula changes at 42
    for (const double k : {0.3, 1.0, 40.0}) {
      const double value = sim::burr_value(4, k, 5, depth);
      CHECK(k * std::log1p(std::pow(value / 5, 4)) == Approx(depth).epsilon(1e-11));
    }
  }
}

TEST_CASE("moments of a Burr that is a Lomax or a log-logistic agree with the textbook") {
  CHECK(sim::burr_moment(1, 4, 6, 1) == Approx(2).epsilon(1e-13));
  CHECK(sim::burr_moment(1, 4, 6, 2) == Approx(2 * 36 / 6.0).epsilon(1e-13));
  const double angle = std::acos(-1.0) / 3;
  CHECK(sim::burr_moment(3, 1, 6, 1) == Approx(6 * angle / std::sin(angle)).epsilon(1e-13));
  CHECK(sim::burr_moment(1, 2, 6, 2) == kInfinity);
  CHECK(sim::burr_moment(1, 1, 6, 1) == kInfinity);
}

TEST_CASE("moments between infinite bounds equal the unbounded moments") {
  for (const double c : {0.7, 1.0, 11.652, 500.0}) {
    for (const double k : {2.1, 3.0, 9.0, 10'000.0}) {
      for (const int order : {1, 2}) {
        INFO("c " << c << " k " << k << " order " << order);
        const double free = sim::burr_moment(c, k, 107, order);
        const double held = sim::burr_held_moment(c, k, 107, order, -kInfinity, kInfinity);
        if (free == kInfinity) {
          CHECK(held == kInfinity);
        } else {
          CHECK(held == Approx(free).epsilon(1e-10));
          CHECK(sim::burr_held_moment(c, k, 107, order, 0, kInfinity) == held);
        }
      }
    }
  }
}

TEST_CASE("bounded moments agree with the sum over quantiles") {
  for (const double k : {0.221, 1.0, 6.0}) {
    for (const int order : {1, 2}) {
      for (const auto& [low, high] :
           {std::pair{128.0, 1536.0}, {-5.0, 90.0}, {0.0, 200.0}, {-9.0, -3.0}, {1.0, 2.0}, {1e3, 1e4}}) {
        INFO("k " << k << " order " << order << " low " << low << " high " << high);
        CHECK(sim::burr_held_moment(11.652, k, 107.083, order, low, high) ==
              Approx(summed(11.652, k, 107.083, order, low, high)).epsilon(1e-5));
      }
    }
  }
  // Far in the tail the bounded mean is s log(1 + x / s) for c = k = 1.
  CHECK(sim::burr_held_moment(1, 1, 6, 1, 0, 6e30) == Approx(6 * std::log(1e30)).epsilon(1e-12));
}
