#include "models/import/cold_start_gaps.hpp"

#include <algorithm>

namespace curtain {

void ColdStartGaps::take(std::uint32_t function, std::int64_t arrival, std::int64_t duration,
                         std::int64_t init, bool is_cold, bool is_ahead) {
  if (function >= functions_.size()) {
    functions_.resize(function + std::size_t{1});
  }
  Instances& own = functions_[function];
  while (!own.busy.empty() && own.busy.top() <= arrival) {
    own.idle.push_back(own.busy.top());
    own.busy.pop();
  }
  // As in a run, an instance is reclaimed at the instant at which its keep-alive ends.
  while (!own.idle.empty() && own.idle.front() + keep_alive_ <= arrival) {
    own.last_gone = own.idle.front();
    own.idle.pop_front();
  }
  const bool is_expected = own.idle.empty();
  difference_.logged += is_cold ? 1 : 0;
  difference_.expected += is_expected ? 1 : 0;
  if (is_cold && !is_expected) {
    ++difference_.reused;
    pauses_.push_back(arrival - own.idle.back());
  } else if (!is_cold && is_expected) {
    if (is_ahead) {
      ++difference_.ahead;
    } else if (!own.is_known) {
      ++difference_.began_warm;
    } else if (own.last_gone) {
      ++difference_.kept_longer;
      difference_.longest_kept_ns = std::max(difference_.longest_kept_ns, arrival - *own.last_gone);
    } else {
      ++difference_.overlapping;
    }
  }
  if (!is_expected) {
    own.idle.pop_back();
  } else if (!is_cold && own.last_gone) {
    own.last_gone.reset();  // the log shows that this instance was not reclaimed
  }
  own.is_known = true;
  own.busy.push(arrival + (is_expected ? init : 0) + duration);
}

ColdStartDifference ColdStartGaps::difference() const {
  ColdStartDifference difference = difference_;
  if (!pauses_.empty()) {
    std::vector<std::int64_t> pauses = pauses_;
    std::sort(pauses.begin(), pauses.end());
    difference.shortest_reused_ns = pauses.front();
    difference.median_reused_ns = pauses[(pauses.size() - 1) / 2];
  }
  return difference;
}

}  // namespace curtain
