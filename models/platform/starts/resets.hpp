#pragma once
// Instances whose next execution begins with an initialisation.
#include <algorithm>
#include <cstdint>
#include <vector>

#include "models/platform/core/part.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// Initialises instances within executions. The initialisation of a start has a limit
/// (cold_start.init_timeout). After a longer initialisation the instance becomes ready, and its first
/// execution repeats the initialisation. A timeout (cold_start.reset_after_timeout) or a crash of the runtime
/// (error_kind: crash) resets the instance, so that its next execution begins with an initialisation. The
/// initialisation counts as a part of the execution, for the timeout and for the bill.
template <class Core>
class Resets : public Part<Core, Resets<Core>> {
 public:
  /// `parameters` must outlive this object.
  explicit Resets(const PlatformParameters& parameters)
      : stages_(parameters.cold_start), resets_after_timeout_(parameters.cold_start.reset_after_timeout) {}

  /// The next execution of the instance begins with an initialisation.
  void mark_reset(std::uint32_t instance);
  /// Called when an instance that must initialise again is reclaimed or lost.
  void forget_reset(std::uint32_t instance);
  /// Called when the attempt begins on an instance that must initialise; the attempt's row contains the time
  /// of this beginning. Returns the time that the attempt spends in the initialisation. An attempt that
  /// begins while another attempt initialises the instance waits for the rest of this initialisation.
  Duration initialise_again(std::uint32_t request, std::uint32_t instance);
  /// Whether the end of the execution now resets its instance.
  [[nodiscard]] bool resets(const Request& row) const;

 private:
  using P = Part<Core, Resets<Core>>;
  using P::clock;
  using P::core;
  using P::counted;
  using P::key;
  using P::rows;
  using P::tally;

  void clear(std::uint32_t instance);

  const ColdStartParameters& stages_;
  bool resets_after_timeout_;
  std::vector<std::uint32_t> resets_;  // indexed by function: instances that must initialise again
};

template <class Core>
void Resets<Core>::mark_reset(std::uint32_t id) {
  Instance& instance = rows().instances[id];
  rows().instance_rest[id].init_until = Time::never();
  if (!instance.must_init) {
    instance.must_init = true;
    if (instance.function >= resets_.size()) {
      resets_.resize(rows().functions.size());
    }
    ++resets_[instance.function];
    rows().functions[instance.function].mask |= special::reset;
  }
}

template <class Core>
void Resets<Core>::clear(std::uint32_t id) {
  Instance& instance = rows().instances[id];
  instance.must_init = false;
  if (--resets_[instance.function] == 0) {
    rows().functions[instance.function].mask &= ~special::reset;
  }
}

template <class Core>
void Resets<Core>::forget_reset(std::uint32_t id) {
  clear(id);
}

template <class Core>
Duration Resets<Core>::initialise_again(std::uint32_t request, std::uint32_t id) {
  const Request& row = rows().requests[request];
  InstanceRest& more = rows().instance_rest[id];
  if (more.init_until == Time::never()) {
    const Duration length =
        core().draw_repeated_init(row.function, Cause::of_attempt(row.function, row.ordinal, row.attempt));
    more.init_until = sim::saturating_add(row.started, length);
    if (counted(row)) {
      ++tally().starts().repeated;
      tally().starts().repeated_ns += length.ns();
    }
  }
  const Duration rest = std::max(Duration{}, more.init_until - row.started);
  if (rows().instances[id].slots == 1 || rest == Duration{}) {
    clear(id);
  }
  return rest;
}

template <class Core>
bool Resets<Core>::resets(const Request& row) const {
  if ((row.unusual & unusual::cut_off) != 0) {
    const Time init_until = rows().instance_rest[row.instance].init_until;
    const bool is_cut_in_init = init_until != Time::never() && init_until > clock();
    return CURTAIN_MUTANT(timeout_keeps_instance_initialised, resets_after_timeout_ || is_cut_in_init, false);
  }
  return (row.unusual & unusual::errs) != 0 &&
         (rows().functions[row.function].mask & special::errors_crash) != 0;
}

}  // namespace curtain
