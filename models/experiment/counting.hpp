#pragma once
// From what a run has counted to what metrics are of: the whole run, a function, a tenant, a named scope.
#include <cstddef>
#include <deque>
#include <span>
#include <vector>

#include "models/metrics/declaration.hpp"
#include "models/platform/parameters.hpp"
#include "models/platform/platform.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// What was counted of a run and of its parts. The outcome and the functions must outlive it, and it what it
/// returns.
class Counting {
 public:
  Counting(const RunOutcome& outcome, const FunctionTable& functions, const BillingParameters& billing);
  Counting(const Counting&) = delete;
  Counting& operator=(const Counting&) = delete;

  [[nodiscard]] Counted whole() const;

  /// The latency of these is what is kept by function (RunOptions::by_function), if it is; quantiles are
  /// right to 1 %.
  [[nodiscard]] Counted of_function(FunctionId function) const;
  [[nodiscard]] Counted of_tenant(TenantId tenant) const;

  /// Of the functions of a scope; the distributions are those that were kept of it.
  Counted of_scope(std::span<const FunctionId> functions, const ScopeTally& kept);

 private:
  [[nodiscard]] Counted part(std::span<const Figures> figures) const;
  void charge(Counted& counted, std::span<const FunctionId> functions) const;
  void charge(Counted& counted, FunctionId function) const;

  const RunOutcome& outcome_;
  const FunctionTable& functions_;
  BillingParameters billing_;
  std::vector<Figures> by_function_;
  std::vector<Figures> by_tenant_;
  std::vector<std::vector<FunctionId>> functions_of_tenant_;
  std::vector<std::vector<Figures>> figures_of_tenant_;
  std::vector<sim::BucketCount> latency_by_function_;
  std::vector<sim::BucketCount> latency_by_tenant_;
  std::vector<ResponseRange> ranges_by_tenant_;
  std::deque<std::vector<Figures>> figures_of_scope_;
};

}  // namespace curtain
