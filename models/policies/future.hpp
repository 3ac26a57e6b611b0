#pragma once
// The future invocations of a run, for policies that declare the need for them. Policies that know the future
// are references, because no policy of a real platform can know it.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "models/words.hpp"

namespace curtain {

/// An invocation with the time at which it will reach the scheduler, which does not depend on the decisions
/// of policies.
struct Foreseen {
  Time at;            ///< time at which the invocation reaches the scheduler
  Duration duration;  ///< duration of the execution if it starts at `at`, limited by the timeout; includes
                      ///< the latency to the host
};

/// Every invocation of a run, sorted by function and time.
class Future {
 public:
  /// `by_function` may be in any order within a function. Invocations at equal times keep their order.
  explicit Future(std::vector<std::vector<Foreseen>> by_function);

  [[nodiscard]] std::size_t functions() const { return by_function_.size(); }
  /// The invocations of the function, or an empty range if the function is unknown.
  [[nodiscard]] std::span<const Foreseen> of(FunctionId function) const {
    return function.index() < by_function_.size() ? std::span<const Foreseen>(by_function_[function.index()])
                                                  : std::span<const Foreseen>();
  }

 private:
  std::vector<std::vector<Foreseen>> by_function_;
};

/// Returns for each invocation (in order of time) the number of invocations, including this one, that run
/// just after its start if no invocation is delayed.
std::vector<std::uint32_t> running_once_started(std::span<const Foreseen> invocations);

}  // namespace curtain
