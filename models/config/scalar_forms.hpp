#pragma once
// The forms of single values: quantities within bounds, texts, paths and choices.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/config/form.hpp"
#include "models/config/quantity.hpp"

namespace curtain::config {

/// The properties that define the form of a scalar.
template <class V>
struct ScalarParts {
  std::string what;                            ///< for messages: "a length of time such as 250ms"
  std::function<V(std::string_view)> parse;    ///< parses a text; throws QuantityError
  std::function<std::string(const V&)> write;  ///< writes a value in the form that parse() reads
  Node schema;
  std::optional<V> low = std::nullopt;   ///< inclusive lower bound
  std::optional<V> high = std::nullopt;  ///< inclusive upper bound
  bool above_zero = false;               ///< whether V{} is refused although it is within the bounds
  std::vector<std::string> words = {};   ///< each word means `word_value`; the first word is the written form
  V word_value = V{};
  bool is_literal = false;  ///< whether the value is written as a number in JSON
};

/// Reports that `node` is not a scalar: "expected WHAT or WORD, found a list".
void expected_scalar(const Node& node, Reader& reader, const std::string& what,
                     const std::vector<std::string>& words);
/// The end of a message about a value outside its bounds: " is too small; allowed: 1 to 9 or none". An empty
/// `low` or `high` means that there is no such bound.
std::string out_of_bounds(bool is_low, const std::string& low, const std::string& high,
                          const std::vector<std::string>& words);

template <class V>
class ScalarForm : public Form<V> {
 public:
  explicit ScalarForm(ScalarParts<V> parts) : parts_(std::move(parts)) {}

  void read(const Node& node, Reader& reader, V& value) const override {
    if (node.kind != Node::Kind::scalar) {
      expected_scalar(node, reader, parts_.what, parts_.words);
      return;
    }
    for (const std::string& word : parts_.words) {
      if (node.text == word && (!node.is_quoted || !kIsText<V>)) {
        value = parts_.word_value;
        return;
      }
    }
    try {
      const V parsed = parts_.parse(node.text);
      if (const std::string reason = why_out_of_bounds(parsed); reason.empty()) {
        value = parsed;
      } else {
        reader.error(node.place, quote(node.text) + reason);
      }
    } catch (const QuantityError& error) {
      reader.error(node.place, error.what());
    }
  }
  [[nodiscard]] Node write(const V& value) const override {
    if (!parts_.words.empty() && value == parts_.word_value) {
      return Node::word(parts_.words.front());
    }
    return parts_.is_literal ? Node::literal(parts_.write(value)) : Node::word(parts_.write(value));
  }
  [[nodiscard]] Node schema() const override {
    return parts_.words.empty() ? parts_.schema : schema_either(parts_.schema, schema_words(parts_.words));
  }

 private:
  [[nodiscard]] std::string why_out_of_bounds(const V& value) const {
    if (parts_.above_zero && !(V{} < value)) {
      return " is too small; allowed: more than 0";
    }
    const bool is_low = parts_.low && value < *parts_.low;
    if (!is_low && !(parts_.high && *parts_.high < value)) {
      return {};
    }
    return out_of_bounds(is_low, parts_.low ? parts_.write(*parts_.low) : std::string(),
                         parts_.high ? parts_.write(*parts_.high) : std::string(), parts_.words);
  }

  ScalarParts<V> parts_;
};

/// The form of a duration of at least `low`. Each of `words`, such as "forever", means an infinite duration.
FormPtr<Duration> duration_form(Duration low = Duration{}, std::vector<std::string> words = {});
/// The form of an instant, which is written as the time since the start of the run.
FormPtr<Time> time_form(Time low = Time{});
/// The form of a memory size. Each of `words` means 0.
FormPtr<Mebibytes> memory_form(Mebibytes low, std::vector<std::string> words = {});
/// The form of an amount of data, in bytes.
FormPtr<std::uint64_t> data_form();
/// The form of a data rate of at least 1 B/s, in bytes per second. `word` means 0.
FormPtr<std::uint64_t> data_rate_form(std::string word);
/// The form of a whole number.
FormPtr<std::uint32_t> count_form(std::uint32_t low, std::uint32_t high);
/// The form of a whole number from `low` to `high`. The word `unlimited` means kUnlimited.
FormPtr<std::uint32_t> limit_form(std::uint32_t low, std::uint32_t high = kUnlimited - 1);
FormPtr<std::uint64_t> seed_form();
/// The form of a rate in arrivals per second, which must be more than 0.
FormPtr<double> rate_form();
/// The form of a rate that may be 0.
FormPtr<double> rate_or_zero_form();
/// The form of a real number without a unit.
FormPtr<double> number_form(double low, double high);
/// The form of a share such as `5%`, which is at least 0.
FormPtr<double> share_form(double high = 1);
/// The form of `true` or `false`.
FormPtr<bool> flag_form();
/// The form of a name: a text without control characters. The text may be empty only if `may_be_empty` is
/// true.
FormPtr<std::string> text_form(bool may_be_empty = false);
/// The form of prose: a text that may have several lines, but must not be empty.
FormPtr<std::string> prose_form();
/// The form of a text. The word `none` means an empty text.
FormPtr<std::string> text_or_none_form();
/// The form of a path. `${NAME}` is replaced by an environment variable. A relative path starts from the
/// folder of the file that contains it.
FormPtr<std::string> path_form();

/// The words as text: "one of a, b, c".
std::string one_of(const std::vector<std::string>& words);

/// Reads a word from a closed list and returns its position. For any other word, reports an error with the
/// nearest word and returns nothing.
std::optional<std::size_t> read_choice(const Node& node, Reader& reader,
                                       const std::vector<std::string>& names);

/// The form of a value with a name for each allowed value.
template <class V>
class ChoiceForm : public Form<V> {
 public:
  explicit ChoiceForm(std::vector<std::pair<std::string, V>> choices) {
    for (auto& [name, value] : choices) {
      names_.push_back(std::move(name));
      values_.push_back(value);
    }
  }
  void read(const Node& node, Reader& reader, V& value) const override {
    if (const auto position = read_choice(node, reader, names_)) {
      value = values_[*position];
    }
  }
  [[nodiscard]] Node write(const V& value) const override {
    for (std::size_t i = 0; i < values_.size(); ++i) {
      if (values_[i] == value) {
        return Node::word(names_[i]);
      }
    }
    return {};
  }
  [[nodiscard]] Node schema() const override { return schema_words(names_); }

 private:
  std::vector<std::string> names_;
  std::vector<V> values_;
};

template <class V>
FormPtr<V> choice_form(std::vector<std::pair<std::string, V>> choices) {
  return std::make_shared<ChoiceForm<V>>(std::move(choices));
}

}  // namespace curtain::config
