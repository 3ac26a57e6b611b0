// curtain explain prints what happened in a run, and why. The run is simulated again under observation.
#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <string>
#include <vector>

#include "models/experiment/explain/explain.hpp"
#include "models/experiment/run.hpp"
#include "models/workload/printable.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/load.hpp"
#include "tools/curtain/results/explained_results.hpp"
#include "tools/curtain/text/explain_causes_text.hpp"
#include "tools/curtain/text/explain_fleet_text.hpp"
#include "tools/curtain/text/explain_invocation_text.hpp"
#include "tools/curtain/text/explain_json.hpp"
#include "tools/curtain/text/progress.hpp"
#include "tools/curtain/text/text.hpp"
#include "tools/curtain/text/warnings_text.hpp"

namespace curtain::tools {
namespace {

/// A name and a number, such as "shop/checkout" and 812.
struct AskedNumber {
  std::string function;
  std::uint64_t number = 0;
};

/// Parses "[TENANT/]FUNCTION/N". The number must be at least `least`.
AskedNumber asked_number(const char* option, const std::string& text, std::uint64_t least) {
  const std::size_t slash = text.rfind('/');
  AskedNumber asked;
  const std::string digits = slash == std::string::npos ? "" : text.substr(slash + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), asked.number);
  const bool is_number = !digits.empty() && error == std::errc() && end == digits.data() + digits.size();
  if (!is_number || slash == 0 || asked.number < least) {
    throw UsageError{
        fmt::format("{} needs a function and a number from {} on, such as checkout/{}, or with the tenant "
                    "shop/checkout/{}; found '{}'",
                    option, least, least + 11, least + 11, printable(text))};
  }
  asked.function = text.substr(0, slash);
  return asked;
}

/// Checks that the command has exactly one question.
void check_asked(const ExplainCommand& command) {
  std::vector<std::string> asked;
  const auto add = [&asked](bool is_asked, const char* option) {
    if (is_asked) {
      asked.emplace_back(option);
    }
  };
  add(!command.invocation.empty(), "--invocation");
  add(!command.instance.empty(), "--instance");
  add(command.vm.has_value(), "--vm");
  add(command.cold_starts, "--cold-starts");
  add(command.why_slow, "--why-slow");
  if (asked.empty()) {
    throw UsageError{
        "explain needs one of the options --invocation FUNCTION/N, --instance FUNCTION/N, --vm N, "
        "--cold-starts, --why-slow"};
  }
  if (asked.size() > 1) {
    throw UsageError{
        fmt::format("explain takes only one of these options at a time; found {}", and_list(asked))};
  }
  if (command.top && !command.cold_starts) {
    throw UsageError{"--top needs --cold-starts"};
  }
  const bool explains_many = command.cold_starts || command.why_slow;
  if (!explains_many && (!command.function.empty() || !command.tenant.empty())) {
    throw UsageError{fmt::format("{} needs --cold-starts or --why-slow",
                                 command.function.empty() ? "--tenant" : "--function")};
  }
}

/// The first words of the command line, for printed commands that explain an example.
std::string command_words(const ExplainCommand& command) {
  const bool is_plain =
      command.scenario.find_first_not_of(
          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/") == std::string::npos;
  std::string text = is_plain ? command.scenario : shell_word(printable(command.scenario));
  for (const std::string& set : command.common.set) {
    text += " --set " + shell_word(printable(set));
  }
  if (command.replication) {
    text += fmt::format(" --replication {}", *command.replication);
  }
  return command.variant.empty() ? text : text + " --variant " + shell_word(printable(command.variant));
}

/// Answers the question of the command.
class Explaining {
 public:
  Explaining(const ExplainCommand& command, const Scenario& scenario, const ExplainSettings& settings,
             ExplainedReplication replication, ProgressLine& line)
      : command_(command),
        scenario_(scenario),
        settings_(settings),
        line_(line),
        run_(scenario, settings),
        words_(scenario, run_.functions(), replication) {}

  void answer() {
    if (!command_.invocation.empty()) {
      const AskedNumber asked = asked_number("--invocation", command_.invocation, 1);
      print(explain_invocation(run_, asked.function, asked.number));
    } else if (!command_.instance.empty()) {
      const AskedNumber asked = asked_number("--instance", command_.instance, 0);
      print(explain_instance(run_, asked.function, asked.number));
    } else if (command_.vm) {
      print(explain_vm(run_, *command_.vm));
    } else if (command_.cold_starts) {
      const ColdStartCauses causes = explain_cold_starts(run_, names());
      line_.clear();
      if (command_.common.json) {
        fmt::print("{}", causes_json(causes, names(), words_));
      } else {
        print_causes(causes, asked(), words_);
      }
    } else {
      const SlowInvocations slow = explain_slow(scenario_, settings_, run_, names());
      line_.clear();
      if (command_.common.json) {
        fmt::print("{}", slow_json(slow, names(), words_));
      } else {
        print_slow(slow, asked(), words_);
      }
    }
  }

 private:
  [[nodiscard]] FunctionNames names() const { return {command_.tenant, command_.function}; }
  [[nodiscard]] AskedCauses asked() const {
    return {names(), command_.top.value_or(10), command_words(command_)};
  }
  template <class Account>
  void print(const Account& account) {
    line_.clear();
    if (command_.common.json) {
      fmt::print("{}", account_json(account, words_));
    } else {
      print_account(account, words_);
    }
  }

  const ExplainCommand& command_;
  const Scenario& scenario_;
  const ExplainSettings& settings_;
  ProgressLine& line_;
  ExplainedRun run_;
  ExplainWords words_;
};

}  // namespace

int explain(const ExplainCommand& command, const std::atomic<bool>& interrupt) {
  check_asked(command);
  if (!command.invocation.empty()) {
    asked_number("--invocation", command.invocation, 1);  // errors in the option's value are reported before
                                                          // the run
  } else if (!command.instance.empty()) {
    asked_number("--instance", command.instance, 0);
  }
  ExplainSettings settings;
  ExplainedReplication replication;
  const Scenario scenario = scenario_to_explain(command, replication);
  settings.replication = replication.number;
  warn(scenario.warnings, command.common);
  ProgressLine line(!command.common.quiet && !command.common.json);
  settings.interrupt = &interrupt;
  settings.progress = [&line, &scenario](const Progress& progress) {
    if (line.is_due()) {
      line.show(done_of(progress, scenario.duration));
    }
  };
  try {
    Explaining(command, scenario, settings, replication, line).answer();
  } catch (const NothingToExplain& error) {
    line.clear();
    throw UsageError{error.what()};
  }
  return kDone;
}

}  // namespace curtain::tools
