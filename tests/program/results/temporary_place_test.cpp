// Tests of the files left by a killed run, and of their removal by the next run that writes to the same
// place.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::curtain;
using support::Folder;
using support::Running;

namespace {

std::vector<std::string> temporary_names(const Folder& folder) {
  std::vector<std::string> found;
  for (const std::string& name : folder.names()) {
    if (name.find(".writing-") != std::string::npos) {
      found.push_back(name);
    }
  }
  return found;
}

}  // namespace

TEST_CASE("Files of a killed run are removed by the next run that writes there") {
  const Folder folder;
  const std::string endless = folder.write("endless.yaml", support::kEndless);
  const std::string small = folder.write("small.yaml", support::kSmall);
  Running killed({"run", endless, "-q", "--decisions", folder / "why.csv"}, {});
  CHECK(killed.until([&] { return !temporary_names(folder).empty(); }));
  // Files of other runs, and files with similar names, are kept.
  folder.write("other.csv.writing-123", "");
  folder.write("why.csv.writing-notes", "");
  // While a run is alive, another run of the same name does not touch its files.
  CHECK(curtain({"run", small, "-q", "--decisions", folder / "why.csv"}).status == 0);
  CHECK(temporary_names(folder).size() == 3);
  std::filesystem::remove(folder / "why.csv");
  killed.send(SIGKILL);
  CHECK(killed.wait().signal == SIGKILL);
  CHECK(temporary_names(folder).size() == 3);
  CHECK(curtain({"run", small, "-q", "--decisions", folder / "why.csv"}).status == 0);
  CHECK(temporary_names(folder) ==
        std::vector<std::string>{"other.csv.writing-123", "why.csv.writing-notes"});
}

TEST_CASE("An incomplete results folder of a killed run is removed, unless it is locked") {
  const Folder folder;
  const std::string small = folder.write("small.yaml", support::kSmall);
  std::filesystem::create_directory(folder / "results.writing-1");
  folder.write("results.writing-1/manifest.json", "{");
  std::filesystem::create_directory(folder / "results.writing-2");
  const int live = open((folder / "results.writing-2").c_str(), O_RDONLY | O_DIRECTORY);
  REQUIRE(flock(live, LOCK_EX | LOCK_NB) == 0);
  CHECK(curtain({"run", small, "-q", "--out", folder / "results"}).status == 0);
  CHECK(temporary_names(folder) == std::vector<std::string>{"results.writing-2"});
  close(live);
  CHECK(curtain({"run", small, "-q", "--out", folder / "results/"}).status == 2);  // the folder exists
}

TEST_CASE("Results that cannot be written to a file are still printed, and the status is 3") {
  const Folder folder;
  const std::string small = folder.write("small.yaml", support::kSmall);
  support::Surroundings little;
  little.largest_file = 6000;  // a limit in bytes: more than is printed, less than is written
  const support::Ended decided = curtain({"run", small, "--decisions", folder / "why.csv"}, little);
  CHECK(decided.status == 3);
  CHECK_THAT(decided.out, ContainsSubstring("2,980 arrived"));
  CHECK_THAT(decided.err, ContainsSubstring("could not be written completely: File too large"));
  CHECK(folder.names() == std::vector<std::string>{"small.yaml"});
  const support::Ended compared =
      curtain({"compare", small, "--vary", "policies.placement=first-fit,best-fit", "--replications", "2",
               "--out", folder / "results"},
              little);
  CHECK(compared.status == 3);
  CHECK_THAT(compared.out, ContainsSubstring("latency.mean_s"));
  CHECK_THAT(compared.err, ContainsSubstring("could not be written completely"));
  CHECK(folder.names() == std::vector<std::string>{"small.yaml"});
}

TEST_CASE("Results whose path was created by another process during the run are still printed") {
  const Folder folder;
  const std::string endless = folder.write("endless.yaml", support::kEndless);
  Running program({"run", endless, "--out", folder / "results"}, {});
  CHECK(program.until([&] { return program.catches(SIGINT) && program.cpu_seconds() > 0.2; }));
  std::filesystem::create_directory(folder / "results");
  program.send(SIGINT);
  const support::Ended ended = program.wait();
  CHECK(ended.status == 3);
  CHECK_THAT(ended.out, ContainsSubstring("arrived"));
  CHECK(ended.err ==
        "curtain: '" + folder / "results' already exists; remove it, or write another name for --out\n");
  CHECK(folder.names() == std::vector<std::string>{"endless.yaml", "results"});
}
