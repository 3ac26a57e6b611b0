#include "models/config/lesson_form.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "models/config/expectation_form.hpp"
#include "models/config/field_table.hpp"
#include "models/config/metric_name.hpp"
#include "models/config/scalar_forms.hpp"

namespace curtain::config {
namespace {

constexpr std::size_t kFewestSettings = 3;
constexpr std::size_t kMostSettings = 6;

/// The form of the name of a metric. The name is looked up in the catalogue when the scenario is loaded for a
/// run.
class MetricForm final : public Form<std::string> {
 public:
  void read(const Node& node, Reader& reader, std::string& value) const override {
    const std::size_t errors = reader.diagnostics().size();
    reader.note_given(node.place);
    std::string text;
    text_form()->read(node, reader, text);
    if (reader.diagnostics().size() != errors) {
      return;
    }
    try {
      value = parse_metric_name(text).text();
    } catch (const MetricNameError& error) {
      reader.error(node.place, error.what());
    }
  }
  [[nodiscard]] Node write(const std::string& value) const override { return Node::string(value); }
  [[nodiscard]] Node schema() const override { return text_form()->schema(); }
  [[nodiscard]] std::string example() const override { return "cold_start.count"; }
};

/// The form of a change, which is the same as that of --set.
class ChangeForm final : public Form<std::string> {
 public:
  void read(const Node& node, Reader& reader, std::string& value) const override {
    reader.note_given(node.place);
    const std::size_t equals = node.text.find('=');
    if (node.kind != Node::Kind::scalar || equals == std::string::npos || equals == 0) {
      reader.error(node.place, "expected a change such as " + example() + ", found " + node.describe());
      return;
    }
    value = node.text;
  }
  [[nodiscard]] Node write(const std::string& value) const override { return Node::string(value); }
  [[nodiscard]] Node schema() const override { return text_form()->schema(); }
  [[nodiscard]] std::string example() const override { return "policies.keep_alive.fixed.timeout=5min"; }
};

/// Returns the path and the value of a change. Equal paths are written in the same way: for "a[0].b=c" the
/// path is "a.0.b" and the value is "c".
std::pair<std::string, std::string> parts_of_change(const std::string& change) {
  const std::size_t equals = change.find('=');
  std::string path;
  for (const char c : change.substr(0, equals)) {
    path += c == '[' ? "." : c == ']' ? "" : std::string(1, c);
  }
  const std::string value = change.substr(equals + 1);
  const std::size_t from = value.find_first_not_of(' ');
  return {path, from == std::string::npos ? std::string()
                                          : value.substr(from, value.find_last_not_of(' ') - from + 1)};
}

/// Reports an error for each setting that has the same name or the same changes as an earlier setting, or
/// that changes a key twice.
void check_distinct(const std::vector<ExerciseSetting>& settings, const Node& list, Reader& reader) {
  std::map<std::string, Place> names;
  std::map<std::map<std::string, std::string>, std::string>
      changes;  // maps the changes of each setting to the setting's name
  for (std::size_t i = 0; i < settings.size(); ++i) {
    const Node& node = list.items[i];
    const Place place = node.find("name")->place;
    if (const auto [same, is_new] = names.emplace(settings[i].name, place); !is_new) {
      reader.error(place, fmt::format("two settings have the name {}, the first at {}; give each setting a "
                                      "name of its own",
                                      quote(settings[i].name), same->second.to_string()));
    }
    std::map<std::string, std::string> own;
    for (std::size_t k = 0; k < settings[i].set.size(); ++k) {
      const auto [path, value] = parts_of_change(settings[i].set[k]);
      if (!own.emplace(path, value).second) {
        reader.error(node.find("set")->items[k].place,
                     fmt::format("the setting {} changes {} twice; write one change", quote(settings[i].name),
                                 quote(path)));
      }
    }
    if (const auto [same, is_new] = changes.emplace(own, settings[i].name); !is_new) {
      reader.error(
          own.empty() ? place : node.find("set")->place,
          fmt::format("the setting {} has the same changes as the setting {}{}; a setting must differ "
                      "from the others",
                      quote(settings[i].name), quote(same->second), own.empty() ? ": none" : ""));
    }
  }
}

template <class T>
FormPtr<T> shared(std::unique_ptr<FieldTable<T>> table) {
  return FormPtr<T>(std::move(table));
}

FormPtr<ExerciseSetting> setting_form() {
  auto table = std::make_unique<FieldTable<ExerciseSetting>>();
  table
      ->add("name", &ExerciseSetting::name, text_form(), "the name of the setting, such as 10 minutes",
            Need::required)
      .add("set", &ExerciseSetting::set,
           list_form<std::string>(std::make_shared<ChangeForm>(), "changes such as duration=2h"),
           "changes to the scenario, in the form of --set")
      .add("expect", &ExerciseSetting::expect, list_form(expectation_form(), "expectations"),
           "expected results with this setting");
  return shared(std::move(table));
}

FormPtr<Exercise> exercise_form() {
  auto table = std::make_unique<FieldTable<Exercise>>();
  table->add("question", &Exercise::question, prose_form(), "the question for the student", Need::required)
      .add("settings", &Exercise::settings, list_form(setting_form(), "settings"),
           "three to six settings to choose from", Need::required)
      .add("answer", &Exercise::answer, prose_form(), "the answer", Need::required);
  return shared(std::move(table));
}

/// The form of a lesson. A lesson without other keys is written as its text, without a mapping.
class LessonForm final : public Form<Lesson> {
 public:
  LessonForm() {
    table_.add_unless_default("title", &Lesson::title, text_form(), "the title of a chapter")
        .add_unless_default("goal", &Lesson::goal, prose_form(), "what a reader can do after the chapter")
        .add_unless_default("guess", &Lesson::guess, prose_form(), "a question to answer before the run")
        .add("text", &Lesson::text, prose_form(),
             "paragraphs, lists with items '- ..' and tables with rows '| .. | .. |'", Need::required)
        .add_unless_default("show", &Lesson::show,
                            list_form<std::string>(std::make_shared<MetricForm>(), "names of metrics"),
                            "metrics that the text mentions, in addition to the metrics of `expect`")
        .add("exercise", &Lesson::exercise, optional_form(exercise_form()), "an exercise with its answer");
  }
  void read(const Node& node, Reader& reader, Lesson& value) const override {
    if (node.kind == Node::Kind::scalar) {
      prose_form()->read(node, reader, value.text);
      return;
    }
    const std::size_t errors = reader.diagnostics().size();
    table_.read(node, reader, value);
    table_.check_given(reader, node.place);
    if (reader.diagnostics().size() == errors && value.exercise) {
      check(value, node, reader);
    }
  }
  [[nodiscard]] Node write(const Lesson& value) const override {
    return is_only_text(value) ? prose_form()->write(value.text) : table_.write(value);
  }
  [[nodiscard]] Node schema() const override {
    return schema_either(prose_form()->schema(), table_.schema());
  }
  [[nodiscard]] bool is_absent(const Lesson& value) const override { return !value.is_given(); }

 private:
  static bool is_only_text(const Lesson& value) {
    return value.title.empty() && value.goal.empty() && value.guess.empty() && value.show.empty() &&
           !value.exercise;
  }
  static void check(const Lesson& value, const Node& node, Reader& reader) {
    const Node& exercise = *node.find("exercise");
    for (const char* const key : {"question", "settings", "answer"}) {
      if (exercise.find(key) == nullptr) {
        const Reader::Step step(reader, "exercise");
        reader.error(exercise.place, std::string("the key '") + key +
                                         "' is missing; an exercise has a question, settings and an answer");
      }
    }
    if (exercise.find("settings") == nullptr) {
      return;
    }
    const std::size_t count = value.exercise->settings.size();
    if (count < kFewestSettings || count > kMostSettings) {
      reader.error(exercise.find("settings")->place,
                   "an exercise must have 3 to 6 settings, found " + std::to_string(count));
    }
    check_distinct(value.exercise->settings, *exercise.find("settings"), reader);
    for (const auto& [key, text] : {std::pair<const char*, const std::string&>{"title", value.title},
                                    {"goal", value.goal},
                                    {"guess", value.guess}}) {
      if (text.empty()) {
        reader.error(
            node.place,
            std::string("a lesson with an exercise is a chapter of the course; add the key '") + key + "'");
      }
    }
  }

  FieldTable<Lesson> table_;
};

}  // namespace

FormPtr<Lesson> lesson_form() {
  static const FormPtr<Lesson> form = std::make_shared<LessonForm>();
  return form;
}

}  // namespace curtain::config
