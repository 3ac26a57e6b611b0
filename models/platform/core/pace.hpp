#pragma once
// How far a run goes before it looks up: at the end of a step, at an interrupt, or as nothing comes of going
// on.
#include <algorithm>
#include <cstdint>
#include <limits>

#include "models/platform/platform.hpp"
#include "models/words.hpp"

namespace curtain {

/// Beyond its window a run goes on while invocations have not ended. This counts what happens meanwhile: if
/// instances come and go, held by a floor or lost before they are ready, and serve none of them, it ends.
class Patience {
 public:
  /// An event was handled beyond the window. `ended`: invocations that have ended so far. A tick has looked
  /// at `looked` functions; any other event at none.
  void handled(std::uint64_t ended, bool is_tick, std::uint64_t looked) {
    if (ended != ended_) {
      *this = {};
      ended_ = ended;
      return;
    }
    in_vain_ += is_tick ? 0 : 1;
    looked_ += is_tick ? 1 + looked : 0;
  }
  void begin_again(std::uint64_t ended) {
    *this = {};
    ended_ = ended;
  }
  /// `rows`: of requests and instances, each of which may have a timer or two. `is_busy`: something runs.
  [[nodiscard]] bool is_over(std::uint64_t rows, bool is_busy) const {
    constexpr std::uint64_t events = 1'000'000;
    constexpr std::uint64_t looks = 50'000'000;
    return in_vain_ > events + 2 * rows || (looked_ > looks && !is_busy);
  }

 private:
  std::uint64_t ended_ = 0;    // invocations, when one ended last
  std::uint64_t in_vain_ = 0;  // events since then, ticks not included
  std::uint64_t looked_ = 0;   // functions that ticks have looked at since then
};

class Pace {
 public:
  explicit Pace(const RunOptions& options) : interrupt_(options.interrupt), progress_(options.progress) {}

  /// A step begins: it ends before `limit`, or after so many events. Returns whether it is the first.
  bool begin_step(Time limit, std::uint64_t most_events) {
    const bool is_first = !has_begun_;
    has_begun_ = true;
    limit_ = limit;
    budget_ = handled_ + std::min(most_events, std::numeric_limits<std::uint64_t>::max() - handled_);
    is_spent_ = most_events == 0;
    plan_look();
    return is_first;
  }
  [[nodiscard]] Time limit() const { return limit_; }

  /// An event was handled. Returns whether look() is to be called.
  [[nodiscard]] bool handled() { return ++handled_ >= next_look_; }
  /// Returns whether to stop: on an interrupt, or when the step has had its events.
  bool look(Time now, std::uint64_t arrivals) {
    if (stop_asked(now, arrivals)) {
      return true;
    }
    is_spent_ = handled_ >= budget_;
    plan_look();
    return is_spent_;
  }
  /// Whether the run has been asked to end. Called now and then, between events; also the time to report how
  /// far it is.
  bool stop_asked(Time now, std::uint64_t arrivals) {
    is_interrupted_ = is_interrupted_ || is_interrupt_set();
    if (progress_ && !is_interrupted_) {
      progress_({now, arrivals});
    }
    return is_interrupted_;
  }
  [[nodiscard]] bool is_interrupt_set() const {
    return interrupt_ != nullptr && interrupt_->load(std::memory_order_relaxed);
  }
  /// look() comes after the present event.
  void look_soon() { next_look_ = 0; }

  /// All arrivals have been handled: from now on it looks more often.
  void drain() {
    if (!is_draining_) {
      is_draining_ = true;
      next_look_ = std::min(next_look_, handled_ + kOftenDraining);
    }
  }
  [[nodiscard]] bool is_draining() const { return is_draining_; }
  [[nodiscard]] Patience& patience() { return patience_; }
  void end_if(bool is_over) { is_over_ = is_over_ || is_over; }
  [[nodiscard]] bool is_over() const { return is_over_; }
  /// Whether the run may go on, after begin_step().
  [[nodiscard]] bool may_go_on() const { return !is_spent_ && !is_interrupted_ && !is_over_; }
  /// Why it does not.
  [[nodiscard]] Stopped why_stopped() const {
    return is_over_          ? Stopped::drained
           : is_interrupted_ ? Stopped::interrupted
           : is_spent_       ? Stopped::events
                             : Stopped::limit;
  }

 private:
  /// A run looks once in so many events: while there are arrivals, and after the last.
  static constexpr std::uint64_t kOften = 65'536;
  static constexpr std::uint64_t kOftenDraining = 1'024;

  void plan_look() { next_look_ = std::min(budget_, handled_ + (is_draining_ ? kOftenDraining : kOften)); }

  const std::atomic<bool>* interrupt_;  // or null
  std::function<void(const Progress&)> progress_;
  Patience patience_;
  std::uint64_t handled_ = 0;    // events
  std::uint64_t next_look_ = 0;  // handled_ at which to look
  std::uint64_t budget_ = 0;     // handled_ at which the step ends
  Time limit_ = Time::never();   // at which the step ends
  bool has_begun_ = false;
  bool is_draining_ = false;
  bool is_spent_ = false;  // the budget
  bool is_interrupted_ = false;
  bool is_over_ = false;
};

}  // namespace curtain
