#pragma once
// A source of arrivals that are in memory, for tests, benchmarks and small workloads.
#include <memory>
#include <vector>

#include "models/workload/arrival.hpp"

namespace curtain {

/// Returns the arrivals of a vector in the order of the vector. The constructor throws std::invalid_argument
/// if times decrease or a time is before zero.
class MemorySource : public ArrivalSource {
 public:
  explicit MemorySource(std::vector<Arrival> arrivals, std::optional<Time> horizon = std::nullopt);
  /// The vector is shared, so that several runs can read one copy. The pointer must not be null.
  explicit MemorySource(std::shared_ptr<const std::vector<Arrival>> arrivals,
                        std::optional<Time> horizon = std::nullopt);

  std::size_t fill(std::span<Arrival> out) override;
  [[nodiscard]] std::optional<Time> horizon() const override { return horizon_; }

 private:
  std::shared_ptr<const std::vector<Arrival>> arrivals_;
  std::optional<Time> horizon_;
  std::size_t next_ = 0;
};

/// Appends a batch of arrivals from `source` to `arrivals`. Returns false at the end of the source.
bool read_more(ArrivalSource& source, std::vector<Arrival>& arrivals);

/// Returns all remaining arrivals of `source`.
std::vector<Arrival> record(ArrivalSource& source);

}  // namespace curtain
