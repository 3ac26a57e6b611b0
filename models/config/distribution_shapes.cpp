#include "models/config/distribution_shapes.hpp"

#include <fmt/format.h>

#include <utility>

#include "models/config/decimal_number.hpp"
#include "models/config/form.hpp"

namespace curtain::config {

using sim::Distribution;

namespace {

using Values = Shape::Values;

template <Distribution (*make)(double, double)>
Distribution of_two(const Values& x) {
  return make(x[0], x[1]);
}

/// The names of the parameters as text: "shape and scale", "c, k and scale".
std::string joined(const std::vector<Figure>& figures) {
  std::string text;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == figures.size() ? " and " : ", ") + std::string(figures[i].name);
  }
  return text;
}

}  // namespace

const std::vector<Shape>& shapes() {
  static const std::vector<Shape> all = {
      {"uniform", {{"min", false}, {"max", false}}, of_two<Distribution::uniform>},
      {"exponential", {{"mean", false}}, [](const Values& x) { return Distribution::exponential(x[0]); }},
      {"normal", {{"mean", false}, {"sd", false}}, of_two<Distribution::normal>},
      {"lognormal", {{"median", false}, {"sigma", true}}, of_two<Distribution::lognormal>},
      {"lognormal", {{"mean", false}, {"sd", false}}, of_two<Distribution::lognormal_mean_sd>},
      {"lognormal", {{"median", false}, {"mean", false}}, of_two<Distribution::lognormal_median_mean>},
      {"lognormal", {{"median", false}, {"sd", false}}, of_two<Distribution::lognormal_median_sd>},
      {"weibull", {{"shape", true}, {"scale", false}}, of_two<Distribution::weibull>},
      {"weibull", {{"mean", false}, {"sd", false}}, of_two<Distribution::weibull_mean_sd>},
      {"gamma", {{"shape", true}, {"scale", false}}, of_two<Distribution::gamma>},
      {"gamma", {{"mean", false}, {"sd", false}}, of_two<Distribution::gamma_mean_sd>},
      {"pareto", {{"shape", true}, {"scale", false}}, of_two<Distribution::pareto>},
      {"pareto", {{"shape", true}, {"mean", false}}, of_two<Distribution::pareto_mean>},
      {"burr",
       {{"c", true}, {"k", true}, {"scale", false}},
       [](const Values& x) { return Distribution::burr(x[0], x[1], x[2]); }},
  };
  return all;
}

const std::vector<std::string>& distribution_kinds() {
  static const std::vector<std::string> names = {"uniform", "exponential", "normal",    "lognormal",
                                                 "weibull", "gamma",       "pareto",    "burr",
                                                 "mixture", "shifted",     "empirical", "samples"};
  return names;
}

std::string ways_of(const std::string& kind) {
  if (kind == "empirical") {
    return "percentiles such as p0, p50 and p100";
  }
  if (kind == "mixture") {
    return "a list of parts such as {weight: 3, of: <distribution>}";
  }
  if (kind == "shifted") {
    return "by and of, such as {by: 200ms, of: <distribution>}";
  }
  std::string text;
  for (const Shape& shape : shapes()) {
    if (shape.kind == kind) {
      text += (text.empty() ? "" : ", or ") + joined(shape.figures);
    }
  }
  return kind == "lognormal" ? text + ", or two percentiles such as p50 and p99" : text;
}

std::optional<double> percent_of(std::string_view key) {
  if (key.substr(0, 1) != "p") {
    return std::nullopt;
  }
  key.remove_prefix(1);
  const auto number = DecimalNumber::take(key);
  return number && key.empty() ? number->real() : std::nullopt;
}

double percent_for(double probability) {
  double percent = probability * 100.0;
  for (int digits = 1; digits <= 17; ++digits) {
    const std::string text = fmt::format("{:.{}g}", probability * 100.0, digits);
    std::string_view rest = text;
    const auto number = DecimalNumber::take(rest);
    if (number && number->real().value_or(-1) / 100.0 == probability) {
      percent = *number->real();
      break;
    }
  }
  return percent;
}

namespace {

/// The schema of one part of a mixture.
Node part_schema(const std::string& quantity, const Node& number) {
  Node required = Node::sequence();
  required.append(Node::string("weight")).append(Node::string("of"));
  Node properties = Node::mapping();
  properties.set("weight", number).set("of", schema_reference(quantity + "-distribution"));
  Node schema = Node::mapping();
  schema.set("type", Node::string("object")).set("properties", std::move(properties));
  schema.set("additionalProperties", Node::literal("false")).set("required", std::move(required));
  return schema;
}

/// The schema of a shifted distribution.
Node shifted_schema(const std::string& quantity) {
  Node required = Node::sequence();
  required.append(Node::string("by")).append(Node::string("of"));
  Node properties = Node::mapping();
  properties.set("by", schema_reference(quantity)).set("of", schema_reference(quantity + "-distribution"));
  Node schema = Node::mapping();
  schema.set("type", Node::string("object")).set("properties", std::move(properties));
  schema.set("additionalProperties", Node::literal("false")).set("required", std::move(required));
  return schema;
}

}  // namespace

Node distribution_schema(const std::string& quantity) {
  const Node value = schema_reference(quantity);
  const Node number =
      std::move(Node::mapping().set("type", Node::string("number")).set("minimum", Node::literal("0")));
  Node properties = Node::mapping();
  for (const std::string& kind : distribution_kinds()) {
    Node parameters = Node::mapping();
    for (const Shape& shape : shapes()) {
      for (const auto& [name, is_plain] : shape.figures) {
        if (kind == shape.kind && parameters.find(name) == nullptr) {
          parameters.set(name, is_plain ? number : value);
        }
      }
    }
    Node schema = Node::mapping();
    if (kind == "mixture") {
      schema.set("type", Node::string("array")).set("items", part_schema(quantity, number));
      schema.set("minItems", Node::literal("1"));
    } else if (kind == "shifted") {
      schema = shifted_schema(quantity);
    } else if (kind == "samples") {
      schema.set("type", Node::string("array")).set("items", value).set("minItems", Node::literal("1"));
    } else {
      schema.set("type", Node::string("object")).set("properties", std::move(parameters));
      if (kind == "lognormal" || kind == "empirical") {
        schema.set("patternProperties", std::move(Node::mapping().set("^p[0-9]+(\\.[0-9]+)?$", value)));
      }
      schema.set("additionalProperties", Node::literal("false")).set("minProperties", Node::literal("1"));
    }
    schema.set("description",
               Node::string(kind == "samples" ? "a list of values, each with the same probability"
                                              : "takes " + ways_of(kind)));
    properties.set(kind, std::move(schema));
  }
  properties.set("min", value).set("max", value);
  Node object = Node::mapping();
  object.set("type", Node::string("object")).set("properties", std::move(properties));
  object.set("additionalProperties", Node::literal("false"));
  return schema_either(value, std::move(object));
}

}  // namespace curtain::config
