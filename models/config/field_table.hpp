#pragma once
// A table of the keys of a mapping. One declaration of a field (name, member, form, meaning) gives its
// parser, its errors, its line in the JSON Schema and its place in a resolved scenario.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/config/as_mapping.hpp"
#include "models/config/form.hpp"

namespace curtain::config {

/// Whether a key may be left out.
enum class Need : std::uint8_t { optional, required };

/// One key of a mapping that fills a T.
template <class T>
struct Field {
  std::string name;
  std::string description;
  Need need = Need::optional;
  std::function<void(const Node&, Reader&, T&)> read;
  std::function<std::optional<Node>(const T&)> write;  ///< no value: the key is left out
  std::function<Node()> schema;
  std::function<void(Reader&, const Place&)> check_given;
};

/// A layered table's mappings come in layers, each of which overrides the previous one (a platform's
/// sections): missing required keys are reported after the last layer, and the schema requires none.
enum class Layers : std::uint8_t { one, many };

template <class T>
class FieldTable : public Form<T> {
 public:
  /// `defaults` is the value of a mapping without keys.
  explicit FieldTable(Layers layers = Layers::one, T defaults = {})
      : layers_(layers), defaults_(std::move(defaults)) {}

  /// A field for a member.
  template <class V>
  FieldTable& add(const std::string& name, V T::*member, FormPtr<V> form, const std::string& description,
                  Need need = Need::optional) {
    Field<T> field{name, description, need, {}, {}, {}, {}};
    field.read = [form, member](const Node& node, Reader& reader, T& value) {
      form->read(node, reader, value.*member);
    };
    field.write = [form, member](const T& value) -> std::optional<Node> {
      if (form->is_absent(value.*member)) {
        return std::nullopt;
      }
      return form->write(value.*member);
    };
    field.schema = [form] { return form->schema(); };
    field.check_given = [form](Reader& reader, const Place& place) { form->check_given(reader, place); };
    return add(std::move(field));
  }
  FieldTable& add(Field<T> field) {
    fields_.push_back(std::move(field));
    return *this;
  }
  /// The same, but left out of the written form if it has the default value: for a constant that another key
  /// may forbid.
  template <class V>
  FieldTable& add_unless_default(const std::string& name, V T::*member, FormPtr<V> form,
                                 const std::string& description) {
    add(name, member, form, description);
    fields_.back().write = [form, member](const T& value) -> std::optional<Node> {
      if (form->is_absent(value.*member) || value.*member == T{}.*member) {
        return std::nullopt;
      }
      return form->write(value.*member);
    };
    return *this;
  }
  /// A mapping at `name` whose keys fill the same T; left out of the written form if it has no keys.
  FieldTable& add_group(const std::string& name, const std::shared_ptr<const FieldTable<T>>& group,
                        const std::string& description) {
    Field<T> field{name, description, Need::optional, {}, {}, {}, {}};
    field.read = [group](const Node& node, Reader& reader, T& value) { group->read(node, reader, value); };
    field.write = [group](const T& value) -> std::optional<Node> {
      Node node = group->write(value);
      return node.entries.empty() ? std::nullopt : std::optional<Node>(std::move(node));
    };
    field.schema = [group] { return group->schema(); };
    field.check_given = [group](Reader& reader, const Place& place) { group->check_given(reader, place); };
    return add(std::move(field));
  }
  /// All fields of a member that has its own table, as keys of this mapping.
  template <class U>
  FieldTable& include(U T::*member, const std::shared_ptr<const FieldTable<U>>& table) {
    for (const Field<U>& inner : table->fields()) {
      Field<T> field{inner.name, inner.description, inner.need, {}, {}, inner.schema, inner.check_given};
      field.read = [read = inner.read, member](const Node& node, Reader& reader, T& value) {
        read(node, reader, value.*member);
      };
      field.write = [write = inner.write, member](const T& value) { return write(value.*member); };
      add(std::move(field));
    }
    return *this;
  }
  /// A check of the whole, called after every key is read.
  FieldTable& check(std::function<void(const T&, const Node&, Reader&)> rule) {
    rules_.push_back(std::move(rule));
    return *this;
  }

  [[nodiscard]] const T& defaults() const { return defaults_; }
  [[nodiscard]] const std::vector<Field<T>>& fields() const { return fields_; }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const Field<T>& field : fields_) {
      names.push_back(field.name);
    }
    return names;
  }

  void read(const Node& node, Reader& reader, T& value) const override {
    if (node.kind != Node::Kind::mapping) {
      reader.error(node.place, fmt::format("expected a mapping of {}, found {}{}", comma_list(names()),
                                           node.describe(), as_mapping(node, names())));
      return;
    }
    for (const Node::Entry& entry : node.entries) {
      if (find(entry.key) == nullptr) {
        reader.error(entry.key_place, fmt::format("unknown key {}; allowed: {}{}", quote(entry.key),
                                                  comma_list(names()), reader.instead_of(entry, names())));
      }
    }
    // In the order of the table, so that a field may depend on an earlier one.
    for (const Field<T>& field : fields_) {
      for (const Node::Entry& entry : node.entries) {
        if (entry.key == field.name) {
          const Reader::Step step(reader, field.name);
          reader.note_given(entry.key_place);
          read_field(field, entry, reader, value);
        }
      }
    }
    for (const auto& rule : rules_) {
      rule(value, node, reader);
    }
  }

  [[nodiscard]] Node write(const T& value) const override {
    Node node = Node::mapping();
    for (const Field<T>& field : fields_) {
      if (std::optional<Node> written = field.write(value)) {
        node.set(field.name, std::move(*written));
      }
    }
    return node;
  }

  [[nodiscard]] Node schema() const override {
    Node properties = Node::mapping();
    Node required = Node::sequence();
    for (const Field<T>& field : fields_) {
      Node property = field.schema();
      property.set("description", Node::string(field.description));
      if (field.need == Need::required) {
        required.append(Node::string(field.name));
      } else if (layers_ == Layers::one) {
        std::optional<Node> written = field.write(defaults_);
        if (written && written->kind == Node::Kind::scalar && !written->text.empty()) {
          property.set("default", std::move(*written));
        }
      }
      properties.set(field.name, std::move(property));
    }
    Node schema = Node::mapping();
    schema.set("type", Node::string("object")).set("additionalProperties", Node::literal("false"));
    schema.set("properties", std::move(properties));
    if (layers_ == Layers::one && !required.items.empty()) {
      schema.set("required", std::move(required));
    }
    return schema;
  }

  void check_given(Reader& reader, const Place& place) const override {
    for (const Field<T>& field : fields_) {
      const Place* given = reader.given(reader.path_of(field.name));
      if (field.need == Need::required && given == nullptr) {
        reader.error(place, fmt::format("the key '{}' is missing: {}", field.name, field.description));
      } else if (field.check_given) {
        const Reader::Step step(reader, field.name);
        field.check_given(reader, given != nullptr ? *given : place);
      }
    }
  }

 private:
  [[nodiscard]] const Field<T>* find(const std::string& name) const {
    for (const Field<T>& field : fields_) {
      if (field.name == name) {
        return &field;
      }
    }
    return nullptr;
  }
  static void read_field(const Field<T>& field, const Node::Entry& entry, Reader& reader, T& value) {
    if (entry.value.kind == Node::Kind::null) {
      reader.error(entry.key_place, fmt::format("has no value; expected {}", field.description));
    } else {
      field.read(entry.value, reader, value);
    }
  }

  Layers layers_;
  T defaults_;
  std::vector<Field<T>> fields_;
  std::vector<std::function<void(const T&, const Node&, Reader&)>> rules_;
};

}  // namespace curtain::config
