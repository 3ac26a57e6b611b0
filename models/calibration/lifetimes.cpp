#include "models/calibration/lifetimes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "models/calibration/minimise.hpp"
#include "sim/elementary.hpp"

namespace curtain {
namespace {

constexpr std::size_t kFewestEnds = 5;
constexpr double kNanosecondsPerSecond = 1e9;

}  // namespace

double LifetimeCap::cumulative(double age_s) const {
  if (age_s <= 0) {
    return 0;
  }
  if (age_s < shortest_s) {
    return early * age_s / shortest_s;
  }
  return age_s >= longest_s ? 1 : early + (1 - early) * (age_s - shortest_s) / (longest_s - shortest_s);
}

sim::Distribution LifetimeCap::distribution() const {
  const auto uniform = [](double from_s, double to_s) {
    return sim::Distribution::uniform(from_s * kNanosecondsPerSecond, to_s * kNanosecondsPerSecond);
  };
  return early <= 0 ? uniform(shortest_s, longest_s)
                    : sim::Distribution::mixture(
                          {{early, uniform(0, shortest_s)}, {1 - early, uniform(shortest_s, longest_s)}});
}

double lifetime_log_likelihood(const LifetimeCap& cap, std::span<const LifeObservation> lives) {
  double sum = 0;
  for (const LifeObservation& life : lives) {
    const double to = life.ended_s < sim::kInfinity ? cap.cumulative(life.ended_s) : 1;
    sum += sim::log(to - cap.cumulative(life.alive_s));
  }
  return sum;
}

LifetimeReport fit_lifetimes(std::vector<LifeObservation> lives, double shortest_idle_s) {
  LifetimeReport report;
  report.instances = lives.size();
  double oldest = 0;
  for (LifeObservation& life : lives) {
    if (life.ended_s - life.alive_s >= shortest_idle_s) {
      life.ended_s = sim::kInfinity;
    }
    report.ended += life.ended_s < sim::kInfinity ? 1 : 0;
    oldest = std::max(oldest, life.alive_s);
  }
  if (lives.empty()) {
    report.cannot = "the log does not show from which call to which an instance existed";
  } else if (report.ended < kFewestEnds) {
    report.cannot = fmt::format(
        "{} of {} instances ended while they were in use, which is too few; the oldest was used up to an age "
        "of "
        "{:.4g} s",
        report.ended, lives.size(), oldest);
  }
  if (!report.cannot.empty()) {
    return report;
  }
  const auto cap_at = [](const std::vector<double>& at) { return LifetimeCap{at[0], at[1], at[2]}; };
  const auto cost = [&](const std::vector<double>& at) {
    const LifetimeCap cap = cap_at(at);
    if (!(cap.early > 0 && cap.early < 1 && cap.shortest_s > 0 && cap.longest_s > cap.shortest_s)) {
      return sim::kInfinity;
    }
    return -lifetime_log_likelihood(cap, lives);
  };
  Minimum best{{}, sim::kInfinity};
  for (const double share : {0.4, 0.6, 0.8, 0.9, 0.97}) {
    const std::vector<double> start{0.1, share * oldest, 1.01 * oldest};
    const std::vector<double> steps{0.05, 0.05 * oldest, 0.02 * oldest};
    Minimum found = minimise(cost, start, steps, 600);
    found = minimise(cost, found.at, {0.01, 0.005 * oldest, 0.002 * oldest}, 600);
    best = found.value < best.value ? std::move(found) : best;
  }
  if (!(best.value < sim::kInfinity)) {
    report.cannot = "no maximum age describes the instances";
    return report;
  }
  report.cap = cap_at(best.at);
  report.log_likelihood = -best.value;
  return report;
}

}  // namespace curtain
