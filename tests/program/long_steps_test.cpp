// An interrupt ends every long step, including steps that do not check for it. In such a step the program is
// aborted, and its temporary files are removed.
#include <sys/stat.h>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::Ended;
using support::Folder;
using support::Running;
using support::Words;

namespace {

/// A named pipe without a writer.
std::string silent_pipe(const Folder& folder, const std::string& name) {
  REQUIRE(mkfifo((folder / name).c_str(), 0600) == 0);
  return folder / name;
}

/// Interrupts the program once it has run for the given time; 0 means at once.
Ended cut_short(const Words& words, double cpu_seconds, int signal = SIGINT, std::uint64_t memory = 0) {
  support::Surroundings how;
  how.memory = memory == 0 ? how.memory : memory;
  Running program(words, how);
  CHECK(program.until([&] { return program.catches(signal) && program.cpu_seconds() > cpu_seconds; }));
  program.send(signal);
  return program.wait();
}

/// Millions of functions, almost none of which has a call. Drawing them takes about ten seconds of CPU time.
/// On a busy machine the signal may be sent long after it is due. But it must arrive before the last function
/// is drawn, because a run whose results are kept continues until their report is written.
std::string many_functions() {
  std::string text = "duration: 1s\nplatform: ideal\nworkload:\n";
  for (char prefix = 'a'; prefix <= 'z'; ++prefix) {
    text += std::string(
                "  - population: {functions: 1000000, rate: 1e-6/s, duration: 1s, memory: 128MiB, prefix: ") +
            prefix + "}\n";
  }
  return text;
}

}  // namespace

TEST_CASE("An interrupt ends a command that waits for a pipe without a writer") {
  const Folder folder;
  const std::string pipe = silent_pipe(folder, "log.txt");
  const int signal = GENERATE(SIGINT, SIGTERM, SIGHUP);
  const Ended ended = cut_short({"trace", "import", pipe, "--from", "cloudwatch", "--out",
                                 folder / "made.csv.gz", "--broken", folder / "broken.txt"},
                                0, signal);
  CHECK(ended.status == 130);
  CHECK(ended.out.empty());
  CHECK(ended.err == "curtain: interrupted\n");
  CHECK(folder.names() == Words{"log.txt"});
}

TEST_CASE("An interrupt ends a command whose output is not read") {
  support::Surroundings how;
  how.reader = support::Reader::stuck;
  Running program({"schema"}, how);
  CHECK(program.until([&] { return program.catches(SIGINT); }));
  program.send(SIGINT);
  CHECK(program.wait().status == 130);
}

TEST_CASE("An interrupt ends the drawing of a population") {
  const Folder folder;
  const std::string scenario = folder.write("many.yaml", many_functions());
  const bool makes = GENERATE(false, true);
  const Words words =
      makes ? Words{"trace", "make", scenario, "--out", folder / "x.csv"} : Words{"run", scenario};
  const Ended ended = cut_short(words, 0.2, SIGTERM, std::uint64_t{8} << 30);
  CHECK(ended.status == 130);
  CHECK_THAT(ended.err, ContainsSubstring("curtain: interrupted"));
  CHECK(folder.names() == Words{"many.yaml"});
}

TEST_CASE("An interrupt during the search for the warm-up gives no report") {
  const Folder folder;
  const std::string scenario = folder.write("endless.yaml", support::kEndless + "warmup: mser-5\n");
  const Ended ended = cut_short({"run", scenario, "--json", "--out", folder / "results"}, 0.2);
  CHECK(ended.status == 130);
  CHECK(ended.out.empty());
  CHECK(ended.err == "curtain: interrupted; nothing was measured\n");
  CHECK(folder.names() == Words{"endless.yaml"});
  const Ended compared = cut_short({"compare", scenario, "--vary", "seed=1,2"}, 0.2);
  CHECK(compared.status == 130);
  CHECK_THAT(compared.err, ContainsSubstring("partial results would be misleading"));
}

TEST_CASE("An interrupt while references read the workload ahead keeps an empty run, marked partial") {
  const Folder folder;
  const std::string scenario = folder.write("endless.yaml", support::kEndless);
  const Ended ended = cut_short({"run", scenario, "--references", "--json"}, 0.2);
  CHECK(ended.status == 130);
  CHECK(ended.err ==
        "curtain: interrupted; the results so far are marked partial; no references were computed\n");
  const support::Json json = support::parse_json(ended.out);
  CHECK(json["partial"].truth);
  CHECK(json["broken_laws"].items.empty());
}

TEST_CASE("An interrupt ends every trace command, and nothing is written") {
  const Folder folder;
  const std::string scenario = folder.write("endless.yaml", support::kEndless);
  const std::vector<Words> commands = {{"trace", "make", scenario, "--out", folder / "made.csv.gz"},
                                       {"trace", "sample", scenario, "--out", folder / "sample.csv"}};
  for (const Words& words : commands) {
    const Ended ended = cut_short(words, 0.2);
    CHECK(ended.status == 130);
    CHECK(ended.err == "curtain: interrupted; nothing was written\n");
    CHECK(folder.names() == Words{"endless.yaml"});
  }
}

TEST_CASE("An interrupt ends the search for a sample") {
  const Folder folder;
  const std::string scenario = folder.write(
      "many.yaml",
      "duration: 10min\nplatform: ideal\nworkload: [{population: {functions: 20000, rate: 1000/s, "
      "duration: {lognormal: {median: 1s, sigma: 1}}, memory: 128MiB}}]\n");
  const Ended ended =
      cut_short({"trace", "sample", scenario, "--functions", "9000", "--out", folder / "s.csv"}, 1.0);
  CHECK(ended.status == 130);
  CHECK_THAT(ended.err, ContainsSubstring("curtain: interrupted"));
  CHECK(folder.names() == Words{"many.yaml"});
}
