#pragma once
// Converts the counts of a run into the inputs of metrics, for the whole run, a function, a tenant or a named
// scope.
#include <cstddef>
#include <deque>
#include <span>
#include <vector>

#include "models/metrics/declaration.hpp"
#include "models/platform/parameters.hpp"
#include "models/platform/platform.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// The counts of a run and of its parts. The outcome and the functions must outlive this object, and this
/// object must outlive the values that it returns.
class Counting {
 public:
  Counting(const RunOutcome& outcome, const FunctionTable& functions, const BillingParameters& billing);
  Counting(const Counting&) = delete;
  Counting& operator=(const Counting&) = delete;

  [[nodiscard]] Counted whole() const;

  /// The counts of one function or tenant. Latency comes from the counts by function
  /// (RunOptions::by_function), if the run kept them; quantiles are then within 1 %.
  [[nodiscard]] Counted of_function(FunctionId function) const;
  Counted of_tenant(TenantId tenant);

  /// The counts of the functions of a scope, with the distributions that the run kept for the scope.
  Counted of_scope(std::span<const FunctionId> functions, const ScopeTally& kept);

 private:
  /// The counts without distributions and charge. `figures` must outlive the returned value.
  [[nodiscard]] Counted part(std::span<const Figures> figures) const;
  /// The counts without distributions.
  Counted part(std::span<const FunctionId> functions);
  /// Whether these functions are all functions of one tenant, so that the free tier of the tenant applies to
  /// them.
  [[nodiscard]] bool is_whole_tenant(std::span<const FunctionId> functions) const;
  void charge(Counted& counted, std::span<const FunctionId> functions) const;
  void charge(Counted& counted, FunctionId function) const;

  const RunOutcome& outcome_;
  const FunctionTable& functions_;
  BillingParameters billing_;
  std::vector<Figures> by_function_;
  std::vector<Figures> by_tenant_;
  std::vector<std::vector<FunctionId>> functions_of_tenant_;
  std::vector<sim::BucketCount> latency_by_function_;
  std::vector<sim::BucketCount> latency_by_tenant_;
  std::vector<ResponseRange> ranges_by_tenant_;
  std::deque<std::vector<Figures>> figures_of_parts_;
};

}  // namespace curtain
