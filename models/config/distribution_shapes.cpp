#include "models/config/distribution_shapes.hpp"

#include <fmt/format.h>

#include <utility>

#include "models/config/decimal_number.hpp"
#include "models/config/form.hpp"

namespace curtain::config {

using sim::Distribution;

const std::vector<Shape>& shapes() {
  static const std::vector<Shape> all = {
      {"uniform", "min", "max", false, false, Distribution::uniform},
      {"exponential", "mean", "", false, false,
       [](double mean, double) { return Distribution::exponential(mean); }},
      {"normal", "mean", "sd", false, false, Distribution::normal},
      {"lognormal", "median", "sigma", false, true, Distribution::lognormal},
      {"lognormal", "mean", "sd", false, false, Distribution::lognormal_mean_sd},
      {"lognormal", "median", "mean", false, false, Distribution::lognormal_median_mean},
      {"lognormal", "median", "sd", false, false, Distribution::lognormal_median_sd},
      {"weibull", "shape", "scale", true, false, Distribution::weibull},
      {"weibull", "mean", "sd", false, false, Distribution::weibull_mean_sd},
  };
  return all;
}

const std::vector<std::string>& distribution_kinds() {
  static const std::vector<std::string> names = {"uniform", "exponential", "normal", "lognormal",
                                                 "weibull", "empirical",   "samples"};
  return names;
}

std::string ways_of(const std::string& kind) {
  if (kind == "empirical") {
    return "percentiles such as p0, p50 and p100";
  }
  std::string text;
  for (const Shape& shape : shapes()) {
    if (shape.kind == kind) {
      const std::string second = shape.second;
      text +=
          (text.empty() ? "" : ", or ") + std::string(shape.first) + (second.empty() ? "" : " and " + second);
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

Node distribution_schema(const std::string& quantity) {
  const Node value = schema_reference(quantity);
  const Node number =
      std::move(Node::mapping().set("type", Node::string("number")).set("minimum", Node::literal("0")));
  Node properties = Node::mapping();
  for (const std::string& kind : distribution_kinds()) {
    Node parameters = Node::mapping();
    for (const Shape& shape : shapes()) {
      for (const auto& [name, is_plain] :
           {std::pair<std::string, bool>{shape.first, shape.first_is_plain},
            std::pair<std::string, bool>{shape.second, shape.second_is_plain}}) {
        if (kind == shape.kind && !name.empty() && parameters.find(name) == nullptr) {
          parameters.set(name, is_plain ? number : value);
        }
      }
    }
    Node schema = Node::mapping();
    if (kind == "samples") {
      schema.set("type", Node::string("array")).set("items", value).set("minItems", Node::literal("1"));
    } else {
      schema.set("type", Node::string("object")).set("properties", std::move(parameters));
      if (kind == "lognormal" || kind == "empirical") {
        schema.set("patternProperties", std::move(Node::mapping().set("^p[0-9]+(\\.[0-9]+)?$", value)));
      }
      schema.set("additionalProperties", Node::literal("false")).set("minProperties", Node::literal("1"));
    }
    schema.set("description",
               Node::string(kind == "samples" ? "each equally likely" : "takes " + ways_of(kind)));
    properties.set(kind, std::move(schema));
  }
  properties.set("min", value).set("max", value);
  Node object = Node::mapping();
  object.set("type", Node::string("object")).set("properties", std::move(properties));
  object.set("additionalProperties", Node::literal("false"));
  return schema_either(value, std::move(object));
}

}  // namespace curtain::config
