#include "tools/loss_hint.hpp"

#include <fmt/format.h>

#include <array>
#include <vector>

#include "tools/text.hpp"

namespace curtain::tools {
namespace {

constexpr double kMostLost = 0.5;
constexpr std::size_t kMostSettings = 6;

/// A way to be lost, and the settings that decide on it: parts of their paths.
struct Loss {
  const char* metric;
  const char* said;
  std::vector<const char*> keys;
  const char* advice;
};

const std::vector<Loss>& losses() {
  static const char* const without =
      "raise the limit that is meant to be higher, or see what happens without: "
      "--set policies.admission=unlimited";
  static const std::vector<Loss> all = {
      {"invocations.throttled_by_account_limit",
       "turned away by their account's limit",
       {"policies.admission:", "provisioned:", "reserved_concurrency:"},
       without},
      {"invocations.throttled_by_function_limit",
       "turned away by their function's limit",
       {"concurrency_limit:", "reserved_concurrency:", "policies.admission:"},
       without},
      {"invocations.throttled_by_rate",
       "turned away by a limit of the rate",
       {"policies.admission:"},
       without},
      {"invocations.throttled_by_starts",
       "turned away by a limit of how fast instances are added",
       {"policies.admission:"},
       without},
      {"invocations.throttled_by_frontend_queue",
       "turned away by a full queue at the frontend",
       {"frontend.queue_capacity:", "policies.admission:"},
       "raise frontend.queue_capacity, or what they wait for"},
      {"invocations.throttled_by_function_queue",
       "turned away by a full queue of their function",
       {"scheduler.queue_capacity:", "max_instances:"},
       "raise scheduler.queue_capacity, or what they wait for"},
      {"invocations.throttled_unstated",
       "turned away by the admission policy",
       {"policies.admission:"},
       without},
      {"invocations.refused_no_room",
       "refused for want of room",
       {"cluster.hosts.count:", "cluster.hosts.memory:", "cluster.vms.memory:",
        "cluster.vms.instance_memory:", "cluster.vms.max_instances:", "scheduler.no_room:"},
       "raise cluster.hosts.count, or let them wait: --set scheduler.no_room=wait"},
      {"invocations.refused_too_large",
       "refused as their instance fits no VM",
       {"cluster.vms.instance_memory:", "cluster.vms.memory:", "cluster.hosts.memory:"},
       "raise cluster.vms.instance_memory and cluster.vms.memory"},
      {"invocations.expired",
       "given up after they had waited too long",
       {"frontend.max_wait:", "policies.admission:", "cluster.hosts.count:", "concurrency_limit:"},
       "raise frontend.max_wait, or what they wait for"},
      {"invocations.timed_out",
       "cut off at their timeout",
       {"timeout:"},
       "raise the timeout, or shorten the executions"},
      {"invocations.failed", "lost with their VM", {"faults."}, "crashes of VMs are set under faults"}};
  return all;
}

/// The settings that are no "unlimited", each as "path: value".
std::string limits_of(const Scenario& scenario, const std::vector<const char*>& keys) {
  std::string text;
  std::size_t count = 0;
  for (const std::string& setting : resolved_settings(scenario)) {
    for (const char* const key : keys) {
      const std::size_t end = setting.find(": ");
      const std::string path = setting.substr(0, end) + ":";
      const bool is_meant = path.find(key) != std::string::npos;
      const std::string value = end == std::string::npos ? "" : setting.substr(end + 2);
      if (is_meant && value != "unlimited" && value != "forever" && value != "never") {
        text += count < kMostSettings ? (count == 0 ? "" : ", ") + setting : "";
        ++count;
        break;
      }
    }
  }
  return text + (count > kMostSettings ? fmt::format(" and {} more", count - kMostSettings) : "");
}

}  // namespace

std::string loss_hint(const Scenario& scenario, const Report& report) {
  const auto count = [&report](const char* name) {
    const Metric* const metric = report.find(name);
    return metric == nullptr ? 0.0 : metric->number();
  };
  const double arrived = count("invocations.arrived");
  const Loss* most = nullptr;
  double all = 0;
  for (const Loss& loss : losses()) {
    const double lost = count(loss.metric);
    all += lost;
    most = lost > (most == nullptr ? 0.0 : count(most->metric)) ? &loss : most;
  }
  if (most == nullptr || all < kMostLost * arrived) {
    return {};
  }
  const std::string limits = limits_of(scenario, most->keys);
  return fmt::format("{} of the invocations were {}{}; {}", human_share(count(most->metric) / arrived),
                     most->said, limits.empty() ? "" : ". What limits them: " + limits, most->advice);
}

}  // namespace curtain::tools
