#include "tools/curtain/results/records.hpp"

#include <fmt/format.h>

#include "tools/curtain/text/text.hpp"

namespace curtain::tools {

void Records::put(std::string_view name, Value value) {
  if (rows_.size() == 1) {
    names_.emplace_back(name);
  }
  rows_.back().push_back(std::move(value));
}

void Records::add(std::string_view name, std::uint64_t count) {
  put(name, {fmt::format("{}", count), Kind::number});
}

void Records::add(std::string_view name, double value) {
  put(name, {fmt::format("{}", value), Kind::number});
}

void Records::add(std::string_view name, const std::optional<double>& value) {
  if (value) {
    add(name, *value);
  } else {
    put(name, {"", Kind::none});
  }
}

std::string Records::csv() const {
  std::string text;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    text += (i == 0 ? "" : ",") + names_[i];
  }
  text = (names_.empty() ? heading_ : text) + "\n";
  for (const std::vector<Value>& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      text += (i == 0 ? "" : ",") + csv_field(row[i].text);
    }
    text += '\n';
  }
  return text;
}

std::string Records::json(std::string_view indent) const {
  std::string text = "[";
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    text += fmt::format("{}\n{}  {{", r == 0 ? "" : ",", indent);
    for (std::size_t i = 0; i < rows_[r].size(); ++i) {
      const Value& value = rows_[r][i];
      const std::string written = value.kind == Kind::text     ? json_string(value.text)
                                  : value.kind == Kind::number ? value.text
                                                               : std::string("null");
      text += fmt::format("{}{}: {}", i == 0 ? "" : ", ", json_string(names_[i]), written);
    }
    text += "}";
  }
  return text + (rows_.empty() ? "]" : fmt::format("\n{}]", indent));
}

}  // namespace curtain::tools
