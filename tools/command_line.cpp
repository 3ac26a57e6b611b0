// The only file that sees CLI11, which takes long to compile. One function declares one command: its options
// are read into the command's struct, which the function that carries it out is then called with.
#include "tools/command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <memory>

#include "models/config/diagnostics.hpp"
#include "tools/commands.hpp"
#include "tools/version.hpp"

namespace curtain::tools {
namespace {

/// The command that was asked for, once all words are read.
struct Chosen {
  const std::atomic<bool>& interrupt;
  std::function<int()> act;
};

void add_common(CLI::App* app, CommonOptions& options, bool with_set) {
  if (with_set) {
    app->add_option("--set", options.set, "override a value of the scenario: a.b=c; may be repeated")
        ->allow_extra_args(false);
  }
  app->add_flag("--json", options.json, "print one JSON document on standard output");
  app->add_flag("-q,--quiet", options.quiet, "print nothing but errors");
}

void add_out(CLI::App* app, std::string& out) {
  app->add_option("--out", out, "results folder to write; must not exist")
      ->check([](const std::string& path) {
        return path.empty() ? std::string("--out wants a name") : std::string();
      });
}

void declare_run(CLI::App& program, Chosen& chosen) {
  const auto command = std::make_shared<RunCommand>();
  CLI::App* const app = program.add_subcommand("run", "simulate a scenario");
  app->add_option("scenario", command->scenario, "a YAML file")->required();
  add_out(app, command->out);
  app->add_option("--by", command->by, "a further table: by function, tenant or time; may be repeated")
      ->allow_extra_args(false)
      ->check(CLI::IsMember({"function", "tenant", "time"}));
  app->add_option("--top", command->top, "most rows of such a table (default 10)")
      ->check(CLI::Range(1u, 1000000u));
  app->add_option("--replication", command->replication, "number of the replication (0, 1, ..)");
  app->add_flag("--audit", command->audit, "check every event against a second account (slower)");
  app->add_flag("--general-path", command->general_path, "never take the warm path; same results, slower");
  app->add_flag("--heap", command->heap, "a plain heap as event queue; same results, slower");
  add_common(app, command->common, true);
  app->callback(
      [command, &chosen] { chosen.act = [=, &chosen] { return run(*command, chosen.interrupt); }; });
}

void declare_compare(CLI::App& program, Chosen& chosen) {
  const auto command = std::make_shared<CompareCommand>();
  CLI::App* const app =
      program.add_subcommand("compare", "paired runs of variants: differences with intervals");
  app->add_option("scenario", command->scenario, "a YAML file")->required();
  app->add_option("--vary", command->vary, "what differs: a.b=x,y; several make a grid")
      ->required()
      ->allow_extra_args(false);
  app->add_option("--metric", command->metrics, "metric to show; may be repeated")->allow_extra_args(false);
  app->add_option("--replications", command->replications, "pairs of runs (default 10)")
      ->check(CLI::Range(1u, 1000000u));
  app->add_option("--threads", command->threads, "runs at once (default: all cores)")
      ->check(CLI::Range(0u, 1024u));
  app->add_option("--confidence", command->confidence, "of the intervals, in percent (default 95)")
      ->check(CLI::Range(50.0, 99.999));
  add_out(app, command->out);
  app->add_flag("--audit", command->audit, "check every event (slower)");
  add_common(app, command->common, true);
  app->callback([command, &chosen] {
    chosen.act = [=, &chosen] { return compare_variants(*command, chosen.interrupt); };
  });
}

void declare_validate(CLI::App& program, Chosen& chosen) {
  const auto command = std::make_shared<ValidateCommand>();
  CLI::App* const app = program.add_subcommand("validate", "run every `expect`: measured beside expected");
  app->add_option("scenarios", command->paths, "YAML files")->required();
  app->add_flag("--audit", command->audit, "check every event (slower)");
  add_common(app, command->common, true);
  app->callback(
      [command, &chosen] { chosen.act = [=, &chosen] { return validate(*command, chosen.interrupt); }; });
}

void declare_policies(CLI::App& program, Chosen& chosen) {
  const auto command = std::make_shared<PoliciesCommand>();
  CLI::App* const app = program.add_subcommand("policies", "list what can be swapped, with parameters");
  app->add_option("name", command->name, "one policy or seam in full");
  add_common(app, command->common, false);
  app->callback([command, &chosen] { chosen.act = [=] { return list_policies(*command); }; });
}

void declare_metrics(CLI::App& program, Chosen& chosen) {
  const auto options = std::make_shared<CommonOptions>();
  CLI::App* const app = program.add_subcommand("metrics", "list what is measured, with meanings");
  app->add_flag("--json", options->json, "print one JSON document on standard output");
  app->callback([options, &chosen] { chosen.act = [=] { return list_metrics(*options); }; });
}

void declare_trace_info(CLI::App& trace, Chosen& chosen) {
  const auto command = std::make_shared<TraceInfoCommand>();
  CLI::App* const app = trace.add_subcommand("info", "what a workload or trace looks like");
  app->add_option("path", command->path, "a scenario (its workload) or a trace")->required();
  app->add_option("--format", command->format, "of a trace: csv (default), azure-2019, azure-2021")
      ->check(CLI::IsMember({"csv", "azure-2019", "azure-2021"}));
  add_common(app, command->common, true);
  app->callback([command, &chosen] {
    chosen.act = [=, &chosen] { return print_trace_info(*command, chosen.interrupt); };
  });
}

void declare_trace(CLI::App& program, Chosen& chosen) {
  CLI::App* const trace = program.add_subcommand("trace", "look at workloads");
  trace->require_subcommand(1);
  declare_trace_info(*trace, chosen);
}

void declare_schema(CLI::App& program, Chosen& chosen) {
  CLI::App* const app = program.add_subcommand("schema", "print the JSON Schema of scenarios");
  app->callback([&chosen] { chosen.act = print_schema; });
}

/// Every command, in the order of --help.
void declare_commands(CLI::App& program, Chosen& chosen) {
  declare_run(program, chosen);
  declare_compare(program, chosen);
  declare_validate(program, chosen);
  declare_policies(program, chosen);
  declare_metrics(program, chosen);
  declare_trace(program, chosen);
  declare_schema(program, chosen);
}

/// A word that is no command, or an option that its command does not have; nothing if all are known. CLI11
/// would say what is missing instead of what is wrong.
std::string unknown_word(const CLI::App& app, const std::vector<std::string>& words) {
  const CLI::App* at = &app;
  for (const std::string& word : words) {
    if (word == "--") {
      return "";
    }
    if (word.rfind("--", 0) == 0) {
      std::vector<std::string> known;
      for (const CLI::Option* const option : at->get_options()) {
        for (const std::string& name : option->get_lnames()) {
          known.push_back("--" + name);
        }
      }
      const std::string name = word.substr(0, word.find('='));
      if (std::find(known.begin(), known.end(), name) == known.end()) {
        return "there is no option '" + name + "'" + config::did_you_mean(name, known);
      }
    } else if (word.rfind('-', 0) != 0) {
      const std::vector<const CLI::App*> commands = at->get_subcommands([](const CLI::App*) { return true; });
      std::vector<std::string> known;
      const CLI::App* found = nullptr;
      for (const CLI::App* const command : commands) {
        known.push_back(command->get_name());
        found = command->get_name() == word ? command : found;
      }
      if (found == nullptr && !commands.empty()) {
        return "there is no command '" + (at == &app ? "" : at->get_name() + " ") + word + "'" +
               config::did_you_mean(word, known);
      }
      at = found == nullptr ? at : found;
    }
  }
  return "";
}

}  // namespace

int run_command_line(const std::vector<std::string>& words, const std::atomic<bool>& interrupt) {
  CLI::App program{
      "Curtain simulates a Lambda-style serverless platform: what would this policy do to this workload?",
      "curtain"};
  program.set_version_flag("--version", std::string("curtain ") + kVersion);
  program.require_subcommand(1);
  program.footer(
      "Exit status: 0 done, 1 an expectation failed, 2 the input is wrong, 3 the run failed, 130 "
      "interrupted.");
  Chosen chosen{interrupt, {}};
  declare_commands(program, chosen);
  if (const std::string unknown = unknown_word(program, words); !unknown.empty()) {
    fmt::print(stderr, "curtain: {}\ncurtain: see curtain --help\n", unknown);
    return kBadInput;
  }
  try {
    program.parse(std::vector<std::string>(words.rbegin(), words.rend()));  // CLI11 takes them from the end
  } catch (const CLI::Success& done) {                                      // --help, --version
    return program.exit(done) == 0 ? kDone : kBadInput;
  } catch (const CLI::ParseError& error) {
    fmt::print(stderr, "curtain: {}\ncurtain: see curtain --help\n", error.what());
    return kBadInput;
  }
  return chosen.act();
}

}  // namespace curtain::tools
