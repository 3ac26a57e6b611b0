#pragma once
// Finds a minimum of a function of a few numbers, without derivatives and without randomness.
#include <functional>
#include <vector>

namespace curtain {

using Objective = std::function<double(const std::vector<double>&)>;

struct Minimum {
  std::vector<double> at;
  double value = 0;
};

/// The simplex method of Nelder and Mead (1965), from `start` with one further corner for each coordinate,
/// which is moved by its `step`. Ends when the corners have nearly equal values, or after `evaluations` calls
/// of the function. The function may return infinity, or NaN, where it is not defined; it must be finite at
/// `start`. The result is a local minimum.
Minimum minimise(const Objective& objective, const std::vector<double>& start,
                 const std::vector<double>& steps, int evaluations = 2000);

/// Finds a minimum of a function of one number in [low, high] by `points` equal steps and a golden-section
/// search between the neighbours of the best point. A minimum at an end of the interval is found, too.
double minimise_between(const std::function<double(double)>& objective, double low, double high,
                        int points = 24);

}  // namespace curtain
