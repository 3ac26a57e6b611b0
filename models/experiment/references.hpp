#pragma once
// The distance of a run from its lower bounds (the keep-alive bound and the packing bound), and from a new
// packing of the same instances.
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
  std::uint64_t lower_bound = 0;  ///< minimum number of VMs of any packing, see PackingBound
  Repacking repacking;            ///< summed over isolation classes
};

struct References {
  Duration lambda;  ///< the idle time that costs as much as one cold start
  /// The reason why the keep-alive bound may not hold for the run, in words. Empty if the bound holds.
  std::string no_bound_as;
  std::uint64_t invocations = 0;
  // All points are counted from the beginning of the run to its end, including the warm-up. Idle time is
  // instance time in which no invocation runs.
  KeepAliveBound::Point run;
  KeepAliveBound::Point oracle;            ///< the minimum of idle time + lambda * cold starts
  KeepAliveBound::Point same_idle;         ///< fewest cold starts with at most the idle time of the run
  KeepAliveBound::Point same_cold_starts;  ///< least idle time with at most the cold starts of the run
  std::vector<PackingSample> packing;
};

/// Observes a run to compute its references. Memory is proportional to the number of existing instances and
/// VMs.
class ReferenceObserver final : public Observer {
 public:
  /// `end` is the end of the window, and `instants` are the instants at which the packing is examined, in
  /// order. After `interrupt` is set, no further packing is examined.
  ReferenceObserver(const PlatformParameters& parameters, Time end, std::vector<Time> instants,
                    const std::atomic<bool>* interrupt = nullptr);

  void observe(const Observation& seen) override;
  /// Must be called when the run is over, with the end of its window. Examines the packing at the remaining
  /// instants. Returns false if an interrupt prevented the examination.
  bool finish(Time end);

  [[nodiscard]] const KeepAliveBound::Point& run() const { return run_; }
  [[nodiscard]] const std::vector<PackingSample>& packing() const { return packing_; }
  /// The first event of the run that the keep-alive bound does not cover. Empty if there is none.
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
    std::map<std::uint32_t, Mebibytes> instances;  ///< indexed by id
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
  std::int64_t not_running_ = 0;  // number of instances without a running attempt
  KeepAliveBound::Point run_;
  std::string unforeseen_;
  std::vector<PackingSample> packing_;
  std::map<std::uint32_t, Held> instances_;
  std::map<std::uint32_t, Holder> holders_;  // VMs with instances
};

/// The reason why no run of this platform and workload has a keep-alive bound. Empty if a run may have a
/// bound.
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
  /// Returns this object if it has several observers, the observer itself if there is only one, and null if
  /// there is none.
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
  void stages_known(const StagesKnown& known) override {
    for (Observer* const each : all_) {
      each->stages_known(known);
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
