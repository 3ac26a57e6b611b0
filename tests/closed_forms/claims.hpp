#pragma once
// Compares exact values with the estimates of replicated runs.
#include <cstdint>
#include <vector>

#include "sim/interval.hpp"
#include "tests/support/platform_fixture.hpp"

namespace support {

struct Claim {
  double exact;
  double (*estimate)(const RunOutcome&);
};

/// Each true value must be in the 99.9 % interval of 24 replications, and the interval must be within 1 % of
/// the value. `model.run(seed, replication)` returns an outcome.
template <class Model>
void check(const Model& model, const std::vector<Claim>& claims) {
  std::vector<std::vector<double>> values(claims.size());
  for (std::uint32_t replication = 0; replication < 24; ++replication) {
    const RunOutcome outcome = model.run(2026, replication);
    REQUIRE(broken_law(outcome) == "");
    for (std::size_t i = 0; i < claims.size(); ++i) {
      values[i].push_back(claims[i].estimate(outcome));
    }
  }
  for (std::size_t i = 0; i < claims.size(); ++i) {
    const double exact = claims[i].exact;
    const sim::Interval interval = sim::confidence_interval(values[i], 0.999);
    CAPTURE(i, exact, interval.mean, interval.half_width);
    CHECK(interval.low() <= exact);
    CHECK(interval.high() >= exact);
    CHECK(interval.half_width <= 0.01 * exact);
  }
}

constexpr double kSecond = 1e9;

inline double window(const RunOutcome& outcome) {
  return (outcome.end - outcome.tally.window().from()).seconds();
}
inline double mean_latency(const RunOutcome& outcome) {
  return outcome.tally.responses().latency().mean() / kSecond;
}
inline double mean_in_system(const RunOutcome& outcome) {
  return static_cast<double>(outcome.tally.sojourns().in_system()) / kSecond / window(outcome);
}
inline double mean_busy(const RunOutcome& outcome) {
  return static_cast<double>(Counts(outcome).busy_ns) / kSecond / window(outcome);
}

}  // namespace support
