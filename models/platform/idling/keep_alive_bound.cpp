#include "models/platform/idling/keep_alive_bound.hpp"

#include <algorithm>
#include <functional>
#include <queue>

namespace curtain {

KeepAliveBound::KeepAliveBound(const Future& future, Time end) {
  for (std::size_t id = 0; id < future.functions(); ++id) {
    add(future.of(FunctionId{id}), end);
  }
  std::sort(gaps_.begin(), gaps_.end());
}

void KeepAliveBound::add(std::span<const Foreseen> invocations, Time end) {
  std::priority_queue<Time, std::vector<Time>, std::greater<>> ends;
  std::vector<Time> idle_since;  // the most recently used instance is at the back
  for (const Foreseen& invocation : invocations) {
    while (!ends.empty() && ends.top() <= invocation.at) {  // at one instant, ends come before arrivals
      idle_since.push_back(ends.top());
      ends.pop();
    }
    if (!idle_since.empty()) {
      gaps_.push_back(std::min(invocation.at, end) - std::min(idle_since.back(), end));
      idle_since.pop_back();
    }
    ends.push(sim::saturating_add(invocation.at, invocation.duration));
  }
  invocations_ += invocations.size();
}

KeepAliveBound::Point KeepAliveBound::at(Duration lambda) const {
  Point point{invocations_, 0};
  for (const Duration gap : gaps_) {
    if (gap > lambda) {
      break;
    }
    point.idle_ns += gap.ns();
    --point.cold_starts;
  }
  return point;
}

KeepAliveBound::Point KeepAliveBound::within(sim::Int128 idle_ns) const {
  Point point{invocations_, 0};
  for (const Duration gap : gaps_) {
    if (point.idle_ns + gap.ns() > idle_ns) {
      break;
    }
    point.idle_ns += gap.ns();
    --point.cold_starts;
  }
  return point;
}

KeepAliveBound::Point KeepAliveBound::with(std::uint64_t cold_starts) const {
  Point point{invocations_, 0};
  for (const Duration gap : gaps_) {
    if (point.cold_starts <= cold_starts) {
      break;
    }
    point.idle_ns += gap.ns();
    --point.cold_starts;
  }
  return point;
}

}  // namespace curtain
