// `curtain trace info`: what a workload looks like before it is run.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "models/config/files.hpp"
#include "models/experiment/trace_statistics.hpp"
#include "models/workload/merged_source.hpp"
#include "models/workload/specification.hpp"
#include "tools/commands.hpp"
#include "tools/load.hpp"
#include "tools/progress.hpp"
#include "tools/text.hpp"

namespace curtain::tools {
namespace {

constexpr std::size_t kWidth = 72;  // of a sparkline, so that its line fits 80 columns

bool is_scenario(const TraceInfoCommand& command) {
  const auto ends = [&command](std::string_view end) { return command.path.ends_with(end); };
  return command.format.empty() && (ends(".yaml") || ends(".yml"));
}

/// What a scenario has to say of a trace whose files do not.
struct Missing {
  const char* scenario = "";
  const char* trace = "";
};
Missing missing_from(const std::string& format) {
  if (format == "azure-2021") {
    return {"", ", memory: 128MiB"};
  }
  if (format == "huawei-2023") {
    return {"", ", default_duration: 0s, default_memory: 128MiB"};
  }
  if (format == "azure2019-cdfs") {
    return {", duration: 1h", ", functions: 1000"};
  }
  return {};
}

/// Whether the memory of functions comes from the trace.
bool tells_memory(const Scenario& scenario, const std::string& format) {
  const auto* const huawei = std::get_if<Huawei2023TraceSpec>(&scenario.workload.front());
  return format != "azure-2021" && (huawei == nullptr || !huawei->memory_limits.empty());
}

/// The scenario that says nothing but the trace.
Scenario scenario_of(const TraceInfoCommand& command) {
  if (is_scenario(command)) {
    return load(command.path, command.common.set);
  }
  const std::string format = command.format.empty() ? "csv" : command.format;
  const bool is_pattern = command.path.find_first_of("*?") != std::string::npos;
  const bool is_folder =
      (format == "huawei-2023" || format == "azure2019-cdfs") && config::is_directory(command.path);
  const bool may_be_prefix = format == "azure-2019";
  if (std::optional<std::string> why = config::why_unreadable(command.path);
      why && !is_pattern && !is_folder && !may_be_prefix) {
    throw UsageError{*why};
  }
  std::vector<Override> overrides;
  for (const std::string& text : command.common.set) {
    overrides.push_back(parse_set(text));
  }
  const Missing missing = missing_from(format);
  const char* const key =
      format == "huawei-2023" && !config::is_directory(command.path) ? "requests" : "path";
  return parse_scenario(
      fmt::format("{{platform: ideal{}, workload: [{{trace: {{format: {}, {}: {}{}}}}}]}}", missing.scenario,
                  format, key, json_string(config::escape_environment(command.path)), missing.trace),
      "the command line", overrides);
}

TraceStatistics count(const Scenario& scenario, const std::atomic<bool>& interrupt, ProgressLine& line) {
  FunctionTable functions;
  std::vector<std::unique_ptr<ArrivalSource>> sources;
  for (std::size_t i = 0; i < scenario.workload.size(); ++i) {
    sources.push_back(open_source(
        scenario.workload[i],
        {scenario.seed, 0, static_cast<std::uint32_t>(i), scenario.duration, scenario.epoch}, functions));
  }
  const std::unique_ptr<ArrivalSource> source = merge(std::move(sources));
  return trace_statistics(*source, functions, &interrupt, [&](Time now, std::uint64_t calls) {
    if (line.is_due()) {
      Done done{std::nullopt, calls, "calls", "at " + human_seconds(now.seconds())};
      if (scenario.duration && *scenario.duration > Time{0}) {
        done.part = now.seconds() / scenario.duration->seconds();
      }
      line.show(done);
    }
  });
}

std::string number_or_null(const std::optional<double>& value) {
  return value ? json_number(*value) : "null";
}

void print_json(const TraceStatistics& s, bool has_memory) {
  std::string series;
  for (const std::uint64_t calls : s.series) {
    series += fmt::format("{}{}", series.empty() ? "" : ", ", calls);
  }
  const auto seconds = [&s](double p) { return json_number(Duration{s.durations.quantile(p)}.seconds()); };
  fmt::print("{{\n  \"partial\": {},\n  \"calls\": {},\n  \"functions\": {},\n  \"tenants\": {},\n",
             s.is_partial, s.calls, s.functions, s.tenants);
  fmt::print("  \"first_s\": {},\n  \"last_s\": {},\n", json_number(s.first.seconds()),
             json_number(s.last.seconds()));
  fmt::print("  \"rate_per_s\": {},\n  \"peak_minute_calls\": {},\n  \"peak_minute_s\": {},\n",
             json_number(s.rate), s.peak_calls, json_number(s.peak_minute.seconds()));
  fmt::print("  \"mean_busy\": {},\n", json_number(s.mean_busy));
  fmt::print(
      "  \"gap_variation_median\": {},\n  \"dispersion\": {},\n  \"function_dispersion_median\": {},\n",
      number_or_null(s.gap_variation.median), number_or_null(s.dispersion),
      number_or_null(s.function_dispersion.median));
  fmt::print("  \"duration_s\": {{\"mean\": {}, \"p50\": {}, \"p90\": {}, \"p99\": {}, \"max\": {}}},\n",
             json_number(s.durations.mean() / 1e9), seconds(0.5), seconds(0.9), seconds(0.99), seconds(1));
  fmt::print("  \"memory_mib\": {},\n",
             has_memory ? fmt::format("{{\"least\": {}, \"p50\": {}, \"p90\": {}, \"most\": {}}}",
                                      s.memory_least, s.memory_p50, s.memory_p90, s.memory_most)
                        : "null");
  fmt::print("  \"share_of_top_percent\": {},\n  \"share_of_top_ten\": {},\n",
             json_number(s.share_of_top_percent), json_number(s.share_of_top_ten));
  fmt::print("  \"functions_once\": {},\n  \"functions_uncalled\": {},\n", s.functions_once,
             s.functions_uncalled);
  fmt::print("  \"clients\": {},\n  \"functions_of_clients\": {},\n", s.clients, s.functions_of_clients);
  fmt::print("  \"zero_durations\": {},\n  \"ties\": {},\n", s.zero_durations, s.ties);
  fmt::print("  \"series\": {{\"stretch_s\": {}, \"calls\": [{}]}}\n}}\n", json_number(s.stretch.seconds()),
             series);
}

/// "1 function", "2 functions"
std::string counted(std::uint64_t count, const char* what) {
  return fmt::format("{} {}{}", grouped(count), what, count == 1 ? "" : "s");
}

void line(std::string_view name, const std::string& text) {
  std::string block = wrapped(text, output_columns(), 15);
  fmt::print("  {} {}", pad_right(name, 12), block.substr(std::min<std::size_t>(15, block.size())));
}

std::string median_text(const OverFunctions& figure) {
  return figure.median ? fmt::format("{} (median of {})", human_number(*figure.median),
                                     counted(figure.functions, "function"))
                       : std::string("too few calls to tell");
}

std::string share_of(std::uint64_t part, std::uint64_t whole) {
  return human_share(static_cast<double>(part) / static_cast<double>(whole));
}

void print_odd(const TraceStatistics& s) {
  std::vector<std::string> odd;
  if (s.functions_once > 0) {
    odd.push_back(fmt::format("{} with a single call ({})", counted(s.functions_once, "function"),
                              share_of(s.functions_once, s.functions)));
  }
  if (s.functions_uncalled > 0) {
    odd.push_back(counted(s.functions_uncalled, "function") + " without a call");
  }
  if (s.zero_durations > 0) {
    odd.push_back(fmt::format("{} of no duration ({})", counted(s.zero_durations, "call"),
                              share_of(s.zero_durations, s.calls)));
  }
  if (s.ties > 0) {
    odd.push_back(fmt::format("{} at the instant of the one before ({})", counted(s.ties, "call"),
                              share_of(s.ties, s.calls)));
  }
  for (std::size_t i = 0; i < odd.size(); ++i) {
    line(i == 0 ? "odd" : "", odd[i]);
  }
}

/// Clients in closed loops, of which no stream holds the calls.
void print_clients(const TraceStatistics& s) {
  if (s.clients > 0) {
    line("clients", fmt::format("{} in closed loops, of {}: when they send depends on the",
                                grouped(s.clients), counted(s.functions_of_clients, "function")));
    line("", s.calls > 0 ? "answers, so that only a run tells; their calls are not counted here"
                         : "answers, so that only a run tells their calls");
  }
}

void print_text(const TraceStatistics& s, const std::string& name, bool has_memory) {
  fmt::print("\n  {}{}\n\n", bold(shortened(name, output_columns() - 2)),
             s.is_partial ? red("  interrupted: what was read until then") : "");
  if (s.calls == 0) {
    print_clients(s);
    if (s.clients == 0 || s.functions_uncalled > 0) {
      fmt::print("  no calls; {} named\n", counted(s.functions_uncalled, "function"));
    }
    fmt::print("\n");
    return;
  }
  line("calls", fmt::format("{}, of {} of {}", grouped(s.calls), counted(s.functions, "function"),
                            counted(s.tenants, "tenant")));
  line("span", fmt::format("{}, from {} to {}", human_seconds((s.last - s.first).seconds()),
                           human_seconds(s.first.seconds()), human_seconds(s.last.seconds())));
  line("rate", fmt::format("{} a second; busiest minute {}, at {}", human_number(s.rate),
                           counted(s.peak_calls, "call"), human_seconds(s.peak_minute.seconds())));
  line("under way", fmt::format("{} on average", human_number(s.mean_busy)));
  line("gaps", "coefficient of variation " + median_text(s.gap_variation));
  line("bursts", fmt::format("index of dispersion by minute {} of all calls", human_number(*s.dispersion)));
  line("", median_text(s.function_dispersion));
  const auto quantile = [&s](double p) { return human_seconds(Duration{s.durations.quantile(p)}.seconds()); };
  line("duration",
       fmt::format("mean {}, p50 {}, p90 {}, p99 {}, max {}", human_seconds(s.durations.mean() / 1e9),
                   quantile(0.5), quantile(0.9), quantile(0.99), quantile(1)));
  line("memory", has_memory ? fmt::format("of functions: {} to {} MiB, p50 {}, p90 {}", s.memory_least,
                                          s.memory_most, s.memory_p50, s.memory_p90)
                            : std::string("not in the trace"));
  line("popularity", fmt::format("busiest 1 % of functions {} of calls, busiest ten {}",
                                 human_share(s.share_of_top_percent), human_share(s.share_of_top_ten)));
  print_clients(s);
  print_odd(s);
  const std::vector<double> heights(s.series.begin(), s.series.end());
  fmt::print("\n  calls over time\n  {}\n\n", sparkline(heights, kWidth));
}

}  // namespace

int print_trace_info(const TraceInfoCommand& command, const std::atomic<bool>& interrupt) {
  const Scenario scenario = scenario_of(command);
  ProgressLine progress(!command.common.quiet && !command.common.json);
  const TraceStatistics statistics = count(scenario, interrupt, progress);
  progress.clear();
  const bool has_memory = is_scenario(command) || tells_memory(scenario, command.format);
  if (command.common.json) {
    print_json(statistics, has_memory);
  } else if (!command.common.quiet) {
    print_text(statistics, is_scenario(command) ? scenario.name : command.path, has_memory);
  }
  return statistics.is_partial ? kInterrupted : kDone;
}

}  // namespace curtain::tools
