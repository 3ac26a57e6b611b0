#include "tools/curtain/text/run_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/curtain/text/loss_text.hpp"
#include "tools/curtain/text/table.hpp"
#include "tools/curtain/text/text.hpp"
#include "tools/curtain/text/time_axis.hpp"

namespace curtain::tools {
namespace {

constexpr std::size_t kText = 16;  // the column in which the texts after the labels begin

class Summary {
 public:
  explicit Summary(const Report& report) : report_(report) {}

  /// The value of a metric that always has a value: a count, a sum or a peak.
  [[nodiscard]] double of(std::string_view name) const { return report_.find(name)->number(); }
  [[nodiscard]] std::optional<double> measured(std::string_view name) const {
    return report_.find(name)->measured();
  }
  [[nodiscard]] std::string seconds(std::string_view name) const {
    return or_dash(measured(name), human_seconds);
  }
  [[nodiscard]] std::string number(std::string_view name) const {
    return or_dash(measured(name), human_number);
  }
  [[nodiscard]] std::string dollars(std::string_view name) const {
    const std::optional<double> sum = measured(name);
    return sum ? human_usd(*sum) : std::string(kNoPricesText);
  }
  [[nodiscard]] std::string count(std::string_view name) const {
    return grouped(static_cast<std::uint64_t>(of(name)));
  }

  void line(std::string_view label, const std::string& text) const { line(label, std::vector{text}); }
  /// Prints a line. If the line is too long, it is broken only between the parts.
  void line(std::string_view label, const std::vector<std::string>& parts) const {
    fmt::print("  {} {}\n", pad_right(bold(label), kText - 3), joined(parts, output_columns(), kText));
  }
  void more(const std::string& text) const { line("", text); }

 private:
  const Report& report_;
};

/// The share `part` of `whole`. Absent if `whole` is 0.
std::optional<double> part_of(double part, double whole) {
  return whole > 0 ? std::optional<double>(part / whole) : std::nullopt;
}

/// The number of columns of a bar or a sparkline. It leaves room for a number in the same line.
std::size_t picture_width() {
  return std::min<std::size_t>(40, output_columns() - kText - 16);
}

void print_outcomes(const Scenario& scenario, const RunResult& result) {
  const Summary summary(result.report);
  const double arrived = summary.of("invocations.arrived");
  summary.line("Invocations",
               fmt::format("{} arrived, {} completed ({})", summary.count("invocations.arrived"),
                           summary.count("invocations.completed"),
                           or_dash(part_of(summary.of("invocations.completed"), arrived), human_share)));
  fmt::print("{}", losses_text(scenario, result, kText));
  if (summary.of("invocations.in_flight") > 0) {
    summary.line("", fmt::format("{} in flight at the end", summary.count("invocations.in_flight")));
  }
}

/// Prints a table of times: the latency of the client, the execution and the platform part of the latency,
/// and the components of the platform part. These rows cover completed invocations. The rows of queueing and
/// cold starts cover all attempts that started.
void print_times(const Summary& summary) {
  Table times({"time", "mean", "p50", "p90", "p99", "p99.9", "max"});
  times.add({"latency", summary.seconds("latency.mean_s"), summary.seconds("latency.p50_s"),
             summary.seconds("latency.p90_s"), summary.seconds("latency.p99_s"),
             summary.seconds("latency.p99_9_s"), summary.seconds("latency.max_s")});
  times.add({"  execution", summary.seconds("execution.mean_s")});
  times.add({"  platform", summary.seconds("platform.mean_s")});
  for (const auto& [label, metric] : {std::pair{"    frontend", "platform.frontend_mean_s"},
                                      {"    queueing", "platform.queueing_mean_s"},
                                      {"    start-up", "platform.start_mean_s"},
                                      {"    thaw", "platform.thaw_mean_s"},
                                      {"    retries", "platform.retry_mean_s"}}) {
    if (summary.measured(metric).value_or(0) > 0) {
      times.add({label, summary.seconds(metric)});
    }
  }
  times.add({"queueing", summary.seconds("queueing.mean_s")});
  if (const auto cold = static_cast<std::uint64_t>(summary.of("cold_start.count")); cold > 0) {
    times.add({fmt::format("{} cold start{}", grouped(cold), cold == 1 ? "" : "s"),
               summary.seconds("cold_start.mean_s"), summary.seconds("cold_start.p50_s"), "",
               summary.seconds("cold_start.p99_s")});
  }
  fmt::print("\n{}", times.text());
}

void print_fleet(const Summary& summary) {
  Table fleet({"fleet", "created", "peak", "mean"});
  fleet.add({"instances", summary.count("instances.created"), summary.count("instances.peak"),
             summary.number("instances.mean")});
  fleet.add({"VMs", summary.count("vms.created"), summary.count("vms.peak"), summary.number("vms.mean")});
  fleet.add({"VMs, lower bound", "", summary.count("packing.vm_lower_bound_peak"),
             summary.number("packing.vm_lower_bound")});
  fleet.add({"hosts in use", "", summary.count("hosts.peak"), summary.number("hosts.mean")});
  if (summary.of("hosts.down_peak") > 0) {
    fleet.add({"hosts down", "", summary.count("hosts.down_peak"), summary.number("hosts.down_mean")});
  }
  fmt::print("\n{}\n", fleet.text());
}

/// Prints the bill of a month, with the assumption that the window is repeated, and its free tier.
void print_month(const Summary& summary, const BillingParameters& billing) {
  const std::optional<double> usd = summary.measured("billing.month_usd");
  if (!billing.month || !usd) {
    return;
  }
  const double window = summary.of("window.to_s") - summary.of("window.from_s");
  summary.line("Month", fmt::format("{} if the window of {} is repeated {:.6g} times in {}", human_usd(*usd),
                                    human_seconds(window), billing.month->seconds() / window,
                                    human_seconds(billing.month->seconds())));
  std::vector<std::string> parts;
  for (const auto& [metric, what] : {std::pair{"billing.month_execution_usd", "execution"},
                                     std::pair{"billing.month_requests_usd", "requests"},
                                     std::pair{"billing.month_init_usd", "initialisation"},
                                     std::pair{"billing.month_provisioned_usd", "provisioned"},
                                     std::pair{"billing.month_storage_usd", "storage"},
                                     std::pair{"billing.month_isolated_usd", "instances of end tenants"},
                                     std::pair{"billing.month_snapshots_usd", "snapshots"},
                                     std::pair{"billing.month_restores_usd", "restores"}}) {
    if (const double part = summary.of(metric); part > 0) {
      parts.push_back(fmt::format("{} {}", what, human_usd(part)));
    }
  }
  summary.line("", parts);
  if (billing.free_requests > 0 || billing.free_gib_s > 0) {
    summary.line("", fmt::format("free for each tenant: {} requests, {}", grouped(billing.free_requests),
                                 human_gib_seconds(billing.free_gib_s)));
  }
}

/// Prints the prices of the bill and the charges that it does not include.
void print_prices(const Summary& summary, const BillingParameters& billing) {
  if (!billing.prices.empty()) {
    summary.line("", fmt::format("at the prices of {}", billing.prices));
  }
  if (const double above = summary.of("billing.functions_above_maximum"); above > 0) {
    summary.line(
        "", red(fmt::format("{} function{} above the largest size sold, {} MiB, billed at the actual size",
                            summary.count("billing.functions_above_maximum"), above == 1 ? "" : "s",
                            grouped(billing.memory_maximum.value_or(0)))));
  }
  std::string left_out;
  for (const std::string& charge : billing.leaves_out) {
    left_out += (left_out.empty() ? "not included: " : ", ") + charge;
  }
  if (!left_out.empty()) {
    fmt::print("{}", dim(wrapped(left_out, output_columns(), kText)));
  }
}

void print_use(const Summary& summary, const BillingParameters& billing) {
  const double busy = summary.of("memory.busy_gib_s");
  const double idle = summary.of("memory.idle_gib_s");
  const double starting = summary.of("memory.starting_gib_s");
  const double all = busy + idle + starting;
  const auto part = [all](double x) { return or_dash(part_of(x, all), human_share); };
  summary.line("Memory", fmt::format("{} {}", share_bar({busy, starting, idle}, picture_width()),
                                     human_gib_seconds(all)));
  summary.line("", {fmt::format("{} busy {}", shade(0), part(busy)),
                    fmt::format("{} starting {}", shade(1), part(starting)),
                    fmt::format("{} idle {}", shade(2), part(idle))});
  if (const double pool = summary.of("memory.pool_gib_s"); pool > 0) {
    summary.line("", fmt::format("and {} in the pool", human_gib_seconds(pool)));
  }
  summary.line("Packing", fmt::format("{} of the memory of VMs in use",
                                      or_dash(summary.measured("packing.density"), human_share)));
  if (const auto stretch = summary.measured("execution.stretch_mean")) {
    std::vector<std::string> parts;
    for (const auto& [metric, what] :
         {std::pair{"cpu.utilisation", "vCPUs"}, std::pair{"disk.utilisation", "disk rate"},
          std::pair{"network.utilisation", "network rate"}}) {
      if (const auto share = summary.measured(metric)) {
        parts.push_back(fmt::format("{} of the {} of VMs", human_share(*share), what));
      }
    }
    for (const auto& [metric, what] : {std::pair{"disk.host_utilisation", "disk rate"},
                                       std::pair{"network.host_utilisation", "network rate"}}) {
      if (const auto share = summary.measured(metric)) {
        parts.push_back(fmt::format("{} of the {} of hosts", human_share(*share), what));
      }
    }
    parts.push_back(fmt::format("executions take {:.2f} times as long as alone", *stretch));
    summary.line("Sharing", parts);
  }
  summary.line("Billing",
               fmt::format("{} for {}: {}", human_gib_seconds(summary.of("billing.gib_s")),
                           counted(static_cast<std::uint64_t>(summary.of("billing.requests")), "request"),
                           summary.dollars("billing.cost_usd")));
  if (summary.measured("billing.init_usd").value_or(0) > 0 ||
      summary.measured("billing.provisioned_usd").value_or(0) > 0) {
    const auto usd = [&summary](const char* metric) { return summary.dollars(metric); };
    summary.line("", {fmt::format("execution {}", usd("billing.execution_usd")),
                      fmt::format("requests {}", usd("billing.requests_usd")),
                      fmt::format("initialisation {}", usd("billing.init_usd")),
                      fmt::format("provisioned {}", usd("billing.provisioned_usd"))});
  }
  for (const auto& [metric, what] : {std::pair{"billing.storage_usd", "ephemeral storage"},
                                     std::pair{"billing.isolated_usd", "instances of end tenants"},
                                     std::pair{"billing.snapshots_usd", "snapshots"},
                                     std::pair{"billing.restores_usd", "restored snapshots"}}) {
    if (const double dollars = summary.measured(metric).value_or(0); dollars > 0) {
      summary.line("", fmt::format("including {} {}", what, human_usd(dollars)));
    }
  }
  print_month(summary, billing);
  print_prices(summary, billing);
}

/// Prints a table of what the measurement programmes have recorded.
void print_recorded(const Scenario& scenario, const RunOutcome& outcome) {
  const std::vector<std::string> names = record_names(scenario.programmes);
  if (names.empty()) {
    return;
  }
  const auto text = [](const std::optional<double>& value) { return or_dash(value, human_number); };
  Table table({"  Recorded", "unit", "values", "mean", "median", "min", "max"});
  for (const std::string& name : names) {
    const auto record = std::find_if(outcome.records.begin(), outcome.records.end(),
                                     [&name](const ProgrammeRecord& each) { return each.name == name; });
    const RecordedSample sample(outcome.records, name);
    table.add({"  " + name, record == outcome.records.end() ? "" : record->unit, grouped(sample.count()),
               text(sample.mean()), text(sample.median()), text(sample.smallest()), text(sample.largest())});
  }
  fmt::print("\n{}\n", table.text());
}

/// The labels of the ends of a curve, in a line below the curve. If there is no room for both labels, the
/// label of the end is left out.
std::string ends_text(const Scenario& scenario, Duration width, const BinRange& bins, std::size_t columns) {
  const Time begin{static_cast<std::int64_t>(bins.first) * width.ns()};
  const Time end{static_cast<std::int64_t>(bins.end) * width.ns()};
  const TimeAxis axis(epoch_of(scenario), width, end + Duration{1});  // one unit is added, because the end
                                                                      // has a label, too
  const std::string from = axis.label(begin);
  const std::string to = axis.label(end);
  const std::size_t taken = width_of(from) + width_of(to);
  return taken < columns ? from + std::string(columns - taken, ' ') + to : from;
}

void print_course(const Summary& summary, const Scenario& scenario, const RunOutcome& outcome,
                  const std::optional<Stretch>& part) {
  const Series& series = outcome.tally.series();
  const std::optional<BinRange> bins = bins_of(outcome, part);
  if (!bins) {
    fmt::print("\n{}", dim(wrapped(fmt::format("no curves: the run ended at {}, before --from",
                                               human_seconds(outcome.end.seconds())),
                                   output_columns(), 2)));
    return;
  }
  if (series.bins().size() < 2) {
    return;
  }
  std::vector<double> arrivals;
  std::vector<double> instances;
  for (std::size_t i = bins->first; i < bins->end; ++i) {
    const SeriesBin& bin = series.bins()[i];
    arrivals.push_back(static_cast<double>(bin.arrived));
    instances.push_back(static_cast<double>(bin.instances));
  }
  const auto most = [](const std::vector<double>& values) {
    return *std::max_element(values.begin(), values.end());
  };
  const std::size_t width = picture_width();
  fmt::print("\n");
  summary.line("Arrivals", fmt::format("{} up to {}/s", sparkline(arrivals, width),
                                       human_number(most(arrivals) / series.width().seconds())));
  summary.line("Instances",
               fmt::format("{} up to {}", sparkline(instances, width), human_number(most(instances))));
  const std::size_t columns = std::min(width, arrivals.size());
  summary.more(dim(ends_text(scenario, series.width(), *bins, columns)));
}

void print_warm_up(const WarmUpFound& found) {
  const std::string basis =
      fmt::format("warm-up by MSER-5 of {}: {} of {} batches of {} cut", signal_name(found.signal),
                  grouped(found.cut), grouped(found.batches), grouped(found.batch_size));
  if (found.is_settled) {
    fmt::print("{}\n", dim(wrapped(basis, output_columns(), 2)));
  } else {
    fmt::print("{}\n",
               red(wrapped(basis + ", but the initial transient may not be over; simulate a longer duration",
                           output_columns(), 2)));
  }
}

}  // namespace

void print_table(const Scenario& scenario, const RunResult& result, std::uint32_t replication,
                 const std::optional<Stretch>& part) {
  const Summary summary(result.report);
  const double from = summary.of("window.from_s");
  const double to = summary.of("window.to_s");
  fmt::print("\n{}",
             wrapped(fmt::format("{}  {}", bold(scenario.name),
                                 dim(fmt::format("on {}, seed {}, replication {}", scenario.platform_name,
                                                 scenario.seed, replication))),
                     output_columns(), 2));
  fmt::print("  {}\n\n",
             dim(fmt::format("{} simulated{}", human_seconds(to),
                             from > 0 ? fmt::format(", of which {} warm-up", human_seconds(from)) : "")));
  if (result.warm_up) {
    print_warm_up(*result.warm_up);
  }
  if (result.report.partial) {
    fmt::print("  {}\n\n", red("interrupted; the results cover only the part that was simulated"));
  }
  if (summary.of("invocations.arrived") == 0) {
    fmt::print("{}\n", red(wrapped("no invocation arrived in the window; check the warm-up, and the workload "
                                   "with `curtain trace info`",
                                   output_columns(), 2)));
  }
  print_outcomes(scenario, result);
  const double started =
      summary.of("attempts.warm") + summary.of("attempts.cold") + summary.of("attempts.waited");
  const auto share = [&](const char* name) {
    return or_dash(part_of(summary.of(name), started), human_share);
  };
  summary.line("Attempts", {fmt::format("{} warm", share("attempts.warm")),
                            fmt::format("{} cold", share("attempts.cold")),
                            fmt::format("{} waited", share("attempts.waited")),
                            fmt::format("({} first use)", summary.count("first_use.count"))});
  if (summary.of("functions.invoked") > 1) {
    const auto cold = [&summary](const char* rank) {
      return fmt::format(
          "{} {}", rank,
          or_dash(summary.measured(fmt::format("functions.cold_ratio_{}", rank)), human_share));
    };
    summary.line("Functions", {fmt::format("{} called", summary.count("functions.invoked")),
                               fmt::format("cold {}", cold("p50")), cold("p75"), cold("p90")});
  }
  print_times(summary);
  print_fleet(summary);
  print_use(summary, scenario.platform.billing);
  print_recorded(scenario, result.outcome);
  print_course(summary, scenario, result.outcome, part);
}

}  // namespace curtain::tools
