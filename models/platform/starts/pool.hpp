#pragma once
// The pool of generic instances. Generic instances are started as far as possible without knowing the
// function, and are adopted by functions with the same memory size. A generic instance uses its memory in a
// VM, and is not counted anywhere else.
#include <cstdint>
#include <vector>

#include "models/platform/core/core_api.hpp"
#include "models/policies/pre_warm/seam.hpp"

namespace curtain {

/// Counts the generic instances, and starts missing generic instances.
class Pool {
 public:
  Pool(CoreApi& core, const GenericPool& wanted) : core_(core), wanted_(wanted) {}

  /// Whether the platform has a pool.
  [[nodiscard]] bool is_wanted() const { return wanted_.count > 0; }
  [[nodiscard]] Mebibytes memory() const { return wanted_.memory; }

  /// Starts the missing instances, as far as the free memory allows.
  void fill();
  /// Called when a generic instance is ready to be adopted.
  void ready(std::uint32_t instance) { ready_.push_back(instance); }
  /// Returns the instance of that memory size that became ready first, or kNone. The instance stays in the
  /// pool until leaves() is called.
  [[nodiscard]] std::uint32_t adoptable(Mebibytes memory) const {
    return memory != wanted_.memory || ready_.empty() ? kNone : ready_.front();
  }
  /// Called when a generic instance is adopted or lost. Throws InvariantBroken if the pool is empty.
  void leaves(std::uint32_t instance);

 private:
  CoreApi& core_;
  GenericPool wanted_;
  std::vector<std::uint32_t> ready_;  // ready instances, in the order in which they became ready
  std::uint32_t live_ = 0;            // number of instances, including starting instances
  std::uint64_t started_ = 0;
};

}  // namespace curtain
