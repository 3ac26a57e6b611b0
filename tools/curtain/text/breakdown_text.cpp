#include "tools/curtain/text/breakdown_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "models/experiment/breakdown.hpp"
#include "models/experiment/counting.hpp"
#include "models/experiment/metric_catalogue.hpp"
#include "tools/curtain/text/loss_text.hpp"
#include "tools/curtain/text/table.hpp"
#include "tools/curtain/text/text.hpp"
#include "tools/curtain/text/time_axis.hpp"

namespace curtain::tools {
namespace {

constexpr std::size_t kLongestName = 22;

/// A share as text in a narrow column.
std::string short_share(double share) {
  return share > 0 && share < 0.0001 ? "<0.01 %" : human_share(share);
}

/// A count, which is red if it is not 0.
std::string alarming(std::uint64_t count) {
  return count > 0 ? red(grouped(count)) : grouped(count);
}

/// A column of invocations that did not complete.
struct LossColumn {
  std::string heading;
  std::function<std::uint64_t(const Figures&)> count;
};

/// The columns in which at least one of `figures` has a count: invocations turned away, failed, timed out,
/// errored and abandoned, followed by the reasons why invocations were turned away. If there is a single
/// reason, its column replaces the column of invocations turned away.
std::vector<LossColumn> loss_columns(const std::vector<Figures>& figures) {
  std::vector<LossColumn> all;
  std::vector<LossColumn> reasons;
  const auto add = [&figures](std::vector<LossColumn>& to, LossColumn column) {
    if (std::any_of(figures.begin(), figures.end(), [&](const Figures& f) { return column.count(f) > 0; })) {
      to.push_back(std::move(column));
    }
  };
  for (std::size_t why = 0; why < kRejections; ++why) {
    add(reasons,
        {reason_label(static_cast<Rejection>(why)), [why](const Figures& f) { return f.rejections[why]; }});
  }
  if (reasons.size() == 1) {
    all.swap(reasons);
  } else {
    add(all, {"turned away", [](const Figures& f) { return f.turned_away(); }});
  }
  add(all, {"failed", [](const Figures& f) { return f.ended(Outcome::failed); }});
  add(all, {"timed out", [](const Figures& f) { return f.ended(Outcome::timed_out); }});
  add(all, {"errored", [](const Figures& f) { return f.ended(Outcome::errored); }});
  add(all, {"abandoned", [](const Figures& f) { return f.ended(Outcome::abandoned); }});
  all.insert(all.end(), reasons.begin(), reasons.end());
  return all;
}

/// The value of a metric as text for a table, or "-" if the metric has no value.
std::string metric_text(const Counted& counted, std::string_view metric) {
  return std::visit(
      [metric](auto value) -> std::string {
        if constexpr (std::is_same_v<decltype(value), std::monostate>) {
          return find_metric(metric)->unit == Unit::usd ? std::string(kNoPricesText) : "-";
        } else {
          return human_metric(metric, static_cast<double>(value));
        }
      },
      find_metric(metric)->value(counted).value);
}

/// A table of functions or of tenants, sorted by the number of invocations.
class Ranking {
 public:
  Ranking(const char* what, const char* whats, std::vector<Counted> counted)
      : what_(what), whats_(whats), counted_(std::move(counted)) {
    for (const Counted& each : counted_) {
      figures_.push_back(each.sums);
    }
  }

  template <class Name>
  void print(std::size_t top, Name name) const {
    std::vector<std::size_t> order(figures_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
      return figures_[a].arrived > figures_[b].arrived;
    });
    order.resize(std::min(order.size(), top));
    const std::vector<LossColumn> losses = loss_columns(figures_);
    std::vector<std::string> heading = {what_, "arrived", "completed"};
    for (const LossColumn& loss : losses) {
      heading.push_back(loss.heading);
    }
    for (const char* const rest : {"cold", "p50", "p99", "slowdown", "cost"}) {
      heading.emplace_back(rest);
    }
    Table table(std::move(heading));
    for (const std::size_t id : order) {
      const Figures& f = figures_[id];
      std::vector<std::string> row = {shortened(name(id), kLongestName), grouped(f.arrived),
                                      grouped(f.completed)};
      for (const LossColumn& loss : losses) {
        row.push_back(alarming(loss.count(f)));
      }
      row.push_back(or_dash(f.cold_ratio(), short_share));
      for (const char* const metric :
           {"latency.p50_s", "latency.p99_s", "slowdown.mean", "billing.cost_usd"}) {
        row.push_back(metric_text(counted_[id], metric));
      }
      table.add(std::move(row));
    }
    fmt::print("\n{}", table.text());
    if (order.size() < figures_.size()) {
      fmt::print(
          "{}",
          dim(wrapped(fmt::format("the {} of {} {} with the most invocations; --top sets the number of rows",
                                  order.size(), grouped(figures_.size()), whats_),
                      output_columns(), 2)));
    }
    print_losses(order);
  }

 private:
  /// Prints a line about the losses in the rows that are not shown.
  void print_losses(const std::vector<std::size_t>& shown) const {
    std::uint64_t lost = 0;
    for (const Figures& f : figures_) {
      lost += f.lost();
    }
    std::uint64_t hidden = lost;
    for (const std::size_t id : shown) {
      hidden -= figures_[id].lost();
    }
    if (lost == 0) {
      fmt::print("  {}\n", dim("no invocation was turned away, failed, timed out, errored or abandoned"));
    } else if (hidden > 0) {
      fmt::print("{}", red(wrapped(fmt::format("{} that are not shown lost {} invocations (turned away, "
                                               "failed, timed out, errored or abandoned)",
                                               whats_, grouped(hidden)),
                                   output_columns(), 2)));
    }
  }

  const char* what_;
  const char* whats_;
  std::vector<Counted> counted_;
  std::vector<Figures> figures_;
};

}  // namespace

void print_by_function(const Scenario& scenario, const RunResult& result, std::size_t top) {
  const FunctionTable& functions = result.functions;
  const Counting counting(result.outcome, functions, scenario.platform.billing);
  std::vector<Counted> counted;
  for (std::size_t id = 0; id < result.outcome.tally.functions().size(); ++id) {
    counted.push_back(counting.of_function(FunctionId{id}));
  }
  Ranking("function", "functions", std::move(counted)).print(top, [&functions](std::size_t id) {
    const FunctionSpec& spec = functions[FunctionId{id}];
    return functions.tenant_count() == 1
               ? spec.name
               : fmt::format("{}/{}", functions.tenant_name(spec.tenant), spec.name);
  });
}

void print_by_tenant(const Scenario& scenario, const RunResult& result, std::size_t top) {
  const FunctionTable& functions = result.functions;
  Counting counting(result.outcome, functions, scenario.platform.billing);
  std::vector<Counted> counted;
  for (std::size_t id = 0; id < functions.tenant_count(); ++id) {
    counted.push_back(counting.of_tenant(TenantId{id}));
  }
  Ranking("tenant", "tenants", std::move(counted)).print(top, [&functions](std::size_t id) {
    return functions.tenant_name(TenantId{id});
  });
  const auto fairness = [&result](const char* of) {
    return or_dash(result.report.find(of)->measured(), human_number);
  };
  fmt::print(
      "{}",
      dim(wrapped(fmt::format("fairness between tenants (Jain's index, 1 is even): {} of slowdown, {} of "
                              "the share completed",
                              fairness("fairness.slowdown_jain"), fairness("fairness.completed_jain")),
                  output_columns(), 2)));
}

std::optional<BinRange> bins_of(const RunOutcome& outcome, const std::optional<Stretch>& part) {
  const Series& series = outcome.tally.series();
  const auto width = series.width().ns();
  const Time last = part ? std::min(part->to, outcome.end) : outcome.end;  // after this time no invocation
                                                                           // arrives
  if (part && part->from >= last) {
    return std::nullopt;
  }
  const auto end = std::clamp<std::size_t>(static_cast<std::size_t>((last.ns() + width - 1) / width), 1,
                                           series.bins().size());
  return BinRange{std::min(part ? static_cast<std::size_t>(part->from.ns() / width) : 0, end - 1), end};
}

void print_by_time(const Scenario& scenario, const RunResult& result, std::size_t top,
                   const std::optional<Stretch>& part) {
  const Series& series = result.outcome.tally.series();
  const auto width = series.width().ns();
  const std::optional<BinRange> bins = bins_of(result.outcome, part);
  if (!bins) {
    fmt::print("\n{}", wrapped(fmt::format("no rows by time: the run ended at {}, before --from",
                                           human_seconds(result.outcome.end.seconds())),
                               output_columns(), 2));
    return;
  }
  const auto [first, end] = *bins;
  const std::size_t together = bins_together(series.width(), end - first, top);
  const Duration step{static_cast<std::int64_t>(together) * width};
  // Rows begin at round instants, which are easy to read. The rows of a part of the run begin with this part.
  const TimeAxis axis(epoch_of(scenario),
                      Duration{std::gcd(step.ns(), static_cast<std::int64_t>(first) * width)},
                      Time{static_cast<std::int64_t>(end) * width});
  const std::vector<Interval> rows = intervals(result.outcome, together, first, end);
  const bool is_any_turned_away =
      std::any_of(rows.begin(), rows.end(), [](const Interval& row) { return row.counts.turned_away() > 0; });
  std::vector<std::string> heading = {"from", "calls", "most/s", "cold"};
  if (is_any_turned_away) {
    heading.emplace_back("turned away");
  }
  heading.insert(heading.end(), {"p50", "p99", "instances", "VMs"});
  Table table(std::move(heading));
  for (const Interval& interval : rows) {
    const SeriesBin& bin = interval.counts;
    const auto latency = [&interval](double LatencyFigures::*figure) {
      return interval.latency ? human_seconds((*interval.latency).*figure) : "-";
    };
    std::vector<std::string> row = {
        axis.label(interval.from), grouped(bin.arrived),
        human_number(static_cast<double>(interval.most_arrived) / series.width().seconds()),
        bin.started == 0 ? "-"
                         : short_share(static_cast<double>(bin.cold) / static_cast<double>(bin.started))};
    if (is_any_turned_away) {
      row.push_back(alarming(bin.turned_away()));
    }
    row.insert(row.end(), {latency(&LatencyFigures::p50), latency(&LatencyFigures::p99),
                           grouped(bin.instances), grouped(bin.vms)});
    table.add(std::move(row));
  }
  const TimeAxis length(std::nullopt, step, result.outcome.end);
  fmt::print("\n{}", table.text());
  fmt::print("{}",
             dim(wrapped(
                 fmt::format(
                     "rows of {}{}, including the warm-up; most/s is the rate in the busiest {} of a row; "
                     "latency is in the row of the answer; instances and VMs are those at the end of the row",
                     length.label(Time{step.ns()}), epoch_of(scenario) ? ", times in UTC" : "",
                     length.label(Time{width})),
                 output_columns(), 2)));
}

}  // namespace curtain::tools
