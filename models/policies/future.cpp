#include "models/policies/future.hpp"

#include <algorithm>
#include <functional>
#include <queue>
#include <utility>

namespace curtain {

Future::Future(std::vector<std::vector<Foreseen>> by_function) : by_function_(std::move(by_function)) {
  const auto earlier = [](const Foreseen& a, const Foreseen& b) { return a.at < b.at; };
  for (std::vector<Foreseen>& invocations : by_function_) {
    if (!std::is_sorted(invocations.begin(), invocations.end(), earlier)) {
      std::stable_sort(invocations.begin(), invocations.end(), earlier);
    }
  }
}

std::vector<std::uint32_t> running_once_started(std::span<const Foreseen> invocations) {
  std::vector<std::uint32_t> running;
  running.reserve(invocations.size());
  std::priority_queue<Time, std::vector<Time>, std::greater<>> ends;
  for (const Foreseen& invocation : invocations) {
    while (!ends.empty() && ends.top() <= invocation.at) {  // at one instant, ends precede arrivals
      ends.pop();
    }
    ends.push(sim::saturating_add(invocation.at, invocation.duration));
    running.push_back(static_cast<std::uint32_t>(ends.size()));
  }
  return running;
}

}  // namespace curtain
