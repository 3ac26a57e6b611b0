#pragma once
// The expected run time of a waiting attempt, from data that a queueing policy may use.
#include <cstdint>
#include <optional>
#include <vector>

#include "models/policies/queueing/seam.hpp"
#include "sim/wide.hpp"

namespace curtain {

/// The basis of the estimate, in the order of the choices of its parameter.
enum class DurationKnown : std::uint8_t {
  mean,   ///< the mean of the function's executions that have ended
  exact,  ///< the exact duration, which is unknown on a real platform; it shows how much better estimates
          ///< could help
};

class ExpectedDuration {
 public:
  explicit ExpectedDuration(DurationKnown known) : known_(known) {}

  [[nodiscard]] bool learns() const { return known_ == DurationKnown::mean; }

  void learn(FunctionId function, Duration execution) {
    if (function.index() >= means_.size()) {
      means_.resize(function.index() + 1);
    }
    Mean& mean = means_[function.index()];
    mean.sum += execution.ns();
    ++mean.count;
  }

  /// The estimate, or an empty value if no execution of the function has ended. The mean is rounded down to
  /// the nanosecond.
  [[nodiscard]] std::optional<Duration> of(const QueueingQuery& query) const {
    if (known_ == DurationKnown::exact) {
      return query.duration;
    }
    const std::size_t function = query.function.index();
    if (function >= means_.size() || means_[function].count == 0) {
      return std::nullopt;
    }
    return Duration{static_cast<std::int64_t>(means_[function].sum / means_[function].count)};
  }

 private:
  struct Mean {
    sim::Int128 sum = 0;
    std::int64_t count = 0;
  };

  DurationKnown known_;
  std::vector<Mean> means_;  ///< indexed by function
};

}  // namespace curtain
