#pragma once
// CPU work that functions do after they have answered.
#include <cstdint>
#include <vector>

#include "models/metrics/shared_use.hpp"
#include "models/platform/core/core_api.hpp"
#include "models/platform/execution/vm_shares.hpp"
#include "models/platform/parameters.hpp"

namespace curtain {

/// The background work of all instances. The work of an instance is one job on the vCPUs of its VM, in
/// addition to the jobs of the executions in the instance; all jobs of an instance get equal parts of its
/// share. On a platform that freezes instances, the job exists only while an execution runs in its instance.
class BackgroundWork {
 public:
  /// `cpu` shares the vCPUs of each VM, and must outlive this object. Work is counted in [from, to).
  BackgroundWork(CoreApi& core, VmShares& cpu, Background rule, Time from, Time to)
      : core_(core), cpu_(cpu), rule_(rule), from_(from), to_(to) {}

  /// Called when an execution begins in the instance of a function with background work.
  void execution_begins(std::uint32_t instance, const ResourceDemand& demand);
  /// Called before the end of such an execution. `adds` is false for an execution that was cut off, which
  /// leaves no work.
  void execution_ends(std::uint32_t instance, bool adds);
  /// Called when the job of the instance has done all its work.
  void ended(std::uint32_t instance);
  /// Called when the instance is removed. The rest of its work is lost.
  void instance_gone(std::uint32_t instance);

  /// The work up to the last change, in millionths of a vCPU times nanoseconds.
  [[nodiscard]] const BackgroundUse& use() const { return use_; }

 private:
  struct OfInstance {
    ResourceDemand demand;
    sim::UInt128 left = 0;  // work that is not done yet; while the job runs, the value at its last start
    std::uint32_t executions = 0;  // number of executions that have begun and have not ended
    bool runs = false;             // whether the job exists
  };

  OfInstance& of(std::uint32_t instance);
  void pause(std::uint32_t instance);
  void resume(std::uint32_t instance);
  void count(const OfInstance& state, sim::UInt128 done);
  [[nodiscard]] bool is_counted() const { return core_.now() >= from_ && core_.now() < to_; }

  CoreApi& core_;
  VmShares& cpu_;
  Background rule_;
  Time from_;
  Time to_;
  std::vector<OfInstance> instances_;  // indexed by instance
  BackgroundUse use_;
};

}  // namespace curtain
