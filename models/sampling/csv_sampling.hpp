#pragma once
// Samples of any stream of arrivals, each of which is written as a csv trace.
#include <cstdint>
#include <functional>
#include <memory>

#include "models/sampling/trace_sampling.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// The stream of calls, and a function that receives the progress.
struct SampledCalls {
  /// Opens the stream with an empty table. It is called twice and must return the same stream both times.
  std::function<std::unique_ptr<ArrivalSource>(FunctionTable&)> open;
  /// Returns true if the rows need a column of tenants. It is called when all functions are known.
  std::function<bool(const FunctionTable&)> has_tenants;
  /// Called repeatedly while calls are written, with an instant and the number of calls that were read.
  std::function<void(Time now, std::uint64_t read)> progress = [](Time, std::uint64_t) {};
};

/// In the written texts, time zero is the beginning of the slice.
class CsvSampling : public TraceSampling {
 public:
  CsvSampling(const SamplingSettings& settings, SampledCalls calls)
      : TraceSampling(settings), calls_(std::move(calls)) {}

  /// Throws std::runtime_error if the stream differs from the stream that read() has read. Also throws the
  /// exceptions of CsvTraceWriter.
  bool write(const OpenSampleText& open) override;

  /// The functions that were read from the stream so far.
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
