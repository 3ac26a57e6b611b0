// Shifted distributions. A constant is added to each value of another distribution.
#include <fmt/format.h>

#include <stdexcept>

#include "sim/distribution.hpp"
#include "sim/elementary.hpp"

namespace sim {

Distribution Distribution::shifted(double by, const Distribution& of) {
  if (!(abs(by) < kInfinity)) {
    throw std::invalid_argument(
        fmt::format("the shift of a distribution must be a finite number, not {}", by));
  }
  if (by == 0) {
    return of;
  }
  if (of.is_constant()) {
    return constant(by + of.first_);
  }
  Distribution result{Kind::shifted, by, 0};
  result.components_ = std::make_shared<std::vector<Component>>(1, Component{1, 1, of});
  return result;
}

const Distribution& Distribution::unshifted() const {
  return components_->front().of;
}

Distribution Distribution::unshifted_within_bounds() const {
  return unshifted().clamped(low_ - first_, high_ - first_);
}

}  // namespace sim
