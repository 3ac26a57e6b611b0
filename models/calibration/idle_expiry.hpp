#pragma once
// Fits mechanisms of idle expiry to calls after known idle times. A warm call shows that the instance was
// kept for longer than the idle time, and a cold call that it was not (interval-censored survival, also
// called current-status data).
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace curtain {

/// The share of calls that follow no mechanism: a call may be warm after any time, because another client has
/// used the function, or because the log is wrong. Without it, a single such call would decide the longest
/// time.
inline constexpr double kStray = 0.001;

/// A call after an idle time.
struct IdleObservation {
  double idle_s = 0;
  bool is_cold = false;
};

/// A mechanism of at most four parameters. Times are in seconds.
struct IdleMechanism {
  enum class Kind : std::uint8_t {
    spread,      ///< the time is uniform from `shortest` to `longest`
    held_spread  ///< the time is uniform from 0 to `horizon`, held within [shortest, longest]
  };
  Kind kind = Kind::spread;
  double early = 0;     ///< share of idle times that end at once, because the instance is lost
  double shortest = 0;  ///< the shortest time of an instance that is not lost
  double longest = 0;   ///< the longest time
  double horizon = 0;   ///< only for held_spread

  /// The probability that a call after this idle time is cold, at most 1 - kStray.
  [[nodiscard]] double cold_probability(double idle_s) const;
  [[nodiscard]] int parameters() const;
};
const char* mechanism_name(IdleMechanism::Kind kind);

/// Calls with idle times in [from, to), and the number of cold calls that the mechanism predicts.
struct IdleBin {
  double from_s = 0;
  double to_s = 0;
  std::uint64_t calls = 0;
  std::uint64_t cold = 0;
  double probability = 0;  ///< the mean predicted probability of a cold call
  double p = 1;            ///< two-sided binomial p-value of `cold`
};

struct IdleFit {
  IdleMechanism mechanism;
  double log_likelihood = 0;
  double aic = 0;
};

struct IdleReport {
  std::size_t calls = 0;
  std::size_t cold = 0;
  std::vector<IdleFit> fits;  ///< the lowest AIC first
  std::string cannot;         ///< why nothing was fitted; empty if there are fits
  std::vector<std::string> notes;

  [[nodiscard]] bool has_fit() const { return !fits.empty(); }
  [[nodiscard]] const IdleFit& best() const { return fits.front(); }
};

/// The log-likelihood of the observations; minus infinity if a call is cold that the mechanism excludes.
double idle_log_likelihood(const IdleMechanism& mechanism, std::span<const IdleObservation> calls);

/// Fits all mechanisms. The share of early losses is estimated as if there had been half a loss and half a
/// kept instance more, because a log without a loss does not show that losses are impossible.
IdleReport fit_idle_expiry(std::vector<IdleObservation> calls);

/// Compares a mechanism with calls in bins between the given edges. Bins without calls are left out.
std::vector<IdleBin> idle_bins(const IdleMechanism& mechanism, std::span<const IdleObservation> calls,
                               std::span<const double> edges_s);
/// The edges of at most `bins` bins with equal numbers of calls.
std::vector<double> equal_edges(std::span<const IdleObservation> calls, std::size_t bins);

}  // namespace curtain
