#pragma once
// Fits the maximum age of instances to ages between which instances ended.
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "models/calibration/instance_use.hpp"
#include "sim/distribution.hpp"

namespace curtain {

/// An instance ends at an age that is uniform from `shortest_s` to `longest_s`, except for a share `early` of
/// instances, which end at an age that is uniform from 0 to `shortest_s`.
struct LifetimeCap {
  double early = 0;
  double shortest_s = 0;
  double longest_s = 0;

  /// The probability of an end up to this age.
  [[nodiscard]] double cumulative(double age_s) const;
  /// The distribution of the maximum age, in nanoseconds.
  [[nodiscard]] sim::Distribution distribution() const;
};

struct LifetimeReport {
  std::size_t instances = 0;
  std::size_t ended = 0;  ///< instances whose end by age is in the log
  LifetimeCap cap;
  double log_likelihood = 0;
  std::string cannot;  ///< why nothing was fitted; empty if there is a fit
  std::vector<std::string> notes;

  [[nodiscard]] bool has_fit() const { return cannot.empty(); }
};

/// The log-likelihood of the observations: an instance ends between the two ages, or after the first.
double lifetime_log_likelihood(const LifetimeCap& cap, std::span<const LifeObservation> lives);

/// Fits the cap. An instance that may have ended because it was idle for at least `shortest_idle_s` counts as
/// alive until its last call, and nothing is known about it afterwards.
LifetimeReport fit_lifetimes(std::vector<LifeObservation> lives, double shortest_idle_s);

}  // namespace curtain
