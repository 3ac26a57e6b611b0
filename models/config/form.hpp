#pragma once
// A form defines how a value of one type is read from a document, written to a document and described in the
// schema. The form of a mapping is a table of fields, each of which has a form.
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "models/config/node.hpp"
#include "models/config/reader.hpp"

namespace curtain::config {

/// True for texts. A quoted value of a text is never read as a word such as `none`. For all other types a
/// word may be quoted, which JSON requires.
template <class V>
inline constexpr bool kIsText = std::is_same_v<V, std::string>;

/// A form without the type of its values, so that the code of tables of fields is compiled only once.
class AnyForm {
 public:
  AnyForm() = default;
  AnyForm(const AnyForm&) = delete;
  AnyForm& operator=(const AnyForm&) = delete;
  virtual ~AnyForm() = default;

  /// Calls Form::read() for the value at `value`.
  virtual void read_at(const Node& node, Reader& reader, void* value) const = 0;
  /// Calls Form::write() for the value at `value`. Returns no value if the key is left out.
  [[nodiscard]] virtual std::optional<Node> write_at(const void* value) const = 0;
  /// The JSON Schema of the values that read_at() accepts.
  [[nodiscard]] virtual Node schema() const = 0;
  /// Reports to `reader`, at `place`, every required key below the current path that has no value.
  virtual void check_given(Reader& /*reader*/, const Place& /*place*/) const {}
};

template <class V>
class Form : public AnyForm {
 public:
  /// Reads `node` into `value`. After an error, which is added to `reader`, the value is unchanged.
  virtual void read(const Node& node, Reader& reader, V& value) const = 0;
  /// The value in its canonical form.
  [[nodiscard]] virtual Node write(const V& value) const = 0;
  /// An example value for messages; empty if there is none.
  [[nodiscard]] virtual std::string example() const { return {}; }
  /// True for a value that is written by omitting its key.
  [[nodiscard]] virtual bool is_absent(const V& /*value*/) const { return false; }

  void read_at(const Node& node, Reader& reader, void* value) const final {
    read(node, reader, *static_cast<V*>(value));
  }
  [[nodiscard]] std::optional<Node> write_at(const void* value) const final {
    const V& typed = *static_cast<const V*>(value);
    return is_absent(typed) ? std::nullopt : std::optional<Node>(write(typed));
  }
};

template <class V>
using FormPtr = std::shared_ptr<const Form<V>>;

/// The schema {"$ref": "#/$defs/<name>"}.
Node schema_reference(const std::string& name);
/// The schema {"enum": [words]}.
Node schema_words(const std::vector<std::string>& words);
/// The schema {"anyOf": [first, second]}.
Node schema_either(Node first, Node second);
/// The schema {"type": "array", "items": item}.
Node schema_list(Node item);

/// The form of an optional value. Each of `words` means that the value is absent, and the first word is the
/// written form. Without words, the key of an absent value is omitted.
template <class V>
class OptionalForm : public Form<std::optional<V>> {
 public:
  OptionalForm(FormPtr<V> form, std::vector<std::string> words)
      : form_(std::move(form)), words_(std::move(words)) {}

  void read(const Node& node, Reader& reader, std::optional<V>& value) const override {
    for (const std::string& word : words_) {
      if (node.kind == Node::Kind::scalar && node.text == word && (!node.is_quoted || !kIsText<V>)) {
        value.reset();
        return;
      }
    }
    const std::size_t errors = reader.diagnostics().size();
    V inner = value.value_or(V{});
    form_->read(node, reader, inner);
    if (reader.diagnostics().size() == errors) {
      value = std::move(inner);
    }
  }
  [[nodiscard]] Node write(const std::optional<V>& value) const override {
    return value ? form_->write(*value) : words_.empty() ? Node{} : Node::word(words_.front());
  }
  [[nodiscard]] Node schema() const override {
    return words_.empty() ? form_->schema() : schema_either(form_->schema(), schema_words(words_));
  }
  [[nodiscard]] bool is_absent(const std::optional<V>& value) const override {
    return !value && words_.empty();
  }

 private:
  FormPtr<V> form_;
  std::vector<std::string> words_;
};

template <class V>
FormPtr<std::optional<V>> optional_form(FormPtr<V> form, std::vector<std::string> words = {}) {
  return std::make_shared<OptionalForm<V>>(std::move(form), std::move(words));
}

/// Reports that `node` is not a list of `what`, with a suggestion. `example` is an example of an item, or
/// empty.
void expected_list(const Node& node, Reader& reader, const std::string& what, const std::string& example);

/// The form of a list of values. A list replaces an earlier list. `what` names the items in messages.
template <class V>
class ListForm : public Form<std::vector<V>> {
 public:
  ListForm(FormPtr<V> form, std::string what, V initial)
      : form_(std::move(form)), what_(std::move(what)), initial_(std::move(initial)) {}

  void read(const Node& node, Reader& reader, std::vector<V>& value) const override {
    if (node.kind != Node::Kind::sequence) {
      expected_list(node, reader, what_, form_->example());
      return;
    }
    reader.forget_items();
    value.clear();
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      const Reader::Step step(reader, i);
      reader.note_given(node.items[i].place);
      value.push_back(initial_);
      form_->read(node.items[i], reader, value.back());
      form_->check_given(reader, node.items[i].place);
    }
  }
  [[nodiscard]] Node write(const std::vector<V>& value) const override {
    Node list = Node::sequence();
    for (const V& item : value) {
      list.append(form_->write(item));
    }
    return list;
  }
  [[nodiscard]] Node schema() const override { return schema_list(form_->schema()); }

 private:
  FormPtr<V> form_;
  std::string what_;
  V initial_;
};

template <class V>
FormPtr<std::vector<V>> list_form(FormPtr<V> form, std::string what, V initial = {}) {
  return std::make_shared<ListForm<V>>(std::move(form), std::move(what), std::move(initial));
}

}  // namespace curtain::config
