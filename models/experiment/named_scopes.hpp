#pragma once
// The scopes of a run that metrics name, such as latency.p99_s{function=checkout}.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "models/config/metric_name.hpp"
#include "models/config/scenario.hpp"
#include "models/metrics/scopes.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// A metric of a scope, and where it is named.
struct NamedMetric {
  MetricName name;
  std::string where;  ///< "file:line:column", "--metric"; begins messages
};

/// Which functions of a run belong to each scope that metrics name. Each run has its own object.
class NamedScopes final : public Scopes {
 public:
  /// Takes of `names` those that have labels, each once; wrong_metric_name() must find nothing wrong with
  /// any. `functions` is the table of the run's workload and must outlive this object.
  NamedScopes(const std::vector<NamedMetric>& names, const Scenario& scenario,
              const FunctionTable& functions);

  /// The metrics of scopes, in the order in which they were named.
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

  /// To be called when the table holds all functions. Throws ScenarioError for names of tenants and functions
  /// that do not exist, with the nearest name and those that exist; for a function's name that several
  /// tenants use; for an entry that shares a function with another entry. The error lists all of them.
  void check_all_known() const;
  /// Whether the workload names further functions while it is read, as the rows of a trace do.
  [[nodiscard]] static bool has_late_functions(const Scenario& scenario);

 private:
  struct OneScope {
    ScopeLabels labels;
    std::uint32_t entry = 0;  ///< if there is such a label
    Recording kept = Recording::none;
    std::vector<FunctionId> functions;
  };
  [[nodiscard]] bool holds(const OneScope& scope, FunctionId function) const;
  [[nodiscard]] std::string what_is_wrong(const OneScope& scope) const;

  const FunctionTable& functions_;
  std::vector<OneScope> scopes_;
  std::vector<Asked> asked_;
};

/// What is wrong with a metric's name as far as the scenario shows before its workload is opened: no such
/// metric, a metric that does not exist for such a scope, an entry that the workload does not have. Empty if
/// nothing is wrong.
std::string wrong_metric_name(const MetricName& name, const Scenario& scenario);

}  // namespace curtain
