#include "tools/curtain/results/records.hpp"

#include "models/workload/csv_text.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

/// Writes a value as a field of a CSV file.
struct InCsv {
  std::string operator()(std::monostate) const { return ""; }
  std::string operator()(const std::string& text) const { return csv_field(text); }
  std::string operator()(std::uint64_t count) const { return std::to_string(count); }
  std::string operator()(double number) const { return csv_number(number); }
};

}  // namespace

void Records::put(std::string_view name, Value value) {
  if (rows_.size() == 1) {
    names_.emplace_back(name);
  }
  rows_.back().push_back(std::move(value));
}

std::string Records::csv() const {
  return csv_heading() + csv_rows();
}

std::string Records::csv_heading() const {
  std::string text;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    text += (i == 0 ? "" : ",") + csv_field(names_[i]);
  }
  return (names_.empty() ? heading_ : text) + "\n";
}

std::string Records::csv_rows() const {
  std::string text;
  for (const std::vector<Value>& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      text += (i == 0 ? "" : ",") + std::visit(InCsv{}, row[i]);
    }
    text += '\n';
  }
  return text;
}

void Records::write(sim::JsonWriter& json) const {
  json.array(sim::JsonLayout::lines, [&] {
    for (const std::vector<Value>& row : rows_) {
      json.object(sim::JsonLayout::line, [&] {
        for (std::size_t i = 0; i < row.size(); ++i) {
          json.member(names_[i], row[i]);
        }
      });
    }
  });
}

}  // namespace curtain::tools
