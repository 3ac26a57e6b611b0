// Tests of the command line: mistyped words, the listings, and output to a destination that is not a
// terminal.
#include <map>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::curtain;
using support::Ended;
using support::Folder;

TEST_CASE("Mistyped words give status 2, with the nearest valid word") {
  struct Case {
    std::vector<std::string> arguments;
    std::string message;
  };
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const std::vector<Case> cases = {
      {{"rnu", scenario}, "there is no command 'rnu'; did you mean 'run'?"},
      {{"polices"}, "there is no command 'polices'; did you mean 'policies'?"},
      {{"dance"},
       "there is no command 'dance'; the commands are run, compare, validate, calibrate, explain, report, "
       "course, trace, policies, metrics, prices, platforms, schema, help, man, completion"},
      {{"run", scenario, "--quite"}, "there is no option '--quite'; did you mean '--quiet'?"},
      {{"run", scenario, "--replicatons", "3"},
       "there is no option '--replicatons'; did you mean '--replications'?"},
      {{"compare", scenario, "--vray", "a=b,c"}, "there is no option '--vray'; did you mean '--vary'?"},
      {{"--jsn"}, "there is no option '--jsn'"},
      {{"run", scenario, "--vary", "a=b,c"},
       "there is no option '--vary'; it is an option of curtain compare"},
      {{"run", scenario, "--confidence", "99"},
       "there is no option '--confidence'; it is an option of curtain compare"},
      {{"validate", scenario, "--references"},
       "there is no option '--references'; it is an option of curtain run"},
      {{"compare", scenario, "--invocations", "rows.csv"},
       "there is no option '--invocations'; it is an option of curtain run"},
      {{"explain", scenario, "--invocations", "rows.csv"},
       "there is no option '--invocations'; it is an option of curtain run"},
      {{"compare", scenario, "--record"}, "there is no option '--record'; it is an option of curtain run"},
      {{"trace", "info", scenario, "--strict"},
       "there is no option '--strict'; it is an option of curtain trace import"},
      {{"prices", "aws"},
       "there is no price list or era 'aws'; the lists and eras are aws-lambda-arm, aws-lambda-arm-2021-1ms, "
       "aws-lambda-arm-2025-init, aws-lambda-edge, aws-lambda-edge-2026-1ms, aws-lambda, "
       "aws-lambda-2014-100ms, "
       "aws-lambda-2017-3008mb, aws-lambda-2019-provisioned, aws-lambda-2020-1ms, aws-lambda-2025-init, "
       "azure-flex, "
       "azure-flex-2024-on-demand, azure-functions, azure-functions-2016-consumption"},
      {{"metrics", "coldstart"},
       "no metric has 'coldstart' in its name; with 'coldstart' in their names: cold_start.count, "
       "cold_start.ratio, cold_start.mean_s, cold_start.p50_s, cold_start.p99_s, "
       "cold_start.vm_boot_mean_s and 7 more"},
      {{"policies", "best-fti"}, "there is no policy or seam 'best-fti'; did you mean 'best-fit'?"},
      {{"prices", "aws-lambda-2020-1s"},
       "there is no price list or era 'aws-lambda-2020-1s'; did you mean 'aws-lambda-2020-1ms'?"},
      {{"policies", "placment"}, "there is no policy or seam 'placment'; did you mean 'placement'?"},
      {{"run", scenario, "--set", "nonsense"},
       "--set needs a path and a value, as in --set policies.placement=best-fit; found 'nonsense'"},
      {{"run", scenario, "--set", "=1"},
       "--set needs a path and a value, as in --set policies.placement=best-fit; found '=1'"}};
  for (const Case& mistyped : cases) {
    INFO(mistyped.message);
    const Ended ended = curtain(mistyped.arguments);
    CHECK(ended.status == 2);
    CHECK(ended.out.empty());
    CHECK(ended.err.rfind("curtain: " + mistyped.message + "\n", 0) == 0);
  }
}

TEST_CASE("Missing or superfluous words give status 2, with advice") {
  struct Case {
    std::vector<std::string> arguments;
    std::string message;
  };
  const Folder folder;
  const std::string s = folder.write("small.yaml", support::kSmall);
  const std::string kAll =
      "run, compare, validate, calibrate, explain, report, course, trace, policies, metrics, prices, "
      "platforms, schema, help, man, completion\n";
  const std::vector<Case> cases = {
      {{"--"}, "a command is missing; the commands are " + kAll + "curtain: see curtain --help\n"},
      {{"run"},
       "run needs SCENARIO (a YAML file, - for standard input, or the name of an installed scenario, such as "
       "quickstart)\n"
       "curtain: example: curtain run quickstart\ncurtain: see curtain run --help\n"},
      {{"compare", s},
       "compare needs at least two variants; add --vary KEY=A,B, or a second SCENARIO\ncurtain: example: "
       "curtain compare s.yaml --vary policies.placement=first-fit,best-fit\ncurtain: (several runs of one "
       "scenario: curtain run " +
           s + " --replications 10)\n"},
      {{"trace"},
       "trace needs one of the commands info, sample, make, import\ncurtain: see curtain trace --help\n"},
      {{"run", ""}, "run needs SCENARIO; found an empty word\ncurtain: see curtain run --help\n"},
      {{"run", s, "two"}, "run takes a single SCENARIO; found also 'two'\ncurtain: see curtain run --help\n"},
      {{"schema", "x"}, "schema takes only options; found 'x'\ncurtain: see curtain schema --help\n"},
      {{"run", s, "-x"}, "there is no option '-x'\ncurtain: see curtain run --help\n"},
      {{"run", s, "-quiet"},
       "there is no option '-quiet'; did you mean '--quiet'?\ncurtain: see curtain run --help\n"},
      {{"run", s, "--json=3"}, "--json takes no value; found '3'\ncurtain: see curtain run --help\n"},
      {{"run", s, "--out"},
       "--out needs a value, FOLDER (results folder to write; it must not exist yet)\ncurtain: see curtain "
       "run --help\n"},
      {{"run", s, "--out="},
       "--out needs a value, FOLDER (results folder to write; it must not exist yet)\ncurtain: see curtain "
       "run --help\n"},
      {{"run", s, "--out", "--json"},
       "--out needs a value, FOLDER; found the option '--json'\ncurtain: see curtain run --help\n"},
      {{"run", s, "--out", "a", "--out", "b"}, "--out is given twice\ncurtain: see curtain run --help\n"},
      {{"--set", "a=b", "run", s},
       "the option --set must come after its command, which is one of run, compare, validate, "
       "explain\ncurtain: see curtain --help\n"},
      {{"help", "rnu"}, "there is no command 'rnu'; did you mean 'run'?\ncurtain: see curtain --help\n"},
      {{"info", s}, "there is no command 'info'; did you mean 'trace info'?\ncurtain: see curtain --help\n"},
      {{"version"},
       "there is no command 'version'; did you mean '--version'?\ncurtain: see curtain --help\n"},
      {{"comp"},
       "there is no command 'comp'; did you mean 'compare' or 'completion'?\ncurtain: see curtain --help\n"},
      {{"run", s, "--rep", "1"},
       "there is no option '--rep'; did you mean '--report' or '--replication' or "
       "'--replications'?\ncurtain: see curtain "
       "run --help\n"}};
  for (const Case& wrong : cases) {
    INFO(wrong.message);
    const Ended ended = curtain(wrong.arguments);
    CHECK(ended.status == 2);
    CHECK(ended.out.empty());
    CHECK(ended.err == "curtain: " + wrong.message);
  }
}

TEST_CASE("An invalid value of an option gives status 2, with the valid values") {
  const Folder folder;
  const std::string s = folder.write("small.yaml", support::kSmall);
  const std::string vary = "policies.placement=first-fit,best-fit";
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"run", s, "--replication", "many"},
       "--replication needs a whole number from 0 to 4,294,967,295; found 'many'"},
      {{"run", s, "--replication", "-1"},
       "--replication needs a whole number from 0 to 4,294,967,295; found '-1'"},
      {{"run", s, "--replication=010"},
       "--replication needs a whole number from 0 to 4,294,967,295; found '010'"},
      {{"run", s, "--replication", "4294967296"},
       "--replication needs a whole number from 0 to 4,294,967,295; found '4294967296'"},
      {{"compare", s, "--vary", vary, "--replications", "0"},
       "--replications needs a whole number from 1 to 1,000,000; found '0'"},
      {{"compare", s, "--vary", vary, "--confidence", "20"},
       "--confidence needs a number from 50 to 99.999; found '20'"},
      {{"compare", s, "--vary", vary, "--confidence", "nan"},
       "--confidence needs a number from 50 to 99.999; found 'nan'"},
      {{"trace", "info", s, "--format", "azure-2091"},
       "--format must be one of csv, azure-2019, azure-2021, huawei-2023, huawei-2025, iluvatar, "
       "azure2019-cdfs; found 'azure-2091'; did you mean 'azure-2019'?"},
      {{"completion", "bsh"}, "shell must be one of bash, zsh, fish; found 'bsh'; did you mean 'bash'?"},
      {{"run", s, "--color", "sometimes"}, "--color must be one of auto, always, never; found 'sometimes'"},
      {{"run", folder / "smal.yaml"},
       "'" + folder / "smal.yaml' does not exist; did you mean '" + folder / "small.yaml'?"},
      {{"trace", "info", folder / "smal.csv"}, "'" + folder / "smal.csv' does not exist"},
      {{"run", folder.path()},
       "'" + folder.path() + "' is a folder, not a file; a scenario in it is '" + s + "'"}};
  for (const auto& [arguments, message] : cases) {
    const Ended ended = curtain(arguments);
    CHECK(ended.status == 2);
    CHECK(ended.out.empty());
    CHECK(ended.err == "curtain: " + message + "\n");
  }
}

TEST_CASE("Every way to request help prints the same text, before any other check") {
  const std::string page = curtain({"run", "--help"}).out;
  CHECK(page.rfind("curtain run: simulate a scenario\n", 0) == 0);
  CHECK(curtain({"run", "-h"}).out == page);
  CHECK(curtain({"help", "run"}).out == page);
  CHECK(curtain({"run", "no-such-file.yaml", "-qh"}).out == page);
  CHECK(curtain({"help"}).out == curtain({"--help"}).out);
  CHECK(curtain({"help", "trace", "info"}).out == curtain({"trace", "info", "-h"}).out);
  for (const char* const part :
       {"\nArguments\n", "\nOptions\n", "\nExamples\n", "  curtain run quickstart\n"}) {
    CHECK_THAT(page, ContainsSubstring(part));
  }
}

TEST_CASE("Help and version give status 0 on standard output") {
  const Ended help = curtain({"--help"});
  CHECK(help.status == 0);
  CHECK(help.err.empty());
  for (const char* const command : {"run", "compare", "validate", "policies", "schema", "Exit status"}) {
    CHECK_THAT(help.out, ContainsSubstring(command));
  }
  const Ended of_run = curtain({"run", "--help"});
  CHECK(of_run.status == 0);
  CHECK_THAT(of_run.out, ContainsSubstring("--out"));
  const Ended version = curtain({"--version"});
  CHECK(version.status == 0);
  CHECK(version.out.rfind("curtain ", 0) == 0);
}

TEST_CASE("The command policies lists every seam with its policies, and describes one policy in full") {
  const Ended all = curtain({"policies"});
  CHECK(all.status == 0);
  for (const char* const name :
       {"admission", "queueing", "routing", "scaling", "placement", "keep_alive", "pre_warm",
        "concurrency-limit", "best-fit", "queue-length", "provisioned"}) {
    CHECK_THAT(all.out, ContainsSubstring(name));
  }
  const Ended one = curtain({"policies", "queue-length"});
  CHECK(one.status == 0);
  CHECK_THAT(one.out, ContainsSubstring("per_instance"));
  CHECK_THAT(one.out, ContainsSubstring("(whole number: 1 to 1000000; default 1)"));
  CHECK_THAT(one.out, ContainsSubstring("policies:\n    scaling: {queue-length: {per_instance: 1}}"));
  const Ended seam = curtain({"policies", "placement"});
  CHECK_THAT(seam.out, ContainsSubstring("first-fit"));
  CHECK_THAT(seam.out, ContainsSubstring("worst-fit"));
}

TEST_CASE("The command metrics lists all metrics, or those whose names contain a word") {
  const Ended all = curtain({"metrics"});
  CHECK_THAT(all.out, ContainsSubstring("  latency.p99_s ") && ContainsSubstring("  cold_start.ratio "));
  const Ended some = curtain({"metrics", "cold_start."});
  CHECK(some.status == 0);
  CHECK(some.out.rfind("  cold_start.", 0) == 0);
  CHECK(some.out.find("\n  latency.p99_s ") == std::string::npos);
  CHECK(support::parse_json(curtain({"metrics", "vms.peak", "--json"}).out).members.size() == 1);
  const Ended none = curtain({"metrics", "vms.peek"});
  CHECK(none.status == 2);
  CHECK(none.err == "curtain: no metric has 'vms.peek' in its name; did you mean 'vms.peak'?\n");
}

TEST_CASE("With --quiet the listings print nothing, but still report unknown names") {
  for (const char* const command : {"policies", "metrics"}) {
    const Ended ended = curtain({command, "-q"});
    CHECK(ended.status == 0);
    CHECK(ended.out.empty());
  }
  CHECK(curtain({"policies", "best-fit", "-q"}).out.empty());
  CHECK(curtain({"policies", "no-such-policy", "-q"}).status == 2);
}

TEST_CASE("The command policies --json prints one document, with all or the requested policies") {
  const support::Json all = support::parse_json(curtain({"policies", "--json"}).out);
  CHECK(all.items.size() > 10);
  const support::Json one = support::parse_json(curtain({"policies", "queue-length", "--json"}).out);
  REQUIRE(one.items.size() == 1);
  CHECK(one.items[0]["seam"].text == "scaling");
  CHECK(one.items[0]["parameters"].items[0]["name"].text == "per_instance");
  CHECK(support::parse_json(curtain({"policies", "none", "--json"}).out).items.size() == 2);
}

TEST_CASE("The form that the command policies prints for a policy is valid in a scenario") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const support::Json all = support::parse_json(curtain({"policies", "--json"}).out);
  // The required words of some commands.
  const std::map<std::string, std::string> beside{
      {"pre_warm hybrid-histogram", "policies.keep_alive=hybrid-histogram"},
      {"pre_warm pool", "cluster.vms.isolation=shared"}};
  for (const support::Json& policy : all.items) {
    INFO(policy["seam"].text << " " << policy["name"].text);
    std::vector<std::string> command{"run", scenario, "-q", "--set",
                                     "policies." + policy["seam"].text + "=" + policy["example"].text};
    const auto other = beside.find(policy["seam"].text + " " + policy["name"].text);
    if (other != beside.end()) {
      CHECK(curtain(command).status == 2);  // the command fails without these words
      command.insert(command.end(), {"--set", other->second});
    }
    const Ended ended = curtain(command);
    CHECK(ended.status == 0);
    CHECK(ended.err.empty());
  }
}

TEST_CASE("The command schema prints one JSON document with every section") {
  const Ended ended = curtain({"schema"});
  CHECK(ended.status == 0);
  const support::Json schema = support::parse_json(ended.out);
  CHECK(schema["$schema"].text == "https://json-schema.org/draft/2020-12/schema");
  for (const char* const key :
       {"name", "seed", "duration", "warmup", "platform", "frontend", "scheduler", "cluster", "cold_start",
        "lifetimes", "billing", "faults", "policies", "workload", "expect"}) {
    INFO(key);
    CHECK(schema["properties"].members.count(key) == 1);
  }
}

TEST_CASE("A closed pipe is no error") {
  support::Surroundings closed;
  closed.reader = support::Reader::gone;
  const std::string command = GENERATE("policies", "schema");
  const Ended ended = curtain({command}, closed);
  CHECK(ended.signal == 0);
  CHECK(ended.err.empty());
}

TEST_CASE("Output to a file or pipe has no escape sequences") {
  const Folder folder;
  const std::string scenario =
      folder.write("small.yaml", support::kSmall + "expect:\n  - {metric: vms.peak, equals: 12345}\n");
  support::Surroundings how;
  how.environment = GENERATE(std::vector<std::pair<std::string, std::string>>{{"TERM", "xterm-256color"}},
                             std::vector<std::pair<std::string, std::string>>{{"NO_COLOR", "1"}});
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"run", scenario},
        {"policies"},
        {"policies", "fixed"},
        {"validate", scenario},
        {"compare", scenario, "--vary", "policies.placement=first-fit,best-fit", "--replications", "2"}}) {
    const Ended ended = curtain(arguments, how);
    CHECK((ended.out + ended.err).find('\x1b') == std::string::npos);
  }
}
