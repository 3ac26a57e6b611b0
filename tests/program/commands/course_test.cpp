// Tests of `curtain course`: chapters as one page, with the numbers of the runs. tests/program/report tests
// the page in a browser.
#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"
#include "tests/support/paths.hpp"

using support::curtain;
using support::Ended;
using support::Folder;
using support::read_file;

namespace {

std::string chapter_text(const std::string& expected) {
  return "name: chapter\n"
         "lesson:\n"
         "  title: A title </script>\n"
         "  goal: A goal.\n"
         "  guess: How many?\n"
         "  text: A text.\n"
         "  exercise:\n"
         "    question: Which?\n"
         "    settings:\n"
         "      - {name: every second, expect: [{metric: invocations.arrived, equals: 10}]}\n"
         "      - name: every two\n"
         "        set: ['workload.0.timer.every=2s']\n"
         "        expect: [{metric: invocations.arrived, equals: " +
         expected +
         "}]\n"
         "      - {name: every five, set: ['workload.0.timer.every=5s']}\n"
         "    answer: The answer is secret.\n"
         "duration: 10s\n"
         "platform: ideal\n"
         "workload: [{timer: {function: f, every: 1s, duration: 1ms}}]\n";
}

}  // namespace

TEST_CASE(
    "The chapters of the project's course are right in every setting, and the page needs no other file") {
  const Folder folder;
  const Ended ended =
      curtain({"course", support::in_tree("/scenarios/course"), "--out", folder / "course.html"});
  CHECK(ended.err.empty());
  REQUIRE(ended.status == 0);
  CHECK_THAT(ended.out, ContainsSubstring("5 chapters in "));
  const std::string page = read_file(folder / "course.html");
  CHECK(page.size() < 1'000'000);
  CHECK_THAT(page, ContainsSubstring("\"answer\""));
  CHECK(page.find("@CHAPTERS@") == std::string::npos);
}

TEST_CASE("A course contains the figures of the settings, but not if it is made without answers") {
  const Folder folder;
  folder.write("1.yaml", chapter_text("5"));
  const Ended with = curtain({"course", folder / ".", "--out", "-"});
  CHECK(with.status == 0);
  CHECK_THAT(with.out, ContainsSubstring(R"({"metric": "invocations.arrived", "value": 5})"));
  CHECK_THAT(with.out, ContainsSubstring("A title \\u003c/script>"));
  CHECK_THAT(with.out, ContainsSubstring("The answer is secret."));
  const Ended without = curtain({"course", folder / ".", "--without-answers", "--out", "-"});
  CHECK(without.status == 0);
  CHECK(without.out.find("secret") == std::string::npos);
}

TEST_CASE(
    "A course is refused if a setting does not give the numbers of its chapter, and no file is written") {
  const Folder folder;
  folder.write("1.yaml", chapter_text("6"));
  const Ended wrong = curtain({"course", folder / ".", "--out", folder / "course.html"});
  CHECK(wrong.status == 2);
  CHECK_THAT(wrong.err,
             ContainsSubstring("1.yaml:13:18: with the setting 'every two', invocations.arrived should be "
                               "equals: 6, but is 5; correct the text of the chapter and its `expect`"));
  CHECK_FALSE(std::filesystem::exists(folder / "course.html"));
}

TEST_CASE(
    "The settings of an exercise are validated, and a run with one of them is held against its own figures") {
  const Folder folder;
  const std::string path =
      folder.write("1.yaml", chapter_text("5") + "expect: [{metric: invocations.arrived, equals: 10}]\n");
  const Ended right = curtain({"validate", path});
  CHECK(right.status == 0);
  CHECK_THAT(right.out, ContainsSubstring("3 of 3 scenarios met"));
  const Ended run = curtain({"run", path, "--set", "workload.0.timer.every=2s"});
  CHECK(run.status == 0);
  CHECK_THAT(run.out, ContainsSubstring("With the setting \"every two\" of the exercise:"));
  CHECK(run.out.find("A text.") == std::string::npos);
  const std::string wrong =
      folder.write("2.yaml", chapter_text("6") + "expect: [{metric: invocations.arrived, equals: 10}]\n");
  CHECK(curtain({"validate", wrong}).status == 1);
  std::string misspelt = chapter_text("5");
  misspelt.replace(misspelt.find("timer.every=2s"), 14, "timer.evry=2s");
  const Ended refused =
      curtain({"validate",
               folder.write("3.yaml", misspelt + "expect: [{metric: invocations.arrived, equals: 10}]\n")});
  CHECK(refused.status == 2);
  CHECK_THAT(refused.err, ContainsSubstring("3.yaml: setting 'every two' of the exercise: "));
}

TEST_CASE("A folder without chapters is refused") {
  const Folder folder;
  folder.write("1.yaml", "duration: 1s\nworkload: [{timer: {function: f, every: 1s, duration: 1ms}}]\n");
  const Ended plain = curtain({"course", folder / ".", "--out", folder / "a.html"});
  CHECK(plain.status == 2);
  CHECK_THAT(plain.err, ContainsSubstring("is not a chapter: it has no `lesson` with an `exercise`"));
  const Ended nothing = curtain({"course", folder / "nowhere", "--out", folder / "a.html"});
  CHECK(nothing.status == 2);
  CHECK_THAT(nothing.err, ContainsSubstring("there are no chapters (*.yaml) in "));
}
