#pragma once
// A table of the keys of a mapping. A field is declared once, with its name, member, form and meaning. The
// declaration defines the parser, the error messages, the line in the JSON Schema and the position in a
// resolved scenario.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/config/form.hpp"

namespace curtain::config {

/// Whether a key may be left out.
enum class Need : std::uint8_t { optional, required };

/// How many mappings fill one value. With `many`, each mapping overrides the previous mapping, as profiles
/// and scenarios do with the sections of a platform. Missing required keys are then reported after the last
/// mapping, and the schema requires no key.
enum class Layers : std::uint8_t { one, many };

/// One key of a mapping that fills a T. Used for keys that are not simply a member with a form.
template <class T>
struct Field {
  std::string name;
  std::string description;
  Need need = Need::optional;
  std::function<void(const Node&, Reader&, T&)> read;
  std::function<std::optional<Node>(const T&)> write;  ///< returns no value if the key is left out
  std::function<Node()> schema;
  std::function<void(Reader&, const Place&)> check_given;
};

/// The part of a FieldTable that does not depend on its type T. Each `void*` points to a T.
class FieldRows {
 public:
  explicit FieldRows(Layers layers) : layers_(layers) {}

  /// A key and the place of its value.
  struct Row {
    std::string name;
    std::string description;
    Need need = Need::optional;
    std::shared_ptr<const AnyForm> form;
    std::size_t offset = 0;  ///< in bytes, from the start of the structure that the mapping fills
    std::function<bool(const void*)> is_left_out = {};  ///< whether a value is left out of the written form;
                                                        ///< an empty function means never
  };
  /// Adds a key. `form` reads and writes the value at `offset`.
  void add(std::string_view name, std::shared_ptr<const AnyForm> form, std::size_t offset,
           std::string_view description, Need need);
  /// See FieldTable::add_group().
  void add_group(std::string_view name, std::shared_ptr<const AnyForm> group, std::string_view description);
  /// Adds the rows of another table, whose structure is a member at `offset`.
  void include(const FieldRows& inner, std::size_t offset);
  /// Leaves the value of the last row out of the written form if `condition` holds for that value.
  void leave_out_if(std::function<bool(const void*)> condition);

  [[nodiscard]] std::vector<std::string> names() const;
  /// Reads the mapping `node` into `value`. Returns false, after reporting an error, if `node` is not a
  /// mapping.
  bool read(const Node& node, Reader& reader, void* value) const;
  [[nodiscard]] Node write(const void* value) const;
  /// The schema of the mapping, in which `defaults` supplies the default values.
  [[nodiscard]] Node schema(const void* defaults) const;
  void check_given(Reader& reader, const Place& place) const;

 private:
  [[nodiscard]] bool has(const std::string& name) const;

  Layers layers_;
  std::vector<Row> rows_;
};

/// Adapts a Field to the interface of a form that reads and writes the whole T.
template <class T>
class FieldForm final : public AnyForm {
 public:
  explicit FieldForm(Field<T> field) : field_(std::move(field)) {}

  void read_at(const Node& node, Reader& reader, void* value) const override {
    field_.read(node, reader, *static_cast<T*>(value));
  }
  [[nodiscard]] std::optional<Node> write_at(const void* value) const override {
    return field_.write(*static_cast<const T*>(value));
  }
  [[nodiscard]] Node schema() const override { return field_.schema(); }
  void check_given(Reader& reader, const Place& place) const override {
    if (field_.check_given) {
      field_.check_given(reader, place);
    }
  }

 private:
  Field<T> field_;
};

template <class T>
class FieldTable : public Form<T> {
 public:
  explicit FieldTable(Layers layers = Layers::one) : defaults_{}, rows_(layers) {}
  /// `defaults` is the value of a mapping without keys, which is T{} if the argument is not given.
  FieldTable(Layers layers, T defaults) : defaults_(std::move(defaults)), rows_(layers) {}

  /// Adds a field for a member.
  template <class V>
  FieldTable& add(std::string_view name, V T::*member, FormPtr<V> form, std::string_view description,
                  Need need = Need::optional) {
    rows_.add(name, std::move(form), offset_of(member), description, need);
    return *this;
  }
  /// Adds a field that reads and writes the whole T.
  FieldTable& add(const Field<T>& field) {
    rows_.add(field.name, std::make_shared<FieldForm<T>>(field), 0, field.description, field.need);
    return *this;
  }
  /// Adds a field for a member. The member is not written if it has the value that a new T has, because
  /// another key may forbid the key.
  template <class V>
  FieldTable& add_unless_default(std::string_view name, V T::*member, FormPtr<V> form,
                                 std::string_view description) {
    rows_.add(name, std::move(form), offset_of(member), description, Need::optional);
    rows_.leave_out_if(
        [initial = T{}.*member](const void* value) { return *static_cast<const V*>(value) == initial; });
    return *this;
  }
  /// Adds a mapping called `name`, whose keys fill the same T. A group without keys is not written.
  FieldTable& add_group(std::string_view name, const std::shared_ptr<const FieldTable<T>>& group,
                        std::string_view description) {
    rows_.add_group(name, group, description);
    return *this;
  }
  /// Adds all fields of a member that has its own table, as keys of this mapping.
  template <class U>
  FieldTable& include(U T::*member, const std::shared_ptr<const FieldTable<U>>& table) {
    rows_.include(table->rows(), offset_of(member));
    return *this;
  }
  /// Adds a check of the whole value. The check is called after every key is read.
  FieldTable& check(std::function<void(const T&, const Node&, Reader&)> rule) {
    rules_.push_back(std::move(rule));
    return *this;
  }

  [[nodiscard]] const T& defaults() const { return defaults_; }
  [[nodiscard]] const FieldRows& rows() const { return rows_; }
  [[nodiscard]] std::vector<std::string> names() const { return rows_.names(); }

  void read(const Node& node, Reader& reader, T& value) const override {
    if (rows_.read(node, reader, &value)) {
      for (const auto& rule : rules_) {
        rule(value, node, reader);
      }
    }
  }
  [[nodiscard]] Node write(const T& value) const override { return rows_.write(&value); }
  [[nodiscard]] Node schema() const override { return rows_.schema(&defaults_); }
  void check_given(Reader& reader, const Place& place) const override { rows_.check_given(reader, place); }

 private:
  /// The offset of a member, which is the same in every T.
  template <class V>
  [[nodiscard]] std::size_t offset_of(V T::*member) const {
    return static_cast<std::size_t>(reinterpret_cast<const std::byte*>(&(defaults_.*member)) -
                                    reinterpret_cast<const std::byte*>(&defaults_));
  }

  T defaults_;
  FieldRows rows_;
  std::vector<std::function<void(const T&, const Node&, Reader&)>> rules_;
};

}  // namespace curtain::config
