#pragma once
// Samples of any stream of arrivals, each written as a csv trace.
#include <cstdint>
#include <functional>
#include <memory>

#include "models/sampling/trace_sampling.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// The stream of calls, and the receiver of progress reports.
struct SampledCalls {
  /// Opens the stream on an empty table. It is called twice and must return the same stream both times.
  std::function<std::unique_ptr<ArrivalSource>(FunctionTable&)> open;
  /// Whether the rows have a column of tenants; called when all functions are known.
  std::function<bool(const FunctionTable&)> has_tenants;
  /// Receives the progress while calls are written: an instant, and the number of calls read.
  std::function<void(Time now, std::uint64_t read)> progress = [](Time, std::uint64_t) {};
};

/// Times in the written text start at the beginning of the slice.
class CsvSampling : public TraceSampling {
 public:
  CsvSampling(const SamplingSettings& settings, SampledCalls calls)
      : TraceSampling(settings), calls_(std::move(calls)) {}

  /// Throws std::runtime_error if the stream differs from the stream of read(); also throws the exceptions
  /// of CsvTraceWriter.
  bool write(const OpenSampleText& open) override;

  /// The functions that have been read from the stream so far.
  [[nodiscard]] const FunctionTable& table() const { return table_; }

 protected:
  WorkloadSummary summary() override;
  [[nodiscard]] Duration unit() const override;

 private:
  class Copy;

  SampledCalls calls_;
  FunctionTable table_;
};

}  // namespace curtain
