#include "models/config/field_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/config/as_mapping.hpp"

namespace curtain::config {
namespace {

void* part_of(void* whole, std::size_t offset) {
  return static_cast<std::byte*>(whole) + offset;
}

const void* part_of(const void* whole, std::size_t offset) {
  return static_cast<const std::byte*>(whole) + offset;
}

std::optional<Node> written(const FieldRows::Row& row, const void* whole) {
  const void* const value = part_of(whole, row.offset);
  if (row.is_left_out && row.is_left_out(value)) {
    return std::nullopt;
  }
  return row.form->write_at(value);
}

/// A group of keys. Its mapping is not written if it would have no entries.
class GroupForm final : public AnyForm {
 public:
  explicit GroupForm(std::shared_ptr<const AnyForm> table) : table_(std::move(table)) {}

  void read_at(const Node& node, Reader& reader, void* value) const override {
    table_->read_at(node, reader, value);
  }
  [[nodiscard]] std::optional<Node> write_at(const void* value) const override {
    std::optional<Node> node = table_->write_at(value);
    return node && node->entries.empty() ? std::nullopt : std::move(node);
  }
  [[nodiscard]] Node schema() const override { return table_->schema(); }
  void check_given(Reader& reader, const Place& place) const override { table_->check_given(reader, place); }

 private:
  std::shared_ptr<const AnyForm> table_;
};

}  // namespace

void FieldRows::add(std::string_view name, std::shared_ptr<const AnyForm> form, std::size_t offset,
                    std::string_view description, Need need) {
  rows_.push_back({std::string(name), std::string(description), need, std::move(form), offset});
}

void FieldRows::add_group(std::string_view name, std::shared_ptr<const AnyForm> group,
                          std::string_view description) {
  add(name, std::make_shared<GroupForm>(std::move(group)), 0, description, Need::optional);
}

void FieldRows::include(const FieldRows& inner, std::size_t offset) {
  for (Row row : inner.rows_) {
    row.offset += offset;
    rows_.push_back(std::move(row));
  }
}

void FieldRows::leave_out_if(std::function<bool(const void*)> condition) {
  rows_.back().is_left_out = std::move(condition);
}

std::vector<std::string> FieldRows::names() const {
  std::vector<std::string> names;
  for (const Row& row : rows_) {
    names.push_back(row.name);
  }
  return names;
}

bool FieldRows::read(const Node& node, Reader& reader, void* value) const {
  if (node.kind != Node::Kind::mapping) {
    reader.error(node.place, fmt::format("expected a mapping of {}, found {}{}", comma_list(names()),
                                         node.describe(), as_mapping(node, names())));
    return false;
  }
  for (const Node::Entry& entry : node.entries) {
    if (!has(entry.key)) {
      reader.error(entry.key_place, fmt::format("unknown key {}; allowed: {}{}", quote(entry.key),
                                                comma_list(names()), reader.instead_of(entry, names())));
    }
  }
  // Rows are read in the order of the table, so a field may depend on an earlier field.
  for (const Row& row : rows_) {
    for (const Node::Entry& entry : node.entries) {
      if (entry.key != row.name) {
        continue;
      }
      const Reader::Step step(reader, row.name);
      reader.note_given(entry.key_place);
      if (entry.value.kind == Node::Kind::null) {
        reader.error(entry.key_place, fmt::format("has no value; expected {}", row.description));
      } else {
        row.form->read_at(entry.value, reader, part_of(value, row.offset));
      }
    }
  }
  return true;
}

Node FieldRows::write(const void* value) const {
  Node node = Node::mapping();
  for (const Row& row : rows_) {
    if (std::optional<Node> part = written(row, value)) {
      node.set(row.name, std::move(*part));
    }
  }
  return node;
}

Node FieldRows::schema(const void* defaults) const {
  Node properties = Node::mapping();
  Node required = Node::sequence();
  for (const Row& row : rows_) {
    Node property = row.form->schema();
    property.set("description", Node::string(row.description));
    if (row.need == Need::required) {
      required.append(Node::string(row.name));
    } else if (layers_ == Layers::one) {
      std::optional<Node> initial = written(row, defaults);
      if (initial && initial->kind == Node::Kind::scalar && !initial->text.empty()) {
        property.set("default", std::move(*initial));
      }
    }
    properties.set(row.name, std::move(property));
  }
  Node schema = Node::mapping();
  schema.set("type", Node::string("object")).set("additionalProperties", Node::literal("false"));
  schema.set("properties", std::move(properties));
  if (layers_ == Layers::one && !required.items.empty()) {
    schema.set("required", std::move(required));
  }
  return schema;
}

void FieldRows::check_given(Reader& reader, const Place& place) const {
  for (const Row& row : rows_) {
    const Place* const given = reader.given(reader.path_of(row.name));
    if (row.need == Need::required && given == nullptr) {
      reader.error(place, fmt::format("the key '{}' is missing: {}", row.name, row.description));
    } else {
      const Reader::Step step(reader, row.name);
      row.form->check_given(reader, given != nullptr ? *given : place);
    }
  }
}

bool FieldRows::has(const std::string& name) const {
  return std::any_of(rows_.begin(), rows_.end(), [&name](const Row& row) { return row.name == name; });
}

}  // namespace curtain::config
