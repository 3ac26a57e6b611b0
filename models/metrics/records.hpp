#pragma once
// Values that measurement programmes have recorded.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace curtain {

struct RecordedValue {
  std::uint32_t round = 0;  ///< how often the programme had executed the step before, from 0
  double value = 0;
};

/// The values that a programme has recorded under one name, in order of time.
struct ProgrammeRecord {
  std::string programme;
  std::string name;
  std::string unit;  ///< "s", "MB/s"; empty for a number or a share
  std::vector<RecordedValue> values;
};

using ProgrammeRecords = std::vector<ProgrammeRecord>;

/// Sorted values with their statistics, which have no value if there are no values. Every result is the same
/// on every machine.
class RecordedSample {
 public:
  RecordedSample() = default;
  /// The values that all programmes have recorded as `name`.
  RecordedSample(const ProgrammeRecords& records, std::string_view name);
  explicit RecordedSample(std::vector<double> values);

  [[nodiscard]] std::uint64_t count() const { return values_.size(); }
  /// The number of different values.
  [[nodiscard]] std::uint64_t distinct() const;
  [[nodiscard]] double sum() const;
  [[nodiscard]] std::optional<double> mean() const;
  /// The standard deviation of the sample, with the divisor n - 1. Needs two values.
  [[nodiscard]] std::optional<double> sd() const;
  [[nodiscard]] std::optional<double> smallest() const;
  [[nodiscard]] std::optional<double> largest() const;
  /// The middle value, or the mean of the two middle values.
  [[nodiscard]] std::optional<double> median() const;
  /// The smallest value that at least this percentage of the values does not exceed. `percent` is in 1..100.
  [[nodiscard]] std::optional<double> percentile(std::uint64_t percent) const;

 private:
  std::vector<double> values_;  // sorted
};

}  // namespace curtain
