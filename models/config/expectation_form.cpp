#include "models/config/expectation_form.hpp"

#include <fmt/format.h>

#include <memory>

#include "models/config/as_mapping.hpp"
#include "models/config/document.hpp"
#include "models/config/field_table.hpp"
#include "models/config/metric_name.hpp"
#include "models/config/metric_value.hpp"
#include "models/config/quantity.hpp"
#include "models/config/scalar_forms.hpp"

namespace curtain::config {
namespace {

/// The values of an expectation's keys, as they were read.
struct Draft {
  std::string metric;
  std::string measured;
  std::optional<Node> at_least;
  std::optional<Node> at_most;
  std::optional<Node> equals;
  std::optional<Node> within;
  std::string source;
};

/// A scalar that is kept as its text, with its position.
class RawForm : public Form<std::optional<Node>> {
 public:
  void read(const Node& node, Reader& reader, std::optional<Node>& value) const override {
    if (node.kind != Node::Kind::scalar) {
      reader.error(node.place, "expected a number such as 12, 5% or 250ms, found " + node.describe());
    } else {
      value = node;
    }
  }
  [[nodiscard]] Node write(const std::optional<Node>& value) const override { return value.value_or(Node{}); }
  [[nodiscard]] Node schema() const override {
    Node types = Node::sequence();
    types.append(Node::string("string")).append(Node::string("number"));
    return std::move(Node::mapping().set("type", std::move(types)));
  }
  [[nodiscard]] bool is_absent(const std::optional<Node>& value) const override { return !value; }
};

const FieldTable<Draft>& draft_fields() {
  static const auto fields = [] {
    const FormPtr<std::optional<Node>> raw = std::make_shared<RawForm>();
    auto table = std::make_unique<FieldTable<Draft>>();
    table
        ->add("metric", &Draft::metric, text_form(),
              "the metric's name, such as cold_start.ratio or latency.p99_s{function=checkout}")
        .add(
            "measured", &Draft::measured, text_form(),
            "instead of `metric`: a figure of the comparison with measured logs, such as cold_starts.joint_p")
        .add("at_least", &Draft::at_least, raw, "lower bound: a number, 5%, or a time such as 250ms")
        .add("at_most", &Draft::at_most, raw, "upper bound")
        .add("equals", &Draft::equals, raw, "expected value, with the tolerance `within`")
        .add("within", &Draft::within, raw,
             "tolerance around `equals`: relative, such as 5%, or in the unit of the metric; 0 if not given")
        .add("source", &Draft::source, text_form(true), "source of the figure");
    return table;
  }();
  return *fields;
}

bool has_end(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

class ExpectationForm : public Form<Expectation> {
 public:
  void read(const Node& node, Reader& reader, Expectation& value) const override {
    Draft draft;
    if (node.kind != Node::Kind::mapping) {
      const std::string instead = node.kind == Node::Kind::scalar ? as_mapping(node, {"at_most"}) : "";
      reader.error(node.place, fmt::format("expected an expectation such as {}, found {}{}", example(),
                                           node.describe(), instead));
      return;
    }
    const std::size_t errors = reader.diagnostics().size();
    draft_fields().read(node, reader, draft);
    if (reader.diagnostics().size() != errors) {
      return;
    }
    draft_fields().check_given(reader, node.place);
    value.is_measured = !draft.measured.empty();
    if (value.is_measured == !draft.metric.empty()) {
      reader.error(node.place,
                   value.is_measured
                       ? "'metric' and 'measured' contradict each other; remove one of the two keys"
                       : "the key 'metric' is missing: the metric's name, such as cold_start.ratio or "
                         "latency.p99_s{function=checkout}");
      return;
    }
    if (value.is_measured) {
      draft.metric = draft.measured;
      finish(draft, node, reader, value);
      return;
    }
    try {
      draft.metric = parse_metric_name(draft.metric).text();
    } catch (const MetricNameError& error) {
      const Reader::Step step(reader, "metric");
      reader.error(node.find("metric")->place, error.what());
      return;
    }
    finish(draft, node, reader, value);
  }

  [[nodiscard]] Node write(const Expectation& value) const override {
    Node node = Node::mapping();
    node.set(value.is_measured ? "measured" : "metric", Node::string(value.metric));
    Diagnostics ignored;
    if (const auto bounds = parse_document('{' + value.text + '}', nullptr, ignored)) {
      for (const Node::Entry& entry : bounds->entries) {
        node.set(entry.key, entry.value);
      }
    }
    if (!value.source.empty()) {
      node.set("source", Node::string(value.source));
    }
    return node;
  }

  [[nodiscard]] Node schema() const override {
    const auto requires_key = [](const char* key) {
      return std::move(
          Node::mapping().set("required", std::move(Node::sequence().append(Node::string(key)))));
    };
    Node schema = draft_fields().schema();
    Node names = Node::sequence();
    names.append(requires_key("metric")).append(requires_key("measured"));
    return std::move(schema.set("anyOf", std::move(names)));
  }
  [[nodiscard]] std::string example() const override { return "{metric: latency.p99_s, at_most: 250ms}"; }

 private:
  static void finish(const Draft& draft, const Node& node, Reader& reader, Expectation& value) {
    value.metric = draft.metric;
    value.source = draft.source;
    value.where = node.place.to_string();
    value.text = text_of(draft);
    read_bounds(draft, node.place, reader, value);
  }
  static std::string text_of(const Draft& draft) {
    std::string text;
    for (const auto& [key, value] :
         {std::pair<const char*, const std::optional<Node>&>{"at_least", draft.at_least},
          std::pair<const char*, const std::optional<Node>&>{"at_most", draft.at_most},
          std::pair<const char*, const std::optional<Node>&>{"equals", draft.equals},
          std::pair<const char*, const std::optional<Node>&>{"within", draft.within}}) {
      if (value) {
        text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", key, value->text);
      }
    }
    return text;
  }

  static void read_bounds(const Draft& draft, const Place& place, Reader& reader, Expectation& value) {
    if (!draft.equals && draft.within) {
      reader.error(draft.within->place,
                   "the tolerance 'within' needs the key 'equals'; add equals, or remove within");
    } else if (draft.equals && (draft.at_least || draft.at_most)) {
      reader.error(
          draft.equals->place,
          "'equals' contradicts at_least and at_most; for a tolerance, write 'within' next to 'equals'");
    } else if (!draft.equals && !draft.at_least && !draft.at_most) {
      reader.error(place, "the entry has no bound; write at_least, at_most or equals");
    } else if (draft.equals) {
      const auto centre = value_of(*draft.equals, "equals", draft.metric, reader);
      const auto distance =
          draft.within ? distance_of(*draft.within, draft.metric, centre.value_or(0), reader) : 0.0;
      if (centre) {
        value.at_least = *centre - distance.value_or(0);
        value.at_most = *centre + distance.value_or(0);
      }
    } else {
      value.at_least =
          draft.at_least ? value_of(*draft.at_least, "at_least", draft.metric, reader) : std::nullopt;
      value.at_most =
          draft.at_most ? value_of(*draft.at_most, "at_most", draft.metric, reader) : std::nullopt;
      if (value.at_least && value.at_most && *value.at_least > *value.at_most) {
        reader.error(place, "at_least is more than at_most; type a lower at_least or a higher at_most");
      }
    }
  }

  static std::optional<double> value_of(const Node& node, const char* key, const std::string& metric,
                                        Reader& reader) {
    const Reader::Step step(reader, key);
    try {
      return parse_metric_value(node.text, metric);
    } catch (const QuantityError& error) {
      reader.error(node.place, error.what());
      return std::nullopt;
    }
  }

  /// Reads the tolerance. A share such as 5% is relative to the expected value.
  static std::optional<double> distance_of(const Node& node, const std::string& metric, double centre,
                                           Reader& reader) {
    const auto distance = value_of(node, "within", metric, reader);
    return distance && has_end(node.text, "%") ? *distance * centre : distance;
  }
};

}  // namespace

FormPtr<Expectation> expectation_form() {
  static const auto form = std::make_shared<ExpectationForm>();
  return form;
}

}  // namespace curtain::config
