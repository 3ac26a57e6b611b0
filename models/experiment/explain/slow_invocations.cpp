#include "models/experiment/explain/slow_invocations.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace curtain {
namespace {

/// The order of a heap whose front is the fastest invocation and, among equally fast invocations, the
/// invocation that ended last.
bool is_slower(const SlowInvocation& a, const SlowInvocation& b) {
  const Duration of_a = a.parts.total();
  const Duration of_b = b.parts.total();
  return of_a != of_b ? of_a > of_b : a.end < b.end;
}

}  // namespace

void SlowObserver::observe(const Observation& seen) {
  if (seen.change > Change::left || !filter_.has(seen.function)) {
    return;
  }
  if (seen.request >= clocks_.size()) {
    clocks_.resize(std::size_t{seen.request} + 1);
    has_left_.resize(clocks_.size());
  }
  LatencyClock& clock = clocks_[seen.request];
  if (seen.change == Change::arrived) {
    clock = {};
    has_left_[seen.request] = false;
    arrived_ += seen.arrival >= from_ ? 1 : 0;
  }
  clock.observe(seen);
  if (seen.change == Change::left) {
    has_left_[seen.request] = true;
    outcomes_[static_cast<std::size_t>(Outcome::abandoned)] += seen.arrival >= from_ ? 1 : 0;
  } else if (seen.change == Change::finished && seen.arrival >= from_) {
    finished(seen, clock.parts());
  }
}

void SlowObserver::bound(const BoundAttempt& binding) {
  if (filter_.has(binding.function)) {
    clocks_[binding.request].bound(binding.now);
  }
}

void SlowObserver::finished(const Observation& seen, const LatencyParts& parts) {
  if (seen.outcome == Outcome::completed) {
    completed(seen, parts);
  } else if (!has_left_[seen.request]) {
    ++outcomes_[static_cast<std::size_t>(seen.outcome)];
  }
}

void SlowObserver::completed(const Observation& seen, const LatencyParts& parts) {
  const SlowInvocation one{seen.function, seen.ordinal + 1, parts, completed_++};
  all_latency_ns_ += parts.total().ns();
  if (heap_.size() == most_) {
    if (most_ == 0 || !is_slower(one, heap_.front())) {
      return;
    }
    std::pop_heap(heap_.begin(), heap_.end(), is_slower);
    heap_.back() = one;
  } else {
    heap_.push_back(one);
  }
  std::push_heap(heap_.begin(), heap_.end(), is_slower);
}

std::uint64_t SlowInvocations::in_flight() const {
  return arrived - completed - std::accumulate(outcomes.begin(), outcomes.end(), std::uint64_t{0});
}

SlowInvocations SlowObserver::slowest() const {
  SlowInvocations found;
  found.arrived = arrived_;
  found.completed = completed_;
  found.outcomes = outcomes_;
  found.count = heap_.size();
  found.all_latency_ns = all_latency_ns_;
  found.least = heap_.empty() ? Duration{} : heap_.front().parts.total();
  std::array<SlowInvocations::OfPart, kLatencyParts> parts{};
  for (const SlowInvocation& one : heap_) {
    const LatencyPart largest = one.parts.longest();
    SlowInvocations::OfPart& of = parts[static_cast<std::size_t>(largest)];
    if (of.count++ == 0 || is_slower(one, of.slowest)) {
      of.slowest = one;
    }
    of.part = largest;
    of.latency_ns += one.parts.total().ns();
    of.part_ns += one.parts[largest].ns();
    found.latency_ns += one.parts.total().ns();
  }
  std::copy_if(parts.begin(), parts.end(), std::back_inserter(found.parts),
               [](const SlowInvocations::OfPart& part) { return part.count > 0; });
  std::stable_sort(found.parts.begin(), found.parts.end(),
                   [](const auto& a, const auto& b) { return a.latency_ns > b.latency_ns; });
  return found;
}

}  // namespace curtain
