// The `curtain` program: the command line, signals and exit status. One file a command does the rest.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <new>
#include <string>
#include <system_error>
#include <vector>

#include "models/config/diagnostics.hpp"
#include "models/workload/arrival.hpp"
#include "sim/check.hpp"
#include "tools/commands.hpp"
#include "tools/version.hpp"

namespace {

std::atomic<bool> interrupted{false};

extern "C" void on_interrupt(int signal) {
  interrupted.store(true);
  std::signal(signal, SIG_DFL);  // a second one ends the program at once
}

using namespace curtain::tools;

void add_common(CLI::App* command, CommonOptions& options, bool with_set) {
  if (with_set) {
    command->add_option("--set", options.set, "override a value of the scenario: a.b=c; may be repeated")
        ->allow_extra_args(false);
  }
  command->add_flag("--json", options.json, "print one JSON document on standard output");
  command->add_flag("-q,--quiet", options.quiet, "print nothing but errors");
}

/// A word that is no command, or an option that its command does not have; nothing if all are known. CLI11
/// would say what is missing instead of what is wrong.
std::string unknown_word(const CLI::App& app, const std::vector<std::string>& arguments) {
  const CLI::App* at = &app;
  for (const std::string& argument : arguments) {
    if (argument == "--") {
      return "";
    }
    if (argument.rfind("--", 0) == 0) {
      std::vector<std::string> known;
      for (const CLI::Option* const option : at->get_options()) {
        for (const std::string& name : option->get_lnames()) {
          known.push_back("--" + name);
        }
      }
      const std::string name = argument.substr(0, argument.find('='));
      if (std::find(known.begin(), known.end(), name) == known.end()) {
        return "there is no option '" + name + "'" + curtain::config::did_you_mean(name, known);
      }
    } else if (argument.rfind('-', 0) != 0) {
      const std::vector<const CLI::App*> commands = at->get_subcommands([](const CLI::App*) { return true; });
      std::vector<std::string> known;
      const CLI::App* found = nullptr;
      for (const CLI::App* const command : commands) {
        known.push_back(command->get_name());
        found = command->get_name() == argument ? command : found;
      }
      if (found == nullptr && !commands.empty()) {
        return "there is no command '" + (at == &app ? "" : at->get_name() + " ") + argument + "'" +
               curtain::config::did_you_mean(argument, known);
      }
      at = found == nullptr ? at : found;
    }
  }
  return "";
}

int run_program(int argc, char** argv) {
  CLI::App app{
      "Curtain simulates a Lambda-style serverless platform: what would this policy do to this workload?",
      "curtain"};
  app.set_version_flag("--version", std::string("curtain ") + kVersion);
  app.require_subcommand(1);
  app.footer(
      "Exit status: 0 done, 1 an expectation failed, 2 the input is wrong, 3 the run failed, 130 "
      "interrupted.");
  int status = kDone;

  RunCommand run_command;
  CLI::App* const run_app = app.add_subcommand("run", "simulate a scenario");
  run_app->add_option("scenario", run_command.scenario, "a YAML file")->required();
  run_app->add_option("--out", run_command.out, "results folder to write; must not exist")
      ->check([](const std::string& path) {
        return path.empty() ? std::string("--out wants a name") : std::string();
      });
  run_app->add_option("--replication", run_command.replication, "number of the replication (0, 1, ..)");
  run_app->add_flag("--audit", run_command.audit, "check every event against a second account (slower)");
  run_app->add_flag("--general-path", run_command.general_path,
                    "never take the warm path; same results, slower");
  run_app->add_flag("--heap", run_command.heap, "a plain heap as event queue; same results, slower");
  add_common(run_app, run_command.common, true);
  run_app->callback([&] { status = run(run_command, interrupted); });

  CompareCommand compare_command;
  CLI::App* const compare_app =
      app.add_subcommand("compare", "paired runs of variants: differences with intervals");
  compare_app->add_option("scenario", compare_command.scenario, "a YAML file")->required();
  compare_app->add_option("--vary", compare_command.vary, "what differs: a.b=x,y; several make a grid")
      ->required()
      ->allow_extra_args(false);
  compare_app->add_option("--metric", compare_command.metrics, "metric to show; may be repeated")
      ->allow_extra_args(false);
  compare_app->add_option("--replications", compare_command.replications, "pairs of runs (default 10)")
      ->check(CLI::Range(1u, 1000000u));
  compare_app->add_option("--threads", compare_command.threads, "runs at once (default: all cores)")
      ->check(CLI::Range(0u, 1024u));
  compare_app
      ->add_option("--confidence", compare_command.confidence, "of the intervals, in percent (default 95)")
      ->check(CLI::Range(50.0, 99.999));
  compare_app->add_option("--out", compare_command.out, "results folder to write; must not exist")
      ->check([](const std::string& path) {
        return path.empty() ? std::string("--out wants a name") : std::string();
      });
  compare_app->add_flag("--audit", compare_command.audit, "check every event (slower)");
  add_common(compare_app, compare_command.common, true);
  compare_app->callback([&] { status = compare_variants(compare_command, interrupted); });

  ValidateCommand validate_command;
  CLI::App* const validate_app =
      app.add_subcommand("validate", "run every `expect`: measured beside expected");
  validate_app->add_option("scenarios", validate_command.paths, "YAML files")->required();
  validate_app->add_flag("--audit", validate_command.audit, "check every event (slower)");
  add_common(validate_app, validate_command.common, true);
  validate_app->callback([&] { status = validate(validate_command, interrupted); });

  PoliciesCommand policies_command;
  CLI::App* const policies_app = app.add_subcommand("policies", "list what can be swapped, with parameters");
  policies_app->add_option("name", policies_command.name, "one policy or seam in full");
  add_common(policies_app, policies_command.common, false);
  policies_app->callback([&] { status = list_policies(policies_command); });

  CommonOptions metrics_options;
  CLI::App* const metrics_app = app.add_subcommand("metrics", "list what is measured, with meanings");
  metrics_app->add_flag("--json", metrics_options.json, "print one JSON document on standard output");
  metrics_app->callback([&] { status = list_metrics(metrics_options); });

  TraceInfoCommand trace_info_command;
  CLI::App* const trace_app = app.add_subcommand("trace", "look at workloads");
  trace_app->require_subcommand(1);
  CLI::App* const trace_info_app = trace_app->add_subcommand("info", "what a workload or trace looks like");
  trace_info_app->add_option("path", trace_info_command.path, "a scenario (its workload) or a trace")
      ->required();
  trace_info_app
      ->add_option("--format", trace_info_command.format, "of a trace: csv (default), azure-2019, azure-2021")
      ->check(CLI::IsMember({"csv", "azure-2019", "azure-2021"}));
  add_common(trace_info_app, trace_info_command.common, true);
  trace_info_app->callback([&] { status = print_trace_info(trace_info_command, interrupted); });

  CLI::App* const schema_app = app.add_subcommand("schema", "print the JSON Schema of scenarios");
  schema_app->callback([&] { status = print_schema(); });

  if (const std::string unknown = unknown_word(app, std::vector<std::string>(argv + 1, argv + argc));
      !unknown.empty()) {
    fmt::print(stderr, "curtain: {}\ncurtain: see curtain --help\n", unknown);
    return kBadInput;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& done) {  // --help, --version
    return app.exit(done) == 0 ? kDone : kBadInput;
  } catch (const CLI::ParseError& error) {
    fmt::print(stderr, "curtain: {}\ncurtain: see curtain --help\n", error.what());
    return kBadInput;
  }
  return status;
}

/// Says that standard output could not be written; not to somebody who closed it, as `| head -1` does.
int output_failed(int reason) {
  if (reason != EPIPE) {
    fmt::print(stderr, "curtain: standard output could not be written: {}\n",
               std::generic_category().message(reason));
  }
  return kRunFailed;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a write beyond the limit of a file's size is an error like a full disk
  try {
    const int status = run_program(argc, argv);
    if (std::fflush(stdout) != 0 && status == kDone) {
      return output_failed(errno);
    }
    return status;
  } catch (const UsageError& error) {
    fmt::print(stderr, "curtain: {}\n", error.text);
    return kBadInput;
  } catch (const curtain::ScenarioError& error) {
    fmt::print(stderr, "{}\n", error.what());
    return kBadInput;
  } catch (const curtain::TraceError& error) {
    fmt::print(stderr, "{}\n", error.what());
    return kBadInput;
  } catch (const std::invalid_argument& error) {
    fmt::print(stderr, "curtain: {}\n", error.what());
    return kBadInput;
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "curtain: out of memory\n");
    return kRunFailed;
  } catch (const std::system_error& error) {  // what printing throws
    return output_failed(error.code().value());
  } catch (const std::exception& error) {
    fmt::print(stderr, "curtain: {}\n", error.what());
    return kRunFailed;
  }
}
