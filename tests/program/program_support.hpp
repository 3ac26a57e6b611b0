#pragma once
// Shared code of the tests of the program: small scenarios, and comparisons of outputs.
#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/support/json.hpp"
#include "tests/support/program.hpp"

namespace support {

/// A scenario with about 3,000 invocations of one function on the platform of 2018, with a very short run
/// time.
inline const std::string kSmall =
    "name: small\n"
    "seed: 3\n"
    "duration: 1min\n"
    "platform: aws-lambda-2018\n"
    "workload:\n"
    "  - poisson: {tenant: shop, function: checkout, rate: 50/s, duration: {exponential: {mean: 100ms}}}\n";

/// A scenario of months of simulated time, whose run must be interrupted.
inline const std::string kEndless =
    "name: endless\n"
    "duration: 4000h\n"
    "bin: 1h\n"
    "platform: ideal\n"
    "workload:\n"
    "  - poisson: {function: f, rate: 100000/s, duration: 1ms}\n";

/// Returns the output of --json without its last part, the figures that depend on the machine.
inline std::string without_run(const std::string& json) {
  const std::size_t at = json.rfind("\"run\": ");
  if (at == std::string::npos) {
    throw std::runtime_error("there is no `run` in the output");
  }
  return json.substr(0, at);
}

/// Returns the rows of a CSV text (RFC 4180), beginning with its heading.
inline std::vector<std::vector<std::string>> csv_rows(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1, {""});
  bool is_quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' && is_quoted && i + 1 < text.size() && text[i + 1] == '"') {
      rows.back().back() += text[++i];
    } else if (c == '"') {
      is_quoted = !is_quoted;
    } else if (c == '\n' && !is_quoted) {
      rows.push_back({""});
    } else if (c == ',' && !is_quoted) {
      rows.back().emplace_back();
    } else {
      rows.back().back() += c;
    }
  }
  rows.pop_back();
  return rows;
}

/// A table from a CSV text, accessed by the names of its columns.
class CsvTable {
 public:
  explicit CsvTable(const std::string& text) : rows_(csv_rows(text)) {
    for (const auto& row : rows_) {
      if (row.size() != rows_.front().size()) {
        throw std::runtime_error("a row has another number of fields than the heading");
      }
    }
  }
  [[nodiscard]] std::size_t size() const { return rows_.size() - 1; }
  [[nodiscard]] const std::vector<std::string>& columns() const { return rows_.front(); }
  [[nodiscard]] const std::string& at(std::size_t row, const std::string& column) const {
    const auto found = std::find(columns().begin(), columns().end(), column);
    if (found == columns().end()) {
      throw std::runtime_error("there is no column '" + column + "'");
    }
    return rows_.at(row + 1)[static_cast<std::size_t>(found - columns().begin())];
  }
  /// Returns the sum of a column over the rows in which the column `where` has the value `is`.
  [[nodiscard]] double sum(const std::string& column, const std::string& where, const std::string& is) const {
    double total = 0;
    for (std::size_t row = 0; row < size(); ++row) {
      total += at(row, where) == is ? std::stod(at(row, column)) : 0.0;
    }
    return total;
  }

 private:
  std::vector<std::vector<std::string>> rows_;
};

/// Returns the text with sequences of spaces as one space.
inline std::string squeezed(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c != ' ' || out.empty() || out.back() != ' ') {
      out += c;
    }
  }
  return out;
}

/// Returns the text in one line, with sequences of spaces as one space.
inline std::string in_one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return squeezed(text);
}

}  // namespace support
