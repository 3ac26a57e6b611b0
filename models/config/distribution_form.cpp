#include "models/config/distribution_form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "models/config/distribution_shapes.hpp"
#include "models/config/quantity.hpp"
#include "models/config/scalar_forms.hpp"

namespace curtain::config {
namespace {

using sim::Distribution;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// The kind of quantity that a distribution describes, with its parser and its unit.
struct Measure {
  double (*parse)(std::string_view);
  std::string (*format)(double);
  const char* what;
  const char* unit;
  const char* quantity;  // name of the quantity in the schema
};
constexpr Measure kTime{parse_nanoseconds, format_nanoseconds, "a length of time such as 250ms", "ns",
                        "duration"};
constexpr Measure kMemory{parse_mebibytes, format_mebibytes, "a memory size such as 128MiB", "MiB", "memory"};

class DistributionForm : public Form<Distribution> {
 public:
  explicit DistributionForm(const Measure& measure) : measure_(measure) {}

  void read(const Node& node, Reader& reader, Distribution& value) const override {
    const std::size_t errors = reader.diagnostics().size();
    try {
      Distribution result = read_any(node, reader);
      if (reader.diagnostics().size() == errors) {
        value = std::move(result);
      }
    } catch (const std::invalid_argument& error) {
      reader.error(node.place, fmt::format("{} (values in {})", error.what(), measure_.unit));
    }
  }

  [[nodiscard]] Node write(const Distribution& value) const override {
    if (value.is_constant()) {
      return Node::word(measure_.format(value.first_parameter()));
    }
    Node node = Node::mapping();
    node.set(kind_name(value), parameters(value));
    if (value.lower_bound() > -kInfinity) {
      node.set("min", Node::word(measure_.format(value.lower_bound())));
    }
    if (value.upper_bound() < kInfinity) {
      node.set("max", Node::word(measure_.format(value.upper_bound())));
    }
    return node;
  }

  [[nodiscard]] Node schema() const override {
    return schema_reference(fmt::format("{}-distribution", measure_.quantity));
  }

 private:
  Distribution read_any(const Node& node, Reader& reader) const {
    if (node.kind == Node::Kind::scalar) {
      return Distribution::constant(quantity(node, reader));
    }
    if (node.kind != Node::Kind::mapping) {
      reader.error(node.place,
                   fmt::format("expected {} or a distribution, found {}", measure_.what, node.describe()));
      return {};
    }
    const Node::Entry* kind = nullptr;
    for (const Node::Entry& entry : node.entries) {
      if (entry.key == "min" || entry.key == "max") {
        continue;
      }
      if (std::find(distribution_kinds().begin(), distribution_kinds().end(), entry.key) ==
          distribution_kinds().end()) {
        reader.error(entry.key_place,
                     fmt::format("unknown distribution {}; allowed: {}, and the bounds min and max{}",
                                 quote(entry.key), comma_list(distribution_kinds()),
                                 did_you_mean(entry.key, distribution_kinds())));
        return {};
      }
      if (kind != nullptr) {
        reader.error(entry.key_place, fmt::format("the distribution '{}' follows the distribution '{}', but "
                                                  "only one is allowed; remove one of the two",
                                                  entry.key, kind->key));
        return {};
      }
      kind = &entry;
    }
    if (kind == nullptr) {
      reader.error(node.place,
                   "the kind of distribution is missing; allowed: " + comma_list(distribution_kinds()));
      return {};
    }
    const Distribution inner = read_kind(*kind, reader);
    const double low = bound(node, "min", -kInfinity, reader);
    const double high = bound(node, "max", kInfinity, reader);
    return node.entries.size() > 1 ? inner.clamped(low, high) : inner;
  }

  Distribution read_kind(const Node::Entry& entry, Reader& reader) const {
    const Reader::Step step(reader, entry.key);
    if (entry.key == "samples") {
      return read_samples(entry.value, reader);
    }
    if (entry.key == "mixture") {
      return read_mixture(entry.value, reader);
    }
    if (entry.key == "shifted") {
      return read_shifted(entry.value, reader);
    }
    if (entry.value.kind != Node::Kind::mapping || entry.value.entries.empty()) {
      reader.error(entry.value.place, fmt::format("expected a mapping of {}, found {}", ways_of(entry.key),
                                                  entry.value.describe()));
      return {};
    }
    const auto& entries = entry.value.entries;
    const bool has_percentiles = std::all_of(
        entries.begin(), entries.end(), [](const Node::Entry& e) { return percent_of(e.key).has_value(); });
    if (has_percentiles && (entry.key == "empirical" || (entry.key == "lognormal" && entries.size() == 2))) {
      return read_percentiles(entry.key, entry.value, reader);
    }
    for (const Shape& shape : shapes()) {
      if (entry.key == shape.kind && is_given_as(entry.value, shape)) {
        const std::size_t errors = reader.diagnostics().size();
        Shape::Values values{};
        for (std::size_t i = 0; i < shape.figures.size(); ++i) {
          const Figure& figure = shape.figures[i];
          values[i] = parameter(*entry.value.find(figure.name), figure.name, figure.is_plain, reader);
        }
        return reader.diagnostics().size() == errors ? canonical(shape.make(values)) : Distribution();
      }
    }
    reader.error(entry.value.place, fmt::format("takes {}; found {}{}", ways_of(entry.key),
                                                comma_list(entry.value.keys()), hint(entry)));
    return {};
  }

  static bool is_given_as(const Node& node, const Shape& shape) {
    return node.entries.size() == shape.figures.size() &&
           std::all_of(shape.figures.begin(), shape.figures.end(),
                       [&](const Figure& figure) { return node.find(figure.name) != nullptr; });
  }

  /// The nearest name of a misspelt parameter.
  static std::string hint(const Node::Entry& entry) {
    std::vector<std::string> names;
    for (const Shape& shape : shapes()) {
      if (entry.key == shape.kind) {
        for (const Figure& figure : shape.figures) {
          names.emplace_back(figure.name);
        }
      }
    }
    for (const std::string& key : entry.value.keys()) {
      if (std::find(names.begin(), names.end(), key) == names.end()) {
        return did_you_mean(key, names);
      }
    }
    return {};
  }

  /// A lognormal distribution stores the logarithm of its median. The logarithm is computed from the median
  /// as it is written, so that reading the written text gives exactly the same distribution.
  static Distribution canonical(const Distribution& made) {
    return made.kind() == Distribution::Kind::lognormal
               ? Distribution::lognormal(made.first_parameter(), made.second_parameter())
               : made;
  }

  Distribution read_percentiles(const std::string& kind, const Node& node, Reader& reader) const {
    const std::size_t errors = reader.diagnostics().size();
    std::vector<std::pair<double, double>> points;
    for (const Node::Entry& entry : node.entries) {
      points.emplace_back(*percent_of(entry.key), parameter(entry.value, entry.key, false, reader));
    }
    std::sort(points.begin(), points.end());
    if (reader.diagnostics().size() != errors) {
      return {};
    }
    return kind == "empirical" ? Distribution::empirical(points)
                               : canonical(Distribution::lognormal_percentiles(
                                     points[0].first, points[0].second, points[1].first, points[1].second));
  }

  Distribution read_samples(const Node& node, Reader& reader) const {
    if (node.kind != Node::Kind::sequence || node.items.empty()) {
      reader.error(node.place, "expected a list of values, found " +
                                   (node.kind == Node::Kind::sequence ? "an empty list" : node.describe()));
      return {};
    }
    const std::size_t errors = reader.diagnostics().size();
    std::vector<double> values;
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      const Reader::Step step(reader, i);
      values.push_back(quantity(node.items[i], reader));
    }
    return reader.diagnostics().size() == errors ? Distribution::samples(std::move(values)) : Distribution();
  }

  Distribution read_mixture(const Node& node, Reader& reader) const {
    if (node.kind != Node::Kind::sequence || node.items.empty()) {
      reader.error(node.place,
                   fmt::format("expected {}, found {}", ways_of("mixture"),
                               node.kind == Node::Kind::sequence ? "an empty list" : node.describe()));
      return {};
    }
    const std::size_t errors = reader.diagnostics().size();
    std::vector<std::pair<double, Distribution>> parts;
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      const Reader::Step step(reader, i);
      const Node& item = node.items[i];
      const Node* weight = item.find("weight");
      const Node* of = item.find("of");
      if (item.entries.size() != 2 || weight == nullptr || of == nullptr) {
        reader.error(item.place, fmt::format("expected a mapping with the keys 'weight' and 'of', found {}",
                                             item.kind == Node::Kind::mapping && !item.entries.empty()
                                                 ? comma_list(item.keys())
                                                 : item.describe()));
        continue;
      }
      parts.emplace_back(parameter(*weight, "weight", true, reader), Distribution());
      const Reader::Step inner(reader, "of");
      read(*of, reader, parts.back().second);
    }
    return reader.diagnostics().size() == errors ? Distribution::mixture(parts) : Distribution();
  }

  Distribution read_shifted(const Node& node, Reader& reader) const {
    const Node* by = node.find("by");
    const Node* of = node.find("of");
    if (node.kind != Node::Kind::mapping || node.entries.size() != 2 || by == nullptr || of == nullptr) {
      reader.error(node.place, fmt::format("expected a mapping with {}, found {}", ways_of("shifted"),
                                           node.kind == Node::Kind::mapping && !node.entries.empty()
                                               ? comma_list(node.keys())
                                               : node.describe()));
      return {};
    }
    const std::size_t errors = reader.diagnostics().size();
    const double shift = parameter(*by, "by", false, reader);
    Distribution inner;
    const Reader::Step step(reader, "of");
    read(*of, reader, inner);
    return reader.diagnostics().size() == errors ? Distribution::shifted(shift, inner) : Distribution();
  }

  double bound(const Node& node, std::string_view key, double absent, Reader& reader) const {
    const Node* value = node.find(key);
    return value == nullptr ? absent : parameter(*value, key, false, reader);
  }

  double parameter(const Node& node, std::string_view name, bool is_plain, Reader& reader) const {
    const Reader::Step step(reader, name);
    return is_plain ? scalar(node, reader, "a number", parse_number) : quantity(node, reader);
  }

  double quantity(const Node& node, Reader& reader) const {
    return scalar(node, reader, measure_.what, measure_.parse);
  }

  /// Returns the value, or 0 after an error, which is added to the reader.
  static double scalar(const Node& node, Reader& reader, std::string_view what,
                       double (*parse)(std::string_view)) {
    if (node.kind != Node::Kind::scalar) {
      reader.error(node.place, fmt::format("expected {}, found {}", what, node.describe()));
      return 0;
    }
    try {
      return parse(node.text);
    } catch (const QuantityError& error) {
      reader.error(node.place, error.what());
      return 0;
    }
  }

  static std::string kind_name(const Distribution& value) {
    switch (value.kind()) {
      case Distribution::Kind::constant:
        return "constant";
      case Distribution::Kind::uniform:
        return "uniform";
      case Distribution::Kind::exponential:
        return "exponential";
      case Distribution::Kind::normal:
        return "normal";
      case Distribution::Kind::lognormal:
        return "lognormal";
      case Distribution::Kind::weibull:
        return "weibull";
      case Distribution::Kind::empirical:
        return value.is_discrete() ? "samples" : "empirical";
      case Distribution::Kind::gamma:
        return "gamma";
      case Distribution::Kind::pareto:
        return "pareto";
      case Distribution::Kind::burr:
        return "burr";
      case Distribution::Kind::mixture:
        return "mixture";
      case Distribution::Kind::shifted:
        return "shifted";
    }
    return {};
  }

  [[nodiscard]] Node parameters(const Distribution& value) const {
    Node node = Node::mapping();
    const auto number = [](double x) { return Node::literal(format_number(x)); };
    const auto measured = [this](double x) { return Node::word(measure_.format(x)); };
    switch (value.kind()) {
      case Distribution::Kind::constant:
        break;
      case Distribution::Kind::uniform:
        node.set("min", measured(value.first_parameter())).set("max", measured(value.second_parameter()));
        break;
      case Distribution::Kind::exponential:
        node.set("mean", measured(value.first_parameter()));
        break;
      case Distribution::Kind::normal:
        node.set("mean", measured(value.first_parameter())).set("sd", measured(value.second_parameter()));
        break;
      case Distribution::Kind::lognormal:
        node.set("median", measured(value.first_parameter())).set("sigma", number(value.second_parameter()));
        break;
      case Distribution::Kind::weibull:
      case Distribution::Kind::gamma:
      case Distribution::Kind::pareto:
        node.set("shape", number(value.first_parameter())).set("scale", measured(value.second_parameter()));
        break;
      case Distribution::Kind::burr:
        node.set("c", number(value.first_parameter())).set("k", number(value.second_parameter()));
        node.set("scale", measured(value.third_parameter()));
        break;
      case Distribution::Kind::mixture:
        node = Node::sequence();
        for (const Distribution::Component& part : value.components()) {
          node.append(
              std::move(Node::mapping().set("weight", number(part.weight)).set("of", write(part.of))));
        }
        break;
      case Distribution::Kind::shifted:
        node.set("by", measured(value.first_parameter())).set("of", write(value.components().front().of));
        break;
      case Distribution::Kind::empirical:
        if (value.is_discrete()) {
          node = Node::sequence();
        }
        for (const Distribution::Point& point : value.points()) {
          if (value.is_discrete()) {
            node.append(measured(point.value));
          } else {
            node.set("p" + format_number(percent_for(point.probability)), measured(point.value));
          }
        }
        break;
    }
    return node;
  }

  const Measure& measure_;
};

}  // namespace

FormPtr<Distribution> time_distribution_form() {
  static const auto form = std::make_shared<DistributionForm>(kTime);
  return form;
}

FormPtr<Distribution> memory_distribution_form() {
  static const auto form = std::make_shared<DistributionForm>(kMemory);
  return form;
}

}  // namespace curtain::config
