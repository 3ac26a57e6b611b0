#pragma once
// The section `lesson`, which describes what a scenario teaches.
#include <optional>
#include <string>
#include <vector>

#include "models/config/expectation.hpp"

namespace curtain {

/// A setting of an exercise: changes to the scenario, and the expected results.
struct ExerciseSetting {
  std::string name;                 ///< the label on the page: "10 minutes"
  std::vector<std::string> set;     ///< changes in the form of --set: "a.b=c"
  std::vector<Expectation> expect;  ///< the results that the answer of the exercise states
};

/// An exercise: a question, some settings to try, and the answer.
struct Exercise {
  std::string question;
  std::vector<ExerciseSetting> settings;
  std::string answer;
};

/// A scenario with a text is a lesson. A scenario with an exercise is a chapter of the course. A text
/// consists of paragraphs, lists whose items begin with "- ", and tables with rows "| a | b |".
struct Lesson {
  std::string title;
  std::string goal;   ///< what a reader can do after the chapter
  std::string guess;  ///< a question to answer before the run
  std::string text;
  std::vector<std::string> show;  ///< metrics that the text mentions, in addition to the metrics of `expect`
  std::optional<Exercise> exercise;

  [[nodiscard]] bool is_given() const { return !text.empty(); }
};

}  // namespace curtain
