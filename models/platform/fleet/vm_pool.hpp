#pragma once
// A pool of VMs that have booted before they are needed.
#include <cstdint>
#include <optional>
#include <queue>
#include <vector>

#include "models/metrics/start_counts.hpp"
#include "models/platform/parameters.hpp"
#include "sim/draws.hpp"

namespace curtain {

/// Counts the ready VMs of the pool (cluster.vms.ready_pool). Each VM that is taken is replaced by a VM that
/// boots. At most `boots_at_once` VMs of the pool boot at the same time; the other boots begin in the order
/// in which VMs were taken. A VM that is needed while the pool is empty boots itself and does not use the
/// pool. The pool needs no events, because the ends of boots are known when the boots are ordered. Each call
/// costs O(log n) for n VMs that boot.
class VmPool {
 public:
  /// `boot` is the distribution of the boot of a VM in ns, and must outlive this object; `key` addresses its
  /// draws. The pool is full at time zero. The counts cover [from, to).
  VmPool(const VmPoolParameters& parameters, const sim::Distribution& boot, sim::DrawKey key, Time from,
         Time to);

  /// Takes a VM out of the pool at `now`, which must not be before the last call. Returns the time at which
  /// the VM can be used, or nothing if the pool is empty.
  std::optional<Time> take(Time now);
  /// Ends the counts at `end`, and adds them to `counts`.
  void finish(Time end, StartCounts& counts);

  [[nodiscard]] std::uint32_t ready() const { return ready_; }

 private:
  /// The replacement of a VM that was taken.
  struct Refill {
    Time taken;
    Time begin;  // of the boot
    Time end;
    bool operator>(const Refill& other) const { return end > other.end; }
  };

  void settle(Time now);
  [[nodiscard]] Time begin_of_next(Time now);
  [[nodiscard]] sim::Int128 within(Time begin, Time end) const;

  VmPoolParameters parameters_;
  const sim::Distribution& boot_;
  sim::DrawKey key_;
  Time from_;
  Time to_;
  std::uint32_t ready_;
  std::uint64_t ordered_ = 0;  // number of boots
  std::priority_queue<Refill, std::vector<Refill>, std::greater<>>
      refills_;  // the replacements that are still booting or waiting to boot
  std::priority_queue<Time, std::vector<Time>, std::greater<>>
      free_;  // for each place for a boot, the time at which it is free
  std::uint64_t hits_ = 0;
  std::uint64_t misses_ = 0;
  sim::Int128 missing_ns_ = 0;  // number of VMs that are missing in the pool, integrated over the window
  sim::Int128 booting_ns_ = 0;
};

}  // namespace curtain
