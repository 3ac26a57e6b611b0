#pragma once
// When a run stops: at the end of a step, at an interrupt, or if continuing makes no progress.
#include <algorithm>
#include <cstdint>
#include <limits>

#include "models/platform/platform.hpp"
#include "models/words.hpp"

namespace curtain {

/// Beyond its window a run continues while invocations have not ended. This counts events without progress:
/// the run ends if instances start and are lost again, or are held by a floor, and serve none of these
/// invocations.
class Patience {
 public:
  /// An event was handled beyond the window. `ended` is the number of invocations that have ended so far. A
  /// tick has visited `looked` functions; for any other event this is 0.
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
  /// `rows` is the number of requests and instances, each of which may have a timer or two. `is_busy`: an
  /// execution is running.
  [[nodiscard]] bool is_over(std::uint64_t rows, bool is_busy) const {
    constexpr std::uint64_t events = 1'000'000;
    constexpr std::uint64_t looks = 50'000'000;
    return in_vain_ > events + 2 * rows || (looked_ > looks && !is_busy);
  }

 private:
  std::uint64_t ended_ = 0;    // invocations that had ended at the last progress
  std::uint64_t in_vain_ = 0;  // events since then, except ticks
  std::uint64_t looked_ = 0;   // functions that ticks have visited since then
};

/// Counts the events of a step, and determines when the loop looks for an interrupt and where it stops.
class Pace {
 public:
  explicit Pace(const RunOptions& options) : interrupt_(options.interrupt), progress_(options.progress) {}

  /// Begins a step, which ends before `limit` or after the given number of events. Returns whether it is the
  /// first step.
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
  /// Returns whether to stop: after an interrupt, or when the step has handled its events.
  bool look(Time now, std::uint64_t arrivals) {
    if (stop_asked(now, arrivals)) {
      return true;
    }
    is_spent_ = handled_ >= budget_;
    plan_look();
    return is_spent_;
  }
  /// Whether the run has been asked to end. Called now and then, between events; this is also where progress
  /// is reported.
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
  /// Makes look() come after the current event.
  void look_soon() { next_look_ = 0; }

  /// All arrivals have been handled: from now on look() is called more often.
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
  /// Whether the run may continue, after begin_step().
  [[nodiscard]] bool may_go_on() const { return !is_spent_ && !is_interrupted_ && !is_over_; }
  /// Why the run may not continue.
  [[nodiscard]] Stopped why_stopped() const {
    return is_over_          ? Stopped::drained
           : is_interrupted_ ? Stopped::interrupted
           : is_spent_       ? Stopped::events
                             : Stopped::limit;
  }

 private:
  /// The number of events between two calls of look(): while there are arrivals, and after the last one.
  static constexpr std::uint64_t kOften = 65'536;
  static constexpr std::uint64_t kOftenDraining = 1'024;

  void plan_look() { next_look_ = std::min(budget_, handled_ + (is_draining_ ? kOftenDraining : kOften)); }

  const std::atomic<bool>* interrupt_;  // or null
  std::function<void(const Progress&)> progress_;
  Patience patience_;
  std::uint64_t handled_ = 0;    // number of events
  std::uint64_t next_look_ = 0;  // value of handled_ for the next look()
  std::uint64_t budget_ = 0;     // value of handled_ at the end of the step
  Time limit_ = Time::never();   // time at which the step ends
  bool has_begun_ = false;
  bool is_draining_ = false;
  bool is_spent_ = false;  // budget_ is used up
  bool is_interrupted_ = false;
  bool is_over_ = false;
};

}  // namespace curtain
