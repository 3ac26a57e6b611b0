#pragma once
// Samples of a trace of the format azure-2019, each written in that format.
#include <cstdint>

#include "models/sampling/trace_sampling.hpp"
#include "models/workload/azure_tables.hpp"
#include "models/workload/specification.hpp"

namespace curtain {

/// Rows are copied unchanged; no call is drawn.
class Azure2019Sampling : public TraceSampling {
 public:
  /// The slice begins and ends with a minute. `spec` must outlive this.
  Azure2019Sampling(const SamplingSettings& settings, const AzureTraceSpec& spec)
      : TraceSampling(settings), spec_(spec) {}

  bool write(const OpenSampleText& open) override;

  /// Functions without a row of durations or of memory, and their calls. Such functions could not be read
  /// from the result, so they are left out unless the specification has a default for them.
  [[nodiscard]] std::uint64_t incomplete_functions() const { return incomplete_functions_; }
  [[nodiscard]] std::uint64_t incomplete_calls() const { return incomplete_calls_; }

 protected:
  WorkloadSummary summary() override;
  [[nodiscard]] Duration unit() const override { return sim::minutes(1); }

 private:
  void leave_out_incomplete(WorkloadSummary& summary);
  void count_profiles();

  const AzureTraceSpec& spec_;
  AzureTables tables_;
  std::uint64_t incomplete_functions_ = 0;
  std::uint64_t incomplete_calls_ = 0;
};

}  // namespace curtain
