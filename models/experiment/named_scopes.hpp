#pragma once
// The scopes of a run for which metrics are requested, for example by latency.p99_s{function=checkout}.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "models/config/metric_name.hpp"
#include "models/config/scenario.hpp"
#include "models/metrics/scopes.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// A metric of a scope, with the place in which it was requested.
struct NamedMetric {
  MetricName name;
  std::string where;  ///< "file:line:column" or "--metric"; messages begin with this text
};

/// The functions of each requested scope. Each run has a separate object.
class NamedScopes final : public Scopes {
 public:
  /// Uses only the `names` that have labels, each name once. wrong_metric_name() must accept all of them.
  /// `functions` is the table of the run's workload and must outlive this object.
  NamedScopes(const std::vector<NamedMetric>& names, const Scenario& scenario,
              const FunctionTable& functions);

  /// A metric of a scope, in the order in which metrics were named.
  struct Asked {
    MetricName name;
    std::string where;
    std::size_t scope = 0;
  };
  [[nodiscard]] const std::vector<Asked>& asked() const { return asked_; }
  [[nodiscard]] const std::vector<FunctionId>& functions_of(std::size_t scope) const {
    return scopes_[scope].functions;
  }

  [[nodiscard]] std::vector<Recording> kept() const override;
  std::vector<std::uint32_t> scopes_of(FunctionId function) override;

  /// Must be called when the table contains all functions. Throws ScenarioError for tenants and functions
  /// that do not exist (with the nearest name and the existing names), for a function name that several
  /// tenants use, and for an entry that shares a function with another entry. The error lists all wrong
  /// names.
  void check_all_known() const;
  /// Whether more functions may appear while the workload is read, as in the rows of a trace.
  [[nodiscard]] static bool has_late_functions(const Scenario& scenario);

 private:
  struct OneScope {
    ScopeLabels labels;
    std::uint32_t entry = 0;  ///< valid if there is a label `entry`
    Recording kept = Recording::none;
    std::vector<FunctionId> functions;
  };
  [[nodiscard]] bool holds(const OneScope& scope, FunctionId function) const;
  [[nodiscard]] std::string what_is_wrong(const OneScope& scope) const;

  const FunctionTable& functions_;
  std::vector<OneScope> scopes_;
  std::vector<Asked> asked_;
};

/// Returns the error in the name of a metric, as far as the error can be found before the workload is opened.
/// Errors are a metric that does not exist or has no values for such a scope, and an entry that the workload
/// does not have. Empty if there is no error.
std::string wrong_metric_name(const MetricName& name, const Scenario& scenario);

}  // namespace curtain
