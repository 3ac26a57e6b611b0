#pragma once
// Reads the plain stream of arrivals batch by batch. Arrivals never enter the event queue.
#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "models/workload/arrival.hpp"
#include "models/workload/memory_source.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// The number of arrivals ahead for which the rows of their functions are prefetched into the cache.
inline constexpr std::size_t kPrefetched = 12;

class ArrivalReader {
 public:
  /// Reads the arrivals of `source` before `end`. The source must outlive this object.
  ArrivalReader(ArrivalSource& source, Time end) : source_(source), end_of_window_(end) {}
  ArrivalReader(const ArrivalReader&) = delete;  // the object points into its own batch
  ArrivalReader& operator=(const ArrivalReader&) = delete;

  /// Returns whether another arrival follows. Reads the next batch if necessary.
  [[nodiscard]] bool has_more() { return next_ < end_ || read(); }
  /// The arrivals that have been read, in order. After the last arrival, kPrefetched more entries may be
  /// accessed; their functions are meaningless.
  [[nodiscard]] const Arrival* begin() const { return next_; }
  [[nodiscard]] const Arrival* end() const { return end_; }
  /// Declares that all arrivals before `next` have been handled.
  void go_to(const Arrival* next) { next_ = next; }
  /// Ends a walk from begin() to end() after the current arrival. The caller must not continue reading.
  void break_off() { end_ = batch_.data(); }

  /// Adds a batch of the source to `arrivals`, for policies that need the future. Returns false at the end of
  /// the source. The caller must pass these arrivals to replay() afterwards.
  bool read_ahead(std::vector<Arrival>& arrivals) { return read_more(source_, arrivals); }
  /// Replaces the source, which has been read in advance, by these arrivals.
  void replay(std::vector<Arrival> arrivals) {
    replay_ = std::make_unique<MemorySource>(std::move(arrivals));
  }

 private:
  [[nodiscard]] bool read() {
    constexpr std::size_t batch = 1024;
    if (is_last_) {
      return false;
    }
    batch_.resize(batch + kPrefetched);
    ArrivalSource& source = replay_ != nullptr ? *replay_ : source_;
    next_ = batch_.data();
    end_ = next_ + source.fill({batch_.data(), batch});
    if (end_ == next_) {
      is_last_ = true;
      return false;
    }
    // The window has ended before the end of the source.
    if ((end_ - 1)->time >= CURTAIN_MUTANT(window_open_at_end, end_of_window_, Time::never())) {
      is_last_ = true;
      end_ = std::lower_bound(next_, end_, end_of_window_,
                              [](const Arrival& arrival, Time to) { return arrival.time < to; });
    }
    return true;
  }

  ArrivalSource& source_;
  std::unique_ptr<ArrivalSource> replay_;
  Time end_of_window_;
  std::vector<Arrival> batch_;
  const Arrival* next_ = nullptr;  // points into batch_
  const Arrival* end_ = nullptr;   // end of the arrivals in the window; later entries are only prefetched
  bool is_last_ = false;           // no batch follows
};

}  // namespace curtain
