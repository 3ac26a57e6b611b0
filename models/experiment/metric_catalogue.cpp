#include "models/experiment/metric_catalogue.hpp"

#include <algorithm>

namespace curtain {

#define CURTAIN_METRICS(family) const MetricFamily& family##_metrics();
#include "models/experiment/metric_families.inc"
#undef CURTAIN_METRICS

const std::vector<MetricDeclaration>& metric_catalogue() {
  static const std::vector<MetricDeclaration> all = [] {
    std::vector<MetricDeclaration> metrics;
    const auto add = [&metrics](const MetricFamily& family) {
      metrics.insert(metrics.end(), family.begin(), family.end());
    };
#define CURTAIN_METRICS(family) add(family##_metrics());
#include "models/experiment/metric_families.inc"
#undef CURTAIN_METRICS
    return metrics;
  }();
  return all;
}

const MetricDeclaration* find_metric(std::string_view name) {
  const std::vector<MetricDeclaration>& all = metric_catalogue();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [name](const MetricDeclaration& metric) { return metric.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace curtain
