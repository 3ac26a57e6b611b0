#pragma once
// The pool of generic instances: started as far as that goes without knowing the function, and adopted by a
// function whose memory size they have. A generic instance takes its memory in a VM, and nothing else counts
// it.
#include <cstdint>
#include <vector>

#include "models/platform/core/core_api.hpp"
#include "models/policies/pre_warm/seam.hpp"

namespace curtain {

class Pool {
 public:
  Pool(CoreApi& core, const GenericPool& wanted) : core_(core), wanted_(wanted) {}

  /// Whether there is to be a pool at all.
  [[nodiscard]] bool is_wanted() const { return wanted_.count > 0; }
  [[nodiscard]] Mebibytes memory() const { return wanted_.memory; }

  /// Starts what the pool lacks, as far as there is room.
  void fill();
  /// A generic instance is ready to be adopted.
  void ready(std::uint32_t instance) { ready_.push_back(instance); }
  /// The ready instance of that size that was ready first, or kNone; it stays until leaves().
  [[nodiscard]] std::uint32_t adoptable(Mebibytes memory) const {
    return memory != wanted_.memory || ready_.empty() ? kNone : ready_.front();
  }
  /// A generic instance is adopted, or lost. Throws InvariantBroken if the pool has none.
  void leaves(std::uint32_t instance);

 private:
  CoreApi& core_;
  GenericPool wanted_;
  std::vector<std::uint32_t> ready_;  // in the order in which they became ready
  std::uint32_t live_ = 0;            // starting ones included
  std::uint64_t started_ = 0;
};

}  // namespace curtain
