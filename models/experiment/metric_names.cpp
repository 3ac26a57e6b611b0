#include "models/experiment/metric_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "models/config/diagnostics.hpp"
#include "models/experiment/report.hpp"

namespace curtain {
namespace {

constexpr std::size_t kMostNamesListed = 6;

/// "latency_p99", "Latency.P99" and "latency.p99" are one.
std::string folded_name(std::string name) {
  for (char& c : name) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == '.' || c == '-' || c == ' ' ? '_' : c;
  }
  return name;
}

}  // namespace

std::string unknown_metric(const std::string& name) {
  std::vector<std::string> names;
  std::vector<std::string> holding;
  for (const MetricDescription& metric : metric_catalogue()) {
    names.emplace_back(metric.name);
    if (name.size() > 2 && folded_name(names.back()).find(folded_name(name)) != std::string::npos) {
      holding.emplace_back(metric.name);
    }
  }
  if (std::find(names.begin(), names.end(), name) != names.end()) {
    return {};
  }
  const std::string what = "there is no metric " + config::quote(name);
  if (holding.size() == 1) {
    return what + "; did you mean '" + holding.front() + "'?";
  }
  if (!holding.empty()) {
    const std::size_t more = holding.size() - std::min(holding.size(), kMostNamesListed);
    holding.resize(holding.size() - more);
    return fmt::format("{}; with {} in their names: {}{}", what, config::quote(name),
                       config::comma_list(holding), more == 0 ? "" : fmt::format(" and {} more", more));
  }
  const std::string nearest = config::did_you_mean(name, names);
  return what + (nearest.empty() ? "; `curtain metrics` lists them" : nearest);
}

}  // namespace curtain
