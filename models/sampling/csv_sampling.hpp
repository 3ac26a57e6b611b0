#pragma once
// Samples of any stream of arrivals, each written as one csv trace.
#include <cstdint>
#include <functional>
#include <memory>

#include "models/sampling/trace_sampling.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// The stream of calls, and who receives the progress.
struct SampledCalls {
  /// Opens the stream on an empty table; is called twice and gives the same both times.
  std::function<std::unique_ptr<ArrivalSource>(FunctionTable&)> open;
  /// Whether the rows have a column of tenants, once all functions are known.
  std::function<bool(const FunctionTable&)> has_tenants;
  /// Receives the progress while calls are written: an instant, and the number of calls read.
  std::function<void(Time now, std::uint64_t read)> progress = [](Time, std::uint64_t) {};
};

/// Times in what is written start at that of the slice.
class CsvSampling : public TraceSampling {
 public:
  CsvSampling(const SamplingSettings& settings, SampledCalls calls)
      : TraceSampling(settings), calls_(std::move(calls)) {}

  /// Throws std::runtime_error if the stream is not what read() saw, and what CsvTraceWriter throws.
  bool write(const OpenSampleText& open) override;

  /// The functions, as far as the stream was read.
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
