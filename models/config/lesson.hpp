#pragma once
// What a scenario teaches: the section `lesson`.
#include <optional>
#include <string>
#include <vector>

#include "models/config/expectation.hpp"

namespace curtain {

/// A setting of an exercise: changes to the scenario, and what comes out.
struct ExerciseSetting {
  std::string name;                 ///< as the page shows it: "10 minutes"
  std::vector<std::string> set;     ///< "a.b=c", as for --set
  std::vector<Expectation> expect;  ///< the figures of which the answer speaks
};

/// An exercise: a question, some settings to try, and the answer.
struct Exercise {
  std::string question;
  std::vector<ExerciseSetting> settings;
  std::string answer;
};

/// A scenario with a text is a lesson; one with an exercise is a chapter of the course. Texts consist of
/// paragraphs, lists whose items begin with "- ", and tables with rows "| a | b |".
struct Lesson {
  std::string title;
  std::string goal;   ///< what a reader can do afterwards
  std::string guess;  ///< a question to answer before the run
  std::string text;
  std::vector<std::string> show;  ///< metrics that the text mentions, in addition to the metrics of `expect`
  std::optional<Exercise> exercise;

  [[nodiscard]] bool is_given() const { return !text.empty(); }
};

}  // namespace curtain
