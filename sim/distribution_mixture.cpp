// Mixtures of distributions. A part is chosen by its weight, and a value is drawn from this part.
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <numeric>
#include <stdexcept>

#include "sim/distribution.hpp"
#include "sim/elementary.hpp"

namespace sim {
namespace {

/// Returns an integer that orders doubles, for bisection down to the last bit.
std::int64_t rank_of(double x) {
  const auto bits = std::bit_cast<std::int64_t>(x);
  return bits < 0 ? std::numeric_limits<std::int64_t>::min() - bits : bits;
}
double of_rank(std::int64_t rank) {
  return std::bit_cast<double>(rank < 0 ? std::numeric_limits<std::int64_t>::min() - rank : rank);
}

}  // namespace

Distribution Distribution::mixture(const std::vector<std::pair<double, Distribution>>& parts) {
  if (parts.empty()) {
    throw std::invalid_argument("a mixture needs at least one part");
  }
  double total = 0;
  for (const auto& [weight, unused] : parts) {
    if (!(weight > 0) || weight == kInfinity) {
      throw std::invalid_argument(
          fmt::format("a weight of a mixture must be a finite number greater than 0, not {}", weight));
    }
    total += weight;
  }
  if (total == kInfinity) {
    throw std::invalid_argument("the weights of a mixture are too large to be added up");
  }
  const bool are_equal = std::all_of(parts.begin(), parts.end(),
                                     [&](const auto& part) { return part.second == parts.front().second; });
  if (are_equal) {
    return parts.front().second;
  }
  auto components = std::make_shared<std::vector<Component>>();
  components->reserve(parts.size());
  double sum = 0;
  for (const auto& [weight, of] : parts) {
    sum += weight;
    components->push_back({weight, sum / total, of});
  }
  components->back().up_to = 1.0;
  Distribution result{Kind::mixture, 0, 0};
  result.components_ = std::move(components);
  return result;
}

std::span<const Distribution::Component> Distribution::components() const {
  return components_ ? std::span<const Component>(*components_) : std::span<const Component>();
}

const Distribution& Distribution::component_at(double u) const {
  auto component = components_->begin();
  while (u >= component->up_to && component + 1 != components_->end()) {
    ++component;
  }
  return component->of;
}

double Distribution::mixture_mean() const {
  double sum = 0;
  double before = 0;
  for (const Component& component : *components_) {
    sum += (component.up_to - before) * component.of.clamped(low_, high_).mean();
    before = component.up_to;
  }
  return sum;
}

double Distribution::mixture_variance() const {
  const double average = mixture_mean();
  if (abs(average) == kInfinity) {
    return kInfinity;
  }
  double sum = 0;
  double before = 0;
  for (const Component& component : *components_) {
    const Distribution held = component.of.clamped(low_, high_);
    const double away = held.mean() - average;
    sum += (component.up_to - before) * (held.variance() + away * away);
    before = component.up_to;
  }
  return sum;
}

double Distribution::mixture_cumulative(double x) const {
  double sum = 0;
  double before = 0;
  for (const Component& component : *components_) {
    sum += (component.up_to - before) * component.of.cumulative(x);
    before = component.up_to;
  }
  return std::min(sum, 1.0);
}

/// Returns the least double between the smallest and the largest quantile of the parts at which the
/// distribution function reaches `p`.
double Distribution::mixture_quantile(double p) const {
  double low = kInfinity;
  double high = -kInfinity;
  for (const Component& component : *components_) {
    low = std::min(low, component.of.quantile(p));
    high = std::max(high, component.of.quantile(p));
  }
  if (p == 0.0 || p == 1.0) {
    return p == 0.0 ? low : high;
  }
  std::int64_t below = rank_of(low);
  std::int64_t above = rank_of(high);
  if (mixture_cumulative(low) >= p) {
    return low;
  }
  while (below + 1 < above) {
    const std::int64_t middle = std::midpoint(below, above);
    (mixture_cumulative(of_rank(middle)) < p ? below : above) = middle;
  }
  return of_rank(above);
}

std::string Distribution::mixture_to_string(double unit) const {
  std::string text;
  for (const Component& component : *components_) {
    text += fmt::format("{}{:.10g} x {}", text.empty() ? "" : ", ", component.weight,
                        component.of.to_string(unit));
  }
  return "mixture(" + text + ")";
}

}  // namespace sim
