#include "models/config/programme_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <variant>

#include "models/config/distribution_form.hpp"
#include "models/config/expectation_form.hpp"
#include "models/config/field_table.hpp"
#include "models/config/scalar_forms.hpp"
#include "models/config/trait_fields.hpp"

namespace curtain::config {
namespace {

constexpr std::uint32_t kMostAtOnce = 100'000;
constexpr const char* kStepSchema = "programme-step";
constexpr const char* kAnswersWord = "answers";

const std::vector<std::pair<std::string, Observed>>& observations() {
  static const std::vector<std::pair<std::string, Observed>> all = {
      {"latency", Observed::latency},
      {"start-up", Observed::start_up},
      {"execution", Observed::execution},
      {"cpu-share", Observed::cpu_share},
      {"disk-rate", Observed::disk_rate},
      {"network-rate", Observed::network_rate},
      {"vm-uptime", Observed::vm_uptime},
      {"answers", Observed::answers},
      {"failures", Observed::failures},
      {"instances", Observed::instances},
      {"reused-instances", Observed::reused_instances},
      {"new-share", Observed::new_share},
      {"old-code-share", Observed::old_code_share},
      {"old-code-answers", Observed::old_code_answers},
      {"old-code-seen", Observed::old_code_seen},
      {"vms", Observed::vms},
      {"largest-group", Observed::largest_group},
      {"memory", Observed::memory},
      {"vm-memory", Observed::vm_memory},
      {"vm-id", Observed::vm_id},
      {"lifetime", Observed::lifetime}};
  return all;
}

std::shared_ptr<FieldTable<DeployStep>> deploy_fields() {
  using S = DeployStep;
  auto table = std::make_shared<FieldTable<S>>();
  table
      ->add(
          "functions", &S::functions, text_form(),
          "name of the functions that the step creates, for later steps; each round of a repeat creates new "
          "functions",
          Need::required)
      .add("count", &S::count, count_form(1, static_cast<std::uint32_t>(kMostProgrammeFunctions)),
           "number of functions")
      .add("memory", &S::memory, memory_distribution_form(),
           "memory size of an instance, drawn once for each function")
      .add_unless_default("memory_step", &S::memory_step, memory_form(1),
                          "drawn sizes are rounded down to a multiple of this size")
      .add("duration", &S::duration, time_distribution_form(),
           "duration of an execution, without its work, such as 120ms")
      .include(&S::traits, trait_fields());
  return table;
}

std::shared_ptr<FieldTable<InvokeStep>> invoke_fields() {
  using S = InvokeStep;
  auto table = std::make_shared<FieldTable<S>>();
  table->add("functions", &S::functions, text_form(), "name of the functions that are called", Need::required)
      .add("at_once", &S::at_once, optional_form(count_form(1, kMostAtOnce)),
           "number of requests that are sent at one instant, to the functions in turn; default: one request "
           "to "
           "each function")
      .add_unless_default("more_each_round", &S::more_each_round, count_form(0, kMostAtOnce),
                          "number of requests by which each round of the enclosing repeat exceeds the round "
                          "before")
      .add_unless_default(
          "hold", &S::hold, duration_form(),
          "least time of each execution, so that executions of requests that are sent at once "
          "overlap, such as 10s")
      .add_unless_default("as", &S::as, text_form(),
                          "name of the answers, for later steps; default: the name of the functions")
      .add_unless_default("wait", &S::waits, flag_form(),
                          "whether the programme waits for all answers before its next step");
  return table;
}

std::shared_ptr<FieldTable<RepeatStep>> repeat_fields();

std::shared_ptr<FieldTable<SearchStep>> search_fields() {
  using S = SearchStep;
  auto table = std::make_shared<FieldTable<S>>();
  table
      ->add("functions", &S::functions, text_form(), "name of the functions, of which the first is called",
            Need::required)
      .add("shortest", &S::shortest, duration_form(),
           "a pause after which the instance is expected to be live")
      .add("longest", &S::longest, duration_form(Duration{1}),
           "the longest pause, which is tried first; if the instance is then still live, nothing is recorded",
           Need::required)
      .add("precision", &S::precision, duration_form(Duration{1}),
           "the search ends when it knows the pause to within this time", Need::required)
      .add("record", &S::record, text_form(), "name of the record of the result, in seconds", Need::required)
      .check([](const S& step, const Node& node, Reader& reader) {
        if (step.longest > Duration{} && step.shortest >= step.longest) {
          const Node* const place = node.find("longest");
          reader.error(place == nullptr ? node.place : place->place,
                       "longest must be more than shortest; type a longer time");
        }
      });
  return table;
}

std::shared_ptr<FieldTable<UpdateStep>> update_fields() {
  using S = UpdateStep;
  auto table = std::make_shared<FieldTable<S>>();
  table
      ->add("functions", &S::functions, text_form(), "name of the functions that get new code",
            Need::required)
      .add("consistent_after", &S::consistent_after, time_distribution_form(),
           "time after the update until which an instance has the old code, drawn for each instance; the "
           "instance is then retired");
  return table;
}

std::shared_ptr<FieldTable<DeleteStep>> delete_fields() {
  using S = DeleteStep;
  auto table = std::make_shared<FieldTable<S>>();
  table
      ->add("functions", &S::functions, text_form(),
            "name of the functions that are deleted; their instances end when they are idle", Need::required)
      .add_unless_default("except", &S::except, text_form(), "name of functions that are kept");
  return table;
}

std::shared_ptr<FieldTable<KeepGroupStep>> keep_group_fields() {
  using S = KeepGroupStep;
  auto table = std::make_shared<FieldTable<S>>();
  table->add("from", &S::from, text_form(), "name of the answers, one for each function", Need::required)
      .add("members", &S::members, count_form(1, kMostAtOnce),
           "number of functions of the group; if no VM has so many of them, the steps up to the next delete "
           "are skipped",
           Need::required)
      .add("as", &S::as, text_form(), "name of the chosen functions, for later steps", Need::required);
  return table;
}

std::shared_ptr<FieldTable<RecordStep>> record_fields() {
  using S = RecordStep;
  auto table = std::make_shared<FieldTable<S>>();
  table
      ->add("name", &S::name, text_form(),
            "name of the record, for metrics such as recorded.mean{record=NAME}", Need::required)
      .add("of", &S::of, FormPtr<Observed>(std::make_shared<ChoiceForm<Observed>>(observations())),
           "what is recorded of the answers", Need::required)
      .add_unless_default("from", &S::from, text_form(),
                          "name of the answers; default: the answers to the last invoke")
      .add_unless_default(
          "among", &S::among,
          choice_form<Among>(
              {{"all", Among::all}, {"new", Among::new_instances}, {"reused", Among::reused_instances}}),
          "the answers that count: all, or only answers from new instances or from reused instances");
  return table;
}

/// A step without keys other than a time, or the word `answers`.
class WaitForm final : public Form<WaitStep> {
 public:
  void read(const Node& node, Reader& reader, WaitStep& value) const override {
    if (node.kind == Node::Kind::scalar && node.text == kAnswersWord) {
      value.time.reset();
      return;
    }
    Duration time;
    const std::size_t errors = reader.diagnostics().size();
    duration_form()->read(node, reader, time);
    if (reader.diagnostics().size() == errors) {
      value.time = time;
    }
  }
  [[nodiscard]] Node write(const WaitStep& value) const override {
    return value.time ? duration_form()->write(*value.time) : Node::word(kAnswersWord);
  }
  [[nodiscard]] Node schema() const override {
    return schema_either(duration_form()->schema(), schema_words({kAnswersWord}));
  }
};

class ExpectForm final : public Form<ExpectStep> {
 public:
  void read(const Node& node, Reader& reader, ExpectStep& value) const override {
    auto expectation = std::make_shared<Expectation>();
    expectation_form()->read(node, reader, *expectation);
    value.expectation = std::move(expectation);
  }
  [[nodiscard]] Node write(const ExpectStep& value) const override {
    return expectation_form()->write(*value.expectation);
  }
  [[nodiscard]] Node schema() const override { return expectation_form()->schema(); }
};

/// A kind of step, without its type.
struct StepKind {
  std::string name;
  std::string description;
  std::shared_ptr<const AnyForm> form;
  void* (*begin)(ProgrammeStep& step);
  const void* (*find)(const ProgrammeStep& step);
};

template <class S>
StepKind step_kind(const char* name, const char* description, FormPtr<S> form) {
  return {name, description, std::move(form),
          [](ProgrammeStep& step) -> void* { return &step.action.emplace<S>(); },
          [](const ProgrammeStep& step) -> const void* { return std::get_if<S>(&step.action); }};
}

const std::vector<StepKind>& step_kinds() {
  static const std::vector<StepKind> kinds = {
      step_kind<DeployStep>("deploy", "creates functions", deploy_fields()),
      step_kind<InvokeStep>("invoke", "sends requests at one instant", invoke_fields()),
      step_kind<WaitStep>("wait", "waits for a time such as 5min, or for all answers",
                          std::make_shared<WaitForm>()),
      step_kind<RepeatStep>("repeat", "executes steps several times", repeat_fields()),
      step_kind<SearchStep>("search",
                            "finds by bisection the shortest pause after which a new instance answers",
                            search_fields()),
      step_kind<UpdateStep>("update", "gives functions new code", update_fields()),
      step_kind<DeleteStep>("delete", "deletes functions", delete_fields()),
      step_kind<KeepGroupStep>("keep_group", "chooses functions whose instances are on one VM",
                               keep_group_fields()),
      step_kind<RecordStep>("record", "adds what the answers say to a record", record_fields()),
      step_kind<ExpectStep>("expect", "an expected result of the run, as in the section expect",
                            std::make_shared<ExpectForm>())};
  return kinds;
}

std::vector<std::string> step_names() {
  std::vector<std::string> names;
  for (const StepKind& kind : step_kinds()) {
    names.push_back(kind.name);
  }
  return names;
}

class StepForm final : public Form<ProgrammeStep> {
 public:
  void read(const Node& node, Reader& reader, ProgrammeStep& value) const override {
    const std::vector<std::string> names = step_names();
    if (node.kind != Node::Kind::mapping || node.entries.size() != 1) {
      reader.error(node.place,
                   fmt::format("expected one step ({}), such as {}, found {}", comma_list(names), example(),
                               node.entries.size() > 1 ? comma_list(node.keys()) : node.describe()));
      return;
    }
    const Node::Entry& entry = node.entries.front();
    for (const StepKind& kind : step_kinds()) {
      if (kind.name == entry.key) {
        const Reader::Step step(reader, entry.key);
        reader.note_given(entry.key_place);
        kind.form->read_at(entry.value, reader, kind.begin(value));
        if (entry.value.kind == Node::Kind::mapping) {
          kind.form->check_given(reader, entry.value.place);
        }
        return;
      }
    }
    reader.error(entry.key_place, fmt::format("unknown step {}; allowed: {}{}", quote(entry.key),
                                              comma_list(names), did_you_mean(entry.key, names)));
  }

  [[nodiscard]] Node write(const ProgrammeStep& value) const override {
    Node node = Node::mapping();
    for (const StepKind& kind : step_kinds()) {
      if (const void* const found = kind.find(value)) {
        if (std::optional<Node> written = kind.form->write_at(found)) {
          node.set(kind.name, std::move(*written));
        }
      }
    }
    return node;
  }

  [[nodiscard]] Node schema() const override { return schema_reference(kStepSchema); }
  [[nodiscard]] std::string example() const override { return "{invoke: {functions: f, at_once: 20}}"; }
};

/// The form of a list of steps. The form of a step is made when it is first used, because the steps of
/// `repeat` are steps.
class StepsForm final : public Form<std::vector<ProgrammeStep>> {
 public:
  void read(const Node& node, Reader& reader, std::vector<ProgrammeStep>& value) const override {
    list()->read(node, reader, value);
  }
  [[nodiscard]] Node write(const std::vector<ProgrammeStep>& value) const override {
    return list()->write(value);
  }
  [[nodiscard]] Node schema() const override { return list()->schema(); }

 private:
  static const FormPtr<std::vector<ProgrammeStep>>& list() {
    static const FormPtr<std::vector<ProgrammeStep>> form =
        list_form<ProgrammeStep>(std::make_shared<StepForm>(), "steps such as {wait: 5min}");
    return form;
  }
};

FormPtr<std::vector<ProgrammeStep>> steps_form() {
  return std::make_shared<StepsForm>();
}

std::shared_ptr<FieldTable<RepeatStep>> repeat_fields() {
  using S = RepeatStep;
  auto table = std::make_shared<FieldTable<S>>();
  table
      ->add("times", &S::times, count_form(1, static_cast<std::uint32_t>(kMostProgrammeRounds)),
            "number of rounds", Need::required)
      .add("every", &S::every, optional_form(duration_form(Duration{1})),
           "time from the beginning of a round to the beginning of the next; a round that takes longer is "
           "followed by the next at once; default: no pause between rounds")
      .add("steps", &S::steps, steps_form(), "the steps of a round", Need::required);
  return table;
}

const FieldTable<Programme>& programme_fields() {
  static const auto fields = [] {
    auto table = std::make_unique<FieldTable<Programme>>();
    using P = Programme;
    table->add("tenant", &P::tenant, text_form(), "the account that owns the functions of the programme")
        .add("at", &P::at, duration_form(), "time of the first step")
        .add("steps", &P::steps, steps_form(), "what the programme does, in order", Need::required);
    return table;
  }();
  return *fields;
}

class ProgrammesForm final : public Form<std::vector<Programme>> {
 public:
  void read(const Node& node, Reader& reader, std::vector<Programme>& value) const override {
    if (node.kind != Node::Kind::mapping) {
      reader.error(
          node.place,
          "expected programmes by name, such as {idle: {steps: [{wait: 5min}]}}, found " + node.describe());
      return;
    }
    value.clear();
    for (const Node::Entry& entry : node.entries) {
      const Reader::Step step(reader, entry.key);
      reader.note_given(entry.key_place);
      Programme& programme = value.emplace_back();
      programme.name = entry.key;
      programme_fields().read(entry.value, reader, programme);
      if (entry.value.kind == Node::Kind::mapping) {
        programme_fields().check_given(reader, entry.value.place);
      }
    }
  }
  [[nodiscard]] Node write(const std::vector<Programme>& value) const override {
    Node node = Node::mapping();
    for (const Programme& programme : value) {
      node.set(programme.name, programme_fields().write(programme));
    }
    return node;
  }
  [[nodiscard]] Node schema() const override {
    Node schema = Node::mapping();
    schema.set("type", Node::string("object"));
    schema.set("additionalProperties", programme_fields().schema());
    return schema;
  }
  [[nodiscard]] bool is_absent(const std::vector<Programme>& value) const override { return value.empty(); }
};

/// Moves the expectations out of the list of steps.
void take_expectations(std::vector<ProgrammeStep>& steps, std::vector<Expectation>& expect) {
  for (ProgrammeStep& step : steps) {
    if (const auto* const expected = std::get_if<ExpectStep>(&step.action)) {
      expect.push_back(*expected->expectation);
    } else if (auto* const repeat = std::get_if<RepeatStep>(&step.action)) {
      take_expectations(repeat->steps, expect);
    }
  }
  steps.erase(std::remove_if(
                  steps.begin(), steps.end(),
                  [](const ProgrammeStep& step) { return std::holds_alternative<ExpectStep>(step.action); }),
              steps.end());
}

}  // namespace

FormPtr<std::vector<Programme>> programmes_form() {
  return std::make_shared<ProgrammesForm>();
}

Node programme_step_schema() {
  Node properties = Node::mapping();
  for (const StepKind& kind : step_kinds()) {
    properties.set(kind.name, kind.form->schema());
  }
  Node schema = Node::mapping();
  schema.set("type", Node::string("object")).set("properties", std::move(properties));
  schema.set("additionalProperties", Node::literal("false"));
  schema.set("minProperties", Node::literal("1")).set("maxProperties", Node::literal("1"));
  return schema;
}

void take_programme_expectations(Scenario& scenario) {
  for (Programme& programme : scenario.programmes) {
    take_expectations(programme.steps, scenario.expect);
  }
}

}  // namespace curtain::config
