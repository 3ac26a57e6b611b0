#pragma once
// Rows of named values, which are written as CSV or JSON.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sim/json_writer.hpp"

namespace curtain::tools {

/// A table that is built row by row, value by value. All rows must have the names of the first row, in the
/// same order.
class Records {
 public:
  /// `heading` is the heading of a table without rows: names separated by commas.
  explicit Records(std::string heading) : heading_(std::move(heading)) {}

  void begin_row() { rows_.emplace_back(); }
  void add(std::string_view name, std::string_view text) { put(name, std::string(text)); }
  void add(std::string_view name, std::uint64_t count) { put(name, count); }
  /// Adds a value to the current row. An absent value, or a number that is not finite, is an empty field in
  /// CSV and null in JSON.
  void add(std::string_view name, double value) { put(name, value); }
  void add(std::string_view name, const std::optional<double>& value) {
    value ? put(name, *value) : put(name, std::monostate{});
  }

  [[nodiscard]] std::string csv() const;  ///< the whole table with its heading (RFC 4180, with line feeds)
  [[nodiscard]] std::string csv_heading() const;
  [[nodiscard]] std::string csv_rows() const;  ///< the rows alone; empty if there are no rows
  /// Writes an array with one object for each row.
  void write(sim::JsonWriter& json) const;

 private:
  using Value = std::variant<std::monostate, std::string, std::uint64_t, double>;
  void put(std::string_view name, Value value);

  std::string heading_;
  std::vector<std::string> names_;
  std::vector<std::vector<Value>> rows_;
};

}  // namespace curtain::tools
