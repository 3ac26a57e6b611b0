#pragma once
// Arrivals that are already in memory: for tests, benchmarks and small hand-made workloads.
#include <memory>
#include <vector>

#include "models/workload/arrival.hpp"

namespace curtain {

/// Returns the arrivals of a vector, in its order. Throws std::invalid_argument immediately if times decrease
/// or one is before zero.
class MemorySource : public ArrivalSource {
 public:
  explicit MemorySource(std::vector<Arrival> arrivals, std::optional<Time> horizon = std::nullopt);
  /// Shares the vector, so that several runs read one copy. The pointer must not be null.
  explicit MemorySource(std::shared_ptr<const std::vector<Arrival>> arrivals,
                        std::optional<Time> horizon = std::nullopt);

  std::size_t fill(std::span<Arrival> out) override;
  [[nodiscard]] std::optional<Time> horizon() const override { return horizon_; }

 private:
  std::shared_ptr<const std::vector<Arrival>> arrivals_;
  std::optional<Time> horizon_;
  std::size_t next_ = 0;
};

/// Appends a batch of `source` to `arrivals`; false at the source's end.
bool read_more(ArrivalSource& source, std::vector<Arrival>& arrivals);

/// All remaining arrivals of `source`.
std::vector<Arrival> record(ArrivalSource& source);

}  // namespace curtain
