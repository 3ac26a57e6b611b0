#include "tools/curtain/text/loss_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include "models/workload/specification.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

constexpr double kMostLost = 0.5;
constexpr std::size_t kMostSettings = 6;

/// A reason why invocations do not complete, with the settings that cause it.
struct Loss {
  const char* metric;
  const char* label;    ///< heading of a column of losses
  const char* text;     ///< text that follows the number of invocations
  const char* decider;  ///< text in brackets, if no settings are printed
  /// names of settings: a path, or the end of a path
  std::vector<const char*> settings;
  const char* advice;
  /// True if settings of one workload entry limit functions of other entries that have the same account.
  bool by_others = false;
};

/// The reasons why invocations are turned away, in the order of Rejection, followed by the four outcomes
/// without reasons, in the order of `without_reason` in lost_by().
const std::vector<Loss>& losses() {
  static const char* const without = "raise the limit, or remove it: --set policies.admission=unlimited";
  static const std::vector<Loss> all = {
      {"invocations.throttled_by_account_limit",
       "account limit",
       "at the account's limit of invocations in flight",
       "policies.admission",
       {"policies.admission", "provisioned", "reserved_concurrency"},
       without,
       true},
      {"invocations.throttled_by_function_limit",
       "function limit",
       "at the function's limit of invocations in flight",
       "its concurrency limit, policies.admission",
       {"concurrency_limit", "reserved_concurrency", "policies.admission"},
       without},
      {"invocations.throttled_by_rate",
       "request rate",
       "above the allowed request rate",
       "policies.admission",
       {"policies.admission"},
       without},
      {"invocations.throttled_by_starts",
       "instance starts",
       "needed an instance start above the allowed rate",
       "policies.admission",
       {"policies.admission"},
       without},
      {"invocations.throttled_by_frontend_queue",
       "frontend queue",
       "found the frontend's queue full",
       "frontend.queue_capacity",
       {"frontend.queue_capacity", "policies.admission"},
       "raise frontend.queue_capacity, or the limit that makes the invocations wait"},
      {"invocations.throttled_by_function_queue",
       "function queue",
       "found the function's queue full",
       "scheduler.queue_capacity",
       {"scheduler.queue_capacity", "max_instances"},
       "raise scheduler.queue_capacity, or the number of instances"},
      {"invocations.throttled_unstated",
       "no reason given",
       "by the admission policy, which gives no reason",
       "policies.admission",
       {"policies.admission"},
       without},
      {"invocations.expired",
       "expired",
       "waited longer than frontend.max_wait",
       "frontend.max_wait",
       {"frontend.max_wait", "policies.admission", "cluster.hosts.count", "concurrency_limit"},
       "raise frontend.max_wait, or the limit that makes the invocations wait"},
      {"invocations.refused_no_room",
       "no room",
       "found no room for an instance",
       "cluster",
       {"cluster.hosts.count", "cluster.hosts.memory", "cluster.vms.memory", "cluster.vms.instance_memory",
        "cluster.vms.max_instances", "scheduler.no_room"},
       "raise cluster.hosts.count, or let the invocations wait: --set scheduler.no_room=wait"},
      {"invocations.refused_too_large",
       "too large",
       "needed an instance that fits no VM",
       "cluster.vms",
       {"cluster.vms.instance_memory", "cluster.vms.memory", "cluster.hosts.memory"},
       "raise cluster.vms.instance_memory and cluster.vms.memory"},
      {"invocations.throttled_by_end_tenants",
       "end tenants",
       "needed an instance for their end tenant above the allowed number of instances",
       "scheduler.isolated_per_1000",
       {"scheduler.isolated_per_1000", "policies.admission", "reserved_concurrency", "concurrency_limit"},
       "raise scheduler.isolated_per_1000, or the concurrency of the function"},
      {"invocations.refused_no_end_tenant",
       "no end tenant",
       "named no end tenant",
       "isolate",
       {"isolate"},
       "name an end tenant in each row of the trace, or remove the key isolate"},
      {"invocations.timed_out",
       "timed out",
       "timed out",
       "",
       {"timeout"},
       "raise the timeout, or shorten the executions"},
      {"invocations.failed",
       "failed",
       "failed by the loss of the VM of their last attempt",
       "",
       {"faults"},
       "change the crashes and outages under faults"},
      {"invocations.errored",
       "errored",
       "ended in an error of their function",
       "",
       {"error_rate"},
       "lower the error rate"},
      {"invocations.abandoned",
       "abandoned",
       "abandoned by their client before the answer",
       "frontend.client_timeout",
       {"frontend.client_timeout"},
       "raise frontend.client_timeout, shorten executions and waits, or invoke the function with invoke: "
       "async, for which no client waits"}};
  return all;
}

double count_of(const Report& report, std::string_view name) {
  const Metric* const metric = report.find(name);
  return metric == nullptr ? 0 : metric->number();
}

/// True if `path` is the setting `name`, a part of this setting, or a path that ends with the name.
bool is_of(std::string_view path, std::string_view name) {
  const bool begins = path.starts_with(name) &&
                      (path.size() == name.size() || path[name.size()] == '.' || path[name.size()] == '[');
  return begins || (path.ends_with(name) && path[path.size() - name.size() - 1] == '.');
}

/// True if the value of a setting limits something. A value of 0 is also a limit, unless it is the amount of
/// concurrency that is set aside for other functions.
bool is_limit(const Loss& loss, std::string_view value) {
  constexpr std::array<std::string_view, 7> no_limits = {"unlimited", "forever", "never", "none",
                                                         "all",       "",        "[]"};
  return std::find(no_limits.begin(), no_limits.end(), value) == no_limits.end() &&
         !(loss.by_others && value == "0");
}

/// The number of invocations of a function that were lost for this reason.
std::uint64_t lost_by(const FunctionExtras& function, const Loss& loss) {
  constexpr std::array<Outcome, 4> without_reason = {Outcome::timed_out, Outcome::failed, Outcome::errored,
                                                     Outcome::abandoned};
  const auto why = static_cast<std::size_t>(&loss - losses().data());
  return why < kRejections ? function.rejections[why]
                           : function.outcomes[static_cast<std::size_t>(without_reason[why - kRejections])];
}

/// The path of the function's traits in the workload, such as "workload[1]". The path is like
/// "workload[1].trace.functions[0]" if a trace gives the function its own traits.
std::string place_of_traits(const Scenario& scenario, const FunctionTable& functions, FunctionId id,
                            std::size_t entry) {
  if (const auto* const trace = std::get_if<CsvTraceSpec>(&scenario.workload[entry])) {
    const FunctionSpec& function = functions[id];
    const std::string& tenant = functions.tenant_name(function.tenant);
    for (std::size_t i = 0; i < trace->functions.size(); ++i) {
      const NamedTraits& named = trace->functions[i];
      if (named.function == function.name && (named.tenant.empty() || named.tenant == tenant)) {
        return fmt::format("workload[{}].trace.functions[{}]", entry, i);
      }
    }
  }
  return fmt::format("workload[{}]", entry);
}

/// The entry that contains the path of a workload setting: "workload[1]" for "workload[1].timer.timeout".
std::string place_of_setting(const std::string& path) {
  const bool is_of_function = path.find(".functions[") != std::string::npos;
  return path.substr(0, is_of_function ? path.rfind('.') : path.find(']') + 1);
}

/// The paths of the traits of all functions that lost invocations for this reason.
std::set<std::string> places_that_lost(const Scenario& scenario, const RunResult& result, const Loss& loss) {
  std::set<std::string> places;
  const std::vector<FunctionExtras>& extras = result.outcome.tally.extras();
  for (std::size_t i = 0; i < extras.size(); ++i) {
    const FunctionId id(i);
    for (std::size_t entry = 0; lost_by(extras[i], loss) > 0 && entry < scenario.workload.size(); ++entry) {
      if (result.functions.is_of_entry(id, static_cast<std::uint32_t>(entry))) {
        places.insert(place_of_traits(scenario, result.functions, id, entry));
      }
    }
  }
  return places;
}

/// The limiting settings as "path: value", in the order of the names in `loss`. Workload settings are
/// included only if they apply to functions that lost invocations for this reason.
std::vector<std::string> limits_of(const Scenario& scenario, const RunResult& result, const Loss& loss) {
  std::vector<std::string> limits;
  const std::vector<std::string> settings = resolved_settings(scenario);
  const std::set<std::string> places = places_that_lost(scenario, result, loss);
  for (const std::string_view name : loss.settings) {
    for (const std::string& setting : settings) {
      const std::size_t end = setting.find(": ");
      if (end == std::string::npos) {
        continue;
      }
      const std::string path = setting.substr(0, end);
      const bool is_own =
          loss.by_others || !path.starts_with("workload[") || places.count(place_of_setting(path)) > 0;
      if (is_of(path, name) && is_limit(loss, setting.substr(end + 2)) && is_own) {
        limits.push_back(setting);
      }
    }
  }
  if (limits.size() > kMostSettings) {
    limits[kMostSettings - 1] = fmt::format("{} more", limits.size() - kMostSettings + 1);
    limits.resize(kMostSettings);
  }
  return limits;
}

/// The most frequent reason, if at least half of the invocations did not complete.
const Loss* main_loss(const Report& report) {
  const Loss* most = nullptr;
  double all = 0;
  for (const Loss& loss : losses()) {
    const double lost = count_of(report, loss.metric);
    all += lost;
    most = lost > (most == nullptr ? 0.0 : count_of(report, most->metric)) ? &loss : most;
  }
  return all >= kMostLost * count_of(report, "invocations.arrived") ? most : nullptr;
}

/// Builds the lines about the invocations of one run that did not complete.
class Account {
 public:
  Account(const Scenario& scenario, const RunResult& result, std::size_t indent)
      : scenario_(scenario),
        result_(result),
        report_(result.report),
        indent_(indent),
        main_(main_loss(result.report)) {}

  void add_outcome(std::string_view metric, const char* text) {
    const double lost = count_of(report_, metric);
    const double arrived = count_of(report_, "invocations.arrived");
    const std::string share = arrived > 0 ? human_share(lost / arrived) : "-";
    text_ += red(wrapped(fmt::format("{} {} ({})", grouped(static_cast<std::uint64_t>(lost)), text, share),
                         output_columns(), indent_));
  }
  void add_reason(const Loss& loss) {
    const std::string brackets = &loss == main_ ? "" : fmt::format(" ({})", loss.decider);
    const auto lost = static_cast<std::uint64_t>(count_of(report_, loss.metric));
    text_ += wrapped(fmt::format("{} {}{}", grouped(lost), loss.text, brackets), output_columns(),
                     indent_ + 2, indent_ + 4);
  }
  /// Adds a suggestion of what to change, if most invocations are lost for this reason.
  void add_advice(const Loss& loss) {
    if (&loss != main_) {
      return;
    }
    const std::vector<std::string> limits = limits_of(scenario_, result_, loss);
    for (std::size_t i = 0; i < limits.size(); ++i) {
      text_ +=
          wrapped((i == 0 ? "limited by " : "and ") + limits[i], output_columns(), indent_ + 4, indent_ + 6);
    }
    text_ += wrapped(fmt::format("advice: {}", loss.advice), output_columns(), indent_ + 4, indent_ + 6);
  }
  [[nodiscard]] std::string text() const { return text_; }

 private:
  const Scenario& scenario_;
  const RunResult& result_;
  const Report& report_;
  std::size_t indent_;
  const Loss* main_;
  std::string text_;
};

}  // namespace

std::string reason_label(Rejection why) {
  return losses()[static_cast<std::size_t>(why)].label;
}

std::string losses_text(const Scenario& scenario, const RunResult& result, std::size_t indent) {
  const Report& report = result.report;
  Account account(scenario, result, indent);
  for (const auto& [outcome, metric, text] :
       {std::tuple{Outcome::throttled, "throttled", "throttled"},
        {Outcome::expired, "expired", "expired"},
        {Outcome::refused, "refused", "refused"},
        {Outcome::failed, "failed", losses()[kRejections + 1].text},
        {Outcome::timed_out, "timed_out", losses()[kRejections].text},
        {Outcome::errored, "errored", losses()[kRejections + 2].text},
        {Outcome::abandoned, "abandoned", losses()[kRejections + 3].text}}) {
    const std::string name = fmt::format("invocations.{}", metric);
    if (count_of(report, name) == 0) {
      continue;
    }
    account.add_outcome(name, text);
    for (std::size_t why = 0; why < losses().size(); ++why) {
      const Loss& loss = losses()[why];
      if (why >= kRejections
              ? loss.metric == name
              : outcome_of(static_cast<Rejection>(why)) == outcome && count_of(report, loss.metric) > 0) {
        if (why < kRejections) {
          account.add_reason(loss);
        }
        account.add_advice(loss);
      }
    }
  }
  return account.text();
}

}  // namespace curtain::tools
