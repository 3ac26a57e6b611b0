#pragma once
// The invocations still to come, for policies that declare that they need them: such policies are references,
// because no policy of a real platform can know the future.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "models/words.hpp"

namespace curtain {

/// An invocation as it will reach the scheduler, independent of what the policies decide.
struct Foreseen {
  Time at;            ///< at the scheduler
  Duration duration;  ///< of its execution if it started at `at`: cut off at the timeout; includes the way to
                      ///< the host included
};

/// Every invocation of a run, by function and in order of time.
class Future {
 public:
  /// `by_function` may be in any order within a function; invocations at equal times keep their order.
  explicit Future(std::vector<std::vector<Foreseen>> by_function);

  [[nodiscard]] std::size_t functions() const { return by_function_.size(); }
  /// Empty for a function that is not known.
  [[nodiscard]] std::span<const Foreseen> of(FunctionId function) const {
    return function.index() < by_function_.size() ? std::span<const Foreseen>(by_function_[function.index()])
                                                  : std::span<const Foreseen>();
  }

 private:
  std::vector<std::vector<Foreseen>> by_function_;
};

/// For each invocation (in order of time): how many invocations run just after it has started, itself
/// included, if none is ever delayed.
std::vector<std::uint32_t> running_once_started(std::span<const Foreseen> invocations);

}  // namespace curtain
