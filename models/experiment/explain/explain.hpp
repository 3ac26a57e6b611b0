#pragma once
// Explains what happened in a run, by simulating the run again under observation.
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/config/scenario.hpp"
#include "models/experiment/explain/cold_starts.hpp"
#include "models/experiment/explain/function_filter.hpp"
#include "models/experiment/explain/instance_account.hpp"
#include "models/experiment/explain/invocation_account.hpp"
#include "models/experiment/explain/nothing_to_explain.hpp"
#include "models/experiment/explain/slow_invocations.hpp"
#include "models/experiment/explain/vm_account.hpp"
#include "models/platform/platform.hpp"

namespace curtain {

struct ExplainSettings {
  std::uint32_t replication = 0;
  const std::atomic<bool>* interrupt = nullptr;
  std::function<void(const Progress&)> progress;
};

/// Finds a function by a name from the user, such as "checkout", or "shop/checkout" with its tenant. The
/// table may grow while the workload is read.
class FunctionSearch {
 public:
  /// `table` must outlive this object.
  FunctionSearch(const FunctionTable& table, std::string name) : table_(table), name_(std::move(name)) {}

  /// Examines the functions that are new in the table. Returns the first function with the name, if there is
  /// one so far.
  std::optional<FunctionId> look();
  /// Throws NothingToExplain, with the nearest names, unless exactly one function has the name.
  void require_one() const;
  /// The name under which a user finds the function, which includes the tenant if other tenants have a
  /// function with that name.
  [[nodiscard]] std::string name_of(FunctionId function) const;

 private:
  const FunctionTable& table_;
  std::string name_;
  std::size_t seen_ = 0;
  std::vector<FunctionId> found_;
};

/// A run of a scenario under observation. The run may be ended early.
class ExplainedRun {
 public:
  /// Opens the workload, and finds the warm-up if the scenario requests a search. The scenario must outlive
  /// this object. Throws the exceptions of open_workload() and find_warm_up().
  ExplainedRun(const Scenario& scenario, const ExplainSettings& settings);

  [[nodiscard]] const Scenario& scenario() const { return scenario_; }
  [[nodiscard]] const FunctionTable& functions() const { return functions_; }
  [[nodiscard]] Time warmup() const { return warmup_; }

  /// Simulates until `is_over` returns true or the run ends. `is_over` is called regularly. Throws
  /// RunInterrupted, and the exceptions of simulate(). May be called once. `observer` may be null.
  RunOutcome run(Observer* observer, const std::function<bool()>& is_over);
  /// The time of the last event of run().
  [[nodiscard]] Time end() const { return end_; }

 private:
  const Scenario& scenario_;
  const ExplainSettings& settings_;
  Time warmup_;
  FunctionTable functions_;
  std::unique_ptr<ArrivalSource> source_;
  Time end_;
};

/// The causes of the cold starts of the selected functions. Throws NothingToExplain if there are no functions
/// with these names.
ColdStartCauses explain_cold_starts(ExplainedRun& run, const FunctionNames& names);

/// The slowest hundredth of the completed invocations of the selected functions, rounded up. Simulates twice:
/// the first run counts the completed invocations. Throws NothingToExplain if there are no functions with
/// these names.
SlowInvocations explain_slow(const Scenario& scenario, const ExplainSettings& settings, ExplainedRun& run,
                             const FunctionNames& names);

/// The account of an instance. The instances of the function are numbered from 0 in the order of creation.
/// Throws NothingToExplain if there is no such function or instance.
InstanceAccount explain_instance(ExplainedRun& run, const std::string& function, std::uint64_t number);

/// The account of a VM. VMs are numbered from 0 in the order of opening. Throws NothingToExplain if there is
/// no such VM.
VmAccount explain_vm(ExplainedRun& run, std::uint64_t number);

/// The account of the n-th arrival (from 1) of the function with that name. Throws NothingToExplain if there
/// is no such function or arrival.
InvocationAccount explain_invocation(ExplainedRun& run, const std::string& function, std::uint64_t n);

}  // namespace curtain
