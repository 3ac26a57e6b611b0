#include "tools/curtain/report/course_page.hpp"

#include <algorithm>
#include <cstddef>

#include "sim/json_writer.hpp"
#include "tools/curtain/figures/figure_json.hpp"
#include "tools/curtain/figures/run_figures.hpp"
#include "tools/curtain/report/html_page.hpp"
#include "tools/curtain/report/page_text.hpp"
#include "tools/curtain/version.hpp"

namespace curtain::tools {
namespace {

/// Writes an instance with its times in seconds. Times after the end of the run are set to the end.
void write_life(sim::JsonWriter& json, const CourseRun::Life& each, Time end) {
  const auto member = [&](const char* name, Time t) { json.member(name, std::min(t, end).seconds()); };
  json.object(sim::JsonLayout::line, [&] {
    json.member("function", each.function);
    json.member("lane", each.life.lane);
    member("created", each.life.created);
    member("ready", each.life.ready);
    member("gone", each.life.gone);
    json.key("busy");
    json.array(sim::JsonLayout::line, [&] {
      for (const auto& [from, to] : each.life.busy) {
        json.value(std::min(from, end).seconds());
        json.value(std::min(to, end).seconds());
      }
    });
  });
}

void write_run_of_course(sim::JsonWriter& json, const CourseRun& run) {
  json.key("figures");
  json.array(sim::JsonLayout::line, [&] {
    for (const CourseRun::Figure& figure : run.figures) {
      json.object(sim::JsonLayout::line, [&] {
        json.member("metric", figure.metric);
        json.member("value", figure.value);
      });
    }
  });
  json.member("series", run.series);
  json.member("end", run.end.seconds());
  write_axis("time", clock_axis(run.epoch, run.end.seconds()), json);
  json.key("lives");
  json.array(sim::JsonLayout::line, [&] {
    for (const CourseRun::Life& each : run.lives) {
      write_life(json, each, run.end);
    }
  });
}

void write_chapter(sim::JsonWriter& json, const CourseChapter& chapter, bool with_answers) {
  const Lesson& lesson = chapter.lesson;
  json.member("name", chapter.name);
  json.member("title", lesson.title);
  json.member("goal", lesson.goal);
  json.member("guess", lesson.guess);
  json.member("text", lesson.text);
  json.key("run");
  json.object(sim::JsonLayout::line, [&] { write_run_of_course(json, chapter.run); });
  json.member("question", lesson.exercise->question);
  json.key("settings");
  json.array(sim::JsonLayout::lines, [&] {
    for (std::size_t i = 0; i < chapter.settings.size(); ++i) {
      json.object(sim::JsonLayout::line, [&] {
        json.member("name", lesson.exercise->settings[i].name);
        json.key("set");
        json.array(sim::JsonLayout::line, [&] {
          for (const std::string& change : lesson.exercise->settings[i].set) {
            json.value(change);
          }
        });
        write_run_of_course(json, chapter.settings[i]);
      });
    }
  });
  if (with_answers) {
    json.member("answer", lesson.exercise->answer);
  }
}

}  // namespace

std::string course_page(const std::vector<CourseChapter>& chapters, bool with_answers) {
  sim::JsonWriter json;
  json.array(sim::JsonLayout::lines, [&] {
    for (const CourseChapter& chapter : chapters) {
      json.object(sim::JsonLayout::line, [&] { write_chapter(json, chapter, with_answers); });
    }
  });
  return filled_page(course_html(), {{"@STYLE@", std::string(page_css()) + std::string(course_css())},
                                     {"@VERSION@", kVersion},
                                     {"@FIGURE_STYLE@", figure_style()},
                                     {"@METRICS@", within_html(metrics_document())},
                                     {"@CHAPTERS@", within_html(json.document())},
                                     {"@SCRIPT@", course_js()}});
}

}  // namespace curtain::tools
