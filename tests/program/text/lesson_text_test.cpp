// Tests of a lesson on the terminal: its text, and the metrics that its text uses.
#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::curtain;
using support::Ended;
using support::Folder;

namespace {

/// Returns the text of a lesson as a run prints it, in lines of 40 columns.
std::string lesson_prose(const std::string& text) {
  const Folder folder;
  std::string lines;
  for (const char c : text) {
    lines += c == '\n' ? std::string("\n    ") : std::string(1, c);
  }
  const std::string path = folder.write("s.yaml",
                                        "name: name\n"
                                        "lesson:\n"
                                        "  text: |\n"
                                        "    " +
                                            lines +
                                            "\n"
                                            "duration: 1s\n"
                                            "platform: ideal\n"
                                            "workload: [{timer: {function: f, every: 1s, duration: 1ms}}]\n");
  support::Surroundings how;
  how.environment = {{"COLUMNS", "40"}};
  const std::string out = curtain({"run", path}, how).out;
  const std::string before = "\n  name\n\n";
  REQUIRE(out.rfind(before, 0) == 0);
  const std::size_t end = out.find("\n\n  --all-figures");
  REQUIRE(end != std::string::npos);
  return out.substr(before.size(), end + 1 - before.size());
}

}  // namespace

TEST_CASE("Paragraphs and items of a lesson are wrapped, and signs of emphasis and code are left out") {
  CHECK(lesson_prose("An *instance* serves only\none `request` at a time.\n\n- one item that\n  goes on for "
                     "long\n- two") ==
        "  An instance serves only one request at\n"
        "  a time.\n"
        "\n"
        "  - one item that goes on for long\n"
        "  - two\n");
  CHECK(lesson_prose("2 * 3 = 6") == "  2 * 3 = 6\n");
}

TEST_CASE("Columns of a lesson's table are aligned, and the widest column is wrapped if there is no room") {
  CHECK(lesson_prose("| at | finds |\n| 0 s | no instance: cold |") ==
        "  at   finds\n"
        "  0 s  no instance: cold\n");
  CHECK(lesson_prose("| at | finds |\n| 0 s | no instance at all, so that it is cold |") ==
        "  at   finds\n"
        "  0 s  no instance at all, so that it is\n"
        "       cold\n");
}

TEST_CASE(
    "A lesson prints its text and only the metrics that it speaks of, unless all figures are asked for") {
  const Folder folder;
  const std::string path = folder.write("s.yaml",
                                        "lesson: {text: Shows nothing but a timer., show: [vms.peak]}\n"
                                        "duration: 10s\n"
                                        "platform: ideal\n"
                                        "workload: [{timer: {function: f, every: 1s, duration: 1ms}}]\n"
                                        "expect: [{metric: invocations.completed, equals: 10}]\n");
  const Ended lesson = curtain({"run", path});
  CHECK(lesson.status == 0);
  CHECK(lesson.out.substr(0, lesson.out.find("  fingerprint")) ==
        "\n"
        "  s\n"
        "\n"
        "  Shows nothing but a timer.\n"
        "\n"
        "  met    invocations.completed                  10 expected equals: 10\n"
        "         vms.peak                                1\n"
        "\n"
        "  --all-figures prints the whole report\n"
        "\n");
  const Ended all = curtain({"run", path, "--all-figures"});
  CHECK_THAT(all.out, ContainsSubstring("Attempts      90.00 % warm"));
  CHECK_THAT(all.out, ContainsSubstring("met    invocations.completed"));
  const Ended unknown = curtain({"run", path, "--set", "lesson.show=[vms.peek]"});
  CHECK(unknown.status == 2);
  CHECK_THAT(unknown.err, ContainsSubstring("there is no metric 'vms.peek'"));
}
