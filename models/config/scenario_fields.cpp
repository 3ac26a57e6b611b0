#include "models/config/scenario_fields.hpp"

#include <memory>

#include "models/config/date_form.hpp"
#include "models/config/expectation_form.hpp"
#include "models/config/lesson_form.hpp"
#include "models/config/platform_fields.hpp"
#include "models/config/profile.hpp"
#include "models/config/programme_fields.hpp"
#include "models/config/scalar_forms.hpp"
#include "models/config/validation_case_form.hpp"
#include "models/config/workload_fields.hpp"

namespace curtain::config {
namespace {

constexpr const char* kResolvedScenario = "resolved";
constexpr const char* kWorkloadMeaning = "the sources of invocations; each source is one entry";

/// The form of the profile's name. The profile itself is read earlier, before the sections that override its
/// settings.
class PlatformNameForm : public Form<std::string> {
 public:
  void read(const Node& node, Reader& reader, std::string& value) const override {
    const Node* name = profile_of(node);
    if (name == nullptr) {
      name = node.find(kResolvedScenario);
    }
    if (name->kind == Node::Kind::scalar) {
      value = name->text;
    } else if (node.kind == Node::Kind::mapping) {
      reader.error(node.place,
                   "expected the name of a profile or a path, or {resolved: NAME}, found " + node.describe());
    }
  }
  [[nodiscard]] Node write(const std::string& value) const override {
    return std::move(Node::mapping().set(kResolvedScenario, Node::string(value)));
  }
  [[nodiscard]] Node schema() const override {
    Node text = std::move(Node::mapping().set("type", Node::string("string")));
    Node properties = std::move(Node::mapping().set(kResolvedScenario, text));
    Node object = Node::mapping();
    object.set("type", Node::string("object")).set("properties", std::move(properties));
    object.set("additionalProperties", Node::literal("false"));
    return schema_either(std::move(text), std::move(object));
  }
};

constexpr const char* kMser = "mser-5";

FormPtr<WarmUpSignal> signal_form() {
  return choice_form<WarmUpSignal>({{"latency", WarmUpSignal::latency},
                                    {"cold-starts", WarmUpSignal::cold_starts},
                                    {"instances", WarmUpSignal::instances}});
}

/// The form of `warmup`: a time, `mser-5`, or {mser-5: SIGNAL}.
Field<Scenario> warm_up() {
  static const FormPtr<Time> time = time_form();
  static const FormPtr<WarmUpSignal> signal = signal_form();
  Field<Scenario> field{"warmup",
                        "counts cover the invocations that arrive after the warm-up: a time, or mser-5 to "
                        "determine the time in a first run",
                        Need::optional,
                        {},
                        {},
                        {},
                        {}};
  field.read = [](const Node& node, Reader& reader, Scenario& scenario) {
    if (node.kind == Node::Kind::scalar && node.text == kMser) {
      scenario.warmup_by = WarmUpSignal::latency;
    } else if (node.kind == Node::Kind::mapping) {
      if (node.entries.size() != 1 || node.entries.front().key != kMser) {
        reader.error(node.place,
                     "expected a time such as 10min, mser-5, or {mser-5: SIGNAL} where SIGNAL is latency, "
                     "cold-starts or instances, found " +
                         node.describe());
        return;
      }
      const Reader::Step step(reader, kMser);
      WarmUpSignal chosen = WarmUpSignal::latency;
      signal->read(node.entries.front().value, reader, chosen);
      scenario.warmup_by = chosen;
    } else {
      time->read(node, reader, scenario.warmup);
      scenario.warmup_by.reset();
    }
  };
  field.write = [](const Scenario& scenario) -> std::optional<Node> {
    if (!scenario.warmup_by) {
      return time->write(scenario.warmup);
    }
    return std::move(Node::mapping().set(kMser, signal->write(*scenario.warmup_by)));
  };
  field.schema = [] {
    Node rule = Node::mapping();
    rule.set("type", Node::string("object"));
    rule.set("properties", std::move(Node::mapping().set(kMser, signal->schema())));
    rule.set("additionalProperties", Node::literal("false"));
    rule.set("minProperties", Node::literal("1"));
    return schema_either(time->schema(), schema_either(schema_words({kMser}), std::move(rule)));
  };
  return field;
}

}  // namespace

const Node* profile_of(const Node& platform) {
  return platform.kind == Node::Kind::mapping && platform.entries.size() == 1 &&
                 platform.find(kResolvedScenario) != nullptr
             ? nullptr
             : &platform;
}

const FieldTable<Scenario>& scenario_fields() {
  static const auto fields = [] {
    Scenario defaults;
    defaults.platform_name = kDefaultProfile;
    auto table = std::make_unique<FieldTable<Scenario>>(Layers::one, std::move(defaults));
    using S = Scenario;
    table->add("name", &S::name, text_form(), "name of the scenario; default: the name of its file")
        .add("description", &S::description, text_form(true), "description of the scenario")
        .add("lesson", &S::lesson, lesson_form(),
             "the lesson that the scenario teaches: a text, or a mapping with the parts of a chapter of the "
             "course; `curtain run` prints the text and the metrics that it mentions")
        .add("seed", &S::seed, seed_form(), "the seed, which determines all random numbers")
        .add("duration", &S::duration, optional_form(time_form(Time{1})),
             "end of the run, such as 1h; default: the end of the trace")
        .add(warm_up())
        .add("epoch", &S::epoch, date_form(),
             "the date of time zero in UTC, such as 2024-01-01 or 2024-01-01T09:30; it determines the times "
             "of cron timers, weekends and reports")
        .add("bin", &S::bin, duration_form(sim::microseconds(1)), "width of the bins of time series")
        .add("platform", &S::platform_name, FormPtr<std::string>(std::make_shared<PlatformNameForm>()),
             "the profile whose settings the sections below override: a built-in one, or a path to a YAML "
             "file")
        .include(&S::platform, platform_fields())
        .add("workload", &S::workload, list_form(workload_form(), "workload entries"), kWorkloadMeaning)
        .add("programmes", &S::programmes, programmes_form(),
             "measurement programmes by name, whose steps create functions, invoke them and record what a "
             "tenant can see")
        .add("expect", &S::expect, list_form(expectation_form(), "expectations"),
             "expected results of the run")
        .add_unless_default("cases", &S::cases, list_form(validation_case_form(), "cases"),
                            "figures measured on a real platform that the run should reproduce; `curtain "
                            "validate` prints them as a table");
    return table;
  }();
  return *fields;
}

}  // namespace curtain::config

namespace curtain {

std::string signal_name(WarmUpSignal signal) {
  return config::signal_form()->write(signal).text;
}

}  // namespace curtain
