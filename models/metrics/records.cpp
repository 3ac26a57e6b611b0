#include "models/metrics/records.hpp"

#include <algorithm>

#include "sim/elementary.hpp"

namespace curtain {

RecordedSample::RecordedSample(const ProgrammeRecords& records, std::string_view name) {
  for (const ProgrammeRecord& record : records) {
    if (record.name == name) {
      for (const RecordedValue& recorded : record.values) {
        values_.push_back(recorded.value);
      }
    }
  }
  std::sort(values_.begin(), values_.end());
}

RecordedSample::RecordedSample(std::vector<double> values) : values_(std::move(values)) {
  std::sort(values_.begin(), values_.end());
}

std::uint64_t RecordedSample::distinct() const {
  std::uint64_t different = 0;
  for (std::size_t i = 0; i < values_.size(); ++i) {
    different += i == 0 || values_[i - 1] < values_[i] ? 1 : 0;
  }
  return different;
}

double RecordedSample::sum() const {
  double sum = 0;
  for (const double value : values_) {
    sum += value;
  }
  return sum;
}

std::optional<double> RecordedSample::mean() const {
  if (values_.empty()) {
    return std::nullopt;
  }
  return std::clamp(sum() / static_cast<double>(values_.size()), values_.front(), values_.back());
}

std::optional<double> RecordedSample::sd() const {
  if (values_.size() < 2) {
    return std::nullopt;
  }
  const double centre = *mean();
  double squares = 0;
  for (const double value : values_) {
    squares += (value - centre) * (value - centre);
  }
  return sim::sqrt(squares / static_cast<double>(values_.size() - 1));
}

std::optional<double> RecordedSample::smallest() const {
  return values_.empty() ? std::nullopt : std::optional(values_.front());
}

std::optional<double> RecordedSample::largest() const {
  return values_.empty() ? std::nullopt : std::optional(values_.back());
}

std::optional<double> RecordedSample::median() const {
  if (values_.empty()) {
    return std::nullopt;
  }
  const std::size_t half = values_.size() / 2;
  return values_.size() % 2 == 1 ? values_[half] : (values_[half - 1] + values_[half]) / 2;
}

std::optional<double> RecordedSample::percentile(std::uint64_t percent) const {
  if (values_.empty()) {
    return std::nullopt;
  }
  const std::uint64_t rank = (values_.size() * percent + 99) / 100;
  return values_[std::max<std::uint64_t>(rank, 1) - 1];
}

}  // namespace curtain
