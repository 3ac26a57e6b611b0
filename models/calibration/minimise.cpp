#include "models/calibration/minimise.hpp"

#include <algorithm>
#include <cstddef>

#include "sim/check.hpp"
#include "sim/elementary.hpp"

namespace curtain {
namespace {

constexpr double kNearlyEqual = 1e-10;
constexpr double kSmallestSimplex = 1e-9;
constexpr double kGolden = 0.6180339887498949;  // (sqrt(5) - 1) / 2
constexpr int kGoldenSteps = 60;

/// The corners of a simplex, best first.
class Simplex {
 public:
  Simplex(const Objective& objective, const std::vector<double>& start, const std::vector<double>& steps)
      : objective_(objective) {
    add(start);
    for (std::size_t i = 0; i < start.size(); ++i) {
      std::vector<double> corner = start;
      corner[i] += steps[i];
      add(std::move(corner));
    }
    sort();
  }

  [[nodiscard]] const Minimum& best() const { return corners_.front(); }
  [[nodiscard]] int evaluations() const { return evaluations_; }

  [[nodiscard]] bool has_converged() const {
    const double low = corners_.front().value;
    const double high = corners_.back().value;
    double size = 0;
    double scale = 1;
    for (std::size_t i = 0; i < corners_.front().at.size(); ++i) {
      scale = std::max(scale, sim::abs(corners_.front().at[i]));
      size = std::max(size, sim::abs(corners_.back().at[i] - corners_.front().at[i]));
    }
    return high - low <= kNearlyEqual * (1 + sim::abs(low)) && size <= scale * 1e-4
               ? true
               : size <= kSmallestSimplex * scale;
  }

  /// Moves the worst corner, or all corners except the best towards the best.
  void step() {
    const Minimum reflected = moved(1);
    if (reflected.value < corners_.front().value) {
      Minimum further = moved(2);
      if (further.value < reflected.value) {
        corners_.back() = std::move(further);
      } else {
        corners_.back() = reflected;
      }
    } else if (reflected.value < corners_[corners_.size() - 2].value) {
      corners_.back() = reflected;
    } else {
      const bool is_better = reflected.value < corners_.back().value;
      Minimum nearer = moved(is_better ? 0.5 : -0.5);
      if (nearer.value < std::min(reflected.value, corners_.back().value)) {
        corners_.back() = std::move(nearer);
      } else {
        shrink();
      }
    }
    sort();
  }

 private:
  double value_at(const std::vector<double>& at) {
    ++evaluations_;
    const double value = objective_(at);
    return value == value ? value : sim::kInfinity;
  }
  void add(std::vector<double> at) {
    const double value = value_at(at);
    corners_.push_back({std::move(at), value});
  }
  void sort() {
    std::stable_sort(corners_.begin(), corners_.end(),
                     [](const Minimum& a, const Minimum& b) { return a.value < b.value; });
  }
  /// The point on the line from the worst corner through the centre of the others, `by` times their distance
  /// beyond the centre.
  Minimum moved(double by) {
    const std::size_t dimensions = corners_.front().at.size();
    Minimum point{std::vector<double>(dimensions), 0};
    for (std::size_t i = 0; i < dimensions; ++i) {
      double centre = 0;
      for (std::size_t corner = 0; corner < dimensions; ++corner) {
        centre += corners_[corner].at[i];
      }
      centre /= static_cast<double>(dimensions);
      point.at[i] = centre + by * (centre - corners_.back().at[i]);
    }
    point.value = value_at(point.at);
    return point;
  }
  void shrink() {
    for (std::size_t corner = 1; corner < corners_.size(); ++corner) {
      for (std::size_t i = 0; i < corners_[corner].at.size(); ++i) {
        corners_[corner].at[i] = 0.5 * (corners_[corner].at[i] + corners_.front().at[i]);
      }
      corners_[corner].value = value_at(corners_[corner].at);
    }
  }

  const Objective& objective_;
  std::vector<Minimum> corners_;
  int evaluations_ = 0;
};

}  // namespace

Minimum minimise(const Objective& objective, const std::vector<double>& start,
                 const std::vector<double>& steps, int evaluations) {
  SIM_CHECK(!start.empty() && start.size() == steps.size());
  Simplex simplex(objective, start, steps);
  while (simplex.evaluations() < evaluations && !simplex.has_converged()) {
    simplex.step();
  }
  return simplex.best();
}

double minimise_between(const std::function<double(double)>& objective, double low, double high, int points) {
  SIM_CHECK(points > 1 && low <= high);
  const double width = (high - low) / points;
  double best = low;
  double least = sim::kInfinity;
  for (int i = 0; i <= points; ++i) {
    const double at = i == points ? high : low + i * width;
    const double value = objective(at);
    if (value < least) {
      least = value;
      best = at;
    }
  }
  double from = std::max(low, best - width);
  double to = std::min(high, best + width);
  double left = to - kGolden * (to - from);
  double right = from + kGolden * (to - from);
  double at_left = objective(left);
  double at_right = objective(right);
  for (int i = 0; i < kGoldenSteps; ++i) {
    if (at_left <= at_right) {
      to = right;
      right = left;
      at_right = at_left;
      left = to - kGolden * (to - from);
      at_left = objective(left);
    } else {
      from = left;
      left = right;
      at_left = at_right;
      right = from + kGolden * (to - from);
      at_right = objective(right);
    }
  }
  const double middle = 0.5 * (from + to);
  return objective(middle) < least ? middle : best;
}

}  // namespace curtain
