// Each function declares one command. The parser stores the options in the struct of the command, which is
// then passed to the function that runs the command. CLI11 takes long to compile, so only this file,
// command_options.cpp, command_line_measured.cpp and command_line_trace.cpp include it.
#include "tools/curtain/command_line/command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <iterator>
#include <limits>
#include <memory>

#include "models/config/diagnostics.hpp"
#include "models/import/read_log.hpp"
#include "tools/curtain/command_line/command_options.hpp"
#include "tools/curtain/command_line/command_tree.hpp"
#include "tools/curtain/command_line/command_words.hpp"
#include "tools/curtain/command_line/completion.hpp"
#include "tools/curtain/command_line/help_text.hpp"
#include "tools/curtain/command_line/manual.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/text/text.hpp"
#include "tools/curtain/version.hpp"

namespace curtain::tools {
namespace {

void declare_run(CLI::App& program, Chosen& chosen) {
  const auto command = std::make_shared<RunCommand>();
  CLI::App* const app = program.add_subcommand("run", "simulate a scenario")->group("Simulate");
  add_scenario(app, command->scenario);
  add_out(app, command->out, value::folder, "results folder to write; it must not exist yet");
  app->add_option("--report", command->report,
                  "HTML page with figures and tables to write; it must not exist yet")
      ->type_name(value::file);
  one_of(
      app->add_option("--by", command->by, "print a further table")->delimiter(',')->allow_extra_args(false),
      {"function", "tenant", "time"});
  within(app->add_option("--top", command->top, "maximum number of rows in a table of --by (default 10)"), 1u,
         1000000u);
  app->add_option("--from", command->from,
                  "beginning of the curves, of the table of --by time and of --perfetto: a time, or a date "
                  "if the scenario has an `epoch`")
      ->type_name(value::time);
  app->add_option("--to", command->to,
                  "end of the curves, of the table of --by time and of --perfetto: a time, or a date")
      ->type_name(value::time);
  within<std::uint32_t>(
      app->add_option("--replication", command->replication, "number of the replication: 0 (default), 1, .."),
      0, 4294967295);
  within(app->add_option("--replications", command->replications,
                         "number of runs with different random numbers; prints means with intervals, and "
                         "checks `expect` against the means"),
         1u, 1000000u);
  app->add_option("--invocations", command->invocations,
                  "file to write, or -, with a row for each invocation, as CSV, or as columns in .npy "
                  "(slower); it must not exist yet")
      ->type_name(value::file);
  app->add_option("--perfetto", command->perfetto,
                  "file to write, in .json or .json.gz, with a trace for Perfetto (ui.perfetto.dev) "
                  "(slower); it must not exist yet")
      ->type_name(value::file);
  app->add_option("--perfetto-size", command->perfetto_size,
                  "for --perfetto: maximum size of the trace before compression (default 256MiB)")
      ->type_name(value::memory);
  app->add_option(
         "--decisions", command->decisions,
         "file to write, or -, with each decision of a policy and its reason (slower); it must not exist yet")
      ->type_name(value::file);
  app->add_flag(
      "--record", command->record,
      "record the run as an animation for the page of curtain report (slower); needs --out or --report");
  app->add_option("--record-from", command->record_from,
                  "for --record: beginning of the recording, in the form of --from")
      ->type_name(value::time);
  app->add_option("--record-to", command->record_to,
                  "for --record: end of the recording, in the form of --to")
      ->type_name(value::time);
  app->add_option("--record-share", command->record_share,
                  "for --record: share of the functions whose calls are recorded (default 100%)")
      ->type_name(value::share);
  app->add_option("--record-size", command->record_size,
                  "for --record: maximum size of the recording in a page (default 8 MB)")
      ->type_name(value::memory);
  app->add_flag("--references", command->references,
                "compare the run with lower bounds and with a packing from scratch (slower)");
  app->add_option("--lambda", command->lambda,
                  "for --references: the idle time whose cost equals that of one cold start (default 10min)")
      ->type_name(value::time);
  app->add_option("--at", command->at,
                  "for --references: instant at which the packing is sampled (default: 20 instants)")
      ->type_name(value::time)
      ->allow_extra_args(false);
  app->add_flag("--all-figures", command->all_figures,
                "for a scenario with a `lesson`: print the whole report, and not only the text of the lesson "
                "and its metrics");
  app->add_flag("--audit", command->audit, "check every event independently (slower)");
  app->add_flag("--general-path", command->general_path,
                "never use the shortcut for warm attempts (slower, with the same results)");
  add_common(app, command->common);
  show_examples(
      app,
      {{"curtain run quickstart", "a first run"},
       {"curtain run s.yaml --set duration=10min --set policies.placement=best-fit",
        "a run with changed settings"},
       {"curtain run s.yaml --by tenant --by time --top 20", "a run with tables by tenant and by time"},
       {"curtain run s.yaml --by time --from 9h --to 10h", "a run with a table and curves of one hour"},
       {"curtain run s.yaml --references",
        "a run compared with the keep-alive optimum and a packing from scratch"},
       {"curtain run s.yaml --invocations all.csv.gz", "a run with a CSV row for each invocation"},
       {"curtain run s.yaml --invocations all.npy",
        "a run with the same rows in columns, for numpy and pandas"},
       {"curtain run s.yaml --perfetto trace.json.gz --from 1h --to 61min",
        "a run with one minute as a trace for ui.perfetto.dev"},
       {"curtain run s.yaml --decisions why.csv.gz", "a run with the reason for each decision of a policy"},
       {"curtain run s.yaml --out results/first", "a run with a folder of CSV and JSON files"},
       {"curtain run s.yaml --record --out results/first", "a run with an animation in its page"},
       {"curtain run s.yaml --report page.html", "a run with a page of figures and tables for a browser"},
       {"curtain run s.yaml --json | jq .metrics", "the metrics as JSON, for a script"}});
  app->callback(
      [command, &chosen] { chosen.act = [=, &chosen] { return run(*command, chosen.interrupt); }; });
}

void declare_compare(CLI::App& program, Chosen& chosen) {
  const auto command = std::make_shared<CompareCommand>();
  CLI::App* const app =
      program.add_subcommand("compare", "run variants in pairs and print differences with intervals")
          ->group("Simulate");
  app->add_option("scenarios", command->scenarios,
                  "YAML files, as for curtain run; several files are compared with each other")
      ->type_name(value::scenario)
      ->required();
  app->add_option("--vary", command->vary,
                  "a setting and its values; with names that you choose: 'NAME=KEY: {NAME: VALUE, NAME: "
                  "VALUE}'; several --vary options make a grid of variants")
      ->type_name(value::varied)
      ->allow_extra_args(false);
  app->add_option("--metric", command->metrics, "metric to print instead of the default metrics")
      ->type_name(value::metric)
      ->allow_extra_args(false);
  within(app->add_option("--replications", command->replications, "number of paired runs (default 10)"), 1u,
         1000000u);
  within(app->add_option("--threads", command->threads,
                         "number of runs that are simulated at the same time (default: number of cores)"),
         0u, 1024u);
  within(app->add_option("--confidence", command->confidence,
                         "confidence of the intervals in percent (default 95)"),
         50.0, 99.999, value::percent);
  add_out(app, command->out, value::folder, "results folder to write; it must not exist yet");
  app->add_option("--report", command->report,
                  "HTML page with figures and tables to write; it must not exist yet")
      ->type_name(value::file);
  app->add_flag("--audit", command->audit, "check every event independently (slower)");
  add_common(app, command->common);
  show_examples(app, {{"curtain compare s.yaml --vary policies.placement=first-fit,best-fit", "two policies"},
                      {"curtain compare s.yaml --vary policies.keep_alive.fixed.timeout=5min,1h",
                       "two values of a policy's parameter"},
                      {"curtain compare s.yaml --vary 'n=cluster.hosts.count: {few: 5, many: 50}'",
                       "variants with names that you choose"},
                      {"curtain compare s.yaml --vary cluster.hosts.count=10,20 --metric hosts.mean",
                       "one metric only"},
                      {"curtain compare today.yaml proposed.yaml", "two scenarios of the same workload"},
                      {"curtain compare today.yaml proposed.yaml --out results/proposed",
                       "a comparison with every replication in a folder of CSV and JSON files"}});
  app->callback([command, &chosen] {
    chosen.act = [=, &chosen] { return compare_variants(*command, chosen.interrupt); };
  });
}

void declare_explain(CLI::App& program, Chosen& chosen) {
  const auto command = std::make_shared<ExplainCommand>();
  CLI::App* const app =
      program.add_subcommand("explain", "explain what happened to a request, an instance or a VM, and why")
          ->group("Simulate");
  app->add_option("scenario", command->scenario,
                  "a scenario as for curtain run, or a folder that run --out or compare --out has written")
      ->type_name(value::scenario)
      ->required();
  app->add_option("--invocation", command->invocation,
                  "a request: [TENANT/]FUNCTION/N is the N-th arrival of the function, from 1; arrivals "
                  "during the warm-up count")
      ->type_name(value::name);
  app->add_option("--instance", command->instance,
                  "an instance: [TENANT/]FUNCTION/N, with the number of `curtain run`: in the order of "
                  "creation, from 0")
      ->type_name(value::name);
  within<std::uint64_t>(
      app->add_option("--vm", command->vm, "a VM: its number in the order of opening, from 0"), 0,
      18446744073709551615u);
  app->add_flag("--cold-starts", command->cold_starts, "all cold starts by cause and function");
  within(app->add_option("--top", command->top, "for --cold-starts: most functions to list (default 10)"), 1u,
         1000000u);
  app->add_flag("--why-slow", command->why_slow, "the slowest 1 % of the completed requests by cause");
  app->add_option("--function", command->function,
                  "for --cold-starts and --why-slow: only this function, [TENANT/]FUNCTION")
      ->type_name(value::name);
  app->add_option("--tenant", command->tenant,
                  "for --cold-starts and --why-slow: only functions of this tenant")
      ->type_name(value::name);
  app->add_option("--variant", command->variant, "for a comparison's folder: the name of one of its variants")
      ->type_name(value::name);
  within<std::uint32_t>(
      app->add_option("--replication", command->replication,
                      "number of the replication (default: the replication of the results, else 0)"),
      0, 4294967295);
  add_common(app, command->common);
  show_examples(app, {{"curtain explain s.yaml --invocation checkout/812", "one request"},
                      {"curtain explain results/first --invocation shop/checkout/812",
                       "one request of a run whose results are there"},
                      {"curtain explain s.yaml --instance checkout/0", "the life of an instance"},
                      {"curtain explain s.yaml --vm 3", "the life of a VM"},
                      {"curtain explain s.yaml --cold-starts", "why requests found no instance"},
                      {"curtain explain s.yaml --why-slow --function checkout",
                       "the causes of the slowest requests of a function"}});
  app->callback(
      [command, &chosen] { chosen.act = [=, &chosen] { return explain(*command, chosen.interrupt); }; });
}

void declare_report(CLI::App& program, Chosen& chosen) {
  const auto command = std::make_shared<ReportCommand>();
  CLI::App* const app =
      program.add_subcommand("report", "write results as one HTML page, or figures as SVG files")
          ->group("Simulate");
  app->add_option("results", command->results, "folders that run --out or compare --out have written")
      ->type_name(value::folder)
      ->required();
  app->add_option("--out", command->out,
                  "file to write, or -; it must not exist yet (default report.html, or FIGURE.svg; a folder "
                  "for several figures)")
      ->type_name(value::file);
  app->add_option("--figure", command->figures,
                  "write this figure instead of a page, as SVG, or as CSV if --out ends in .csv; several "
                  "figures, or all, are written into a folder; list prints the names")
      ->type_name(value::figure)
      ->delimiter(',')
      ->allow_extra_args(false);
  within(
      app->add_option("--width", command->width, "width of figures in millimetres (default 85, one column)"),
      40.0, 400.0);
  app->add_flag("-q,--quiet", command->quiet, "print only errors");
  show_examples(
      app, {{"curtain report results/first", "a page about one run, for a browser"},
            {"curtain report results/proposed --out proposed.html", "a page about a comparison"},
            {"curtain report results/first --figure list", "the names of the figures of a run"},
            {"curtain report results/first --figure latency-cdf --out latency.svg", "one figure, for print"},
            {"curtain report results/first results/second --out both.html", "several runs in one page"}});
  app->callback([command, &chosen] { chosen.act = [=] { return write_report(*command); }; });
}

void declare_course(CLI::App& program, Chosen& chosen) {
  const auto command = std::make_shared<CourseCommand>();
  CLI::App* const app = program.add_subcommand("course", "write one HTML page with the chapters of a course")
                            ->group("Simulate");
  app->add_option("folder", command->folder,
                  "folder of chapters, which are scenarios that have a `lesson` with an `exercise`")
      ->type_name(value::folder)
      ->required();
  app->add_option("--out", command->out, "file to write, or - (default course.html); it must not exist yet")
      ->type_name(value::file);
  app->add_flag("--without-answers", command->without_answers,
                "write the page without the answers, for homework");
  app->add_flag("-q,--quiet", command->quiet, "print only errors");
  show_examples(app, {{"curtain course scenarios/course", "a page for a teacher"},
                      {"curtain course scenarios/course --without-answers --out homework.html",
                       "a page without answers, for students"}});
  app->callback(
      [command, &chosen] { chosen.act = [=, &chosen] { return write_course(*command, chosen.interrupt); }; });
}

void declare_policies(CLI::App& program, Chosen& chosen) {
  const auto command = std::make_shared<PoliciesCommand>();
  CLI::App* const app =
      program.add_subcommand("policies", "list the policies, with their parameters")->group("Look up");
  app->add_option("name", command->name, "a policy, or a seam with all its policies, to print in full")
      ->type_name(value::policy);
  add_plugin(app);
  add_output(app, command->common);
  show_examples(app,
                {{"curtain policies keep_alive", "the policies that decide how long instances are kept"}});
  app->callback([command, &chosen] { chosen.act = [=] { return list_policies(*command); }; });
}

void declare_metrics(CLI::App& program, Chosen& chosen) {
  const auto command = std::make_shared<MetricsCommand>();
  CLI::App* const app =
      program.add_subcommand("metrics", "list the metrics, with their meanings")->group("Look up");
  app->add_option("part", command->part, "print only the metrics whose names contain this text")
      ->type_name(value::metric);
  add_output(app, command->common);
  show_examples(app, {{"curtain metrics cold_start", "the metrics with cold_start in their names"}});
  app->callback([command, &chosen] { chosen.act = [=] { return list_metrics(*command); }; });
}

void declare_prices(CLI::App& program, Chosen& chosen) {
  const auto command = std::make_shared<PricesCommand>();
  CLI::App* const app =
      program.add_subcommand("prices", "list the price lists, with the charges that they do not include")
          ->group("Look up");
  app->add_option("name", command->name, "a price list or an era to print in full")->type_name(value::prices);
  add_output(app, command->common);
  show_examples(app,
                {{"curtain prices aws-lambda-2020-1ms", "the prices of AWS Lambda from December 2020 on"}});
  app->callback([command, &chosen] { chosen.act = [=] { return list_prices(*command); }; });
}

void declare_platforms(CLI::App& program, Chosen& chosen) {
  const auto command = std::make_shared<PlatformsCommand>();
  CLI::App* const app =
      program.add_subcommand("platforms", "list the profiles of platforms, with their headline figures")
          ->group("Look up");
  app->add_option("name", command->name, "a profile to print in full, with the source of each setting")
      ->type_name(value::platform);
  app->add_flag("--table", command->table, "print the headline figures as a table in Markdown");
  add_output(app, command->common);
  show_examples(app,
                {{"curtain platforms aws-lambda-2018", "the settings of a profile and their sources"},
                 {"curtain platforms --table", "the headline behaviour of all profiles, for a document"}});
  app->callback([command, &chosen] { chosen.act = [=] { return list_platforms(*command); }; });
}

void declare_schema(CLI::App& program, Chosen& chosen) {
  CLI::App* const app =
      program.add_subcommand("schema", "print the JSON Schema of scenarios, for editors")->group("Look up");
  add_plugin(app);
  app->callback([&chosen] { chosen.act = print_schema; });
}

/// Declares the commands whose output is generated from the declarations of the others. `help` is handled
/// before the words are parsed.
void declare_helpers(CLI::App& program, Chosen& chosen) {
  const auto word = std::make_shared<std::string>();
  CLI::App* const help = program.add_subcommand("help", "print the options of a command")->group("Help");
  help->add_option("command", *word, "one of the commands")->type_name(value::command);
  CLI::App* const man = program.add_subcommand("man", "print the man page (roff)")->group("Help");
  man->callback([&chosen] {
    chosen.act = [&chosen] {
      fmt::print("{}", manual(chosen.program));
      return kDone;
    };
  });
  show_examples(man, {{"curtain man | man -l -", "read the man page"}});
  CLI::App* const completion =
      program.add_subcommand("completion", "print a completion script for a shell")->group("Help");
  one_of(completion->add_option("shell", *word, "the shell"), {"bash", "zsh", "fish"})->required();
  show_examples(completion, {{"source <(curtain completion bash)", "completion in the current bash or zsh"},
                             {"curtain completion fish > ~/.config/fish/completions/curtain.fish",
                              "completion in every new fish shell"}});
  completion->callback([word, &chosen] {
    chosen.act = [=] {
      fmt::print("{}", completion_script(*word));
      return kDone;
    };
  });
}

/// Declares every command, in the order of --help.
void declare_commands(CLI::App& program, Chosen& chosen) {
  declare_run(program, chosen);
  declare_compare(program, chosen);
  declare_validate(program, chosen);
  declare_calibrate(program, chosen);
  declare_explain(program, chosen);
  declare_report(program, chosen);
  declare_course(program, chosen);
  declare_trace(program, chosen);
  declare_policies(program, chosen);
  declare_metrics(program, chosen);
  declare_prices(program, chosen);
  declare_platforms(program, chosen);
  declare_schema(program, chosen);
  declare_helpers(program, chosen);
}

/// The kind of value that an option takes, without the additions of the parser. "TEXT:{a,b}" means one of the
/// two words a and b.
std::string value_of(const CLI::Option& option) {
  if (option.get_expected_max() == 0 || option.get_type_size() == 0) {
    return "";
  }
  std::string value = option.get_type_name();
  if (const std::size_t set = value.find(":{"); set != std::string::npos) {
    value = value.substr(set + 2, value.find('}') - set - 2);
    std::replace(value.begin(), value.end(), ',', '|');
  }
  return value.substr(0, value.find(':'));
}

CommandText in_words(const CLI::App& app, const std::string& path) {
  CommandText text;
  text.name = app.get_name();
  text.path = path;
  text.summary = app.get_description();
  text.group = app.get_group();
  for (const CLI::Option* const option : app.get_options()) {
    OptionText words;
    for (const std::string& name : option->get_snames()) {
      words.names.push_back("-" + name);
    }
    std::vector<std::string> names = option->get_lnames();
    std::reverse(names.begin(), names.end());  // the last declared name is shown first
    for (const std::string& name : names) {
      words.names.push_back("--" + name);
    }
    words.value = value_of(*option);
    words.help = option->get_description();
    words.is_required = option->get_required();
    words.may_repeat = option->get_items_expected_max() > 1;
    (words.names.empty() ? text.arguments : text.options).push_back(words);
  }
  text.options.push_back({{"-h", "--help"}, "", "print this page"});
  std::istringstream examples(app.get_footer());
  for (std::string line, does; std::getline(examples, line) && std::getline(examples, does);) {
    text.examples.push_back({line, does});
  }
  for (const CLI::App* const command : app.get_subcommands([](const CLI::App*) { return true; })) {
    text.commands.push_back(in_words(*command, path + " " + command->get_name()));
  }
  return text;
}

int wrong(const std::string& complaint) {
  std::istringstream lines(complaint);
  for (std::string line; std::getline(lines, line);) {
    fmt::print(stderr, "curtain: {}\n", line);
  }
  return kBadInput;
}

}  // namespace

int run_command_line(const std::vector<std::string>& words, const std::atomic<bool>& interrupt) {
  CLI::App program{"what would this policy do to this workload on this serverless platform?", "curtain"};
  program.set_help_flag();  // the program prints its own help, so the help of the parser is disabled
  program.require_subcommand(1);
  Chosen chosen{interrupt, {}, {}};
  declare_commands(program, chosen);
  show_examples(&program,  // declared last, because commands inherit the settings that exist at their
                           // declaration
                {{"curtain run quickstart", "simulate a scenario"},
                 {"curtain compare s.yaml --vary policies.placement=first-fit,worst-fit",
                  "compare two policies for the same arrivals"}});
  chosen.program = in_words(program, "curtain");
  chosen.program.options.push_back({{"--version"}, "", "print the version"});
  if (!words.empty() && words.front() == kCompleteCommand) {
    fmt::print("{}", completions(chosen.program, {words.begin() + 1, words.end()}));
    return kDone;
  }
  const Typed typed = look_at(chosen.program, words);
  if (!typed.complaint.empty()) {
    return wrong(typed.complaint);
  }
  if (typed.wants_help || typed.wants_version) {
    fmt::print("{}", typed.wants_help ? help_text(*typed.command) : fmt::format("curtain {}\n", kVersion));
    return kDone;
  }
  try {
    program.parse(
        std::vector<std::string>(words.rbegin(), words.rend()));  // CLI11 expects the words in reverse order
  } catch (const CLI::ParseError& error) {
    return wrong(std::string(error.what()) + "\nsee " + typed.command->path + " --help");
  }
  return chosen.act();
}

}  // namespace curtain::tools
