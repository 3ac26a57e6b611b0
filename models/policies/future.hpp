#pragma once
// What is to come, for a policy that declares it: references that no policy of a real platform can be.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "models/words.hpp"

namespace curtain {

/// An invocation as it will reach the scheduler, whatever the policies do.
struct Foreseen {
  Time at;            ///< at the scheduler
  Duration duration;  ///< of its execution, were it to start then: cut off at the timeout, way to the host
                      ///< included
};

/// Every invocation of a run, by function and in order of time.
class Future {
 public:
  /// `by_function` may be in any order within a function; equal times keep theirs.
  explicit Future(std::vector<std::vector<Foreseen>> by_function);

  [[nodiscard]] std::size_t functions() const { return by_function_.size(); }
  /// Nothing for a function that is not known.
  [[nodiscard]] std::span<const Foreseen> of(FunctionId function) const {
    return function.index() < by_function_.size() ? std::span<const Foreseen>(by_function_[function.index()])
                                                  : std::span<const Foreseen>();
  }

 private:
  std::vector<std::vector<Foreseen>> by_function_;
};

/// For each of the invocations (in order of time), how many are running once it has started, itself included,
/// if none is ever delayed.
std::vector<std::uint32_t> running_once_started(std::span<const Foreseen> invocations);

}  // namespace curtain
