#include "models/experiment/explain/explain.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/experiment/named_scopes.hpp"
#include "models/experiment/run.hpp"

namespace curtain {
namespace {

constexpr std::size_t kMostNames = 6;
/// The number of events between two checks whether the run may end.
constexpr std::uint64_t kStepOfExplainedRun = 1024;

std::string with_tenant(const FunctionTable& table, FunctionId function) {
  return table.tenant_name(table[function].tenant) + "/" + table[function].name;
}

/// Converts the settings for the run that is explained.
RunSettings as_run(const ExplainSettings& settings) {
  RunSettings run;
  run.replication = settings.replication;
  run.interrupt = settings.interrupt;
  run.progress = settings.progress;
  return run;
}

/// Forwards changes to the observer of one function after this function is known.
template <class Follower>
class OnceKnown final : public Observer {
 public:
  OnceKnown(FunctionSearch& search, Follower& follower, std::uint64_t number)
      : search_(search), follower_(follower), number_(number) {
    look();
  }
  void observe(const Observation& seen) override {
    look();
    follower_.observe(seen);
  }
  [[nodiscard]] bool wants_decisions() const override { return true; }
  [[nodiscard]] bool wants_decisions_of(FunctionId function) const override {
    return follower_.wants_decisions_of(function);
  }
  [[nodiscard]] bool wants_choice(FunctionId function, std::uint64_t ordinal) const override {
    return follower_.wants_choice(function, ordinal);
  }
  void decided(const Decision& made) override { follower_.decided(made); }
  void starting(const InstanceStart& start) override { follower_.starting(start); }
  void stages_known(const StagesKnown& known) override { follower_.stages_known(known); }
  void ending(const InstanceEnd& end) override { follower_.ending(end); }
  void bound(const BoundAttempt& binding) override { follower_.bound(binding); }
  void no_vm_open(const NoVmOpen& none) override { follower_.no_vm_open(none); }

 private:
  void look() {
    const std::optional<FunctionId> found = search_.look();
    if (found && !is_known_) {
      is_known_ = true;
      follower_.follow(*found, number_);
    }
  }

  FunctionSearch& search_;
  Follower& follower_;
  std::uint64_t number_;
  bool is_known_ = false;
};

/// Simulates until the follower has received all events that it follows. Throws NothingToExplain unless
/// exactly one function has the name.
template <class Follower>
void simulate_following(ExplainedRun& run, FunctionSearch& search, Follower& follower, std::uint64_t number) {
  search.look();
  if (!NamedScopes::has_late_functions(run.scenario())) {
    search.require_one();
  }
  OnceKnown<Follower> observer(search, follower, number);
  run.run(&observer, [&follower] { return follower.is_over(); });
  search.look();
  search.require_one();
}

}  // namespace

std::optional<FunctionId> FunctionSearch::look() {
  for (; seen_ < table_.size(); ++seen_) {
    const FunctionId function{seen_};
    if (table_[function].name == name_ || with_tenant(table_, function) == name_) {
      found_.push_back(function);
    }
  }
  return found_.empty() ? std::nullopt : std::optional(found_.front());
}

std::string FunctionSearch::name_of(FunctionId function) const {
  std::size_t alike = 0;
  for (std::size_t i = 0; i < table_.size(); ++i) {
    alike += table_[FunctionId{i}].name == table_[function].name ? 1 : 0;
  }
  return alike == 1 ? table_[function].name : with_tenant(table_, function);
}

void FunctionSearch::require_one() const {
  if (found_.size() > 1) {
    std::vector<std::string> names;
    for (const FunctionId function : found_) {
      names.push_back(with_tenant(table_, function));
    }
    throw NothingToExplain(fmt::format("{} tenants have a function {}; write one of {}", found_.size(),
                                       config::quote(name_), config::comma_list(names)));
  }
  if (found_.size() == 1) {
    return;
  }
  std::vector<std::string> names;
  for (std::size_t i = 0; i < table_.size(); ++i) {
    names.push_back(name_.find('/') == std::string::npos ? table_[FunctionId{i}].name
                                                         : with_tenant(table_, FunctionId{i}));
  }
  const std::string nearest = config::did_you_mean(name_, names);
  const std::size_t more = names.size() - std::min(names.size(), kMostNames);
  names.resize(names.size() - more);
  throw NothingToExplain(fmt::format("there is no function {}{}; the functions are {}{}",
                                     config::quote(name_), nearest,
                                     names.empty() ? "none" : config::comma_list(names),
                                     more == 0 ? "" : fmt::format(" and {} more", more)));
}

ExplainedRun::ExplainedRun(const Scenario& scenario, const ExplainSettings& settings)
    : scenario_(scenario), settings_(settings), warmup_(scenario.warmup) {
  if (scenario.warmup_by) {
    warmup_ = find_warm_up(scenario, as_run(settings)).warmup;
  }
  source_ = open_workload(scenario, settings.replication, functions_);
}

RunOutcome ExplainedRun::run(Observer* observer, const std::function<bool()>& is_over) {
  RunOptions options = options_of(scenario_, as_run(settings_), warmup_);
  options.observer = observer;
  const std::unique_ptr<Cell> cell = make_cell(scenario_.platform, functions_, *source_, options);
  Stopped stopped = Stopped::events;
  while (stopped == Stopped::events && !is_over()) {
    stopped = cell->advance(Time::never(), kStepOfExplainedRun);
  }
  if (stopped == Stopped::interrupted) {
    throw RunInterrupted();
  }
  end_ = cell->now();
  return cell->finish();
}

ColdStartCauses explain_cold_starts(ExplainedRun& run, const FunctionNames& names) {
  const FunctionFilter filter(run.functions(), names);
  if (!NamedScopes::has_late_functions(run.scenario())) {
    filter.require_any();
  }
  ColdStartObserver observer(run.warmup(), filter);
  run.run(&observer, [] { return false; });
  filter.require_any();
  return observer.causes();
}

SlowInvocations explain_slow(const Scenario& scenario, const ExplainSettings& settings, ExplainedRun& run,
                             const FunctionNames& names) {
  constexpr std::uint64_t one_in = 100;
  ExplainedRun counting(scenario, settings);
  FunctionFilter filter(counting.functions(), names);
  if (!NamedScopes::has_late_functions(scenario)) {
    filter.require_any();
  }
  const RunOutcome outcome = counting.run(nullptr, [] { return false; });
  filter.require_any();
  std::uint64_t completed = 0;
  const std::vector<FunctionTally>& functions = outcome.tally.functions();
  for (std::size_t i = 0; i < functions.size(); ++i) {
    completed += filter.has(FunctionId{i}) ? functions[i].completed : 0;
  }
  SlowObserver observer((completed + one_in - 1) / one_in, run.warmup(),
                        FunctionFilter(run.functions(), names));
  run.run(&observer, [] { return false; });
  return observer.slowest();
}

InstanceAccount explain_instance(ExplainedRun& run, const std::string& function, std::uint64_t number) {
  FunctionSearch search(run.functions(), function);
  InstanceFollower follower(run.functions());
  simulate_following(run, search, follower, number);
  follower.finish(run.end());
  if (!follower.account()) {
    const std::uint64_t created = follower.watch().created();
    const std::string has =
        fmt::format("{} has {} instance{} in this run", function,
                    created == 0 ? "no" : std::to_string(created), created == 1 ? "" : "s");
    throw NothingToExplain(
        created == 0   ? has
        : created == 1 ? fmt::format("{}, {}/0", has, function)
                       : fmt::format("{0}; ask for one of {1}/0 to {1}/{2}", has, function, created - 1));
  }
  return *follower.account();
}

VmAccount explain_vm(ExplainedRun& run, std::uint64_t number) {
  VmFollower follower(number);
  run.run(&follower, [&follower] { return follower.is_over(); });
  follower.finish(run.end());
  if (!follower.account()) {
    const std::uint64_t opened = follower.opened();
    throw NothingToExplain(opened == 0   ? std::string("this run opens no VMs")
                           : opened == 1 ? std::string("this run opens 1 VM, number 0")
                                         : fmt::format("this run opens {} VMs; ask for a number from 0 to {}",
                                                       opened, opened - 1));
  }
  return *follower.account();
}

InvocationAccount explain_invocation(ExplainedRun& run, const std::string& function, std::uint64_t n) {
  FunctionSearch search(run.functions(), function);
  InvocationFollower follower(run.functions(), run.scenario().platform.billing, run.warmup());
  simulate_following(run, search, follower, n);
  follower.finish();
  if (!follower.account()) {
    const std::uint64_t arrivals = follower.watch().arrivals();
    const std::string has =
        fmt::format("{} has {} arrival{}", function, arrivals == 0 ? "no" : std::to_string(arrivals),
                    arrivals == 1 ? "" : "s");
    throw NothingToExplain(
        arrivals == 0   ? has + " in this run"
        : arrivals == 1 ? fmt::format("{}, {}/1", has, function)
                        : fmt::format("{0}; ask for one of {1}/1 to {1}/{2}", has, function, arrivals));
  }
  return *follower.account();
}

}  // namespace curtain
