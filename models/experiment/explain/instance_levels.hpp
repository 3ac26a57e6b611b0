#pragma once
// Why a function has no further instance: the end that last reduced the number of its instances to the number
// that it has now.
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "models/metrics/observer.hpp"

namespace curtain {

/// Counts the usable instances of one function: those that are live and not retired. If all n of them are in
/// use, a further request finds no instance because of the end that last reduced their number from n + 1 to
/// n. Memory grows with the largest number of usable instances.
class InstanceLevels {
 public:
  /// An instance is created.
  void created() { ++usable_; }
  /// Called when an instance ends or is retired. A second retirement, and the end of a retired instance,
  /// change nothing.
  void ended(const InstanceEnd& end);

  /// The end or retirement that last reduced the number of usable instances to the present number. Null if
  /// the function never had more instances. Valid until the next call.
  [[nodiscard]] const InstanceEnd* missing() const {
    return usable_ < falls_.size() && falls_[usable_] ? &*falls_[usable_] : nullptr;
  }
  /// Instances that the function lost at the time of missing() for the same reason.
  [[nodiscard]] std::uint64_t missing_together() const;
  [[nodiscard]] std::size_t usable() const { return usable_; }

 private:
  std::size_t usable_ = 0;
  std::vector<std::optional<InstanceEnd>> falls_;  // entry n is the last reduction from n + 1 to n
  std::set<std::uint32_t> retired_;                // numbers of live instances
};

}  // namespace curtain
