#pragma once
// Notices to policies that declare a need for them: notices of arrivals, starts, completions, and of
// instances that become ready or are reclaimed.
#include <vector>

#include "models/platform/blame.hpp"
#include "models/platform/policy_set.hpp"

namespace curtain {

/// Calls each policy that declares a need for a notice. An exception of a policy becomes a PolicyError.
/// `make` creates the argument, and is called only if a policy needs the notice.
class Notices {
 public:
  explicit Notices(const PolicySet& policies) {
    for (Policy* const policy : policies.all()) {
      const Needs needs = policy->needs();
      add(arrivals_, policy, needs.on_arrival);
      add(starts_, policy, needs.on_start);
      add(completions_, policy, needs.on_completion);
      add(evictions_, policy, needs.on_eviction);
      add(ready_, policy, needs.on_ready);
      add(foresight_, policy, needs.future);
    }
  }

  /// Whether a policy needs notices of individual attempts. Then no attempt may take the warm path.
  [[nodiscard]] bool of_attempts() const {
    return !arrivals_.empty() || !starts_.empty() || !completions_.empty();
  }
  [[nodiscard]] bool of_starts() const { return !starts_.empty(); }
  [[nodiscard]] bool wants_future() const { return !foresight_.empty(); }

  template <class Make>
  void arrived(Time now, Make&& make) const {
    each(arrivals_, now, [&](Policy& policy) { policy.on_arrival(make()); });
  }
  template <class Make>
  void started(Time now, Make&& make) const {
    each(starts_, now, [&](Policy& policy) { policy.on_start(make()); });
  }
  template <class Make>
  void completed(Time now, Make&& make) const {
    each(completions_, now, [&](Policy& policy) { policy.on_completion(make()); });
  }
  template <class Make>
  void gone(Time now, Make&& make) const {
    each(evictions_, now, [&](Policy& policy) { policy.on_eviction(make()); });
  }
  template <class Make>
  void ready(Time now, Make&& make) const {
    each(ready_, now, [&](Policy& policy) { policy.on_ready(make()); });
  }
  void foresee(Time now, const Future& future) const {
    each(foresight_, now, [&](Policy& policy) { policy.foresee(future); });
  }

 private:
  using Listeners = std::vector<Policy*>;

  static void add(Listeners& listeners, Policy* policy, bool listens) {
    if (listens) {
      listeners.push_back(policy);
    }
  }
  template <class Call>
  static void each(const Listeners& listeners, Time now, Call&& call) {
    if (listeners.empty()) [[likely]] {
      return;
    }
    for (Policy* const policy : listeners) {
      ask(*policy, now, [&] { call(*policy); });
    }
  }

  Listeners arrivals_;
  Listeners starts_;
  Listeners completions_;
  Listeners evictions_;
  Listeners ready_;
  Listeners foresight_;
};

}  // namespace curtain
