#pragma once
// The lives of a run's instances, for a picture of a short run.
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "models/metrics/observer.hpp"

namespace curtain {

/// One instance from its creation to its end.
struct InstanceLife {
  FunctionId function;
  std::uint32_t lane = 0;  ///< among the lanes of its function, from 0; lives in one lane do not overlap
  Time created;
  Time ready;
  Time gone = Time::never();                ///< never: alive at the end of the run
  std::vector<std::pair<Time, Time>> busy;  ///< disjoint, in order; an open end is Time::never()
};

/// Gathers the lives, in the order of creation. Generic instances are left out until they belong to a
/// function. Memory grows with the number of instances and their busy times, up to a limit.
class InstanceLanes final : public Observer {
 public:
  /// At most `most` lives and busy times in all.
  explicit InstanceLanes(std::size_t most) : most_(most) {}

  void observe(const Observation& seen) override;
  /// The lives; none if there were more than the limit.
  [[nodiscard]] const std::vector<InstanceLife>& lives() const { return lives_; }
  /// Whether there were more than the limit.
  [[nodiscard]] bool has_too_many() const { return has_too_many_; }

 private:
  static constexpr std::size_t kNoLife = static_cast<std::size_t>(-1);

  /// What is known of a row of instances.
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
  std::vector<Row> rows_;                 // by instance
  std::vector<std::vector<bool>> taken_;  // by function, by lane
};

}  // namespace curtain
