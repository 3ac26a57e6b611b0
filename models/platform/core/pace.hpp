#pragma once
// Determines when a run stops, which is at the end of a step, at an interrupt, or if continuing makes no
// progress.
#include <algorithm>
#include <cstdint>
#include <limits>

#include "models/platform/platform.hpp"
#include "models/words.hpp"

namespace curtain {

/// Counts events without progress. After its window a run continues until all invocations have ended. The run
/// also stops if instances only start and are lost again, or are held by a floor, without serving an
/// invocation.
class Patience {
 public:
  /// Called after an event later than the window. `ended` is the number of invocations that have ended so
  /// far. `looked` is the number of functions that a tick has visited, and 0 for any other event.
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
  /// Whether the run has made no progress for too long. `rows` is the number of requests and instances, each
  /// of which may have one or two timers. `is_busy` means that an execution is running.
  [[nodiscard]] bool is_over(std::uint64_t rows, bool is_busy) const {
    constexpr std::uint64_t events = 1'000'000;
    constexpr std::uint64_t looks = 50'000'000;
    return in_vain_ > events + 2 * rows || (looked_ > looks && !is_busy);
  }

 private:
  std::uint64_t ended_ = 0;    // number of ended invocations at the last progress
  std::uint64_t in_vain_ = 0;  // events since the last progress, without ticks
  std::uint64_t looked_ = 0;   // functions that ticks have visited since the last progress
};

/// Counts the events of a step, and determines when the loop checks for an interrupt and where it stops.
class Pace {
 public:
  explicit Pace(const RunOptions& options) : interrupt_(options.interrupt), progress_(options.progress) {}

  /// Begins a step, which ends before `limit` or after `most_events` events. Returns whether this is the
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

  /// Counts an event. Returns whether look() must be called.
  [[nodiscard]] bool handled() { return ++handled_ >= next_look_; }
  /// Returns whether the loop must stop, after an interrupt or because the step has handled all its events.
  bool look(Time now, std::uint64_t arrivals) {
    if (stop_asked(now, arrivals)) {
      return true;
    }
    is_spent_ = handled_ >= budget_;
    plan_look();
    return is_spent_;
  }
  /// Whether the caller has requested the end of the run. The loop calls this function regularly between
  /// events; the function also reports progress.
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
  /// Schedules the next call of look() right after the current event.
  void look_soon() { next_look_ = 0; }

  /// Called when all arrivals have been handled. look() is called more often afterwards.
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
  /// Whether the run may continue. Valid after begin_step().
  [[nodiscard]] bool may_go_on() const { return !is_spent_ && !is_interrupted_ && !is_over_; }
  /// The reason why the run may not continue.
  [[nodiscard]] Stopped why_stopped() const {
    return is_over_          ? Stopped::drained
           : is_interrupted_ ? Stopped::interrupted
           : is_spent_       ? Stopped::events
                             : Stopped::limit;
  }

 private:
  /// The number of events between two calls of look(), before and after the last arrival.
  static constexpr std::uint64_t kOften = 65'536;
  static constexpr std::uint64_t kOftenDraining = 1'024;

  void plan_look() { next_look_ = std::min(budget_, handled_ + (is_draining_ ? kOftenDraining : kOften)); }

  const std::atomic<bool>* interrupt_;  // null if the run cannot be interrupted
  std::function<void(const Progress&)> progress_;
  Patience patience_;
  std::uint64_t handled_ = 0;    // number of handled events
  std::uint64_t next_look_ = 0;  // value of handled_ at which look() is called next
  std::uint64_t budget_ = 0;     // value of handled_ at the end of the step
  Time limit_ = Time::never();   // time at which the step ends
  bool has_begun_ = false;
  bool is_draining_ = false;
  bool is_spent_ = false;  // budget_ is used up
  bool is_interrupted_ = false;
  bool is_over_ = false;
};

}  // namespace curtain
