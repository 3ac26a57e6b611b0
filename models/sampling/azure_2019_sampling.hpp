#pragma once
// Samples of a trace of the format azure-2019, which are written in the same format.
#include <cstdint>

#include "models/sampling/trace_sampling.hpp"
#include "models/workload/azure_tables.hpp"
#include "models/workload/specification.hpp"

namespace curtain {

/// Rows are copied unchanged, so no calls are drawn.
class Azure2019Sampling : public TraceSampling {
 public:
  /// The slice begins and ends at whole minutes. `spec` must outlive this object.
  Azure2019Sampling(const SamplingSettings& settings, const AzureTraceSpec& spec)
      : TraceSampling(settings), spec_(spec) {}

  bool write(const OpenSampleText& open) override;

  /// The functions without a row of durations or memory. incomplete_calls() is the number of their calls.
  /// These functions are left out unless the specification has a default, because they could not be read from
  /// the result.
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
