#pragma once
// The page of a course: chapters with exercises whose settings have been simulated.
#include <optional>
#include <string>
#include <vector>

#include "models/config/lesson.hpp"
#include "models/experiment/instance_lanes.hpp"

namespace curtain::tools {

/// What the page shows of one run.
struct CourseRun {
  struct Figure {
    std::string metric;
    std::optional<double> value;
  };
  std::vector<Figure> figures;
  std::string series;  ///< timeseries.csv
  struct Life {
    std::string function;
    InstanceLife life;
  };
  std::vector<Life> lives;  ///< of all instances; none if there are too many to draw
  Time end;
};

struct CourseChapter {
  std::string name;  ///< of the scenario
  Lesson lesson;     ///< with an exercise
  CourseRun run;     ///< of the scenario as it is
  std::vector<CourseRun> settings;
};

/// One HTML page without references to other files. Without `with_answers` it does not contain the answers at
/// all.
std::string course_page(const std::vector<CourseChapter>& chapters, bool with_answers);

}  // namespace curtain::tools
