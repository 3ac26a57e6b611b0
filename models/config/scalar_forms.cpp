#include "models/config/scalar_forms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

#include "models/config/files.hpp"
#include "models/workload/memory_size.hpp"
#include "models/workload/printable.hpp"

namespace curtain::config {
namespace {

Node schema_type(const char* type) {
  return std::move(Node::mapping().set("type", Node::string(type)));
}

Node schema_number(const char* type, const std::string& low, const std::string& high) {
  Node schema = schema_type(type);
  schema.set("minimum", Node::literal(low)).set("maximum", Node::literal(high));
  return schema;
}

template <class V>
FormPtr<V> scalar(ScalarParts<V> parts) {
  return std::make_shared<ScalarForm<V>>(std::move(parts));
}

std::uint32_t parse_count_32(std::string_view text) {
  const std::uint64_t value = parse_count(text);
  if (value >= kUnlimited) {
    throw QuantityError(fmt::format("{} is too large; allowed: at most {}", quote(text), kUnlimited - 1));
  }
  return static_cast<std::uint32_t>(value);
}

ScalarParts<std::uint32_t> count_parts(std::uint32_t low, std::uint32_t high) {
  ScalarParts<std::uint32_t> parts{"a whole number", parse_count_32,
                                   [](const std::uint32_t& value) { return std::to_string(value); },
                                   schema_number("integer", std::to_string(low), std::to_string(high))};
  parts.low = low;
  parts.high = high;
  parts.is_literal = true;
  return parts;
}

/// Removes line breaks and tabs, so that the rest of a text can be checked for control characters.
std::string without_breaks(std::string text) {
  text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\t'; }),
             text.end());
  return text;
}

/// The form of a free text, which Curtain does not interpret. Prose may have several lines.
class TextForm : public Form<std::string> {
 public:
  TextForm(bool may_be_empty, bool has_none, bool is_prose)
      : may_be_empty_(may_be_empty), has_none_(has_none), is_prose_(is_prose) {}

  void read(const Node& node, Reader& reader, std::string& value) const override {
    if (node.kind != Node::Kind::scalar) {
      reader.error(node.place, "expected a text, found " + node.describe());
    } else if (has_none_ && node.text == "none" && !node.is_quoted) {
      value.clear();
    } else if (node.text.empty() && !may_be_empty_) {
      reader.error(node.place, "is empty; expected a text");
    } else if (!is_printable(is_prose_ ? without_breaks(node.text) : node.text)) {
      reader.error(node.place,
                   fmt::format("{} has a control character; expected a text without any", quote(node.text)));
    } else {
      value = node.text;
    }
  }
  [[nodiscard]] Node write(const std::string& value) const override {
    return has_none_ && value.empty() ? Node::word("none") : Node::string(value);
  }
  [[nodiscard]] Node schema() const override { return schema_type("string"); }

 private:
  bool may_be_empty_;
  bool has_none_;
  bool is_prose_;
};

class PathForm : public Form<std::string> {
 public:
  void read(const Node& node, Reader& reader, std::string& value) const override {
    if (node.kind != Node::Kind::scalar || node.text.empty()) {
      reader.error(node.place, "expected a path, found " + node.describe());
      return;
    }
    try {
      value = path_from(reader.directory_for(node.place), expand_environment(node.text));
    } catch (const std::invalid_argument& error) {
      reader.error(node.place, error.what());
    }
  }
  [[nodiscard]] Node write(const std::string& value) const override {
    return Node::string(escape_environment(value));
  }
  [[nodiscard]] Node schema() const override { return schema_type("string"); }
};

class FlagForm : public Form<bool> {
 public:
  void read(const Node& node, Reader& reader, bool& value) const override {
    if (const auto position = read_choice(node, reader, {"false", "true"})) {
      value = *position == 1;
    }
  }
  [[nodiscard]] Node write(const bool& value) const override {
    return Node::literal(value ? "true" : "false");
  }
  [[nodiscard]] Node schema() const override { return schema_type("boolean"); }
};

}  // namespace

void expected_scalar(const Node& node, Reader& reader, const std::string& what,
                     const std::vector<std::string>& words) {
  const std::string expected = words.empty() ? what : fmt::format("{} or {}", what, words.front());
  reader.error(node.place, fmt::format("expected {}, found {}", expected, node.describe()));
}

std::string out_of_bounds(bool is_low, const std::string& low, const std::string& high,
                          const std::vector<std::string>& words) {
  const std::string or_word = words.empty() ? "" : " or " + words.front();
  const std::string range = low.empty()    ? "at most " + high
                            : high.empty() ? "at least " + low
                                           : fmt::format("{} to {}", low, high);
  return fmt::format(" is too {}; allowed: {}{}", is_low ? "small" : "large", range, or_word);
}

FormPtr<Duration> duration_form(Duration low, std::vector<std::string> words) {
  ScalarParts<Duration> parts{"a length of time such as 250ms", parse_duration,
                              [](const Duration& value) { return format_duration(value); },
                              schema_reference("duration")};
  parts.low = low;
  parts.words = std::move(words);
  parts.word_value = Duration::infinite();
  return scalar(std::move(parts));
}

FormPtr<Time> time_form(Time low) {
  ScalarParts<Time> parts{
      "a length of time such as 10min", [](std::string_view text) { return Time{} + parse_duration(text); },
      [](const Time& value) { return format_duration(value - Time{}); }, schema_reference("duration")};
  parts.low = low;
  return scalar(std::move(parts));
}

FormPtr<Mebibytes> memory_form(Mebibytes low, std::vector<std::string> words) {
  ScalarParts<Mebibytes> parts{"a memory size such as 128MiB", parse_memory,
                               [](const Mebibytes& value) { return format_memory(value); },
                               schema_reference("memory")};
  parts.low = low;
  parts.high = kLargestMemory;
  parts.words = std::move(words);
  return scalar(std::move(parts));
}

FormPtr<std::uint64_t> data_form() {
  return scalar(ScalarParts<std::uint64_t>{"an amount of data such as 4MiB", parse_data,
                                           [](const std::uint64_t& value) { return format_data(value); },
                                           schema_reference("data")});
}

FormPtr<std::uint64_t> data_rate_form(std::string word) {
  ScalarParts<std::uint64_t> parts{"a data rate such as 58MB/s", parse_data_rate,
                                   [](const std::uint64_t& value) { return format_data_rate(value); },
                                   schema_reference("data-rate")};
  parts.low = 1;
  parts.words = {std::move(word)};
  return scalar(std::move(parts));
}

FormPtr<std::uint32_t> count_form(std::uint32_t low, std::uint32_t high) {
  return scalar(count_parts(low, high));
}

FormPtr<std::uint32_t> limit_form(std::uint32_t low, std::uint32_t high) {
  ScalarParts<std::uint32_t> parts = count_parts(low, high);
  parts.words = {"unlimited"};
  parts.word_value = kUnlimited;
  return scalar(std::move(parts));
}

FormPtr<std::uint64_t> seed_form() {
  ScalarParts<std::uint64_t> parts{"a whole number", parse_count,
                                   [](const std::uint64_t& value) { return std::to_string(value); },
                                   schema_number("integer", "0", "18446744073709551615")};
  parts.is_literal = true;
  return scalar(std::move(parts));
}

namespace {

ScalarParts<double> rate_parts() {
  ScalarParts<double> parts{"a rate such as 20/s", parse_rate,
                            [](const double& value) { return format_rate(value); }, schema_reference("rate")};
  parts.high = 1e9;
  return parts;
}

}  // namespace

FormPtr<double> rate_or_zero_form() {
  return scalar(rate_parts());
}

FormPtr<double> rate_form() {
  ScalarParts<double> parts = rate_parts();
  parts.above_zero = true;
  return scalar(std::move(parts));
}

FormPtr<double> number_form(double low, double high) {
  ScalarParts<double> parts{"a number", parse_number,
                            [](const double& value) { return format_number(value); },
                            schema_number("number", format_number(low), format_number(high))};
  parts.low = low;
  parts.high = high;
  parts.is_literal = true;
  return scalar(std::move(parts));
}

FormPtr<double> share_form(double high) {
  ScalarParts<double> parts{"a share such as 5%", parse_fraction,
                            [](const double& value) { return format_number(value); },
                            schema_reference("fraction")};
  parts.low = 0.0;
  parts.high = high;
  parts.is_literal = true;
  return scalar(std::move(parts));
}

FormPtr<bool> flag_form() {
  return std::make_shared<FlagForm>();
}

FormPtr<std::string> text_form(bool may_be_empty) {
  return std::make_shared<TextForm>(may_be_empty, false, may_be_empty);
}

FormPtr<std::string> prose_form() {
  return std::make_shared<TextForm>(false, false, true);
}

FormPtr<std::string> text_or_none_form() {
  return std::make_shared<TextForm>(false, true, false);
}

FormPtr<std::string> path_form() {
  return std::make_shared<PathForm>();
}

std::string one_of(const std::vector<std::string>& words) {
  return words.size() == 1 ? words.front() : "one of " + comma_list(words);
}

namespace {

/// Like did_you_mean(). For `true` and `false`, the suggestions include the names of these values in other
/// notations.
std::string meant_choice(const std::string& word, const std::vector<std::string>& names) {
  for (const auto& [value, others] : {std::pair{"true", "|yes|Yes|YES|on|On|ON|y|Y|1|"},
                                      std::pair{"false", "|no|No|NO|off|Off|OFF|n|N|0|"}}) {
    const bool is_allowed = std::find(names.begin(), names.end(), value) != names.end();
    if (is_allowed && std::string_view(others).find("|" + word + "|") != std::string_view::npos) {
      return fmt::format("; did you mean '{}'?", value);
    }
  }
  return did_you_mean(word, names);
}

}  // namespace

std::optional<std::size_t> read_choice(const Node& node, Reader& reader,
                                       const std::vector<std::string>& names) {
  if (node.kind != Node::Kind::scalar) {
    reader.error(node.place, fmt::format("expected {}, found {}", one_of(names), node.describe()));
    return std::nullopt;
  }
  const auto found = std::find(names.begin(), names.end(), node.text);
  if (found == names.end()) {
    reader.error(node.place, fmt::format("{} is not an allowed value; allowed: {}{}", quote(node.text),
                                         comma_list(names), meant_choice(node.text, names)));
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - names.begin());
}

}  // namespace curtain::config
