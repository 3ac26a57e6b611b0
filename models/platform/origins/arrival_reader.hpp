#pragma once
// The plain stream of arrivals, read batch by batch. Arrivals never enter the event queue.
#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "models/workload/arrival.hpp"
#include "models/workload/memory_source.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// The number of arrivals for which the rows of their functions are prefetched into the cache.
inline constexpr std::size_t kPrefetched = 12;

class ArrivalReader {
 public:
  /// Arrivals at `end` and later are not read. The source must outlive this object.
  ArrivalReader(ArrivalSource& source, Time end) : source_(source), end_of_window_(end) {}
  ArrivalReader(const ArrivalReader&) = delete;  // it points into its own batch
  ArrivalReader& operator=(const ArrivalReader&) = delete;

  /// Whether there is another arrival; reads the next batch if necessary.
  [[nodiscard]] bool has_more() { return next_ < end_ || read(); }
  /// The arrivals that have been read, in order. kPrefetched more entries after the last one may be accessed;
  /// their functions have no meaning.
  [[nodiscard]] const Arrival* begin() const { return next_; }
  [[nodiscard]] const Arrival* end() const { return end_; }
  /// The arrivals before `next` have been handled.
  void go_to(const Arrival* next) { next_ = next; }
  /// Ends a walk from begin() to end() after the current arrival. The caller must not continue reading.
  void break_off() { end_ = batch_.data(); }

  /// Adds a batch of the source to `arrivals`; false at its end. For policies that need the future; replay()
  /// must return these arrivals afterwards.
  bool read_ahead(std::vector<Arrival>& arrivals) { return read_more(source_, arrivals); }
  /// From now on these arrivals replace those of the source, which has been read in advance.
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
    // The window ends before the source does.
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
  const Arrival* next_ = nullptr;  // in batch_
  const Arrival* end_ = nullptr;   // end of those in the window; entries after it are only prefetched
  bool is_last_ = false;           // no batch follows
};

}  // namespace curtain
