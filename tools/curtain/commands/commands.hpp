#pragma once
// The commands of `curtain`, with their options. command_line.cpp parses the words and calls one of these
// functions.
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace curtain::tools {

/// The exit statuses of the program.
enum Status : int { kDone = 0, kExpectationFailed = 1, kBadInput = 2, kRunFailed = 3, kInterrupted = 130 };

struct CommonOptions {
  std::vector<std::string> set;  ///< changes in the form "a.b=c"
  bool json = false;
  bool quiet = false;
};

struct RunCommand {
  CommonOptions common;
  std::string scenario;
  std::string out;
  std::string report;                ///< HTML page to write
  std::vector<std::string> by;       ///< further tables: "function", "tenant", "time"
  std::optional<std::uint32_t> top;  ///< maximum number of rows of each table; absent: 10
  std::string from;  ///< start of the table by time and of the trace; empty: the start of the run
  std::string to;    ///< end of the table by time and of the trace; empty: the end of the run
  std::uint32_t replication = 0;
  std::uint32_t replications = 0;  ///< number of runs for means with intervals; 0: one run
  std::string decisions;           ///< file to write: the reasons for the decisions of policies
  std::string invocations;         ///< file to write: one row for each invocation
  std::string perfetto;            ///< file to write: a trace for Perfetto
  std::string perfetto_size;       ///< maximum size of the trace; empty: 256MiB
  bool record = false;             ///< make a recording for the animation
  std::string record_from;         ///< beginning of the recording; empty: the start of the run
  std::string record_to;           ///< end of the recording; empty: the end of the run
  std::string record_share;        ///< share of the functions whose calls are recorded; empty: all functions
  std::string record_size;         ///< maximum size of the recording; empty: 8 MB
  bool references = false;
  std::string lambda;           ///< for the references; empty: the value of the policy oracle, or 10min
  std::vector<std::string> at;  ///< for the references: instants at which the packing is sampled; empty:
                                ///< spread evenly over the run
  bool audit = false;
  bool general_path = false;
  bool all_figures = false;  ///< print the whole report, even for a lesson
};

struct CompareCommand {
  CommonOptions common;
  std::vector<std::string> scenarios;
  std::vector<std::string> vary;  ///< settings with their values in the form "a.b=x,y"
  std::vector<std::string> metrics;
  std::string out;
  std::string report;  ///< HTML page to write
  std::uint32_t replications = 10;
  unsigned threads = 0;  ///< number of runs at the same time; 0: number of cores
  double confidence = 95;
  bool audit = false;
};

struct ExplainCommand {
  CommonOptions common;
  std::string scenario;    ///< a scenario, or a folder of results
  std::string variant;     ///< name of a variant of a comparison; empty: no variant is chosen
  std::string invocation;  ///< a request as "[TENANT/]FUNCTION/N"
  std::string instance;    ///< an instance as "[TENANT/]FUNCTION/N"
  std::optional<std::uint64_t> vm;
  bool cold_starts = false;
  std::optional<std::uint32_t> top;  ///< maximum number of functions for --cold-starts; absent: 10
  bool why_slow = false;
  std::string tenant;    ///< a tenant for --cold-starts and --why-slow; empty: all tenants
  std::string function;  ///< a function for --cold-starts and --why-slow; empty: all functions
  std::optional<std::uint32_t> replication;  ///< absent: the replication of the results, else 0
};

struct ReportCommand {
  std::vector<std::string> results;
  std::string out;                   ///< file to write, or a folder for several figures; empty: the name is
                                     ///< chosen by the content
  std::vector<std::string> figures;  ///< names of figures, "all" or "list"; empty: a page with all figures
  std::optional<double> width;       ///< width of a figure, in millimetres; absent: one column
  bool quiet = false;
};

struct CourseCommand {
  std::string folder;  ///< folder with the chapters
  std::string out = "course.html";
  bool without_answers = false;
  bool quiet = false;
};

struct ValidateCommand {
  CommonOptions common;
  std::vector<std::string> paths;
  bool audit = false;
  std::string format;              ///< form of the tables: table, csv, markdown or json; empty: table
  std::uint32_t replications = 1;  ///< number of runs whose mean figures are judged, for scenarios with cases
  std::string platform;            ///< a profile that replaces the profile of every scenario with cases
  std::vector<std::string>
      measured;                      ///< measured logs, or folders of them, which replace those of `scenario`
  std::string scenario;              ///< the scenario that replays `measured`
  std::uint32_t replays = 100;       ///< number of replays of each measured log
  unsigned threads = 0;              ///< number of replays at the same time; 0: number of cores
  bool sensitivity = false;          ///< find the settings that move the figures of cases
  bool mechanisms = false;           ///< run the cases without each mechanism in turn
  std::vector<std::string> without;  ///< names of mechanisms without which the cases are run
};

struct PoliciesCommand {
  CommonOptions common;
  std::string name;
};

struct MetricsCommand {
  CommonOptions common;
  std::string part;  ///< part of the names of metrics; empty: all metrics
};

struct PricesCommand {
  CommonOptions common;
  std::string name;  ///< name of a list or an era; empty: a short listing of all lists
};

struct PlatformsCommand {
  CommonOptions common;
  std::string name;    ///< a profile's name, or the path of its file; empty: a short listing of all
  bool table = false;  ///< print the headline behaviour as a table in Markdown
};

struct TraceInfoCommand {
  CommonOptions common;
  std::string path;    ///< a scenario, or a trace
  std::string format;  ///< format of a trace; empty: a scenario if the file name has the ending of a
                       ///< scenario, otherwise csv
};

struct TraceImportCommand {
  CommonOptions common;
  std::vector<std::string> paths;
  std::string from;  ///< the kind of log; empty: determined from the content
  std::string out;
  std::string broken;
  std::string function;
  std::string tenant;
  std::string memory;
  std::string duration;
  std::string scenario;  ///< the file for the scenario; empty: the scenario is printed
  std::string log_format;
  std::string duration_field;
  bool with_requests = false;
  bool client_spans = false;
  bool is_epoch = false;
  bool strict = false;
};

struct CalibrateCommand {
  CommonOptions common;
  std::vector<std::string> paths;        ///< measured logs
  std::string base = "aws-lambda-2020";  ///< the profile that the fitted profile extends
  std::vector<std::string> functions;    ///< functions to use; empty: all
  std::string from;                      ///< the first day of the calls to use; empty: no limit
  std::string to;                        ///< the day after the last; empty: no limit
  std::string out;                       ///< the profile to write; empty: none
  std::string figures;                   ///< folder for the figures; empty: none
};

struct TraceSampleCommand {
  CommonOptions common;
  std::string path;       ///< a scenario, or a trace
  std::string format;     ///< format of a trace, as in TraceInfoCommand
  std::string functions;  ///< numbers of functions, such as "100,50,20"; empty: all functions
  std::string from;       ///< beginning of the time interval; empty: the start of the trace
  std::string to;         ///< end of the time interval; empty: the end of the trace
  double scale = 1;       ///< the share of calls to keep
  std::uint64_t seed = 1;
  std::string as;       ///< format to write, csv or azure-2019; empty: azure-2019 if the input has this
                        ///< format, otherwise csv
  std::string packing;  ///< compression of the files of azure-2019: gzip or zstd; empty: none
  std::string out;      ///< file or folder to write; empty: nothing is written
};

struct TraceMakeCommand {
  CommonOptions common;
  std::string scenario;
  std::string duration;  ///< duration that replaces the scenario's; empty: unchanged
  std::uint32_t replication = 0;
  std::string out;
};

int run(const RunCommand& command, const std::atomic<bool>& interrupt);
int compare_variants(const CompareCommand& command, const std::atomic<bool>& interrupt);
/// Runs one scenario `replications` times and prints the means, like a comparison with a single variant.
int replicate(const RunCommand& command, const std::atomic<bool>& interrupt);
/// Prints what happened in a run, and why. The run is simulated again under observation.
int explain(const ExplainCommand& command, const std::atomic<bool>& interrupt);
/// Writes an HTML page with the figures and tables of results folders.
int write_report(const ReportCommand& command);
/// Writes an HTML page with the chapters of a course. Throws UsageError if the results of a run do not meet
/// the expectations of its chapter.
int write_course(const CourseCommand& command, const std::atomic<bool>& interrupt);
int validate(const ValidateCommand& command, const std::atomic<bool>& interrupt);
/// Replays measured logs in the scenario at `path`, and compares the replays with the logs.
int validate_measured(const ValidateCommand& command, const std::string& path,
                      const std::atomic<bool>& interrupt);
int list_policies(const PoliciesCommand& command);
int list_metrics(const MetricsCommand& command);
int list_prices(const PricesCommand& command);
int list_platforms(const PlatformsCommand& command);
int print_schema();
int print_trace_info(const TraceInfoCommand& command, const std::atomic<bool>& interrupt);
/// Fits a platform profile to measured logs.
int calibrate_profile(const CalibrateCommand& command);
int import_trace(const TraceImportCommand& command, const std::atomic<bool>& interrupt);
int sample_trace(const TraceSampleCommand& command, const std::atomic<bool>& interrupt);
int make_trace(const TraceMakeCommand& command, const std::atomic<bool>& interrupt);

/// Adds the policies of a plugin to the catalogue. Throws UsageError if the plugin cannot be loaded.
void use_plugin(const std::string& path);

/// An error on the command line. Its text is a complete sentence.
struct UsageError {
  std::string text;
};

}  // namespace curtain::tools
