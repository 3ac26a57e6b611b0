#include "models/config/lesson_form.hpp"

#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::errors_of;
using testing::read_as;
using testing::rewritten;

namespace {

std::string refusal_of_lesson(const std::string& text) {
  return read_as(*lesson_form(), text).second;
}

const std::string kSettings =
    "settings: [{name: a, set: [seed=2]}, {name: b}, {name: c, set: [seed=3], expect: [{metric: vms.peak, "
    "equals: 1}]}]";

std::string chapter(const std::string& settings) {
  return "{title: T, goal: G, guess: Q, text: Prose, exercise: {question: Which one, " + settings +
         ", answer: A}}";
}

}  // namespace

TEST_CASE("a lesson is a text, or a mapping with its parts") {
  CHECK(read_as(*lesson_form(), "Shows a start.").first.text == "Shows a start.");
  const auto [lesson, errors] = read_as(*lesson_form(), chapter(kSettings));
  CHECK(errors == "");
  CHECK(lesson.title == "T");
  CHECK(lesson.goal == "G");
  CHECK(lesson.guess == "Q");
  CHECK(lesson.text == "Prose");
  REQUIRE(lesson.exercise);
  CHECK(lesson.exercise->answer == "A");
  REQUIRE(lesson.exercise->settings.size() == 3);
  CHECK(lesson.exercise->settings[0].set == std::vector<std::string>{"seed=2"});
  CHECK(lesson.exercise->settings[1].set.empty());
  CHECK(lesson.exercise->settings[2].expect[0].metric == "vms.peak");
}

TEST_CASE("a lesson is written in the form in which it was read") {
  for (const char* const text : {"\"Shows a start.\"", "{title: T, text: Prose, show: [vms.peak]}"}) {
    CHECK(rewritten(*lesson_form(), rewritten(*lesson_form(), text)) == rewritten(*lesson_form(), text));
  }
  const std::string written = rewritten(*lesson_form(), chapter(kSettings));
  CHECK(rewritten(*lesson_form(), written) == written);
  const auto [again, errors] = read_as(*lesson_form(), written);
  CHECK(errors == "");
  CHECK(again.exercise->settings[2].expect[0].at_least == 1.0);
  CHECK(rewritten(*lesson_form(), "{title: T, text: Prose}").find("guess") == std::string::npos);
}

TEST_CASE("a scenario without a lesson has none, and none is written") {
  const Scenario plain =
      parse_scenario("duration: 1s\nworkload: [{timer: {function: f, every: 1s, duration: 1s}}]", "s.yaml");
  CHECK_FALSE(plain.lesson.is_given());
  CHECK(resolved_yaml(plain).find("lesson") == std::string::npos);
}

TEST_CASE("a chapter needs its parts, three to six settings, and changes with a path and a value") {
  CHECK(refusal_of_lesson("{title: T}") ==
        "t.yaml:1:1: the key 'text' is missing: paragraphs, lists with items '- ..' and tables with rows '| "
        ".. | .. |'");
  CHECK(refusal_of_lesson("{text: P, exercise: {question: Q, " + kSettings + ", answer: A}}") ==
        "t.yaml:1:1: a lesson with an exercise is a chapter of the course; add the key 'title'\n"
        "t.yaml:1:1: a lesson with an exercise is a chapter of the course; add the key 'goal'\n"
        "t.yaml:1:1: a lesson with an exercise is a chapter of the course; add the key 'guess'");
  for (const std::string& two :
       {kSettings + ", answer: A", "question: Q, " + kSettings, std::string("question: Q, answer: A")}) {
    CHECK_THAT(refusal_of_lesson("{title: T, goal: G, guess: Q, text: P, exercise: {" + two + "}}"),
               ContainsSubstring("is missing; an exercise has a question, settings and an answer"));
  }
  CHECK_THAT(refusal_of_lesson("{title: T, goal: G, guess: Q, text: P, exercise: {}}"),
             ContainsSubstring("the key 'settings' is missing"));
  CHECK_THAT(refusal_of_lesson(chapter("settings: [{name: a}, {name: b}]")),
             ContainsSubstring("an exercise must have 3 to 6 settings, found 2"));
  CHECK_THAT(
      refusal_of_lesson(chapter("settings: [{name: a, set: [seed]}, {name: b}, {name: c}]")),
      ContainsSubstring("expected a change such as policies.keep_alive.fixed.timeout=5min, found 'seed'"));
  CHECK_THAT(refusal_of_lesson("{text: P, show: ['latency.p99_s{a=b}']}"), ContainsSubstring("'a'"));
  CHECK_THAT(
      errors_of("lesson: []\nduration: 1s\nworkload: [{timer: {function: f, every: 1s, duration: 1s}}]"),
      ContainsSubstring("lesson"));
}
