#include "models/config/validation_case_form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "models/config/document.hpp"
#include "models/config/field_table.hpp"
#include "models/config/metric_name.hpp"
#include "models/config/metric_value.hpp"
#include "models/config/node_text.hpp"
#include "models/config/quantity.hpp"
#include "models/config/scalar_forms.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

using Rule = SimulatedFigure::Rule;
constexpr std::array<std::pair<std::string_view, Rule>, 4> kRules = {{
    {"metric", Rule::metric},
    {"ratio", Rule::ratio},
    {"difference", Rule::difference},
    {"sum", Rule::sum},
}};

}  // namespace

std::string_view rule_name(Rule rule) {
  return std::find_if(kRules.begin(), kRules.end(), [rule](const auto& each) { return each.second == rule; })
      ->first;
}

std::string_view kind_name(FigureKind kind) {
  return kind == FigureKind::input ? "input" : "emergent";
}

bool ValidationCase::is_recalled() const {
  return std::find(standing.begin(), standing.end(), config::Standing::recalled) != standing.end();
}

bool are_all_not_yet(const std::vector<ValidationCase>& cases) {
  return std::all_of(cases.begin(), cases.end(),
                     [](const ValidationCase& one) { return !one.not_yet.empty(); });
}

namespace config {
namespace {

/// The relative tolerance of `exact`, which allows for the rounding of sums of real numbers.
constexpr double kRoundingOfExact = 1e-9;

/// The keys of a case, before `measured` and `band` are combined with the metric.
struct CaseDraft {
  ValidationCase value;
  std::optional<Node> measured;
  std::optional<Node> band;
};

/// A value of any form that is kept as a tree. `what` describes the value in messages.
class TreeForm final : public Form<std::optional<Node>> {
 public:
  explicit TreeForm(std::string what, Node schema) : what_(std::move(what)), schema_(std::move(schema)) {}

  void read(const Node& node, Reader& reader, std::optional<Node>& value) const override {
    if (node.kind == Node::Kind::null) {
      reader.error(node.place, fmt::format("expected {}, found {}", what_, node.describe()));
    } else {
      value = node;
    }
  }
  [[nodiscard]] Node write(const std::optional<Node>& value) const override { return value.value_or(Node{}); }
  [[nodiscard]] Node schema() const override { return schema_; }
  [[nodiscard]] bool is_absent(const std::optional<Node>& value) const override { return !value; }

 private:
  std::string what_;
  Node schema_;
};

Node schema_of_scalar() {
  Node types = Node::sequence();
  types.append(Node::string("string")).append(Node::string("number"));
  return std::move(Node::mapping().set("type", std::move(types)));
}

Node schema_of_mapping(const std::vector<std::string>& keys, const Node& value) {
  Node properties = Node::mapping();
  for (const std::string& key : keys) {
    properties.set(key, value);
  }
  Node schema = Node::mapping();
  schema.set("type", Node::string("object")).set("properties", std::move(properties));
  return std::move(schema.set("additionalProperties", Node::literal("false")));
}

std::optional<std::string> read_metric(const Node& node, Reader& reader) {
  if (node.kind != Node::Kind::scalar) {
    reader.error(node.place,
                 "expected the name of a metric such as cold_start.p50_s, found " + node.describe());
    return std::nullopt;
  }
  try {
    return parse_metric_name(node.text).text();
  } catch (const MetricNameError& error) {
    reader.error(node.place, error.what());
    return std::nullopt;
  }
}

/// The form of `simulated`: a metric, or {ratio: [A, B]}, {difference: [A, B]} or {sum: [A, B, ..]}.
class SimulatedForm final : public Form<SimulatedFigure> {
 public:
  void read(const Node& node, Reader& reader, SimulatedFigure& value) const override {
    if (node.kind == Node::Kind::scalar) {
      if (const auto metric = read_metric(node, reader)) {
        value = {Rule::metric, {*metric}};
      }
      return;
    }
    const bool is_one = node.kind == Node::Kind::mapping && node.entries.size() == 1;
    const auto rule =
        is_one ? std::find_if(kRules.begin() + 1, kRules.end(),
                              [&node](const auto& each) { return each.first == node.entries.front().key; })
               : kRules.end();
    if (rule == kRules.end()) {
      reader.error(node.place,
                   "expected a metric, or {ratio: [A, B]}, {difference: [A, B]} or {sum: [A, B]} with "
                   "metrics A and B, found " +
                       (is_one ? quote(node.entries.front().key) : node.describe()));
      return;
    }
    read_metrics(node.entries.front().value, rule->second, reader, value);
  }
  [[nodiscard]] Node write(const SimulatedFigure& value) const override {
    if (value.rule == Rule::metric) {
      return Node::string(value.metrics.front());
    }
    Node list = Node::sequence();
    for (const std::string& metric : value.metrics) {
      list.append(Node::string(metric));
    }
    return std::move(Node::mapping().set(rule_name(value.rule), std::move(list)));
  }
  [[nodiscard]] Node schema() const override {
    const Node metric = text_form()->schema();
    return schema_either(metric,
                         schema_of_mapping({"ratio", "difference", "sum"}, schema_list(Node(metric))));
  }
  [[nodiscard]] bool is_absent(const SimulatedFigure& value) const override { return value.metrics.empty(); }

 private:
  static void read_metrics(const Node& list, Rule rule, Reader& reader, SimulatedFigure& value) {
    const Reader::Step step(reader, rule_name(rule));
    const std::size_t count = list.items.size();
    if (list.kind != Node::Kind::sequence || count < 2 || (rule != Rule::sum && count != 2)) {
      reader.error(
          list.place,
          fmt::format(
              "expected a list of {} metrics, found {}", rule == Rule::sum ? "at least two" : "two",
              list.kind == Node::Kind::sequence ? fmt::format("a list of {}", count) : list.describe()));
      return;
    }
    SimulatedFigure read{rule, {}};
    for (std::size_t i = 0; i < count; ++i) {
      const Reader::Step item(reader, i);
      if (const auto metric = read_metric(list.items[i], reader)) {
        read.metrics.push_back(*metric);
      }
    }
    if (read.metrics.size() == count) {
      value = std::move(read);
    }
  }
};

/// The form of `standing`: a word, or a list of words.
class StandingForm final : public Form<std::vector<Standing>> {
 public:
  void read(const Node& node, Reader& reader, std::vector<Standing>& value) const override {
    if (node.kind == Node::Kind::scalar) {
      Standing one = Standing::read;
      const std::size_t errors = reader.diagnostics().size();
      word()->read(node, reader, one);
      if (reader.diagnostics().size() == errors) {
        value = {one};
      }
      return;
    }
    list()->read(node, reader, value);
    if (node.kind == Node::Kind::sequence && node.items.empty()) {
      reader.error(node.place, "the list is empty; write at least one of read, quoted, recalled, derived");
    }
  }
  [[nodiscard]] Node write(const std::vector<Standing>& value) const override {
    return value.size() == 1 ? word()->write(value.front()) : list()->write(value);
  }
  [[nodiscard]] Node schema() const override { return schema_either(word()->schema(), list()->schema()); }
  [[nodiscard]] bool is_absent(const std::vector<Standing>& value) const override { return value.empty(); }

 private:
  static FormPtr<Standing> word() {
    static const FormPtr<Standing> form = choice_form<Standing>({{"read", Standing::read},
                                                                 {"quoted", Standing::quoted},
                                                                 {"recalled", Standing::recalled},
                                                                 {"derived", Standing::derived}});
    return form;
  }
  static FormPtr<std::vector<Standing>> list() {
    static const FormPtr<std::vector<Standing>> form = list_form<Standing>(word(), "words");
    return form;
  }
};

const FieldTable<CaseDraft>& case_fields() {
  static const auto fields = [] {
    using V = ValidationCase;
    auto inner = std::make_shared<FieldTable<V>>();
    inner
        ->add("case", &V::number, count_form(1, 9999),
              "number of the case; several figures may have the same number", Need::required)
        .add("finding", &V::finding, text_form(), "what was found on the real platform", Need::required)
        .add("kind", &V::kind,
             choice_form<FigureKind>({{"emergent", FigureKind::emergent}, {"input", FigureKind::input}}),
             "input if one setting of the profile equals the figure or moves it in proportion; "
             "`curtain validate --sensitivity` determines the kind")
        .add("simulated", &V::simulated, FormPtr<SimulatedFigure>(std::make_shared<SimulatedForm>()),
             "the metric of the run that should reproduce the figure, or {ratio: [A, B]}, {difference: [A, "
             "B]} or {sum: [A, B, ..]} of metrics")
        .add_unless_default("not_yet", &V::not_yet, text_form(),
                            "instead of simulated: the mechanism that the case needs and that Curtain does "
                            "not simulate yet")
        .add("source", &V::source, text_form(), "the text, page or data with the figure", Need::required)
        .add("standing", &V::standing, FormPtr<std::vector<Standing>>(std::make_shared<StandingForm>()),
             "how well the figure is known: read, quoted, recalled or derived, or a list of these words",
             Need::required)
        .add_unless_default("rests_on", &V::rests_on, list_form(text_form(), "names of mechanisms"),
                            "names of mechanisms without which the case fails")
        .add_unless_default("hides", &V::hides, text_form(), "what a wide band does not show");
    auto table = std::make_unique<FieldTable<CaseDraft>>();
    const Node scalar = schema_of_scalar();
    table->include(&CaseDraft::value, std::shared_ptr<const FieldTable<V>>(std::move(inner)))
        .add("measured", &CaseDraft::measured,
             FormPtr<std::optional<Node>>(
                 std::make_shared<TreeForm>("a figure such as 25ms, or a range such as [0.4, 0.6]",
                                            schema_either(scalar, schema_list(Node(scalar))))),
             "the measured figure, such as 25ms, 5% or 200, or a range such as [0.4, 0.6]", Need::required)
        .add("band", &CaseDraft::band,
             FormPtr<std::optional<Node>>(std::make_shared<TreeForm>(
                 "a tolerance such as 5%, 10ms or exact",
                 schema_either(scalar, schema_either(schema_list(Node(scalar)),
                                                     schema_of_mapping({"at_least", "at_most"}, scalar))))),
             "the tolerance: relative, such as 5%; in the unit of the figure, such as 10ms, 1 or 1pp "
             "(percentage point); exact; or the bounds [A, B] or {at_least: A, at_most: B}");
    return table;
  }();
  return *fields;
}

/// Combines the figure, the band and the metric of a case.
class BandReader {
 public:
  BandReader(Reader& reader, ValidationCase& value)
      : reader_(reader),
        value_(value),
        metric_(value.simulated.rule == Rule::ratio ? std::string() : value.simulated.metrics.front()) {}

  /// Reads `measured`. Returns false after an error.
  bool read_figures(const Node& node) {
    const Reader::Step step(reader_, "measured");
    if (node.kind == Node::Kind::sequence && node.items.size() == 2) {
      for (const Node& end : node.items) {
        add_figure(end);
      }
      if (value_.figures.size() == 2 && value_.figures[0] > value_.figures[1]) {
        reader_.error(node.place, "the range begins above its end; write [LOW, HIGH]");
        return false;
      }
      return value_.figures.size() == 2;
    }
    if (node.kind != Node::Kind::scalar) {
      reader_.error(node.place,
                    "expected a figure such as 25ms, or a range such as [0.4, 0.6], found " +
                        (node.kind == Node::Kind::sequence ? fmt::format("a list of {}", node.items.size())
                                                           : node.describe()));
      return false;
    }
    add_figure(node);
    return value_.figures.size() == 1;
  }

  void read_band(const Node& node) {
    const Reader::Step step(reader_, "band");
    if (node.kind == Node::Kind::mapping) {
      read_bounds(node);
      return;
    }
    if (node.kind == Node::Kind::sequence && node.items.size() == 2) {
      check_bounds(node, parse(node.items[0]), parse(node.items[1]));
      return;
    }
    if (node.kind != Node::Kind::scalar) {
      reader_.error(node.place,
                    "expected a tolerance such as 5%, 10ms, exact or {at_least: 5, at_most: 9}, found " +
                        node.describe());
      return;
    }
    const double low = value_.figures.front();
    const double high = value_.figures.back();
    try {
      if (node.text == "exact") {
        set(low - kRoundingOfExact * low, high + kRoundingOfExact * high);
      } else if (node.text.ends_with("%")) {
        const double share = CURTAIN_MUTANT(band_twice_as_wide, 1, 2) * parse_fraction(node.text);
        set(low - share * low, high + share * high);
      } else if (node.text.ends_with("pp")) {
        const double points = parse_number(node.text.substr(0, node.text.size() - 2)) / 100;
        set(low - points, high + points);
      } else {
        const double distance = parse_metric_value(node.text, metric_);
        set(low - distance, high + distance);
      }
    } catch (const QuantityError& error) {
      reader_.error(node.place, error.what());
    }
  }

  void use_range_as_band() { set(value_.figures.front(), value_.figures.back()); }

 private:
  void set(std::optional<double> low, std::optional<double> high) {
    value_.at_least = low;
    value_.at_most = high;
  }

  void add_figure(const Node& node) {
    if (const auto figure = parse(node)) {
      value_.figures.push_back(*figure);
    }
  }

  std::optional<double> parse(const Node& node) {
    if (node.kind != Node::Kind::scalar) {
      reader_.error(node.place, "expected a figure such as 25ms, found " + node.describe());
      return std::nullopt;
    }
    try {
      return parse_metric_value(node.text, metric_);
    } catch (const QuantityError& error) {
      reader_.error(node.place, error.what());
      return std::nullopt;
    }
  }

  void read_bounds(const Node& node) {
    std::optional<double> low;
    std::optional<double> high;
    for (const Node::Entry& entry : node.entries) {
      if (entry.key != "at_least" && entry.key != "at_most") {
        reader_.error(entry.key_place,
                      fmt::format("unknown key {}; allowed: at_least, at_most{}", quote(entry.key),
                                  did_you_mean(entry.key, {"at_least", "at_most"})));
        continue;
      }
      const Reader::Step step(reader_, entry.key);
      (entry.key == "at_least" ? low : high) = parse(entry.value);
    }
    if (node.entries.empty()) {
      reader_.error(node.place, "the band has no bound; write at_least or at_most");
    }
    check_bounds(node, low, high);
  }

  void check_bounds(const Node& node, std::optional<double> low, std::optional<double> high) {
    if (low && high && *low > *high) {
      reader_.error(node.place, "at_least is more than at_most; type a lower at_least or a higher at_most");
    }
    set(low, high);
  }

  Reader& reader_;
  ValidationCase& value_;
  std::string metric_;
};

/// The node as the text of a case: "25ms", "3 to 31", "at_least: 5, at_most: 9".
std::string text_of_value(const Node& node) {
  if (node.kind == Node::Kind::sequence && node.items.size() == 2) {
    return node.items[0].text + " to " + node.items[1].text;
  }
  if (node.kind != Node::Kind::mapping) {
    return node.kind == Node::Kind::scalar ? node.text : to_yaml_flow(node);
  }
  std::string text;
  for (const Node::Entry& entry : node.entries) {
    text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", entry.key, entry.value.text);
  }
  return text;
}

class ValidationCaseForm final : public Form<ValidationCase> {
 public:
  void read(const Node& node, Reader& reader, ValidationCase& value) const override {
    CaseDraft draft;
    const std::size_t errors = reader.diagnostics().size();
    case_fields().read(node, reader, draft);
    if (node.kind == Node::Kind::mapping) {
      case_fields().check_given(reader, node.place);
    }
    if (reader.diagnostics().size() != errors) {
      return;
    }
    value = std::move(draft.value);
    value.where = node.place.to_string();
    value.measured = text_of_value(*draft.measured);
    value.band = draft.band ? text_of_value(*draft.band) : "";
    combine(draft, node, reader, value);
  }

  [[nodiscard]] Node write(const ValidationCase& value) const override {
    CaseDraft draft{value, std::nullopt, std::nullopt};
    draft.measured = value.not_yet.empty() ? tree_of_range(value.measured) : tree(value.measured);
    if (!value.band.empty()) {
      draft.band = value.band.starts_with("at_") ? tree("{" + value.band + "}") : tree_of_range(value.band);
    }
    return case_fields().write(draft);
  }

  [[nodiscard]] Node schema() const override { return case_fields().schema(); }
  [[nodiscard]] std::string example() const override {
    return "{case: 10, finding: .., simulated: latency.p50_s, measured: 25ms, band: 5%, source: .., "
           "standing: "
           "read}";
  }

 private:
  /// Parses a text that text_of_value() has written. Free text of a case that cannot be run stays a text.
  static std::optional<Node> tree(const std::string& text) {
    Diagnostics ignored;
    std::optional<Node> node = parse_document(text, nullptr, ignored);
    return node && ignored.empty() ? node : std::optional<Node>(Node::string(text));
  }

  /// The tree of a figure, or of a range "A to B".
  static std::optional<Node> tree_of_range(const std::string& text) {
    const std::size_t middle = text.find(" to ");
    return middle == std::string::npos
               ? tree(text)
               : tree("[" + text.substr(0, middle) + ", " + text.substr(middle + 4) + "]");
  }

  static void combine(const CaseDraft& draft, const Node& node, Reader& reader, ValidationCase& value) {
    if (value.simulated.metrics.empty() == value.not_yet.empty()) {
      reader.error(node.place,
                   value.not_yet.empty()
                       ? "the case has no figure of the run; write simulated with a metric, or not_yet with "
                         "the mechanism that Curtain does not simulate"
                       : "'simulated' and 'not_yet' exclude each other; remove one of the two keys");
      return;
    }
    if (!value.not_yet.empty()) {
      return;
    }
    BandReader bands(reader, value);
    if (!bands.read_figures(*draft.measured)) {
      return;
    }
    if (draft.band) {
      bands.read_band(*draft.band);
    } else if (value.figures.size() == 2) {
      bands.use_range_as_band();
    } else {
      reader.error(node.place, "the key 'band' is missing; write a tolerance such as 5%, 10ms or exact");
    }
  }
};

}  // namespace

FormPtr<ValidationCase> validation_case_form() {
  static const auto form = std::make_shared<ValidationCaseForm>();
  return form;
}

}  // namespace config
}  // namespace curtain
