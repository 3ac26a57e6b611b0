#include "tools/curtain/text/lesson_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <sstream>
#include <utility>
#include <vector>

#include "tools/curtain/text/expectations_text.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

constexpr std::size_t kIndent = 2;

enum class BlockKind : std::uint8_t { paragraph, item, table };

/// A paragraph, whose lines are joined with spaces, or the rows of a table.
struct Block {
  BlockKind kind;
  std::string text;
  std::vector<std::vector<std::string>> rows;
};

std::string trimmed(std::string_view text) {
  const std::size_t from = text.find_first_not_of(" \t");
  return from == std::string_view::npos
             ? std::string()
             : std::string(text.substr(from, text.find_last_not_of(" \t") - from + 1));
}

/// The cells of a table row such as "| a | b |".
std::vector<std::string> cells_of(std::string_view row) {
  std::vector<std::string> cells;
  row.remove_prefix(1);
  while (!row.empty()) {
    const std::size_t bar = std::min(row.find('|'), row.size());
    cells.push_back(trimmed(row.substr(0, bar)));
    row.remove_prefix(std::min(bar + 1, row.size()));
  }
  return cells;
}

/// The text without the marks of emphasis and code: "an instance" for "an *instance*".
std::string without_signs(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool stands_alone = i > 0 && i + 1 < text.size() && text[i - 1] == ' ' && text[i + 1] == ' ';
    if (text[i] != '`' && (text[i] != '*' || stands_alone)) {
      plain += text[i];
    }
  }
  return plain;
}

std::vector<Block> blocks_of(std::string_view text) {
  std::vector<Block> blocks;
  bool is_open = false;  // whether the next line may continue the last block
  std::istringstream lines(without_signs(text));
  for (std::string raw; std::getline(lines, raw);) {
    const std::string line = trimmed(raw);
    const BlockKind kind = line.starts_with('|')    ? BlockKind::table
                           : line.starts_with("- ") ? BlockKind::item
                                                    : BlockKind::paragraph;
    if (line.empty()) {
      is_open = false;
      continue;
    }
    const bool continues = is_open && (kind == BlockKind::table ? blocks.back().kind == BlockKind::table
                                                                : kind == BlockKind::paragraph &&
                                                                      blocks.back().kind != BlockKind::table);
    if (!continues) {
      blocks.push_back({kind, {}, {}});
    }
    is_open = true;
    if (kind == BlockKind::table) {
      blocks.back().rows.push_back(cells_of(line));
    } else {
      blocks.back().text += (continues ? " " : "") + line;
    }
  }
  return blocks;
}

/// The widths of the columns of a table. The widest columns are narrowed until the table fits.
std::vector<std::size_t> widths_of(const std::vector<std::vector<std::string>>& rows, std::size_t width) {
  std::vector<std::size_t> widths;
  for (const std::vector<std::string>& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], width_of(row[i]));
    }
  }
  constexpr std::size_t gap = 2;
  constexpr std::size_t narrowest = 8;
  const auto total = [&widths] {
    std::size_t sum = kIndent;
    for (const std::size_t each : widths) {
      sum += each + gap;
    }
    return sum - gap;
  };
  while (!widths.empty() && total() > width) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= narrowest) {
      break;
    }
    --*widest;
  }
  return widths;
}

std::string table_text(const std::vector<std::vector<std::string>>& rows, std::size_t width) {
  const std::vector<std::size_t> widths = widths_of(rows, width);
  std::string text;
  for (const std::vector<std::string>& row : rows) {
    const bool is_heading = &row == &rows.front();
    std::vector<std::vector<std::string>> lines(row.size());
    std::size_t height = 1;
    for (std::size_t i = 0; i < row.size(); ++i) {
      std::istringstream parts(wrapped(row[i], widths[i], 0));
      for (std::string part; std::getline(parts, part);) {
        lines[i].push_back(part);
      }
      height = std::max(height, lines[i].size());
    }
    for (std::size_t at = 0; at < height; ++at) {
      std::string line(kIndent, ' ');
      for (std::size_t i = 0; i < row.size(); ++i) {
        line += pad_right(at < lines[i].size() ? lines[i][at] : std::string(), widths[i] + 2);
      }
      line.resize(line.find_last_not_of(' ') + 1);
      text += (is_heading ? bold(line) : line) + "\n";
    }
  }
  return text;
}

}  // namespace

std::string lesson_prose(std::string_view text, std::size_t width) {
  std::string lines;
  const Block* before = nullptr;
  const std::vector<Block> blocks = blocks_of(text);
  for (const Block& block : blocks) {
    if (before != nullptr && (before->kind != BlockKind::item || block.kind != BlockKind::item)) {
      lines += "\n";
    }
    before = &block;
    lines += block.kind == BlockKind::table  ? table_text(block.rows, width)
             : block.kind == BlockKind::item ? wrapped(block.text, width, kIndent, kIndent + 2)
                                             : wrapped(block.text, width, kIndent);
  }
  return lines;
}

void print_lesson(const Scenario& scenario, const RunResult& result,
                  const std::vector<ExpectationResult>& expected) {
  const Lesson& lesson = scenario.lesson;
  const std::size_t width = output_columns();
  fmt::print("\n{}", bold(wrapped(lesson.title.empty() ? scenario.name : lesson.title, width, kIndent)));
  for (const auto& [head, text] : {std::pair<const char*, const std::string&>{"Goal: ", lesson.goal},
                                   {"A guess first: ", lesson.guess},
                                   {"", lesson.text}}) {
    if (!text.empty()) {
      fmt::print("\n{}", lesson_prose(head + text, width));
    }
  }
  if (!expected.empty() || !lesson.show.empty()) {
    fmt::print("\n");
  }
  print_expectations(scenario, expected);
  for (const std::string& name : lesson.show) {
    const Metric& metric = *result.report.find(name);
    constexpr std::size_t indent = 9;
    const std::string value = metric.has_value() ? human_metric(name, metric.number()) : "-";
    const std::string line = std::string(indent, ' ') + pad_right(name, 28) + pad_left(value, 13);
    fmt::print("{}", width_of(line) <= width ? line + "\n"
                                             : wrapped(name + ": " + value, width, indent, indent + 2));
  }
  if (lesson.exercise) {
    fmt::print("\n{}", lesson_prose("Exercise: " + lesson.exercise->question, width));
    for (const ExerciseSetting& setting : lesson.exercise->settings) {
      std::string changes;
      for (const std::string& change : setting.set) {
        changes += " --set '" + change + "'";
      }
      fmt::print("{}", wrapped(fmt::format("- {}:{}", setting.name, changes.empty() ? " as it is" : changes),
                               width, kIndent, kIndent + 2));
    }
  }
  fmt::print("\n{}", dim(wrapped("--all-figures prints the whole report", width, kIndent)));
}

}  // namespace curtain::tools
