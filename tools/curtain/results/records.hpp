#pragma once
// Rows of named values, written as CSV or JSON.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace curtain::tools {

/// Built row by row, value by value; every row has the names of the first, in its order.
class Records {
 public:
  /// What a table without rows is headed with: names with commas between.
  explicit Records(std::string heading) : heading_(std::move(heading)) {}

  void begin_row() { rows_.emplace_back(); }
  void add(std::string_view name, std::string_view text) { put(name, {std::string(text), Kind::text}); }
  void add(std::string_view name, std::uint64_t count);
  void add(std::string_view name, double value);
  /// Nothing is an empty field, in JSON null.
  void add(std::string_view name, const std::optional<double>& value);

  [[nodiscard]] std::string csv() const;  ///< RFC 4180 with line feeds, a heading first
  /// An array of objects, `indent` before each of its lines but the first.
  [[nodiscard]] std::string json(std::string_view indent) const;

 private:
  enum class Kind : std::uint8_t { text, number, none };
  struct Value {
    std::string text;
    Kind kind;
  };
  void put(std::string_view name, Value value);

  std::string heading_;
  std::vector<std::string> names_;
  std::vector<std::vector<Value>> rows_;
};

}  // namespace curtain::tools
