#pragma once
// The histories of a run's instances, for a picture of a short run.
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "models/metrics/observer.hpp"

namespace curtain {

/// One instance from its creation to its end.
struct InstanceLife {
  FunctionId function;
  std::uint32_t lane = 0;  ///< lane within the function, from 0; instances in one lane do not overlap in time
  Time created;
  Time ready;
  Time gone = Time::never();                ///< end of the instance; Time::never() if it exists at the end of
                                            ///< the run
  std::vector<std::pair<Time, Time>> busy;  ///< disjoint periods in order; an open end is Time::never()
};

/// Collects the histories of instances, in the order of creation. A generic instance is omitted until it has
/// a function. Memory is proportional to the number of instances and of their busy periods, up to a limit.
class InstanceLanes final : public Observer {
 public:
  /// Collects at most `most` instances and busy periods in total.
  explicit InstanceLanes(std::size_t most) : most_(most) {}

  void observe(const Observation& seen) override;
  /// The collected histories. Empty if the limit was exceeded.
  [[nodiscard]] const std::vector<InstanceLife>& lives() const { return lives_; }
  /// Whether the limit was exceeded.
  [[nodiscard]] bool has_too_many() const { return has_too_many_; }

 private:
  static constexpr std::size_t kNoLife = static_cast<std::size_t>(-1);

  /// The state of a row of instances.
  struct Row {
    std::size_t life = kNoLife;
    std::uint32_t running = 0;
  };
  Row* row_of(const Observation& seen);
  void create(const Observation& seen);
  void begin(Row& row, Time now);
  void count_part();

  std::size_t most_;
  std::size_t parts_ = 0;
  bool has_too_many_ = false;
  std::vector<InstanceLife> lives_;
  std::vector<Row> rows_;                 // indexed by instance
  std::vector<std::vector<bool>> taken_;  // indexed by function and lane
};

}  // namespace curtain
