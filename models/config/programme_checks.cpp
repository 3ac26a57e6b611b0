// Contradictions between the steps of a measurement programme, and between a programme and the platform.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "models/config/programme_fields.hpp"

namespace curtain::config {
namespace {

constexpr std::uint64_t kMostRequestsAtOnce = 100'000;

/// The names that the steps of a programme have defined so far.
class ProgrammeChecker {
 public:
  ProgrammeChecker(const ProgrammeFinding& error, std::map<std::string, std::string>& units)
      : error_(error), units_(units) {}

  void check(const std::vector<ProgrammeStep>& steps, const std::string& path, std::uint64_t rounds) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
      std::visit([&](const auto& step) { check(step, fmt::format("{}[{}]", path, i), rounds); },
                 steps[i].action);
    }
  }

 private:
  void check(const DeployStep& step, const std::string& path, std::uint64_t) {
    const std::string key = path + ".deploy";
    deployed_.insert_or_assign(step.functions, &step);
    add(groups_, step.functions);
    const FunctionTraits& traits = step.traits;
    const auto refuse = [&](bool is_refused, const char* name, const char* reason) {
      if (is_refused) {
        error_(key + "." + name, reason);
      }
    };
    refuse(traits.invoke == Invoke::async, "invoke",
           "a programme waits for answers, but asynchronous events have none; remove the key");
    refuse(traits.provisioned > 0 || traits.provisioned_max > 0 || !traits.provisioned_schedule.empty(),
           traits.provisioned > 0       ? "provisioned"
           : traits.provisioned_max > 0 ? "provisioned_max"
                                        : "provisioned_schedule",
           "functions of a programme cannot have provisioned concurrency, because they do not exist at the "
           "beginning of the run; declare the function in the workload, or remove the key");
    refuse(traits.reserved_concurrency.has_value(), "reserved_concurrency",
           "functions of a programme cannot reserve concurrency, because they do not exist at the beginning "
           "of the run; use concurrency_limit, or remove the key");
  }

  void check(const InvokeStep& step, const std::string& path, std::uint64_t rounds) {
    const std::string key = path + ".invoke";
    if (step.more_each_round > 0 && rounds == 1) {
      error_(key + ".more_each_round",
             "has no effect outside a repeat; put the step into a repeat, or remove the key");
    }
    const std::uint64_t requests =
        step.at_once.value_or(1) + std::uint64_t{step.more_each_round} * (rounds - 1);
    if (requests > kMostRequestsAtOnce) {
      error_(key + ".more_each_round",
             fmt::format("the last round sends {} requests at once; at most {} are allowed; type a lower "
                         "number, or fewer rounds",
                         requests, kMostRequestsAtOnce));
    }
    check_group(step.functions, key + ".functions");
    add(answers_, step.as.empty() ? step.functions : step.as);
    const auto found = deployed_.find(step.functions);
    if (step.hold > Duration{} && found != deployed_.end() && found->second->traits.shares_resources()) {
      error_(key + ".hold",
             fmt::format("the functions '{}' share resources of their VMs, so the length of their executions "
                         "is not known; remove the key, or remove cpu, work and background of the functions",
                         step.functions));
    }
  }
  void check(const WaitStep&, const std::string&, std::uint64_t) {}
  void check(const RepeatStep& step, const std::string& path, std::uint64_t rounds) {
    const std::uint64_t all = rounds * step.times;
    if (all > kMostProgrammeRounds) {
      error_(path + ".repeat.times",
             fmt::format("with the enclosing repeats the steps are executed {} times; "
                         "at most {} are allowed",
                         all, kMostProgrammeRounds));
      return;
    }
    check(step.steps, path + ".repeat.steps", all);
  }
  void check(const SearchStep& step, const std::string& path, std::uint64_t) {
    check_group(step.functions, path + ".search.functions");
    check_unit(step.record, "s", path + ".search.record");
  }
  void check(const UpdateStep& step, const std::string& path, std::uint64_t) {
    check_group(step.functions, path + ".update.functions");
  }
  void check(const DeleteStep& step, const std::string& path, std::uint64_t) {
    check_group(step.functions, path + ".delete.functions");
    if (!step.except.empty()) {
      check_group(step.except, path + ".delete.except");
    }
  }
  void check(const KeepGroupStep& step, const std::string& path, std::uint64_t) {
    check_answers(step.from, path + ".keep_group.from");
    add(groups_, step.as);
    if (const auto found = deployed_.find(step.from); found != deployed_.end()) {
      deployed_.insert_or_assign(step.as, found->second);
    }
  }
  void check(const RecordStep& step, const std::string& path, std::uint64_t) {
    const std::string key = path + ".record";
    if (!step.from.empty()) {
      check_answers(step.from, key + ".from");
    } else if (answers_.empty()) {
      error_(key, "there are no answers yet; put an invoke before this step");
    }
    check_unit(step.name, observation_unit(step.of), key + ".name");
    check_work(step, key);
  }
  void check(const ExpectStep&, const std::string&, std::uint64_t) {}

  /// A rate needs work of its kind.
  void check_work(const RecordStep& step, const std::string& key) {
    const bool has_work = std::any_of(deployed_.begin(), deployed_.end(), [&step](const auto& each) {
      const WorkMix& work = each.second->traits.work;
      return step.of == Observed::cpu_share   ? work.cpu > Duration{}
             : step.of == Observed::disk_rate ? work.disk > 0
                                              : work.network > 0;
    });
    const bool needs_work =
        step.of == Observed::cpu_share || step.of == Observed::disk_rate || step.of == Observed::network_rate;
    if (needs_work && !has_work) {
      const char* const kind = step.of == Observed::cpu_share   ? "cpu: 100ms"
                               : step.of == Observed::disk_rate ? "disk: 100MB"
                                                                : "network: 100MB";
      error_(key + ".of", fmt::format("no function of the programme has such work; add work: {{{}}} to a "
                                      "deploy",
                                      kind));
    }
  }
  void check_unit(const std::string& record, const std::string& unit, const std::string& key) {
    const auto [known, is_new] = units_.emplace(record, unit);
    if (!is_new && known->second != unit) {
      const auto name = [](const std::string& text) { return text.empty() ? "plain numbers" : "in " + text; };
      error_(key, fmt::format("the record '{}' has values {} in another step, and {} here; give the records "
                              "different names",
                              record, name(known->second), name(unit)));
    }
  }
  void check_group(const std::string& name, const std::string& key) {
    check_known(groups_, name, key, "functions", "deploy or keep_group");
  }
  void check_answers(const std::string& name, const std::string& key) {
    check_known(answers_, name, key, "answers", "invoke");
  }
  void check_known(const std::vector<std::string>& known, const std::string& name, const std::string& key,
                   const char* what, const char* steps) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      error_(key,
             fmt::format("no earlier {} of this programme has {} called {}{}{}", steps, what, quote(name),
                         did_you_mean(name, known), known.empty() ? "" : "; there are " + comma_list(known)));
    }
  }
  static void add(std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    }
  }

  const ProgrammeFinding& error_;
  std::map<std::string, std::string>& units_;
  std::map<std::string, const DeployStep*> deployed_;
  std::vector<std::string> groups_;
  std::vector<std::string> answers_;
};

/// Visits the steps of a list and of the lists within it, with their paths.
template <class Visit>
void visit_steps(const std::vector<ProgrammeStep>& steps, const std::string& path, const Visit& visit) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const std::string own = fmt::format("{}[{}]", path, i);
    visit(steps[i], own);
    if (const auto* const repeat = std::get_if<RepeatStep>(&steps[i].action)) {
      visit_steps(repeat->steps, own + ".repeat.steps", visit);
    }
  }
}

}  // namespace

void visit_programme_traits(
    const Scenario& scenario,
    const std::function<void(const FunctionTraits& traits, const std::string& path)>& visit) {
  for (const Programme& programme : scenario.programmes) {
    visit_steps(programme.steps, "programmes." + programme.name + ".steps",
                [&visit](const ProgrammeStep& step, const std::string& path) {
                  if (const auto* const deploy = std::get_if<DeployStep>(&step.action)) {
                    visit(deploy->traits, path + ".deploy.");
                  }
                });
  }
}

void check_programmes(const Scenario& scenario, const ProgrammeFinding& error) {
  std::map<std::string, std::string> units;
  std::uint64_t functions = 0;
  for (const Programme& programme : scenario.programmes) {
    const std::string path = "programmes." + programme.name;
    ProgrammeChecker(error, units).check(programme.steps, path + ".steps", 1);
    functions += functions_of(programme);
    if (functions > kMostProgrammeFunctions) {
      error(path,
            fmt::format("the programmes create {} functions, because each round of a repeat creates new "
                        "ones; at most {} are allowed; type fewer rounds, or move a deploy before its "
                        "repeat",
                        functions, kMostProgrammeFunctions));
      return;
    }
  }
}

}  // namespace curtain::config
