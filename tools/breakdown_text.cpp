#include "tools/breakdown_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "models/experiment/billing.hpp"
#include "models/experiment/breakdown.hpp"
#include "tools/table.hpp"
#include "tools/text.hpp"

namespace curtain::tools {
namespace {

constexpr std::size_t kLongestName = 22;

/// A share in few columns.
std::string short_share(double share) {
  return share > 0 && share < 0.0001 ? "<0.01 %" : human_share(share);
}

/// One table: of functions or tenants, those with most invocations first.
class Ranking {
 public:
  Ranking(const char* what, const char* whats, std::vector<Figures> figures,
          std::vector<std::optional<LatencyFigures>> latency)
      : what_(what), whats_(whats), figures_(std::move(figures)), latency_(std::move(latency)) {}

  template <class Name, class Cost>
  void print(std::size_t top, Name name, Cost cost) const {
    std::vector<std::size_t> order(figures_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
      return figures_[a].arrived > figures_[b].arrived;
    });
    order.resize(std::min(order.size(), top));
    Table table({what_, "calls", "cold", "p50", "p99", "slowdown", "cost"});
    for (const std::size_t id : order) {
      const Figures& f = figures_[id];
      const std::optional<LatencyFigures>& latency = latency_[id];
      table.add({shortened(name(id), kLongestName), grouped(f.arrived), or_dash(f.cold_ratio(), short_share),
                 latency ? human_seconds(latency->p50) : "-", latency ? human_seconds(latency->p99) : "-",
                 or_dash(f.slowdown_mean(), human_number), human_metric("x_usd", cost(id))});
    }
    fmt::print("\n{}", table.text());
    if (order.size() < figures_.size()) {
      fmt::print("  {}\n", dim(fmt::format("the {} with most calls of {} {}; --top tells how many",
                                           order.size(), grouped(figures_.size()), whats_)));
    }
  }

 private:
  const char* what_;
  const char* whats_;
  std::vector<Figures> figures_;
  std::vector<std::optional<LatencyFigures>> latency_;
};

}  // namespace

void print_by_function(const Scenario& scenario, const RunResult& result, std::size_t top) {
  const FunctionTable& functions = result.functions;
  const BillingParameters& billing = scenario.platform.billing;
  Ranking("function", "functions", figures_by_function(result.outcome, functions),
          latency_by_function(result.outcome))
      .print(
          top,
          [&functions](std::size_t id) {
            const FunctionSpec& spec = functions[FunctionId{id}];
            return functions.tenant_count() == 1
                       ? spec.name
                       : fmt::format("{}/{}", functions.tenant_name(spec.tenant), spec.name);
          },
          [&](std::size_t id) {
            return bill_of(charge_of(FunctionId{id}, result.outcome, functions, billing), billing).total();
          });
}

void print_by_tenant(const Scenario& scenario, const RunResult& result, std::size_t top) {
  const FunctionTable& functions = result.functions;
  const BillingParameters& billing = scenario.platform.billing;
  const std::vector<TenantCharge> charged = charges(result.outcome, functions, billing);
  Ranking("tenant", "tenants", figures_by_tenant(figures_by_function(result.outcome, functions), functions),
          latency_by_tenant(result.outcome, functions))
      .print(
          top, [&functions](std::size_t id) { return functions.tenant_name(TenantId{id}); },
          [&](std::size_t id) { return bill_of(charged[id], billing).total(); });
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

void print_by_time(const RunResult& result, std::size_t top) {
  const Series& series = result.outcome.tally.series;
  const auto width = series.width().ns();
  const auto bins = std::clamp<std::size_t>(
      static_cast<std::size_t>((result.outcome.end.ns() + width - 1) / width), 1, series.bins().size());
  const std::size_t together = (bins + top - 1) / top;
  Table table({"from", "calls", "cold", "turned away", "p50", "p99", "instances", "VMs"});
  for (const Interval& interval : intervals(result.outcome, together)) {
    if (interval.from >= result.outcome.end) {
      break;  // the rest only drains
    }
    const SeriesBin& bin = interval.counts;
    const auto latency = [&interval](double LatencyFigures::*figure) {
      return interval.latency ? human_seconds((*interval.latency).*figure) : "-";
    };
    table.add({human_seconds(interval.from.seconds()), grouped(bin.arrived),
               bin.started == 0
                   ? "-"
                   : short_share(static_cast<double>(bin.cold) / static_cast<double>(bin.started)),
               grouped(bin.turned_away()), latency(&LatencyFigures::p50), latency(&LatencyFigures::p99),
               grouped(bin.instances), grouped(bin.vms)});
  }
  fmt::print("\n{}", table.text());
  fmt::print("{}",
             dim(wrapped(fmt::format("rows of {}, warm-up included; "
                                     "latency by when the answer came; instances and "
                                     "VMs at a row's end",
                                     human_seconds(static_cast<double>(together) * series.width().seconds())),
                         output_columns(), 2)));
}

}  // namespace curtain::tools
