#include "models/metrics/scopes.hpp"

#include <utility>

namespace curtain {

ScopeHistograms::ScopeHistograms(Scopes* scopes) : scopes_(scopes) {
  if (scopes == nullptr) {
    return;
  }
  for (const Recording kept : scopes->kept()) {
    ScopeTally& tally = tallies_.emplace_back();
    for (const auto& [one, histogram] : {std::pair{Recording::latency, &ScopeTally::latency},
                                         std::pair{Recording::slowdown, &ScopeTally::slowdown},
                                         std::pair{Recording::cold_start, &ScopeTally::cold_start}}) {
      if (has(kept, one)) {
        (tally.*histogram).emplace();
      }
    }
  }
}

void ScopeHistograms::grow(std::size_t count) {
  if (scopes_ == nullptr) {
    return;
  }
  while (of_function_.size() < count) {
    of_function_.push_back(scopes_->scopes_of(FunctionId{of_function_.size()}));
  }
}

void ScopeHistograms::add_response(std::uint32_t function, std::int64_t response, std::int64_t slowdown) {
  for (const std::uint32_t scope : of_function_[function]) {
    ScopeTally& tally = tallies_[scope];
    if (tally.latency) {
      tally.latency->add(response);
    }
    if (tally.slowdown && slowdown != 0) {
      tally.slowdown->add(slowdown);
    }
  }
}

void ScopeHistograms::count_cold_start(std::uint32_t function, std::int64_t start_up) {
  for (const std::uint32_t scope : of_function_[function]) {
    if (tallies_[scope].cold_start) {
      tallies_[scope].cold_start->add(start_up);
    }
  }
}

}  // namespace curtain
