// Tests of the progress line: it is drawn only on a terminal, never wider than the terminal, and removed at
// the end.
#include <algorithm>
#include <csignal>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"
#include "tests/program/pseudo_terminal.hpp"
#include "tests/support/paths.hpp"

using support::columns_of;
using support::curtain;
using support::drawn_lines;
using support::Ended;
using support::Folder;
using support::Screen;
using support::Shown;
using support::Words;

namespace {

/// Interrupts the program once `times` lines have been drawn.
std::function<void(const std::string&, pid_t)> interrupt_after(std::size_t times) {
  return [times, done = false](const std::string& text, pid_t process) mutable {
    if (!done && drawn_lines(text).size() >= times) {
      done = true;
      kill(process, SIGINT);
    }
  };
}

}  // namespace

TEST_CASE("A run on a terminal shows its progress, and removes the line at an interrupt") {
  const Folder folder;
  const std::string scenario = folder.write("endless.yaml", support::kEndless);
  Screen screen;
  screen.shows_output = false;
  screen.columns = GENERATE(static_cast<unsigned short>(80), static_cast<unsigned short>(40),
                            static_cast<unsigned short>(12));
  screen.watch = interrupt_after(4);
  const Shown shown = support::on_terminal({"run", scenario}, screen);
  CHECK(shown.status == 130);
  const std::vector<std::string> lines = drawn_lines(shown.text);
  REQUIRE(lines.size() > 4);
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    INFO(lines[i]);
    CHECK(columns_of(lines[i]) < screen.columns);  // the last column stays free
    CHECK(lines[i].find('\n') == std::string::npos);
    CHECK_THAT(lines[i], ContainsSubstring("%"));
  }
  if (screen.columns == 80) {
    CHECK_THAT(lines[1], ContainsSubstring("░") && ContainsSubstring("invocations"));
  }
  // After the last progress line there is only the message about the interrupt.
  CHECK(lines.back() == "curtain: interrupted; the results so far are marked partial\r\n");
}

TEST_CASE("Comparisons and trace commands show their progress") {
  const Folder folder;
  const std::string scenario = folder.write("endless.yaml", support::kEndless);
  const std::vector<std::pair<Words, std::string>> cases = {
      {{"compare", scenario, "--vary", "seed=1,2", "--replications", "3", "--threads", "2"}, "run 1 of 6"},
      {{"validate", scenario, "--set", "expect=[{metric: vms.peak, at_least: 1}]"}, "run 1 of 1"},
      {{"trace", "info", scenario}, "calls"}};
  for (const auto& [words, part] : cases) {
    Screen screen;
    screen.shows_output = false;
    screen.watch = interrupt_after(3);
    const Shown shown = support::on_terminal(words, screen);
    INFO(shown.text);
    CHECK(shown.status == 130);
    const std::vector<std::string> lines = drawn_lines(shown.text);
    REQUIRE(lines.size() > 2);
    CHECK_THAT(lines[0], ContainsSubstring(part) && ContainsSubstring("%"));
    CHECK(lines.back().find('%') == std::string::npos);
  }
}

TEST_CASE("A run without a known end shows its events and its simulated time") {
  const Folder folder;
  // A small trace with very many invocations, in the layout of Azure's trace of 2019.
  std::string names = "HashOwner,HashApp,HashFunction,Trigger";
  std::string counts = "owner,app,busy,http";
  for (int minute = 1; minute <= 1440; ++minute) {
    names += "," + std::to_string(minute);
    counts += ",9000000";
  }
  folder.write("azure_invocations.csv", names + "\n" + counts + "\n");
  const std::string data = support::in_tree("/scenarios/lessons/data/");
  std::string durations = support::read_file(data + "azure_durations.csv");
  std::string memory = support::read_file(data + "azure_memory.csv");
  folder.write("azure_durations.csv", durations.replace(durations.find("frequent"), 8, "busy"));
  folder.write("azure_memory.csv", memory);
  const std::string scenario = folder.write(
      "without-end.yaml", "platform: ideal\nworkload:\n  - trace: {format: azure-2019, path: .}\n");
  Screen screen;
  screen.shows_output = false;
  screen.watch = interrupt_after(3);
  const Shown shown = support::on_terminal({"run", scenario}, screen);
  INFO(shown.text);
  CHECK(shown.status == 130);
  const std::vector<std::string> lines = drawn_lines(shown.text);
  REQUIRE(lines.size() > 2);
  CHECK_THAT(lines[0], ContainsSubstring("invocations") && ContainsSubstring("at "));
  CHECK(lines[0].find('%') == std::string::npos);
}

TEST_CASE("There is no progress line with --json or --quiet, on a dumb terminal, or without a terminal") {
  const Folder folder;
  const std::string scenario = folder.write("endless.yaml", support::kEndless);
  Screen screen;
  screen.shows_output = false;
  const auto run = GENERATE(Words{"--json"}, Words{"--quiet"}, Words{});
  if (run.empty()) {
    screen.environment = {{"TERM", "dumb"}};
  }
  Words words = {"run", scenario, "--set", "duration=60s"};
  words.insert(words.end(), run.begin(), run.end());
  const Shown shown = support::on_terminal(words, screen);
  CHECK(shown.status == 0);
  CHECK(shown.text.empty());
  const Ended ended = curtain({"run", scenario, "--set", "duration=60s"});
  CHECK(ended.err.empty());
}
