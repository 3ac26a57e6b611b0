#pragma once
// How far a run is from its lower bounds (the keep-alive bound and the packing bound) and from a packing of
// the same instances from scratch.
#include <algorithm>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/metrics/observer.hpp"
#include "models/platform/idling/keep_alive_bound.hpp"
#include "models/platform/parameters.hpp"
#include "models/platform/watch/repack.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// All VMs in use at an instant, before the events of that instant.
struct PackingSample {
  Time at;
  std::uint64_t instances = 0;
  std::uint64_t vms = 0;          ///< VMs that hold an instance
  std::uint64_t lower_bound = 0;  ///< no packing can use fewer, see PackingBound
  Repacking repacking;            ///< summed over isolation classes
};

struct References {
  Duration lambda;  ///< the idle time that is worth one cold start
  /// Why the keep-alive bound may not hold for the run, in words; empty if it holds.
  std::string no_bound_as;
  std::uint64_t invocations = 0;
  // All are counted from the beginning of the run to its end, including the warm-up. Idle is instance time in
  // which nothing runs.
  KeepAliveBound::Point run;
  KeepAliveBound::Point oracle;            ///< where idle + lambda * cold starts is least
  KeepAliveBound::Point same_idle;         ///< fewest cold starts with no more idle time than the run's
  KeepAliveBound::Point same_cold_starts;  ///< least idle time with no more cold starts than the run's
  std::vector<PackingSample> packing;
};

/// Watches a run for its references. Memory grows with what is alive.
class ReferenceObserver final : public Observer {
 public:
  /// Takes the window's end, and the instants at which to examine the packing, in order. Once `interrupt` is
  /// set, no further packing is examined.
  ReferenceObserver(const PlatformParameters& parameters, Time end, std::vector<Time> instants,
                    const std::atomic<bool>* interrupt = nullptr);

  void observe(const Observation& seen) override;
  /// Call this when the run is over, with the end of its window. Examines the remaining instants. False if an
  /// interrupt left any of them out.
  bool finish(Time end);

  [[nodiscard]] const KeepAliveBound::Point& run() const { return run_; }
  [[nodiscard]] const std::vector<PackingSample>& packing() const { return packing_; }
  /// Which event of the run the keep-alive bound does not cover; empty if none.
  [[nodiscard]] const std::string& unforeseen() const { return unforeseen_; }

 private:
  struct Held {
    std::uint32_t vm = 0;
    std::uint32_t running = 0;
    bool used = false;
    Mebibytes memory = 0;
  };
  struct Holder {
    std::uint32_t isolation_class = 0;
    std::map<std::uint32_t, Mebibytes> instances;  ///< by id
  };

  void advance(Time now);
  void count(const Observation& seen);
  [[nodiscard]] PackingSample sample(Time at) const;
  [[nodiscard]] bool is_interrupted() const {
    return interrupt_ != nullptr && interrupt_->load(std::memory_order_relaxed);
  }
  [[nodiscard]] std::uint32_t class_of(const Observation& seen) const;

  VmParameters vms_;
  Mebibytes capacity_;
  std::uint32_t instances_per_vm_;
  Time end_;
  std::vector<Time> instants_;
  const std::atomic<bool>* interrupt_;
  std::size_t next_ = 0;
  Time last_{};
  std::int64_t not_running_ = 0;  // number of instances
  KeepAliveBound::Point run_;
  std::string unforeseen_;
  std::vector<PackingSample> packing_;
  std::map<std::uint32_t, Held> instances_;
  std::map<std::uint32_t, Holder> holders_;  // VMs with instances
};

/// Why no run of this platform and workload has a keep-alive bound; empty if a run may have one.
std::string no_keep_alive_bound_as(const PlatformParameters& parameters, const FunctionTable& functions,
                                   const ArrivalSource& source);

/// Forwards each change to several observers, in their order.
class Observers final : public Observer {
 public:
  Observers() : Observer(Changes{}) {}
  void add(Observer* observer) {
    all_.push_back(observer);
    want(observer->wanted());
  }
  /// This object if it has several observers, the observer itself if there is only one, null if there is
  /// none.
  [[nodiscard]] Observer* as_one() { return all_.empty() ? nullptr : all_.size() == 1 ? all_.front() : this; }
  void observe(const Observation& seen) override {
    for (Observer* const each : all_) {
      if (each->wants(seen.change)) {
        each->observe(seen);
      }
    }
  }
  [[nodiscard]] bool wants_decisions() const override {
    return std::any_of(all_.begin(), all_.end(),
                       [](const Observer* each) { return each->wants_decisions(); });
  }
  void decided(const Decision& decision) override {
    for (Observer* const each : all_) {
      if (each->wants_decisions() && each->wants_decisions_of(decision.function)) {
        each->decided(decision);
      }
    }
  }
  [[nodiscard]] bool wants_decisions_of(FunctionId function) const override {
    return std::any_of(all_.begin(), all_.end(), [function](const Observer* each) {
      return each->wants_decisions() && each->wants_decisions_of(function);
    });
  }
  [[nodiscard]] bool wants_choice(FunctionId function, std::uint64_t ordinal) const override {
    return std::any_of(all_.begin(), all_.end(),
                       [=](const Observer* each) { return each->wants_choice(function, ordinal); });
  }
  void starting(const InstanceStart& start) override {
    for (Observer* const each : all_) {
      each->starting(start);
    }
  }
  void ending(const InstanceEnd& end) override {
    for (Observer* const each : all_) {
      each->ending(end);
    }
  }
  void vm_ending(const VmEnd& end) override {
    for (Observer* const each : all_) {
      each->vm_ending(end);
    }
  }
  void bound(const BoundAttempt& binding) override {
    for (Observer* const each : all_) {
      each->bound(binding);
    }
  }

 private:
  std::vector<Observer*> all_;
};

}  // namespace curtain
