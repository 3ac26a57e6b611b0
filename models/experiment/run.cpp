#include "models/experiment/run.hpp"
#include "models/experiment/metric_names.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>

#include "models/config/diagnostics.hpp"
#include "models/experiment/cases.hpp"
#include "models/experiment/expectations.hpp"
#include "models/experiment/laws.hpp"
#include "models/experiment/replay/logged_calls.hpp"
#include "models/experiment/run_warnings.hpp"
#include "models/experiment/tenancy_observer.hpp"
#include "models/platform/foresight.hpp"
#include "models/platform/gate/reservation.hpp"
#include "models/platform/watch/audit.hpp"
#include "models/workload/entry_source.hpp"
#include "models/workload/memory_source.hpp"
#include "models/workload/merged_source.hpp"
#include "models/workload/specification.hpp"
#include "sim/check.hpp"

namespace curtain {
namespace {

double thread_cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

std::uint64_t peak_rss_bytes() {
  // The kernel's figure for the memory of this program is used. The peak of getrusage would include the time
  // before exec, when this process was a copy of its parent.
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("VmHWM:", 0) == 0) {
      return std::strtoull(line.c_str() + 6, nullptr, 10) * 1024;
    }
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;  // ru_maxrss is in kilobytes on Linux
}

bool is_interrupted(const RunSettings& settings) {
  return settings.interrupt != nullptr && settings.interrupt->load(std::memory_order_relaxed);
}

/// The part of the references that is known before the run.
class ReferenceRun {
 public:
  ReferenceRun(const Scenario& scenario, const RunSettings& settings) : references_{} {
    references_.lambda = settings.references->lambda;
    FunctionTable functions;
    const std::unique_ptr<ArrivalSource> source = open_workload(scenario, settings.replication, functions);
    const Time end = scenario.duration.value_or(source->horizon().value_or(Time::never()));
    const std::vector<Arrival> arrivals = arrivals_before(*source, end, settings);
    references_.no_bound_as = no_keep_alive_bound_as(scenario.platform, functions, *source);
    const bool is_whole = !is_interrupted(settings);
    if (references_.no_bound_as.empty() && is_whole) {
      bound_.emplace(foresee(scenario.platform, functions, arrivals, scenario.seed, settings.replication),
                     end);
      references_.invocations = bound_->invocations();
    }
    std::vector<Time> instants = settings.references->instants;
    std::sort(instants.begin(), instants.end());
    if (instants.empty()) {
      instants = evenly(end != Time::never() || arrivals.empty() ? end : arrivals.back().time);
    }
    observer_.emplace(scenario.platform, end, std::move(instants), settings.interrupt);
  }

  [[nodiscard]] Observer* observer() { return &*observer_; }

  /// Returns the references, or nothing if the search is interrupted.
  std::optional<References> finish(Time end) {
    if (!observer_->finish(end)) {
      return std::nullopt;
    }
    references_.run = observer_->run();
    references_.packing = observer_->packing();
    if (references_.no_bound_as.empty()) {
      references_.no_bound_as = observer_->unforeseen();
    }
    if (bound_) {
      references_.oracle = bound_->at(references_.lambda);
      references_.same_idle = bound_->within(references_.run.idle_ns);
      references_.same_cold_starts = bound_->with(references_.run.cold_starts);
    }
    return std::move(references_);
  }

 private:
  static std::vector<Time> evenly(Time end) {
    constexpr std::int64_t samples = 20;
    std::vector<Time> instants;
    for (std::int64_t i = 1; i <= samples && end != Time::never(); ++i) {
      instants.emplace_back(static_cast<std::int64_t>(sim::Int128{end.ns()} * i / samples));
    }
    return instants;
  }

  static std::vector<Arrival> arrivals_before(ArrivalSource& source, Time end, const RunSettings& settings) {
    std::vector<Arrival> arrivals;
    while (!is_interrupted(settings) && read_more(source, arrivals) && arrivals.back().time < end) {
    }
    while (!arrivals.empty() && arrivals.back().time >= end) {
      arrivals.pop_back();
    }
    return arrivals;
  }

  References references_;
  std::optional<KeepAliveBound> bound_;
  std::optional<ReferenceObserver> observer_;
};

/// Simulates the scenario. If the concurrency that a trace's functions reserve is invalid, the error names
/// the entry of the trace.
RunOutcome simulate_in_place(const Scenario& scenario, const FunctionTable& functions, ArrivalSource& source,
                             const RunOptions& options) {
  try {
    return simulate(scenario.platform, functions, source, options);
  } catch (const ReservationError& error) {
    const std::string key = error.is_reserved ? ".reserved_concurrency" : ".provisioned";
    for (const auto& [path, place] : scenario.places) {
      const bool is_the_key = path.rfind("workload[", 0) == 0 && path.size() > key.size() &&
                              path.compare(path.size() - key.size(), key.size(), key) == 0;
      if (is_the_key) {
        throw ScenarioError(fmt::format("{}: {}: {}", place, path, error.what()));
      }
    }
    throw;
  }
}

/// Forwards decisions to the listener.
class DecisionObserver final : public Observer {
 public:
  DecisionObserver(const RunSettings& settings, const FunctionTable& functions)
      : Observer(Changes{}), settings_(settings), functions_(functions) {}
  void observe(const Observation&) override {}
  [[nodiscard]] bool wants_decisions() const override { return true; }
  void decided(const Decision& decision) override { settings_.decided(decision, functions_); }

 private:
  const RunSettings& settings_;
  const FunctionTable& functions_;
};

}  // namespace

RunOptions options_of(const Scenario& scenario, const RunSettings& settings, Time warmup) {
  RunOptions options;
  options.seed = scenario.seed;
  options.epoch = scenario.epoch;
  options.replication = settings.replication;
  options.warmup = warmup;
  options.end = scenario.duration;
  options.bin = scenario.bin;
  options.force_general = settings.force_general;
  options.by_function = settings.by_function;
  options.by_time = settings.by_time;
  options.replaces_code = !scenario.programmes.empty();
  options.interrupt = settings.interrupt;
  options.progress = settings.progress;
  return options;
}

bool wants_tenancy(const Scenario& scenario, const RunSettings& settings) {
  const auto is_wanted = [](const auto& named) { return is_tenancy_metric(named.name.metric); };
  std::vector<NamedMetric> shown = metrics_of_lesson(scenario);
  const std::vector<NamedMetric> of_cases = metrics_of_cases(scenario);
  shown.insert(shown.end(), of_cases.begin(), of_cases.end());
  return std::any_of(settings.metrics.begin(), settings.metrics.end(), is_wanted) ||
         std::any_of(shown.begin(), shown.end(), is_wanted) ||
         std::any_of(scenario.expect.begin(), scenario.expect.end(), [](const Expectation& expected) {
           return !expected.is_measured && is_tenancy_metric(expected.metric);
         });
}

std::unique_ptr<ArrivalSource> open_workload(const Scenario& scenario, std::uint32_t replication,
                                             FunctionTable& table) {
  std::vector<std::unique_ptr<ArrivalSource>> sources;
  for (std::size_t i = 0; i < scenario.workload.size(); ++i) {
    const SourceContext context{scenario.seed, replication, static_cast<std::uint32_t>(i), scenario.duration,
                                scenario.epoch};
    table.begin_entry(context.number);
    const auto* const measured = std::get_if<MeasuredSpec>(&scenario.workload[i]);
    const WorkloadSpec replayed = measured == nullptr ? WorkloadSpec{} : with_calls(*measured, replication);
    const WorkloadSpec& spec = measured == nullptr ? scenario.workload[i] : replayed;
    sources.push_back(of_entry(context.number, open_source(spec, context, table), table));
  }
  for (std::size_t i = 0; i < scenario.programmes.size(); ++i) {
    const auto number = static_cast<std::uint32_t>(scenario.workload.size() + i);
    table.begin_entry(number);
    sources.push_back(of_entry(
        number, open_programme(scenario.programmes[i], scenario.seed, replication, number, table), table));
  }
  return merge(std::move(sources));
}

WarmUpFound find_warm_up(const Scenario& scenario, const RunSettings& settings) {
  SIM_CHECK(scenario.warmup_by.has_value());
  FunctionTable functions;
  const std::unique_ptr<ArrivalSource> source = open_workload(scenario, settings.replication, functions);
  RunOptions options = options_of(scenario, settings, Time{0});
  WarmUpObserver observer(*scenario.warmup_by);
  options.by_function = false;
  options.observer = &observer;
  if (simulate(scenario.platform, functions, *source, options).interrupted) {
    throw RunInterrupted();
  }
  return observer.found();
}

std::vector<NamedMetric> metrics_of_scopes(const Scenario& scenario, const RunSettings& settings) {
  std::vector<NamedMetric> names;
  if (settings.is_judged) {
    for (const Expectation& expectation : scenario.expect) {
      if (expectation.is_measured) {
        continue;
      }
      names.push_back({parse_metric_name(expectation.metric), expectation.where});
    }
    const std::vector<NamedMetric> shown = metrics_of_lesson(scenario);
    names.insert(names.end(), shown.begin(), shown.end());
    const std::vector<NamedMetric> of_cases = metrics_of_cases(scenario);
    names.insert(names.end(), of_cases.begin(), of_cases.end());
  }
  names.insert(names.end(), settings.metrics.begin(), settings.metrics.end());
  for (const NamedMetric& named : names) {
    if (const std::string wrong = wrong_metric_name(named.name, scenario); !wrong.empty()) {
      throw ScenarioError(fmt::format("{}: {}", named.where, wrong));
    }
  }
  names.erase(std::remove_if(names.begin(), names.end(),
                             [](const NamedMetric& named) { return named.name.labels.is_whole_run(); }),
              names.end());
  return names;
}

RunResult run_scenario(const Scenario& scenario, const RunSettings& settings) {
  const auto wall_start = std::chrono::steady_clock::now();
  const double cpu_start = thread_cpu_seconds();
  std::optional<WarmUpFound> warm_up;
  Time warmup = scenario.warmup;
  if (settings.warmup) {
    warmup = *settings.warmup;
  } else if (scenario.warmup_by) {
    warm_up = find_warm_up(scenario, settings);
    warmup = warm_up->warmup;
  }
  FunctionTable functions;
  const std::unique_ptr<ArrivalSource> source = open_workload(scenario, settings.replication, functions);
  RunOptions options = options_of(scenario, settings, warmup);
  NamedScopes scopes(metrics_of_scopes(scenario, settings), scenario, functions);
  if (!scopes.asked().empty()) {
    options.scopes = &scopes;
    if (!NamedScopes::has_late_functions(scenario)) {
      scopes.check_all_known();
    }
  }
  Observers observers;
  std::optional<Audit> audit;
  if (settings.audit) {
    audit.emplace(scenario.platform, functions, options);
    observers.add(&*audit);
  }
  std::optional<TenancyObserver> tenancy;
  if (wants_tenancy(scenario, settings)) {
    tenancy.emplace(Window(
        warmup, std::max(warmup, scenario.duration.value_or(source->horizon().value_or(Time::never())))));
    observers.add(&*tenancy);
  }
  std::optional<ReferenceRun> reference;
  if (settings.references) {
    reference.emplace(scenario, settings);
    observers.add(reference->observer());
  }
  DecisionObserver decisions(settings, functions);
  if (settings.decided) {
    observers.add(&decisions);
  }
  std::optional<InvocationLog> invocations;
  if (settings.invocation) {
    invocations.emplace(warmup, [&](const InvocationRow& row) { settings.invocation(row, functions); });
    observers.add(&*invocations);
  }
  if (settings.observer != nullptr) {
    observers.add(settings.observer);
  }
  if (settings.begins) {
    settings.begins(functions);
  }
  std::optional<RunRecorder> recorder;
  if (settings.recording) {
    recorder.emplace(*settings.recording, scenario.platform, functions);
    observers.add(&*recorder);
  }
  options.observer = observers.as_one();
  RunOutcome outcome = simulate_in_place(scenario, functions, *source, options);
  if (outcome.interrupted && settings.interrupted) {
    settings.interrupted();
  }
  if (!outcome.interrupted) {
    scopes.check_all_known();
    if (invocations) {
      invocations->finish();
    }
  }
  if (!outcome.interrupted && warmup > Time{0} && outcome.end <= warmup) {
    throw std::invalid_argument(
        fmt::format("{}: the warm-up of {} s covers the whole workload; nothing is left to count",
                    scenario.name, warmup.seconds()));
  }
  std::vector<std::string> broken = broken_laws(outcome, functions, scenario.platform.billing);
  std::uint64_t events = 0;
  if (audit) {
    audit->finish(outcome);
    broken.insert(broken.end(), audit->violations().begin(), audit->violations().end());
    events = audit->events();
  }
  Report report = make_report(outcome, functions, scenario.platform.billing, &scopes,
                              tenancy ? &tenancy->finish(outcome.end) : nullptr);
  std::optional<References> references;
  if (reference && !outcome.interrupted) {
    references = reference->finish(outcome.end);
    report.partial = !references.has_value();
  }
  std::optional<RunRecording> recording;
  if (recorder) {
    recording = recorder->finish(outcome.end);
  }
  Warnings warnings = all_warnings(scenario, outcome, functions);
  ResourceUse use;
  use.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - wall_start).count();
  use.cpu_s = thread_cpu_seconds() - cpu_start;
  use.invocations_per_s = use.cpu_s > 0 ? static_cast<double>(outcome.tally.arrivals_total()) / use.cpu_s : 0;
  use.peak_rss_bytes = peak_rss_bytes();
  return {std::move(report), std::move(outcome),    std::move(functions), std::move(broken),   events, use,
          warm_up,           std::move(references), std::move(warnings),  std::move(recording)};
}

namespace {

/// The attributes of functions that a source draws again in each replication.
enum class DrawnFunctions : std::uint8_t { none, fixed, memory, all };

DrawnFunctions drawn_functions(const WorkloadSpec& spec) {
  const auto of = [](bool is_fixed, DrawnFunctions drawn = DrawnFunctions::all) {
    return is_fixed ? DrawnFunctions::fixed : drawn;
  };
  if (const auto* const azure = std::get_if<AzureLikeSpec>(&spec)) {
    return of(azure->is_fixed);
  }
  if (const auto* const cdfs = std::get_if<AzureCdfsSpec>(&spec)) {
    return of(cdfs->is_fixed);
  }
  const auto* const correlated = std::get_if<CorrelatedSpec>(&spec);
  const auto* const population = correlated != nullptr ? &correlated->of : std::get_if<PopulationSpec>(&spec);
  if (population == nullptr || population->memory.quantile(0) == population->memory.quantile(1)) {
    return DrawnFunctions::none;
  }
  return of(population->is_fixed, DrawnFunctions::memory);
}

bool has_drawn(const Scenario& scenario, DrawnFunctions what) {
  return std::any_of(scenario.workload.begin(), scenario.workload.end(),
                     [what](const WorkloadSpec& spec) { return drawn_functions(spec) == what; });
}

}  // namespace

bool draws_population(const Scenario& scenario) {
  return has_drawn(scenario, DrawnFunctions::all);
}

std::string what_varies(const Scenario& scenario) {
  bool generated = false;
  bool clients = false;
  bool rows = false;
  bool minutes = false;
  bool intervals = false;
  bool drawn_counts = false;
  for (const WorkloadSpec& spec : scenario.workload) {
    const bool has_rows =
        std::holds_alternative<CsvTraceSpec>(spec) || std::holds_alternative<Azure2021TraceSpec>(spec) ||
        std::holds_alternative<Huawei2025TraceSpec>(spec) || std::holds_alternative<IluvatarTraceSpec>(spec);
    const bool has_minutes = std::holds_alternative<AzureTraceSpec>(spec);
    rows = rows || has_rows;
    minutes = minutes || has_minutes;
    if (const auto* const huawei = std::get_if<Huawei2023TraceSpec>(&spec)) {
      intervals = true;
      drawn_counts = drawn_counts || huawei->within_interval == WithinInterval::poisson;
    }
    const auto* const azure = std::get_if<AzureTraceSpec>(&spec);
    drawn_counts = drawn_counts || (azure != nullptr && azure->within_minute == WithinInterval::poisson);
    const bool has_clients = std::holds_alternative<ClosedLoopSpec>(spec);
    clients = clients || has_clients;
    generated = generated || !(has_rows || has_minutes || has_clients ||
                               std::holds_alternative<Huawei2023TraceSpec>(spec));
  }
  std::string text;
  const auto say = [&text](const char* what) { text += (text.empty() ? "" : "; ") + std::string(what); };
  if (draws_population(scenario)) {
    say("generated functions (rates, durations and memory) and their calls are drawn again");
  } else if (has_drawn(scenario, DrawnFunctions::memory)) {
    say("arrivals and durations of the calls of generated functions, and the functions' memory, are drawn "
        "again");
  } else if (generated) {
    say("arrivals and durations of the calls of generated functions are drawn again");
  }
  if (has_drawn(scenario, DrawnFunctions::fixed)) {
    say("a fixed population (rates, durations and memory of its functions) is the same");
  }
  if (clients) {
    say("think times and durations of clients in closed loops are drawn again");
  }
  if (drawn_counts) {
    say("with poisson arrivals, the number of calls in each interval is drawn, with the trace's count as its "
        "mean");
  }
  if (minutes) {
    say("each minute's counts and the functions' memory come from the trace; the instants within the minute "
        "and the durations (from the trace's percentiles) are drawn again");
  }
  if (intervals) {
    say("each interval's counts and durations and the functions' memory come from the trace; the instants "
        "within the interval are drawn again");
  }
  if (rows) {
    say("the rows of the trace are the same");
  }
  say("start-up times and lifetimes are drawn again");
  return text;
}

}  // namespace curtain
