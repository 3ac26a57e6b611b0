#pragma once
// Arrivals that are already in memory: for tests, benchmarks and small hand-made workloads.
#include <memory>
#include <vector>

#include "models/workload/arrival.hpp"

namespace curtain {

/// Returns the arrivals of a vector, in its order. Throws std::invalid_argument at once if their times go
/// backwards or one is before zero.
class MemorySource : public ArrivalSource {
 public:
  explicit MemorySource(std::vector<Arrival> arrivals, std::optional<Time> horizon = std::nullopt);
  /// Shares the vector: several runs read one copy. The pointer must not be null.
  explicit MemorySource(std::shared_ptr<const std::vector<Arrival>> arrivals,
                        std::optional<Time> horizon = std::nullopt);

  std::size_t fill(std::span<Arrival> out) override;
  [[nodiscard]] std::optional<Time> horizon() const override { return horizon_; }

 private:
  std::shared_ptr<const std::vector<Arrival>> arrivals_;
  std::optional<Time> horizon_;
  std::size_t next_ = 0;
};

/// Reads a batch of `source` to the end of `arrivals`; false at the source's end.
bool read_more(ArrivalSource& source, std::vector<Arrival>& arrivals);

/// All that is left of `source`, read to its end.
std::vector<Arrival> record(ArrivalSource& source);

}  // namespace curtain
