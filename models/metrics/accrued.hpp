#pragma once
// Sums that the summary and the bill are made of, as they have grown by the end of each bin of the series.
#include <cstdint>

#include "models/words.hpp"
#include "sim/wide.hpp"

namespace curtain {

/// Of the window, from its beginning on, over all functions. Memory that is busy or ready is that of the
/// instances; memory that is charged is rounded up as the bill does it.
struct Accrued {
  sim::Int128 busy_mib_ns = 0;
  sim::Int128 ready_mib_ns = 0;
  sim::Int128 billed_mib_ns = 0;
  sim::Int128 init_mib_ns = 0;
  sim::Int128 provisioned_mib_ns = 0;
  sim::Int128 billed_on_provisioned_mib_ns = 0;  ///< of billed_mib_ns
  sim::Int128 init_on_provisioned_mib_ns = 0;    ///< of init_mib_ns
  std::uint64_t requests = 0;                    ///< charged

  bool operator==(const Accrued&) const = default;
};

/// What came between two instants: the sums at the later less those at the earlier one.
[[nodiscard]] inline Accrued operator-(const Accrued& later, const Accrued& earlier) {
  return {later.busy_mib_ns - earlier.busy_mib_ns,
          later.ready_mib_ns - earlier.ready_mib_ns,
          later.billed_mib_ns - earlier.billed_mib_ns,
          later.init_mib_ns - earlier.init_mib_ns,
          later.provisioned_mib_ns - earlier.provisioned_mib_ns,
          later.billed_on_provisioned_mib_ns - earlier.billed_on_provisioned_mib_ns,
          later.init_on_provisioned_mib_ns - earlier.init_on_provisioned_mib_ns,
          later.requests - earlier.requests};
}

/// How the sums go on from an event until the next: levels that hold are telescoped, so that a level of m
/// that has held since s is -m * s in `closed` and grows to m * (t - s).
struct Course {
  Accrued closed;
  sim::Int128 busy_mib = 0;
  sim::Int128 ready_mib = 0;
  sim::Int128 provisioned_mib = 0;
  Time from;  ///< of the window, outside which nothing grows
  Time to;

  [[nodiscard]] Accrued at(Time t) const {
    const sim::Int128 held = (t < from ? from : (t > to ? to : t)).ns();
    Accrued sums = closed;
    sums.busy_mib_ns += busy_mib * held;
    sums.ready_mib_ns += ready_mib * held;
    sums.provisioned_mib_ns += provisioned_mib * held;
    return sums;
  }
};

}  // namespace curtain
