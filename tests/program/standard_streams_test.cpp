// Tests of standard output and standard error that cannot be written, and of standard output or input used as
// a file.
#include <unistd.h>
#include <zlib.h>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::curtain;
using support::Ended;
using support::Folder;
using support::Surroundings;

namespace {

Surroundings without(std::vector<int> closed) {
  Surroundings how;
  how.closed = std::move(closed);
  return how;
}

Surroundings with_error_to(const std::string& file) {
  Surroundings how;
  how.error = file;
  return how;
}

}  // namespace

TEST_CASE("Standard error that cannot be written does not change the status") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const std::string missed =
      folder.write("missed.yaml", support::kSmall + "expect:\n  - {metric: vms.peak, equals: 12345}\n");
  for (const Surroundings& how : {with_error_to("/dev/full"), without({STDERR_FILENO})}) {
    CHECK(curtain({"run", scenario}, how).status == 0);
    CHECK(curtain({"run", missed}, how).status == 1);
    CHECK(curtain({"run", folder / "none.yaml"}, how).status == 2);
    CHECK(curtain({"rnu"}, how).status == 2);
    CHECK(curtain({"run", scenario, "--set", "seed=x"}, how).status == 2);
  }
}

TEST_CASE("Standard output that is closed or full gives status 3, with a message") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  for (const char* const format : {"--json", "--color=never"}) {
    const Ended closed = curtain({"run", scenario, format}, without({STDOUT_FILENO}));
    CHECK(closed.status == 3);
    CHECK(closed.err == "curtain: standard output could not be written: it is closed\n");
    Surroundings full;
    full.output = "/dev/full";
    const Ended ended = curtain({"run", scenario, format}, full);
    CHECK(ended.status == 3);
    CHECK(ended.err == "curtain: standard output could not be written: No space left on device\n");
  }
  CHECK(curtain({"run", scenario, "--quiet"}, without({STDOUT_FILENO})).status == 0);  // nothing is printed
  CHECK(curtain({"run", scenario}, without({STDOUT_FILENO, STDERR_FILENO})).status == 3);
}

TEST_CASE("With a closed standard stream, printed text does not end up in an output file") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const Ended ended = curtain({"run", scenario, "--decisions", folder / "why.csv"},
                              without({STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}));
  CHECK(ended.status == 3);
  const std::string why = support::read_file(folder / "why.csv");
  CHECK(why.rfind("time_s,seam,policy,function,decision,why\n", 0) == 0);
  CHECK(why.find("Invocations") == std::string::npos);
  CHECK(why.find("curtain:") == std::string::npos);
}

TEST_CASE("A closed pipe is no error for any output") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const std::string missed =
      folder.write("missed.yaml", support::kSmall + "expect:\n  - {metric: vms.peak, equals: 12345}\n");
  Surroundings gone;
  gone.reader = support::Reader::gone;
  const std::vector<std::pair<std::vector<std::string>, int>> cases = {
      {{"schema"}, 0},
      {{"--help"}, 0},
      {{"run", scenario}, 0},
      {{"run", scenario, "--json"}, 0},
      {{"run", missed}, 1},
      {{"validate", missed}, 1},
      {{"run", scenario, "--decisions", "-"}, 0},
      {{"trace", "make", scenario, "--out", "-", "-q"}, 0}};
  for (const auto& [arguments, status] : cases) {
    INFO(arguments.front());
    const Ended ended = curtain(arguments, gone);
    CHECK(ended.signal == 0);
    CHECK(ended.status == status);
    CHECK(ended.err.find("standard output") == std::string::npos);
  }
}

TEST_CASE("A dash as a file means standard output, and messages are written to standard error") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const Ended to_file = curtain({"trace", "make", scenario, "--out", folder / "made.csv"});
  const Ended made = curtain({"trace", "make", scenario, "--out", "-"});
  CHECK(made.status == 0);
  CHECK(made.out == support::read_file(folder / "made.csv"));
  CHECK_THAT(made.err, ContainsSubstring("2,980 rows of 1 functions"));
  const Ended sampled = curtain({"trace", "sample", folder / "made.csv", "--functions", "1", "--out", "-"});
  CHECK(sampled.status == 0);
  CHECK(sampled.out.rfind("function_id,", 0) == 0);
  const Ended decided = curtain({"run", scenario, "--decisions", "-"});
  CHECK(decided.status == 0);
  CHECK(decided.out.rfind("time_s,seam,policy,function,decision,why\n", 0) == 0);
  CHECK(decided.out.find("Invocations") == std::string::npos);
  CHECK_THAT(decided.err, ContainsSubstring("Invocations"));
  const std::string log = folder.write("calls.log",
                                       "REPORT RequestId: 1 Duration: 10.00 ms Billed Duration: 10 ms Memory "
                                       "Size: 128 MB Max Memory Used: 60 MB\n");
  const std::string access = folder.write(
      "access.log", "10.0.0.1 - - [12/Nov/2026:10:00:00 +0000] \"GET /a HTTP/1.1\" 200 12 0.120\n");
  const Ended imported = curtain({"trace", "import", "--from", "access-log", access, "--duration", "100ms",
                                  "--memory", "128MiB", "--function", "f", "--out", "-"});
  CHECK(imported.status == 0);
  CHECK(imported.out.rfind("function_id,arrival_s", 0) == 0);
  CHECK(folder.names() == std::vector<std::string>{"access.log", "calls.log", "made.csv", "small.yaml"});
}

TEST_CASE("Outputs that cannot go to standard output are refused before the run") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"run", scenario, "--out", "-"},
       "'-' is standard output, but the results are written into a folder; write the name of a folder for "
       "--out, or use --json for one document"},
      {{"run", scenario, "--json", "--decisions", "-"},
       "--json and --decisions - both write to standard output; name a file for one of the two"},
      {{"trace", "make", scenario, "--json", "--out", "-"},
       "--json and --out - both write to standard output; name a file for one of the two"}};
  for (const auto& [arguments, message] : cases) {
    const Ended ended = curtain(arguments);
    CHECK(ended.status == 2);
    CHECK(ended.out.empty());
    CHECK(ended.err == "curtain: " + message + "\n");
  }
}

TEST_CASE("A dash means standard input for a scenario or a trace") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  Surroundings piped;
  piped.input = support::kSmall;
  const std::string from_file = support::without_run(curtain({"run", scenario, "--json"}).out);
  CHECK(support::without_run(curtain({"run", "-", "--json"}, piped).out) == from_file);
  const Ended compared = curtain(
      {"compare", "-", "--vary", "policies.placement=first-fit,best-fit", "--replications", "2", "--json"},
      piped);
  CHECK(compared.status == 0);
  CHECK(support::parse_json(compared.out)["variants"].items.size() == 2);
  CHECK(curtain({"trace", "info", "-", "--json"}, piped).out ==
        curtain({"trace", "info", scenario, "--json"}).out);
  Surroundings expecting;
  expecting.input = support::kSmall + "expect:\n  - {metric: invocations.arrived, equals: 2980}\n";
  CHECK(curtain({"validate", "-"}, expecting).status == 0);
  Surroundings trace;
  trace.input = "function_id,arrival_s,duration_s,memory_mb\nf,0,0.1,128\nf,1,0.1,128\n";
  CHECK_THAT(curtain({"trace", "info", "-"}, trace).out, ContainsSubstring("standard input"));
}

TEST_CASE("Errors in standard input are reported with standard input as their source") {
  Surroundings wrong;
  wrong.input = "platform: ideal\nduration: 1x\n";
  const Ended ended = curtain({"run", "-"}, wrong);
  CHECK(ended.status == 2);
  CHECK_THAT(ended.err, ContainsSubstring("standard input:2:11: duration: '1x' has the unknown unit 'x'"));
  const Ended closed = curtain({"run", "-"}, without({STDIN_FILENO}));
  CHECK(closed.status == 2);
  CHECK(closed.err == "curtain: standard input cannot be read: it is closed\n");
  const Ended empty = curtain({"run", "-"});
  CHECK(empty.status == 2);
  CHECK(empty.err == "standard input:1:1: the document is empty; write at least one key\n");
}

TEST_CASE("Names with control characters are refused or escaped") {
  const Folder folder;
  const Ended yaml = curtain({"run", folder.write("escape.yaml",
                                                  "platform: ideal\nduration: 1min\nworkload:\n  - poisson: "
                                                  "{function: \"a\\e[31mb\", rate: 1/s, duration: 1ms}\n")});
  CHECK(yaml.status == 2);
  CHECK(yaml.err ==
        folder / "escape.yaml" +
            ":4:25: workload[0].poisson.function: 'a\\x1b[31mb' has a control character; expected a "
            "text without any\n");
  const std::string header = "function_id,arrival_s,duration_s,memory_mb\n";
  for (const auto& [bytes, shown] : {std::pair{"caf\xE9", "caf\\xe9"},
                                     {"a\x1b[2J", "a\\x1b[2J"},
                                     {"a\xC2\x9B"
                                      "2J",
                                      "a\\x9b2J"}}) {
    folder.write("calls.csv", header + bytes + ",0,0.1,128\n");
    const Ended csv = curtain({"trace", "info", folder / "calls.csv"});
    CHECK(csv.status == 2);
    CHECK(csv.err == folder / "calls.csv" + ":2:1: function_id is '" + shown +
                         "', which is not UTF-8 text without control characters; convert the file, for "
                         "example with iconv -f latin1 -t utf-8\n");
  }
}

TEST_CASE("Bytes of a log that are not UTF-8 are escaped in names") {
  const Folder folder;
  const std::string log = folder.write(
      "access.log",
      "10.0.0.1 - - [12/Nov/2026:10:00:00 +0000] \"GET /caf\xE9\x1b[31m HTTP/1.1\" 200 12 0.120\n");
  const Ended ended = curtain({"trace", "import", "--from", "access-log", log, "--duration", "100ms",
                               "--memory", "128MiB", "--out", folder / "made.csv"});
  CHECK(ended.status == 0);
  CHECK_THAT(support::read_file(folder / "made.csv"), ContainsSubstring("/caf\\xE9\\x1B[31m"));
  CHECK(curtain({"trace", "info", folder / "made.csv"}).status == 0);
}

TEST_CASE("A file name that is not UTF-8 is escaped in JSON and on the terminal") {
  const Folder folder;
  const std::string scenario = folder.write("a\x1b[31m\xFF.yaml", support::kSmall.substr(12));
  const Ended json = curtain({"run", scenario, "--json"});
  CHECK(json.status == 0);
  CHECK(support::parse_json(json.out)["scenario"].text == "a\\x1b[31m\\xff");
  const Ended text = curtain({"run", scenario});
  CHECK_THAT(text.out, ContainsSubstring("a\\x1b[31m\\xff"));
  CHECK(text.out.find('\x1b') == std::string::npos);
  // Without a terminal no other code would escape the written name.
  CHECK_THAT(curtain({"run", scenario, "--out", folder / "results\x1b[31m\xFF"}).out,
             ContainsSubstring("results\\x1b[31m\\xff"));
  const Ended missing = curtain({"run", folder / "none\x1b[31m\xFF"});
  CHECK(missing.err == "curtain: '" + folder / "none\\x1b[31m\\xff' does not exist\n");
}
