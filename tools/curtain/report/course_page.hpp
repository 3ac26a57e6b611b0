#pragma once
// The page of a course, which has chapters with exercises. The settings of the exercises have been simulated.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/config/lesson.hpp"
#include "models/experiment/instance_lanes.hpp"

namespace curtain::tools {

/// The results of one run that the page shows.
struct CourseRun {
  struct Figure {
    std::string metric;
    std::optional<double> value;
  };
  std::vector<Figure> figures;
  std::string series;  ///< the contents of timeseries.csv
  struct Life {
    std::string function;
    InstanceLife life;
  };
  std::vector<Life> lives;  ///< all instances; empty if there are too many to draw
  Time end;
  std::optional<std::int64_t>
      epoch;  ///< minute of time zero, counted from 1970, if the scenario has an epoch
};

struct CourseChapter {
  std::string name;  ///< name of the scenario
  Lesson lesson;     ///< the lesson, which has an exercise
  CourseRun run;     ///< results of the scenario without changes
  std::vector<CourseRun> settings;
};

/// Returns one HTML page without references to other files. Without `with_answers`, the page does not contain
/// the answers.
std::string course_page(const std::vector<CourseChapter>& chapters, bool with_answers);

}  // namespace curtain::tools
