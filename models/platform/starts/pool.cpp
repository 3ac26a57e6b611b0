#include "models/platform/starts/pool.hpp"

#include <algorithm>

#include "sim/check.hpp"

namespace curtain {

void Pool::fill() {
  while (live_ < wanted_.count) {
    if (core_.start_generic(wanted_.memory, Cause::of_pre_warm(kNone, started_)) == kNone) {
      return;
    }
    ++live_;
    ++started_;
  }
}

void Pool::leaves(std::uint32_t instance) {
  SIM_CHECK(live_ > 0);
  --live_;
  const auto place = std::find(ready_.begin(), ready_.end(), instance);
  if (place != ready_.end()) {
    ready_.erase(place);
  }
}

}  // namespace curtain
