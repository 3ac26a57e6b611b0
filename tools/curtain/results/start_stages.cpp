#include "tools/curtain/results/start_stages.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace curtain::tools {
namespace {

/// A mixture of distributions with weights, in nanoseconds.
class Mixture {
 public:
  void add(const sim::Distribution& part, double weight) {
    weight_ += weight;
    mean_ += weight * part.mean();
    for (int i = 0; i < kParts; ++i) {
      const double middle = (i + 0.5) / kParts;
      values_.emplace_back(part.quantile(middle), weight / kParts);
    }
  }
  [[nodiscard]] bool is_empty() const { return values_.empty(); }
  [[nodiscard]] double mean_s() const { return mean_ / weight_ / 1e9; }
  /// A quantile of the mixture. Each distribution is represented by parts of one percent.
  [[nodiscard]] double quantile_s(double share) {
    std::sort(values_.begin(), values_.end());
    double below = 0;
    for (const auto& [value, weight] : values_) {
      below += weight;
      if (below >= share * weight_ * (1 - 1e-12)) {
        return value / 1e9;
      }
    }
    return values_.back().first / 1e9;
  }

 private:
  static constexpr int kParts = 100;
  double weight_ = 0;
  double mean_ = 0;
  std::vector<std::pair<double, double>> values_;
};

/// Adds the row of a stage. `starts` has the times that the starts of the run took.
void add_stage(std::string_view name, std::string_view applies, Mixture stage, StartStage kind,
               const StartCounts& starts, Records& table) {
  table.begin_row();
  table.add("stage", name);
  table.add("mean_s", stage.mean_s());
  table.add("p5_s", stage.quantile_s(0.05));
  table.add("p50_s", stage.quantile_s(0.5));
  table.add("p95_s", stage.quantile_s(0.95));
  table.add("applies", applies);
  table.add("measured_mean_s", starts.starts == 0
                                   ? std::nullopt
                                   : std::optional<double>(static_cast<double>(starts.stage_ns(kind)) /
                                                           static_cast<double>(starts.starts) / 1e9));
}

Mixture alone(const sim::Distribution& distribution) {
  Mixture stage;
  stage.add(distribution, 1);
  return stage;
}

}  // namespace

Records start_stage_records(const Scenario& scenario, const RunResult& result) {
  const ColdStartParameters& stages = scenario.platform.cold_start;
  Mixture init;
  double others = 0;
  const auto& extras = result.outcome.tally.extras();
  for (std::size_t id = 0; id < extras.size(); ++id) {
    const auto created = static_cast<double>(extras[id].created);
    const auto& own = result.functions[FunctionId{id}].traits.init;
    if (own && created > 0) {
      init.add(*own, created);
    } else {
      others += created;
    }
  }
  const bool is_without_instances = others == 0 && init.is_empty();
  if (others > 0 || is_without_instances) {
    init.add(stages.function_init, is_without_instances ? 1 : others);
  }
  const StartCounts& starts = result.outcome.tally.starts();
  Records table("stage,mean_s,p5_s,p50_s,p95_s,applies,measured_mean_s");
  const auto add = [&](std::string_view name, std::string_view applies, Mixture stage, StartStage kind) {
    add_stage(name, applies, std::move(stage), kind, starts, table);
  };
  add("VM boot", "if the start needs a new VM", alone(stages.vm_boot), StartStage::vm_boot);
  add("sandbox", "unless a generic instance is taken from a pool", alone(stages.sandbox),
      StartStage::sandbox);
  add("code download", "unless the host has the code", alone(stages.code_download),
      StartStage::code_download);
  add("runtime start", "unless a generic instance is taken from a pool", alone(stages.runtime_start),
      StartStage::runtime_start);
  add("function init", "always", std::move(init), StartStage::function_init);
  return table;
}

}  // namespace curtain::tools
