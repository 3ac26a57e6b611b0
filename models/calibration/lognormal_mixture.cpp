#include "models/calibration/lognormal_mixture.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "sim/elementary.hpp"

namespace curtain {
namespace {

constexpr int kMostRounds = 200;
constexpr double kNoProgress = 1e-6;
constexpr double kFewestValues = 1.5;

struct LognormalPart {
  double weight = 0;
  double mean = 0;  // of the logarithms
  double sigma = 0;
};
using TwoParts = std::array<LognormalPart, 2>;

LognormalPart part_of(std::span<const double> logs, double share) {
  double mean = 0;
  for (const double value : logs) {
    mean += value;
  }
  mean /= static_cast<double>(logs.size());
  double square = 0;
  for (const double value : logs) {
    square += (value - mean) * (value - mean);
  }
  return {share, mean, std::max(2 * kNarrowestPart, sim::sqrt(square / static_cast<double>(logs.size())))};
}

class Maximisation {
 public:
  explicit Maximisation(std::span<const double> logs) : logs_(logs), first_share_(logs.size()) {}

  /// Improves the parts until the likelihood stays. Returns false if a part has lost its values.
  bool run(TwoParts parts) {
    double before = -sim::kInfinity;
    for (int round = 0; round < kMostRounds; ++round) {
      const double now = expect(parts);
      if (!maximise(parts)) {
        return false;
      }
      if (now - before < kNoProgress) {
        break;
      }
      before = now;
    }
    const double reached = expect(parts);
    if (reached > most_) {
      most_ = reached;
      best_ = parts;
    }
    return true;
  }
  [[nodiscard]] bool has_result() const { return most_ > -sim::kInfinity; }
  [[nodiscard]] const TwoParts& best() const { return best_; }

 private:
  /// Computes the share of the first part in each value. Returns the log-likelihood of the logarithms,
  /// without a constant.
  double expect(const TwoParts& parts) {
    std::array<double, 2> constant{};
    std::array<double, 2> factor{};
    for (std::size_t k = 0; k < 2; ++k) {
      constant[k] = sim::log(parts[k].weight) - sim::log(parts[k].sigma);
      factor[k] = -0.5 / (parts[k].sigma * parts[k].sigma);
    }
    double sum = 0;
    for (std::size_t i = 0; i < logs_.size(); ++i) {
      const double first = logs_[i] - parts[0].mean;
      const double second = logs_[i] - parts[1].mean;
      const double a = constant[0] + factor[0] * first * first;
      const double b = constant[1] + factor[1] * second * second;
      const double more = std::max(a, b);
      const double odds = sim::exp(std::min(a, b) - more);  // of the less likely part
      first_share_[i] = (a >= b ? 1.0 : odds) / (1 + odds);
      sum += more + sim::log1p(odds);
    }
    return sum;
  }

  bool maximise(TwoParts& parts) {
    std::array<double, 2> count{};
    std::array<double, 2> sum{};
    for (std::size_t i = 0; i < logs_.size(); ++i) {
      count[0] += first_share_[i];
      sum[0] += first_share_[i] * logs_[i];
      sum[1] += (1 - first_share_[i]) * logs_[i];
    }
    count[1] = static_cast<double>(logs_.size()) - count[0];
    if (count[0] < kFewestValues || count[1] < kFewestValues) {
      return false;
    }
    std::array<double, 2> square{};
    for (std::size_t k = 0; k < 2; ++k) {
      parts[k].weight = count[k] / static_cast<double>(logs_.size());
      parts[k].mean = sum[k] / count[k];
    }
    for (std::size_t i = 0; i < logs_.size(); ++i) {
      const double first = logs_[i] - parts[0].mean;
      const double second = logs_[i] - parts[1].mean;
      square[0] += first_share_[i] * first * first;
      square[1] += (1 - first_share_[i]) * second * second;
    }
    for (std::size_t k = 0; k < 2; ++k) {
      parts[k].sigma = std::max(kNarrowestPart, sim::sqrt(square[k] / count[k]));
    }
    return true;
  }

  std::span<const double> logs_;
  std::vector<double> first_share_;
  TwoParts best_{};
  double most_ = -sim::kInfinity;
};

}  // namespace

std::optional<sim::Distribution> fit_two_lognormals(std::span<const double> values) {
  const std::size_t size = values.size();
  if (size < 6) {
    return std::nullopt;
  }
  std::vector<double> logs;
  logs.reserve(size);
  for (const double value : values) {
    logs.push_back(sim::log(value));
  }
  Maximisation search(logs);
  for (const double share : {0.1, 0.25, 0.5, 0.75, 0.9}) {  // the smallest values in one part
    const std::size_t count =
        std::clamp(static_cast<std::size_t>(share * static_cast<double>(size)), std::size_t{2}, size - 2);
    const double first = static_cast<double>(count) / static_cast<double>(size);
    search.run(
        {part_of(std::span(logs).first(count), first), part_of(std::span(logs).subspan(count), 1 - first)});
  }
  LognormalPart narrow = part_of(logs, 0.7);  // a narrow part within a wide one
  LognormalPart wide = part_of(logs, 0.3);
  narrow.mean = logs[size / 2];
  narrow.sigma = std::max(2 * kNarrowestPart, 0.3 * wide.sigma);
  wide.sigma *= 1.5;
  search.run({narrow, wide});
  if (!search.has_result()) {
    return std::nullopt;
  }
  TwoParts parts = search.best();
  if (parts[0].mean > parts[1].mean) {
    std::swap(parts[0], parts[1]);
  }
  return sim::Distribution::mixture(
      {{parts[0].weight, sim::Distribution::lognormal(sim::exp(parts[0].mean), parts[0].sigma)},
       {parts[1].weight, sim::Distribution::lognormal(sim::exp(parts[1].mean), parts[1].sigma)}});
}

}  // namespace curtain
