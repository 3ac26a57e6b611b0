// Declares the commands of `curtain trace`.
#include <limits>
#include <memory>

#include "models/import/read_log.hpp"
#include "tools/curtain/command_line/command_options.hpp"

namespace curtain::tools {
namespace {

const std::vector<std::string> kTraceFormats = {"csv",         "azure-2019", "azure-2021",    "huawei-2023",
                                                "huawei-2025", "iluvatar",   "azure2019-cdfs"};

void declare_trace_info(CLI::App& trace, Chosen& chosen) {
  const auto command = std::make_shared<TraceInfoCommand>();
  CLI::App* const app = trace.add_subcommand("info", "describe a workload or a trace");
  app->add_option("path", command->path,
                  "a scenario, whose workload is described, a trace, or - for standard input")
      ->type_name(value::file)
      ->required();
  one_of(app->add_option("--format", command->format, "format of the trace (default csv)"), kTraceFormats);
  add_common(app, command->common);
  show_examples(app, {{"curtain trace info calls.csv.gz", "rates, bursts and durations of a trace"}});
  app->callback([command, &chosen] {
    chosen.act = [=, &chosen] { return print_trace_info(*command, chosen.interrupt); };
  });
}

void declare_trace_import(CLI::App& trace, Chosen& chosen) {
  const auto command = std::make_shared<TraceImportCommand>();
  CLI::App* const app = trace.add_subcommand("import", "convert logs to a CSV trace");
  app->add_option("paths", command->paths, "logs, folders of logs, or - for standard input")
      ->type_name(value::file)
      ->required();
  one_of(app->add_option("--from", command->from, "kind of log (default: determined from the content)"),
         log_kinds());
  app->add_option("--out", command->out,
                  "trace to write (.csv, .csv.gz, .csv.zst), or -; it must not exist yet")
      ->type_name(value::file)
      ->required();
  app->add_option("--scenario", command->scenario,
                  "scenario to write, with the prices, start-up times and timeouts of the log")
      ->type_name(value::file);
  app->add_option("--broken", command->broken, "file to write, with the records that could not be read")
      ->type_name(value::file);
  app->add_option("--function", command->function, "name of the function of all records")
      ->type_name(value::name);
  app->add_option("--tenant", command->tenant, "name of the account of all records")->type_name(value::name);
  app->add_option("--memory", command->memory, "memory size of records without one, such as 256MiB")
      ->type_name(value::memory);
  app->add_option("--duration", command->duration, "duration of records without one, such as 100ms")
      ->type_name(value::time);
  app->add_option(
         "--log-format", command->log_format,
         "for access logs: the format string in the configuration of the server (nginx, Apache, Envoy)")
      ->type_name("FORMAT");
  app->add_option("--duration-field", command->duration_field,
                  "for access logs in JSON: the field with the duration, and its unit, such as took:ms")
      ->type_name("NAME:UNIT");
  app->add_flag("--request-ids", command->with_requests, "add a column with the ids of the requests");
  app->add_flag("--client-spans", command->client_spans,
                "for otel: read the spans of callers instead of those of functions");
  app->add_flag("--epoch", command->is_epoch,
                "write times since 1970 instead of times since the first arrival");
  app->add_flag("--strict", command->strict, "stop with an error at the first record that cannot be read");
  add_output(app, command->common);
  show_examples(app,
                {{"curtain trace import logs/*.gz --out calls.csv", "a trace from Lambda's REPORT lines"},
                 {"curtain trace import logs/ --out calls.csv --scenario calls.yaml",
                  "a trace, and a scenario with the settings that the log shows"},
                 {"curtain trace import --from otel spans.json --memory 256MiB --out calls.csv",
                  "a trace from spans, which have no memory size"}});
  app->callback(
      [command, &chosen] { chosen.act = [=, &chosen] { return import_trace(*command, chosen.interrupt); }; });
}

void declare_trace_sample(CLI::App& trace, Chosen& chosen) {
  const auto command = std::make_shared<TraceSampleCommand>();
  CLI::App* const app =
      trace.add_subcommand("sample", "write a smaller trace that represents a larger trace");
  app->add_option("path", command->path,
                  "a scenario, whose workload is sampled, a trace, or - for standard input")
      ->type_name(value::file)
      ->required();
  one_of(app->add_option("--format", command->format, "format of the trace (default csv)"), kTraceFormats);
  app->add_option(
         "--functions", command->functions,
         "number of functions to choose, or nested numbers such as 100,50,20 (default: all functions)")
      ->type_name(value::count);
  app->add_option("--from", command->from, "keep only the calls from this time on, such as 2h")
      ->type_name(value::time);
  app->add_option("--to", command->to, "keep only the calls before this time")->type_name(value::time);
  app->add_option("--scale", command->scale, "share of calls to keep (default 1)")->type_name("SHARE");
  within(app->add_option("--seed", command->seed, "seed of the random choices (default 1)"), std::uint64_t{0},
         std::numeric_limits<std::uint64_t>::max());
  one_of(app->add_option("--as", command->as,
                         "format to write (default: azure-2019 for a trace of that format, else csv)"),
         {"csv", "azure-2019"});
  one_of(app->add_option("--pack", command->packing, "compression of the three files of azure-2019"),
         {"gzip", "zstd"});
  add_out(app, command->out, value::file,
          "file to write, or -, or a folder for azure-2019; it must not exist yet");
  add_common(app, command->common);
  show_examples(app, {{"curtain trace sample day.csv.gz --functions 100 --out small.csv.gz",
                       "a trace of 100 functions that represent all functions"}});
  app->callback(
      [command, &chosen] { chosen.act = [=, &chosen] { return sample_trace(*command, chosen.interrupt); }; });
}

void declare_trace_make(CLI::App& trace, Chosen& chosen) {
  const auto command = std::make_shared<TraceMakeCommand>();
  CLI::App* const app = trace.add_subcommand("make", "write the arrivals of a workload as a CSV trace");
  add_scenario(app, command->scenario);
  app->add_option("--duration", command->duration, "duration that replaces the scenario's, such as 4h")
      ->type_name(value::time);
  within(app->add_option("--replication", command->replication, "number of the replication (0, 1, ..)"), 0u,
         std::numeric_limits<std::uint32_t>::max());
  add_out(app, command->out, value::file,
          "file to write (.csv, .csv.gz, .csv.zst), or -; it must not exist yet")
      ->required();
  add_common(app, command->common);
  show_examples(app, {{"curtain trace make quickstart --out made.csv.zst",
                       "a trace with one row for each call of the workload"}});
  app->callback(
      [command, &chosen] { chosen.act = [=, &chosen] { return make_trace(*command, chosen.interrupt); }; });
}

}  // namespace

void declare_trace(CLI::App& program, Chosen& chosen) {
  CLI::App* const trace =
      program.add_subcommand("trace", "describe, import, sample and generate workloads")->group("Workloads");
  trace->require_subcommand(1);
  declare_trace_info(*trace, chosen);
  declare_trace_sample(*trace, chosen);
  declare_trace_make(*trace, chosen);
  declare_trace_import(*trace, chosen);
}

}  // namespace curtain::tools
