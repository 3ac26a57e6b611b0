// Tests of `curtain course`: chapters as one page, with the numbers of the runs. tests/program/report tests
// the page in a browser.
#include <filesystem>

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

TEST_CASE("The curves of a chapter with an epoch are drawn over times of day") {
  const Folder folder;
  folder.write("1.yaml", chapter_text("5") + "epoch: 2024-05-06T08:00\n");
  const Ended ended = curtain({"course", folder / ".", "--out", "-"});
  CHECK(ended.status == 0);
  CHECK_THAT(ended.out, ContainsSubstring("\"label\": \"time of day on 2024-05-06 (UTC)\""));
  CHECK(ended.out.find("time since the start (h:mm)") == std::string::npos);
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
  CHECK_THAT(refused.err,
             ContainsSubstring("3.yaml:12:15: setting 'every two' of the exercise: workload[0].timer: "
                               "unknown key 'evry'"));
}

TEST_CASE(
    "Settings with one name, the same changes or a key that is changed twice are refused with their place") {
  const Folder folder;
  const auto refused = [&folder](const std::string& old, const std::string& fresh) {
    std::string text = chapter_text("5");
    text.replace(text.find(old), old.size(), fresh);
    std::filesystem::create_directories(folder / "c");
    folder.write("c/1.yaml", text);
    const Ended ended = curtain({"course", folder / "c", "--out", folder / "course.html"});
    CHECK(ended.status == 2);
    return ended.err;
  };
  CHECK_THAT(
      refused("name: every five", "name: every two"),
      ContainsSubstring("1.yaml:14:16: lesson: two settings have the name 'every two', the first at ") &&
          ContainsSubstring("1.yaml:11:15; give each setting a name of its own"));
  CHECK_THAT(
      refused("timer.every=5s", "timer.every=2s"),
      ContainsSubstring("1.yaml:14:33: lesson: the setting 'every five' has the same changes as the setting "
                        "'every two'; a setting must differ from the others"));
  CHECK_THAT(refused("'workload.0.timer.every=5s'", "'workload[0].timer.every= 2s'"),
             ContainsSubstring("has the same changes as the setting 'every two'"));
  CHECK_THAT(
      refused(", set: ['workload.0.timer.every=5s']", ""),
      ContainsSubstring("the setting 'every five' has the same changes as the setting 'every second': none"));
  CHECK_THAT(
      refused("'workload.0.timer.every=5s'", "duration=5s, duration=6s"),
      ContainsSubstring("1.yaml:14:47: lesson: the setting 'every five' changes 'duration' twice; write one "
                        "change"));
  CHECK_THAT(refused("name: every five", "name: every five, name: b"),
             ContainsSubstring("duplicate key 'name'"));
  CHECK_THAT(refused("'workload.0.timer.every=5s'", "'=5s'"), ContainsSubstring("expected a change such as"));
  CHECK_THAT(refused("'workload.0.timer.every=5s'", "duration=soon"),
             ContainsSubstring(
                 "1.yaml:14:34: setting 'every five' of the exercise: 'soon' is not a length of time"));
}

TEST_CASE("A lesson may show a metric of a function, and a wrong metric is named with its place") {
  const Folder folder;
  const auto with_show = [](const std::string& show) {
    std::string text = chapter_text("5");
    return text.replace(text.find("  exercise:"), 0, "  show: " + show + "\n");
  };
  const Ended right =
      curtain({"run", folder.write("right.yaml", with_show("['latency.max_s{function=f}']"))});
  CHECK(right.err.empty());
  CHECK_THAT(right.out, ContainsSubstring("latency.max_s{function=f}") && ContainsSubstring("1.00 ms"));
  std::filesystem::create_directories(folder / "c");
  folder.write("c/1.yaml", with_show("['latency.max_s{function=f}']"));
  const Ended course = curtain({"course", folder / "c", "--out", "-"});
  CHECK(course.status == 0);
  CHECK_THAT(course.out, ContainsSubstring(R"({"metric": "latency.max_s{function=f}", "value": 0.001})"));
  CHECK_THAT(curtain({"run", folder.write("a.yaml", with_show("[latency.p50_s, latency.p9_s]"))}).err,
             ContainsSubstring("a.yaml:7:25: lesson.show[1]: there is no metric 'latency.p9_s'"));
  CHECK_THAT(curtain({"run", folder.write("b.yaml", with_show("['vms.mean{function=f}']"))}).err,
             ContainsSubstring("b.yaml:7:10: lesson.show[0]: vms.mean does not exist by function"));
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
