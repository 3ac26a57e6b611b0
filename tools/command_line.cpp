// The only file that sees CLI11, which takes long to compile. One function declares one command: its options
// are read into the command's struct, which the function that carries it out is then called with.
#include "tools/command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <functional>
#include <iterator>
#include <limits>
#include <memory>

#include "models/config/diagnostics.hpp"
#include "models/import/read_log.hpp"
#include "tools/command_tree.hpp"
#include "tools/command_words.hpp"
#include "tools/commands.hpp"
#include "tools/completion.hpp"
#include "tools/help_text.hpp"
#include "tools/manual.hpp"
#include "tools/text.hpp"
#include "tools/version.hpp"

namespace curtain::tools {
namespace {

const std::vector<std::string> kTraceFormats = {"csv",         "azure-2019", "azure-2021",    "huawei-2023",
                                                "huawei-2025", "iluvatar",   "azure2019-cdfs"};

/// The command that was asked for, once all words are read.
struct Chosen {
  const std::atomic<bool>& interrupt;
  std::function<int()> act;
  CommandText program;  ///< all that is declared, in words
};

// Declared options name what they take by a word of tools/command_tree.hpp (type_name); completion goes by
// it.

/// One of some words.
CLI::Option* one_of(CLI::Option* option, const std::vector<std::string>& words) {
  std::string joined;
  for (const std::string& word : words) {
    joined += (joined.empty() ? "" : "|") + word;
  }
  const std::string name = option->get_name();
  return option->type_name(joined)->check([words, name](const std::string& text) {
    if (std::find(words.begin(), words.end(), text) == words.end()) {
      throw UsageError{fmt::format("{} is one of {}; found '{}'{}", name, config::comma_list(words), text,
                                   config::did_you_mean(text, words))};
    }
    return std::string();
  });
}

/// A number in [least, most], in digits.
template <class Number>
CLI::Option* within(CLI::Option* option, Number least, Number most, const char* value = value::count) {
  const std::string name = option->get_name();
  return option->type_name(value)->check([=](const std::string& text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_octal = std::is_integral_v<Number> && text.size() > 1 && text[0] == '0';  // to the parser
    if (error != std::errc() || end != text.data() + text.size() || is_octal ||
        !(number >= least && number <= most)) {
      throw UsageError{fmt::format(
          "{} wants a {} from {} to {}; found '{}'", name,
          std::is_integral_v<Number> ? "whole number" : "number", human_number(static_cast<double>(least)),
          std::is_integral_v<Number> ? grouped(static_cast<std::uint64_t>(most)) : fmt::format("{}", most),
          text)};
    }
    return std::string();
  });
}

/// Shown by --help and in the man page; the first also where something required is missing.
void show_examples(CLI::App* app, const std::vector<Example>& examples) {
  std::string text;
  for (const Example& example : examples) {
    text += example.line + "\n" + example.does + "\n";
  }
  app->footer(text);
}

void add_scenario(CLI::App* app, std::string& path) {
  app->add_option("scenario", path,
                  "a YAML file, - for standard input, or an installed one by its name, as quickstart")
      ->type_name(value::scenario)
      ->required();
}

/// What all have that print for people.
void add_output(CLI::App* app, CommonOptions& options) {
  app->add_flag("--json", options.json, "print one JSON document on standard output");
  app->add_flag("-q,--quiet", options.quiet, "print nothing but errors");
  one_of(app->add_option_function<std::string>(
             "--color",
             [](const std::string& when) {
               choose_colour(when == "always"  ? Colour::always
                             : when == "never" ? Colour::never
                                               : Colour::automatic);
             },
             "when to use colour (default auto: on a terminal)"),
         {"auto", "always", "never"});
}

void add_plugin(CLI::App* app) {
  app->add_option_function<std::vector<std::string>>(
         "--plugin",
         [](const std::vector<std::string>& paths) { std::for_each(paths.begin(), paths.end(), use_plugin); },
         "a shared library with policies of one's own")
      ->type_name(value::file)
      ->allow_extra_args(false);
}

void add_common(CLI::App* app, CommonOptions& options) {
  add_plugin(app);
  app->add_option("--set", options.set, "change a value of the scenario, as policies.placement=best-fit")
      ->type_name(value::setting)
      ->allow_extra_args(false);
  add_output(app, options);
}

CLI::Option* add_out(CLI::App* app, std::string& out, const char* kind, const char* description) {
  return app->add_option("--out", out, description)->type_name(kind)->check([](const std::string& path) {
    return path.empty() ? std::string("--out wants a name") : std::string();
  });
}

void declare_run(CLI::App& program, Chosen& chosen) {
  const auto command = std::make_shared<RunCommand>();
  CLI::App* const app = program.add_subcommand("run", "simulate a scenario")->group("Simulate");
  add_scenario(app, command->scenario);
  add_out(app, command->out, value::folder, "results folder to write; must not exist");
  one_of(app->add_option("--by", command->by, "a further table")->delimiter(',')->allow_extra_args(false),
         {"function", "tenant", "time"});
  within(app->add_option("--top", command->top, "most rows of such a table (default 10)"), 1u, 1000000u);
  within<std::uint32_t>(
      app->add_option("--replication", command->replication, "which one to run: 0 (default), 1, .."), 0,
      4294967295);
  within(app->add_option("--replications", command->replications,
                         "this many runs, each drawn anew: means with intervals"),
         1u, 1000000u);
  app->add_option("--decisions", command->decisions,
                  "file to write, or -: each decision of a policy, and why (slower); must not exist")
      ->type_name(value::file);
  app->add_flag("--references", command->references, "also how far it is from what no policy beats (slower)");
  app->add_option("--lambda", command->lambda,
                  "for --references: time of an idle instance that is worth a cold start (default 10min)")
      ->type_name(value::time);
  app->add_option("--at", command->at, "for --references: when to sample the packing (default 20 times)")
      ->type_name(value::time)
      ->allow_extra_args(false);
  app->add_flag("--audit", command->audit, "check every event independently (slower)");
  app->add_flag("--general-path", command->general_path, "never take the warm path; same results, slower");
  add_common(app, command->common);
  show_examples(
      app, {{"curtain run quickstart", "a first result"},
            {"curtain run s.yaml --set duration=10min --set policies.placement=best-fit",
             "the same with other values"},
            {"curtain run s.yaml --by tenant --by time --top 20", "with tables by tenant and by time"},
            {"curtain run s.yaml --references", "beside the keep-alive optimum and a packing from scratch"},
            {"curtain run s.yaml --decisions why.csv.gz", "with the reason for each decision of a policy"},
            {"curtain run s.yaml --out results/first", "with a folder of CSV and JSON files"},
            {"curtain run s.yaml --json | jq .metrics", "for a script"}});
  app->callback(
      [command, &chosen] { chosen.act = [=, &chosen] { return run(*command, chosen.interrupt); }; });
}

void declare_compare(CLI::App& program, Chosen& chosen) {
  const auto command = std::make_shared<CompareCommand>();
  CLI::App* const app =
      program.add_subcommand("compare", "paired runs of variants: differences with intervals")
          ->group("Simulate");
  app->add_option("scenarios", command->scenarios, "YAML files as of curtain run; several are compared")
      ->type_name(value::scenario)
      ->required();
  app->add_option("--vary", command->vary, "what differs; several make a grid")
      ->type_name(value::varied)
      ->allow_extra_args(false);
  app->add_option("--metric", command->metrics, "metric to show in place of the usual ones")
      ->type_name(value::metric)
      ->allow_extra_args(false);
  within(app->add_option("--replications", command->replications, "pairs of runs (default 10)"), 1u,
         1000000u);
  within(app->add_option("--threads", command->threads, "runs at once (default: all cores)"), 0u, 1024u);
  within(app->add_option("--confidence", command->confidence, "of the intervals (default 95)"), 50.0, 99.999,
         value::percent);
  add_out(app, command->out, value::folder, "results folder to write; must not exist");
  app->add_flag("--audit", command->audit, "check every event independently (slower)");
  add_common(app, command->common);
  show_examples(app, {{"curtain compare s.yaml --vary policies.placement=first-fit,best-fit", "two policies"},
                      {"curtain compare s.yaml --vary policies.keep_alive.fixed.timeout=5min,1h",
                       "two values of a policy's parameter"},
                      {"curtain compare s.yaml --vary cluster.hosts.count=10,20 --metric hosts.mean",
                       "one figure only"},
                      {"curtain compare today.yaml proposed.yaml", "two scenarios of the same workload"}});
  app->callback([command, &chosen] {
    chosen.act = [=, &chosen] { return compare_variants(*command, chosen.interrupt); };
  });
}

void declare_validate(CLI::App& program, Chosen& chosen) {
  const auto command = std::make_shared<ValidateCommand>();
  CLI::App* const app =
      program.add_subcommand("validate", "run every `expect`: measured beside expected")->group("Simulate");
  app->add_option("scenarios", command->paths, "YAML files, or folders with some; - for standard input")
      ->type_name(value::scenario)
      ->required();
  app->add_flag("--audit", command->audit, "check every event independently (slower)");
  add_common(app, command->common);
  show_examples(app, {{"curtain validate lessons", "all lessons"}});
  app->callback(
      [command, &chosen] { chosen.act = [=, &chosen] { return validate(*command, chosen.interrupt); }; });
}

void declare_policies(CLI::App& program, Chosen& chosen) {
  const auto command = std::make_shared<PoliciesCommand>();
  CLI::App* const app =
      program.add_subcommand("policies", "list what can be swapped, with parameters")->group("Look up");
  app->add_option("name", command->name, "one policy, or all of a seam, in full")->type_name(value::policy);
  add_plugin(app);
  add_output(app, command->common);
  show_examples(app, {{"curtain policies keep_alive", "what can decide how long instances are kept"}});
  app->callback([command, &chosen] { chosen.act = [=] { return list_policies(*command); }; });
}

void declare_metrics(CLI::App& program, Chosen& chosen) {
  const auto command = std::make_shared<MetricsCommand>();
  CLI::App* const app =
      program.add_subcommand("metrics", "list what is measured, with meanings")->group("Look up");
  app->add_option("part", command->part, "of a name: only the metrics that have it")
      ->type_name(value::metric);
  add_output(app, command->common);
  show_examples(app, {{"curtain metrics cold_start", "what is measured of cold starts"}});
  app->callback([command, &chosen] { chosen.act = [=] { return list_metrics(*command); }; });
}

void declare_prices(CLI::App& program, Chosen& chosen) {
  const auto command = std::make_shared<PricesCommand>();
  CLI::App* const app =
      program.add_subcommand("prices", "list price lists and what they leave out")->group("Look up");
  app->add_option("name", command->name, "a list or an era of it, in full")->type_name(value::prices);
  add_output(app, command->common);
  show_examples(app, {{"curtain prices aws-lambda-2020-1ms", "how AWS charged from December 2020 on"}});
  app->callback([command, &chosen] { chosen.act = [=] { return list_prices(*command); }; });
}

void declare_trace_info(CLI::App& trace, Chosen& chosen) {
  const auto command = std::make_shared<TraceInfoCommand>();
  CLI::App* const app = trace.add_subcommand("info", "what a workload or trace looks like");
  app->add_option("path", command->path, "a scenario (its workload), a trace, or - for standard input")
      ->type_name(value::file)
      ->required();
  one_of(app->add_option("--format", command->format, "of a trace (default csv)"), kTraceFormats);
  add_common(app, command->common);
  show_examples(app, {{"curtain trace info calls.csv.gz", "rates, bursts and durations of a trace"}});
  app->callback([command, &chosen] {
    chosen.act = [=, &chosen] { return print_trace_info(*command, chosen.interrupt); };
  });
}

void declare_trace_import(CLI::App& trace, Chosen& chosen) {
  const auto command = std::make_shared<TraceImportCommand>();
  CLI::App* const app = trace.add_subcommand("import", "one's own logs as a CSV trace");
  app->add_option("paths", command->paths, "logs, folders of logs, or - for standard input")
      ->type_name(value::file)
      ->required();
  one_of(app->add_option("--from", command->from, "kind of log (default: guessed from what it holds)"),
         log_kinds());
  app->add_option("--out", command->out, "trace to write (.csv, .csv.gz, .csv.zst), or -; must not exist")
      ->type_name(value::file)
      ->required();
  app->add_option("--scenario", command->scenario,
                  "scenario to write: prices, start-ups, timeouts of the log")
      ->type_name(value::file);
  app->add_option("--broken", command->broken, "file for the records that could not be read")
      ->type_name(value::file);
  app->add_option("--function", command->function, "name of the function of all records")
      ->type_name(value::name);
  app->add_option("--tenant", command->tenant, "account of all records")->type_name(value::name);
  app->add_option("--memory", command->memory, "memory size where the log has none, such as 256MiB")
      ->type_name(value::memory);
  app->add_option("--duration", command->duration, "duration where the log has none, such as 100ms")
      ->type_name(value::time);
  app->add_option("--log-format", command->log_format,
                  "access logs: the server's own format string (nginx, Apache, Envoy)")
      ->type_name("FORMAT");
  app->add_option("--duration-field", command->duration_field,
                  "access logs in JSON: the field with the duration and its unit, as took:ms")
      ->type_name("NAME:UNIT");
  app->add_flag("--request-ids", command->with_requests, "a column of the requests' ids");
  app->add_flag("--client-spans", command->client_spans, "otel: spans of callers, not of functions");
  app->add_flag("--epoch", command->is_epoch, "times since 1970, not since the first arrival");
  app->add_flag("--strict", command->strict, "a broken record is an error");
  add_output(app, command->common);
  show_examples(app, {{"curtain trace import logs/*.gz --out calls.csv", "Lambda's REPORT lines as a trace"},
                      {"curtain trace import logs/ --out calls.csv --scenario calls.yaml",
                       "the same, and the scenario that the log describes"},
                      {"curtain trace import --from otel spans.json --memory 256MiB --out calls.csv",
                       "spans, which have no memory size"}});
  app->callback(
      [command, &chosen] { chosen.act = [=, &chosen] { return import_trace(*command, chosen.interrupt); }; });
}

void declare_trace_sample(CLI::App& trace, Chosen& chosen) {
  const auto command = std::make_shared<TraceSampleCommand>();
  CLI::App* const app = trace.add_subcommand("sample", "a smaller trace that stands for a larger one");
  app->add_option("path", command->path, "a scenario (its workload), a trace, or - for standard input")
      ->type_name(value::file)
      ->required();
  one_of(app->add_option("--format", command->format, "of a trace (default csv)"), kTraceFormats);
  app->add_option("--functions", command->functions, "how many to choose; 100,50,20 are nested (default all)")
      ->type_name(value::count);
  app->add_option("--from", command->from, "only calls from this time on, as 2h")->type_name(value::time);
  app->add_option("--to", command->to, "only calls before this time")->type_name(value::time);
  app->add_option("--scale", command->scale, "the share of calls to keep (default 1)")->type_name("SHARE");
  within(app->add_option("--seed", command->seed, "of what is drawn (default 1)"), std::uint64_t{0},
         std::numeric_limits<std::uint64_t>::max());
  one_of(app->add_option("--as", command->as, "what to write (default csv, of azure-2019 the same)"),
         {"csv", "azure-2019"});
  one_of(app->add_option("--pack", command->packing, "how azure-2019's three files are packed"),
         {"gzip", "zstd"});
  add_out(app, command->out, value::file, "file, -, or folder of azure-2019, to write; must not exist");
  add_common(app, command->common);
  show_examples(app, {{"curtain trace sample day.csv.gz --functions 100 --out small.csv.gz",
                       "a hundred functions that stand for all"}});
  app->callback(
      [command, &chosen] { chosen.act = [=, &chosen] { return sample_trace(*command, chosen.interrupt); }; });
}

void declare_trace_make(CLI::App& trace, Chosen& chosen) {
  const auto command = std::make_shared<TraceMakeCommand>();
  CLI::App* const app = trace.add_subcommand("make", "a workload's arrivals, as a csv trace");
  add_scenario(app, command->scenario);
  app->add_option("--duration", command->duration, "in place of the scenario's, as 4h")
      ->type_name(value::time);
  within(app->add_option("--replication", command->replication, "number of the replication (0, 1, ..)"), 0u,
         std::numeric_limits<std::uint32_t>::max());
  add_out(app, command->out, value::file, "file to write (.csv, .csv.gz, .csv.zst), or -; must not exist")
      ->required();
  add_common(app, command->common);
  show_examples(
      app, {{"curtain trace make quickstart --out made.csv.zst", "what the workload brings, a row a call"}});
  app->callback(
      [command, &chosen] { chosen.act = [=, &chosen] { return make_trace(*command, chosen.interrupt); }; });
}

void declare_trace(CLI::App& program, Chosen& chosen) {
  CLI::App* const trace =
      program.add_subcommand("trace", "look at workloads, cut them and make them")->group("Workloads");
  trace->require_subcommand(1);
  declare_trace_info(*trace, chosen);
  declare_trace_sample(*trace, chosen);
  declare_trace_make(*trace, chosen);
  declare_trace_import(*trace, chosen);
}

void declare_schema(CLI::App& program, Chosen& chosen) {
  CLI::App* const app =
      program.add_subcommand("schema", "print the JSON Schema of scenarios, for editors")->group("Look up");
  add_plugin(app);
  app->callback([&chosen] { chosen.act = print_schema; });
}

/// What is made of the declarations themselves. `help` is answered before any words are parsed.
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
  show_examples(man, {{"curtain man | man -l -", "read it"}});
  CLI::App* const completion =
      program.add_subcommand("completion", "print a script by which a shell completes words")->group("Help");
  one_of(completion->add_option("shell", *word, "the shell"), {"bash", "zsh", "fish"})->required();
  show_examples(completion, {{"source <(curtain completion bash)", "for the present shell; zsh likewise"},
                             {"curtain completion fish > ~/.config/fish/completions/curtain.fish",
                              "from the next shell on"}});
  completion->callback([word, &chosen] {
    chosen.act = [=] {
      fmt::print("{}", completion_script(*word));
      return kDone;
    };
  });
}

/// Every command, in the order of --help.
void declare_commands(CLI::App& program, Chosen& chosen) {
  declare_run(program, chosen);
  declare_compare(program, chosen);
  declare_validate(program, chosen);
  declare_trace(program, chosen);
  declare_policies(program, chosen);
  declare_metrics(program, chosen);
  declare_prices(program, chosen);
  declare_schema(program, chosen);
  declare_helpers(program, chosen);
}

/// What an option takes, without what the parser adds: "TEXT:{a,b}" is one of two words.
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
    std::reverse(names.begin(), names.end());  // the first is the one that is shown
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
  program.set_help_flag();  // help is our own
  program.require_subcommand(1);
  Chosen chosen{interrupt, {}, {}};
  declare_commands(program, chosen);
  show_examples(&program,  // last, as commands take over what is there when they are declared
                {{"curtain run quickstart", "simulate"},
                 {"curtain compare s.yaml --vary policies.placement=first-fit,worst-fit",
                  "what another policy does to the same world"}});
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
    program.parse(std::vector<std::string>(words.rbegin(), words.rend()));  // CLI11 takes them from the end
  } catch (const CLI::ParseError& error) {
    return wrong(std::string(error.what()) + "\nsee " + typed.command->path + " --help");
  }
  return chosen.act();
}

}  // namespace curtain::tools
