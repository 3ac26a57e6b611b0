// curtain run: one scenario, a table, and on request a results folder.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>

#include "models/experiment/run.hpp"
#include "sim/fingerprint.hpp"
#include "tools/commands.hpp"
#include "tools/load.hpp"
#include "tools/results_folder.hpp"
#include "tools/text.hpp"

namespace curtain::tools {
namespace {

/// One line on standard error, redrawn; only where someone can see it.
class ProgressLine {
 public:
  ProgressLine(bool wanted, std::optional<Time> end)
      : wanted_(wanted && isatty(STDERR_FILENO) == 1), end_(end), start_(std::chrono::steady_clock::now()) {}
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(const Progress& progress) {
    const auto now = std::chrono::steady_clock::now();
    if (!wanted_ || now - last_ < std::chrono::milliseconds(100)) {
      return;
    }
    last_ = now;
    const double spent = std::chrono::duration<double>(now - start_).count();
    if (spent < 0.5) {
      return;
    }
    std::string line = fmt::format("  {} invocations, {} of simulated time, {} /s", grouped(progress.arrived),
                                   human_seconds(progress.now.seconds()),
                                   human_number(static_cast<double>(progress.arrived) / spent));
    if (end_ && progress.now > Time{0}) {
      const double part = progress.now.seconds() / end_->seconds();
      line =
          fmt::format("  {:3.0f} % {}, about {} left", 100 * part, line, human_seconds(spent / part - spent));
    }
    fmt::print(stderr, "\r\x1b[K{}", line);
    std::fflush(stderr);
    shown_ = true;
  }
  void clear() {
    if (shown_) {
      fmt::print(stderr, "\r\x1b[K");
      shown_ = false;
    }
  }

 private:
  bool wanted_;
  bool shown_ = false;
  std::optional<Time> end_;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point last_{};
};

class Summary {
 public:
  explicit Summary(const Report& report) : report_(report) {}

  [[nodiscard]] double of(std::string_view name) const { return report_.find(name)->number(); }
  [[nodiscard]] std::string seconds(std::string_view name) const { return human_seconds(of(name)); }
  [[nodiscard]] std::string count(std::string_view name) const {
    return grouped(static_cast<std::uint64_t>(of(name)));
  }

  void line(std::string_view label, const std::string& text) const {
    fmt::print("  {} {}\n", pad_right(bold(label), 13), text);
  }
  void more(const std::string& text) const { fmt::print("  {} {}\n", std::string(13, ' '), text); }

 private:
  const Report& report_;
};

void print_outcomes(const Summary& summary) {
  const double arrived = summary.of("invocations.arrived");
  summary.line("Invocations",
               fmt::format("{} arrived, {} completed ({})", summary.count("invocations.arrived"),
                           summary.count("invocations.completed"),
                           human_share(arrived > 0 ? summary.of("invocations.completed") / arrived : 0)));
  std::string others;
  for (const char* const what : {"failed", "throttled", "timed_out", "expired", "refused", "in_flight"}) {
    const std::string name = fmt::format("invocations.{}", what);
    if (summary.of(name) > 0) {
      others += fmt::format("{}{} {}", others.empty() ? "" : ", ", summary.count(name), what);
    }
  }
  if (!others.empty()) {
    summary.more(others);
  }
}

void print_table(const Scenario& scenario, const RunResult& result, std::uint32_t replication) {
  const Summary summary(result.report);
  const double from = summary.of("window.from_s");
  const double to = summary.of("window.to_s");
  fmt::print("\n  {}  {}\n\n", bold(scenario.name),
             dim(fmt::format("on {}, seed {}, replication {}, {} simulated{}", scenario.platform_name,
                             scenario.seed, replication, human_seconds(to),
                             from > 0 ? fmt::format(" of which {} warm-up", human_seconds(from)) : "")));
  if (result.report.partial) {
    fmt::print("  {}\n\n", red("interrupted: what follows is of the part that was simulated"));
  }
  print_outcomes(summary);
  const double started =
      summary.of("attempts.warm") + summary.of("attempts.cold") + summary.of("attempts.waited");
  const auto share = [&](const char* name) { return started > 0 ? summary.of(name) / started : 0.0; };
  summary.line("Attempts",
               fmt::format("{} warm   {} cold   {} waited   ({} first use)",
                           human_share(share("attempts.warm")), human_share(share("attempts.cold")),
                           human_share(share("attempts.waited")), summary.count("first_use.count")));
  summary.line("Latency",
               fmt::format("p50 {}   p90 {}   p99 {}   p99.9 {}   max {}", summary.seconds("latency.p50_s"),
                           summary.seconds("latency.p90_s"), summary.seconds("latency.p99_s"),
                           summary.seconds("latency.p99_9_s"), summary.seconds("latency.max_s")));
  summary.more(fmt::format("mean {} = execution {} + platform {}", summary.seconds("latency.mean_s"),
                           summary.seconds("execution.mean_s"),
                           human_seconds(summary.of("latency.mean_s") - summary.of("execution.mean_s"))));
  summary.line("Cold starts",
               fmt::format("{}   p50 {}   p99 {}", summary.count("cold_start.count"),
                           summary.seconds("cold_start.p50_s"), summary.seconds("cold_start.p99_s")));
  summary.line("Queueing", fmt::format("mean {}", summary.seconds("queueing.mean_s")));
  Table fleet({"fleet", "created", "peak", "mean"});
  fleet.add({"instances", summary.count("instances.created"), summary.count("instances.peak"),
             human_number(summary.of("instances.mean"))});
  fleet.add(
      {"VMs", summary.count("vms.created"), summary.count("vms.peak"), human_number(summary.of("vms.mean"))});
  fleet.add({"VMs, lower bound", "", summary.count("packing.vm_lower_bound_peak"),
             human_number(summary.of("packing.vm_lower_bound"))});
  fleet.add({"hosts in use", "", summary.count("hosts.peak"), human_number(summary.of("hosts.mean"))});
  fmt::print("\n{}\n", fleet.text());
  const double busy = summary.of("memory.busy_gib_s");
  const double idle = summary.of("memory.idle_gib_s");
  const double starting = summary.of("memory.starting_gib_s");
  const double all = busy + idle + starting;
  const auto part = [all](double x) { return human_share(all > 0 ? x / all : 0); };
  summary.line("Memory",
               fmt::format("{} {}", share_bar({busy, starting, idle}, 40), human_metric("x.gib_s", all)));
  summary.more(fmt::format("█ busy {}   ▓ starting {}   ░ idle {}", part(busy), part(starting), part(idle)));
  summary.line("Packing",
               fmt::format("{} of the memory of VMs in use", human_share(summary.of("packing.density"))));
  summary.line(
      "Billing",
      fmt::format("{} for {} requests: {}", human_metric("x.gib_s", summary.of("billing.gib_s")),
                  summary.count("billing.requests"), human_metric("x_usd", summary.of("billing.cost_usd"))));
  const Series& series = result.outcome.tally.series;
  if (series.bins().size() > 1) {
    std::vector<double> arrivals;
    std::vector<double> instances;
    const auto in_window = static_cast<std::size_t>((result.outcome.end.ns() + series.width().ns() - 1) /
                                                    series.width().ns());  // the rest only drains
    for (std::size_t i = 0; i < std::min(in_window, series.bins().size()); ++i) {
      const SeriesBin& bin = series.bins()[i];
      arrivals.push_back(static_cast<double>(bin.arrived));
      instances.push_back(static_cast<double>(bin.instances));
    }
    fmt::print("\n");
    summary.line("Arrivals", sparkline(arrivals, 60));
    summary.line("Instances", sparkline(instances, 60));
  }
}

bool all_met(const Scenario& scenario, const Report& report) {
  return std::all_of(scenario.expect.begin(), scenario.expect.end(),
                     [&report](const Expectation& expectation) { return check(report, expectation).met; });
}

/// Returns false if one is not met.
bool print_expectations(const Scenario& scenario, const Report& report) {
  bool all = true;
  for (const Expectation& expectation : scenario.expect) {
    const ExpectationResult checked = check(report, expectation);
    all = all && checked.met;
    fmt::print("  {} {} {} {}\n", checked.met ? green("met   ") : red("missed"),
               pad_right(expectation.metric, 28),
               pad_left(human_metric(expectation.metric, checked.measured), 14),
               dim("expected " + expectation.text));
  }
  return all;
}

}  // namespace

int run(const RunCommand& command, const std::atomic<bool>& interrupt) {
  const Scenario scenario = load(command.scenario, command.common.set);
  if (!command.out.empty()) {
    ResultsFolder::check(command.out);
  }
  ProgressLine line(!command.common.quiet && !command.common.json, scenario.duration);
  RunSettings settings;
  settings.replication = command.replication;
  settings.audit = command.audit;
  settings.force_general = command.general_path;
  settings.queue = command.heap ? QueueKind::heap : QueueKind::calendar;
  settings.interrupt = &interrupt;
  settings.progress = [&line](const Progress& progress) { line.show(progress); };
  const RunResult result = run_scenario(scenario, settings);
  line.clear();
  if (!command.out.empty()) {
    write_run(command.out, scenario, result, command.replication, command.common.set);
  }
  bool met = true;
  if (command.common.json) {
    fmt::print("{}", run_json(scenario, result, command.replication, command.audit));
    met = all_met(scenario, result.report);
  } else if (!command.common.quiet) {
    print_table(scenario, result, command.replication);
    if (!scenario.expect.empty()) {
      fmt::print("\n");
      met = print_expectations(scenario, result.report);
    }
    fmt::print(
        "\n  {}\n",
        dim(fmt::format("fingerprint {}   {} CPU, {} invocations/s, {} MiB",
                        sim::fingerprint_text(result.report.fingerprint), human_seconds(result.use.cpu_s),
                        human_number(result.use.invocations_per_s), result.use.peak_rss_bytes >> 20)));
    if (command.audit) {
      fmt::print("  {}\n", dim(fmt::format("audit: {} events checked, {}", grouped(result.audited_events),
                                           result.broken.empty() ? "all laws hold" : "laws are broken")));
    }
    if (!command.out.empty()) {
      fmt::print("  {}\n", dim("results in " + command.out));
    }
    fmt::print("\n");
  } else {
    met = all_met(scenario, result.report);
  }
  if (!result.broken.empty()) {
    for (const std::string& law : result.broken) {
      fmt::print(stderr, "curtain: broken law: {}\n", law);
    }
    return kRunFailed;
  }
  if (result.report.partial) {
    fmt::print(stderr, "curtain: interrupted; what was measured so far is marked partial\n");
    return kInterrupted;
  }
  return met ? kDone : kExpectationFailed;
}

namespace {

/// The paths given, a folder standing for the scenarios in it by name.
std::vector<std::string> scenario_paths(const std::vector<std::string>& given) {
  std::vector<std::string> paths;
  for (const std::string& path : given) {
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) {
      paths.push_back(path);
      continue;
    }
    std::vector<std::string> inside;
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
      if (entry.path().extension() == ".yaml") {
        inside.push_back(entry.path().string());
      }
    }
    if (inside.empty()) {
      throw UsageError{"the folder '" + path + "' has no scenarios (*.yaml)"};
    }
    std::sort(inside.begin(), inside.end());
    paths.insert(paths.end(), inside.begin(), inside.end());
  }
  return paths;
}

}  // namespace

int validate(const ValidateCommand& command, const std::atomic<bool>& interrupt) {
  const std::vector<std::string> paths = scenario_paths(command.paths);
  std::vector<Scenario> scenarios;
  for (const std::string& path : paths) {
    scenarios.push_back(load(path, command.common.set));
    if (scenarios.back().expect.empty()) {
      throw UsageError{"'" + path + "' expects nothing: it has no `expect`"};
    }
  }
  bool all = true;
  std::size_t met = 0;
  std::string documents;
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    RunSettings settings;
    settings.audit = command.audit;
    settings.interrupt = &interrupt;
    const RunResult result = run_scenario(scenarios[i], settings);
    if (result.report.partial) {
      fmt::print(stderr, "curtain: interrupted\n");
      return kInterrupted;
    }
    if (command.common.json || command.common.quiet) {
      documents += (i == 0 ? "" : ",\n") + run_json(scenarios[i], result, 0, command.audit);
      all = all_met(scenarios[i], result.report) && all;
    } else {
      fmt::print("\n  {}  {}\n", bold(scenarios[i].name), dim(paths[i]));
      all = print_expectations(scenarios[i], result.report) && all;
    }
    met += all_met(scenarios[i], result.report) ? 1 : 0;
    for (const std::string& law : result.broken) {
      fmt::print(stderr, "curtain: broken law: {}\n", law);
    }
    if (!result.broken.empty()) {
      return kRunFailed;
    }
  }
  if (command.common.json) {
    fmt::print("[\n{}]\n", documents);
  } else if (!command.common.quiet) {
    fmt::print("\n  {} of {} scenarios met their expectations\n\n", met, scenarios.size());
  }
  return all ? kDone : kExpectationFailed;
}

}  // namespace curtain::tools
