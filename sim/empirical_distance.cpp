#include "sim/empirical_distance.hpp"

#include <algorithm>
#include <cstddef>

#include "sim/check.hpp"
#include "sim/elementary.hpp"

namespace sim {
namespace {

/// Traverses a sample in ascending order of value.
class Walk {
 public:
  explicit Walk(std::vector<WeightedValue> values) : values_(std::move(values)) {
    SIM_CHECK(!values_.empty());
    std::sort(values_.begin(), values_.end(),
              [](const WeightedValue& x, const WeightedValue& y) { return x.value < y.value; });
    for (const WeightedValue& value : values_) {
      whole_ += value.weight;
    }
  }
  [[nodiscard]] bool is_done() const { return next_ == values_.size(); }
  [[nodiscard]] double value() const { return values_[next_].value; }
  void pass(double value) {
    while (!is_done() && values_[next_].value <= value) {
      passed_ += values_[next_++].weight;
    }
  }
  /// The share of the sample that is at most the last visited value.
  [[nodiscard]] double share() const { return is_done() ? 1.0 : passed_ / whole_; }

 private:
  std::vector<WeightedValue> values_;
  std::size_t next_ = 0;
  double passed_ = 0;
  double whole_ = 0;
};

/// Calls `visit(difference, length)` for each interval between two neighbouring values of both samples. In
/// such an interval the difference of the distribution functions is constant.
template <class Visit>
void for_each_stretch(Walk a, Walk b, Visit visit) {
  double at = std::min(a.value(), b.value());
  for (;;) {
    a.pass(at);
    b.pass(at);
    if (a.is_done() && b.is_done()) {
      return;
    }
    const double next = a.is_done() ? b.value() : b.is_done() ? a.value() : std::min(a.value(), b.value());
    visit(abs(a.share() - b.share()), next - at);
    at = next;
  }
}

std::vector<WeightedValue> unweighted(const std::vector<double>& values) {
  std::vector<WeightedValue> result;
  result.reserve(values.size());
  for (const double value : values) {
    result.push_back({value, 1});
  }
  return result;
}

}  // namespace

double weighted_wasserstein_distance(std::vector<WeightedValue> a, std::vector<WeightedValue> b) {
  double sum = 0;
  for_each_stretch(Walk(std::move(a)), Walk(std::move(b)),
                   [&sum](double difference, double length) { sum += difference * length; });
  return sum;
}

double wasserstein_distance(const std::vector<double>& a, const std::vector<double>& b) {
  return weighted_wasserstein_distance(unweighted(a), unweighted(b));
}

double kolmogorov_smirnov_distance(const std::vector<double>& a, const std::vector<double>& b) {
  double most = 0;
  for_each_stretch(Walk(unweighted(a)), Walk(unweighted(b)),
                   [&most](double difference, double) { most = std::max(most, difference); });
  return most;
}

}  // namespace sim
