#include "models/config/syntax_help.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "models/config/diagnostics.hpp"

namespace curtain::config {
namespace {

constexpr std::size_t kNowhere = std::string_view::npos;

/// A line of the text, with its indentation and without its comment.
struct Line {
  std::uint32_t number = 0;
  std::size_t indentation = 0;  // number of blanks and tabs at the beginning
  bool has_tab = false;         // whether one of these blanks is a tab
  std::string_view content;
};

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

bool is_key_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (is_blank(text.back()) || text.back() == '\r')) {
    text.remove_suffix(1);
  }
  return text;
}

/// The text after the dashes that begin list items.
std::string_view without_dashes(std::string_view content) {
  while (content.starts_with("- ")) {
    content.remove_prefix(std::min(content.find_first_not_of(' ', 1), content.size()));
  }
  return content;
}

/// The key of "key: value", "key:" or "key:value"; empty if the text does not begin with a key.
std::string_view key_of(std::string_view content) {
  const std::string_view rest = without_dashes(content);
  std::size_t end = 0;
  while (end < rest.size() && is_key_character(rest[end])) {
    ++end;
  }
  return end > 0 && end < rest.size() && rest[end] == ':' ? rest.substr(0, end) : std::string_view();
}

/// The text after the key and its colon.
std::string_view value_of(std::string_view content) {
  const std::string_view key = key_of(content);
  const std::string_view rest = without_dashes(content);
  const std::size_t from = rest.find_first_not_of(" \t", key.size() + 1);
  return key.empty() || from == kNowhere ? std::string_view() : rest.substr(from);
}

/// Adds a space after the colon of each key, up to the bracket that closes the first bracket. The result for
/// "fixed:{timeout:1min}}}" is "fixed: {timeout: 1min}".
std::string with_spaces(std::string_view text) {
  std::string spaced;
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    spaced += text[i];
    depth += text[i] == '{' || text[i] == '[' ? 1 : text[i] == '}' || text[i] == ']' ? -1 : 0;
    const bool closes = text[i] == '}' || text[i] == ']';
    if (closes && depth <= 0) {
      break;
    }
    if (text[i] == ':' && i > 0 && is_key_character(text[i - 1]) && i + 1 < text.size() &&
        !is_blank(text[i + 1])) {
      spaced += ' ';
    }
  }
  return spaced;
}

/// Scans the text for quotes, brackets, comments and block scalars.
class Scan {
 public:
  explicit Scan(std::string_view text) {
    std::uint32_t number = 0;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      take(++number, text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  /// A quote that is never closed. `begins_value` is true if the quote begins a value, an item or a line.
  struct OpenQuote {
    char quote = 0;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    bool begins_value = false;
  };
  [[nodiscard]] const std::optional<OpenQuote>& quote() const { return quote_; }
  /// The first closing bracket that does not match, or else the last bracket that is never closed.
  [[nodiscard]] std::optional<SyntaxMistake> bracket() const {
    if (wrong_closer_) {
      return wrong_closer_;
    }
    if (open_.empty()) {
      return std::nullopt;
    }
    const Bracket& last = open_.back();
    return SyntaxMistake{
        last.line, last.column,
        fmt::format("this '{}' is never closed; a '{}' is missing", last.bracket, closer_of(last.bracket))};
  }
  /// The first key in brackets with a bracket directly after its colon, as in "{fixed:{timeout: 1min}}".
  [[nodiscard]] const std::optional<SyntaxMistake>& tight_colon() const { return tight_colon_; }
  /// The lines outside of quotes, brackets and block scalars. Blank lines and comments are left out.
  [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }

 private:
  struct Bracket {
    char bracket;
    std::uint32_t line;
    std::uint32_t column;
  };
  static char closer_of(char bracket) { return bracket == '[' ? ']' : '}'; }

  void take(std::uint32_t number, std::string_view line) {
    const std::size_t indentation = std::min(line.find_first_not_of(" \t\r"), line.size());
    const bool is_empty = indentation == line.size();
    if (block_ && (is_empty || indentation > *block_)) {
      return;
    }
    block_.reset();
    if (is_empty && !quote_) {
      return;
    }
    const bool is_inside = quote_ || !open_.empty();
    const std::size_t end = scan(number, line);
    const std::string_view content = trimmed(line.substr(indentation, end - std::min(indentation, end)));
    if (!is_inside && !content.empty()) {
      lines_.push_back({number, indentation, line.substr(0, indentation).find('\t') != kNowhere, content});
      const std::string_view value = value_of(content);
      if (!value.empty() && (value.front() == '|' || value.front() == '>')) {
        block_ = indentation;
      }
    }
  }

  /// Returns the position where a comment begins, or the end of the line.
  std::size_t scan(std::uint32_t number, std::string_view line) {
    bool begins_token = true;
    bool begins_value = !open_.empty();
    for (std::size_t i = 0; i < line.size(); ++i) {
      const char c = line[i];
      const auto column = static_cast<std::uint32_t>(i + 1);
      if (quote_) {
        if (c == '\\' && quote_->quote == '"') {
          ++i;
        } else if (c == quote_->quote) {
          quote_.reset();
          begins_token = false;
        }
      } else if (c == '#' && (i == 0 || is_blank(line[i - 1]))) {
        return i;
      } else if (begins_token && (c == '"' || c == '\'')) {
        quote_ = OpenQuote{c, number, column, begins_value};
      } else if ((c == '[' || c == '{') && i > 1 && line[i - 1] == ':' && !open_.empty() && !tight_colon_) {
        std::size_t key = i - 1;
        while (key > 0 && is_key_character(line[key - 1])) {
          --key;
        }
        tight_colon_ = SyntaxMistake{
            number, static_cast<std::uint32_t>(i),
            fmt::format("no space after the colon; write '{}'", with_spaces(trimmed(line.substr(key))))};
      } else if ((c == '[' || c == '{') && begins_token) {
        open_.push_back({c, number, column});
        begins_value = true;
      } else if ((c == ']' || c == '}') && !open_.empty()) {
        close(c, number, column);
        begins_token = false;
      } else if (!is_blank(c)) {
        const bool ends_with_blank = i + 1 == line.size() || is_blank(line[i + 1]);
        const bool separates = (c == ',' && !open_.empty()) || (c == ':' && ends_with_blank) ||
                               (c == '-' && begins_token && ends_with_blank);
        begins_token = separates;
        begins_value = begins_value || separates;
      }
    }
    return line.size();
  }

  void close(char c, std::uint32_t number, std::uint32_t column) {
    const Bracket last = open_.back();
    open_.pop_back();
    if (c != closer_of(last.bracket) && !wrong_closer_) {
      wrong_closer_ =
          SyntaxMistake{number, column,
                        fmt::format("found '{}' where the '{}' of line {}, column {} needs a '{}'", c,
                                    last.bracket, last.line, last.column, closer_of(last.bracket))};
    }
  }

  std::vector<Line> lines_;
  std::vector<Bracket> open_;
  std::optional<OpenQuote> quote_;
  std::optional<SyntaxMistake> wrong_closer_;
  std::optional<SyntaxMistake> tight_colon_;
  std::optional<std::size_t> block_;  // the indentation of the key whose block scalar is being scanned
};

SyntaxMistake at(const Line& line, std::size_t behind, std::string message) {
  return {line.number, static_cast<std::uint32_t>(line.indentation + behind + 1), std::move(message)};
}

std::optional<SyntaxMistake> tab_in(const Line& line) {
  if (!line.has_tab) {
    return std::nullopt;
  }
  return SyntaxMistake{
      line.number, 1,
      "a tab in the indentation, but YAML allows only spaces; replace each tab by two spaces"};
}

/// Finds a colon without a space: "platform:ideal".
std::optional<SyntaxMistake> missing_space(const Line& line) {
  const std::string_view key = key_of(line.content);
  const std::string_view rest = without_dashes(line.content);
  if (key.empty() || key.size() + 1 >= rest.size() || is_blank(rest[key.size() + 1])) {
    return std::nullopt;
  }
  return at(line, line.content.size() - rest.size(),
            fmt::format("no space after the colon; write '{}: {}'", key, value_of(line.content)));
}

/// True if a quoted text is open at the end of `text`, because a quotation mark occurs an odd number of
/// times.
bool may_end_in_quotes(std::string_view text) {
  const auto is_odd = [text](char quote) { return std::count(text.begin(), text.end(), quote) % 2 != 0; };
  return is_odd('"') || is_odd('\'');
}

/// Finds braces within braces, as in "{metric: a.b{function=c}, ..". YAML would read the inner braces as a
/// mapping.
std::optional<SyntaxMistake> braces_in_value(const Line& line) {
  const std::string_view text = line.content;
  for (std::size_t open = text.find('{'); open != kNowhere; open = text.find('{', open + 1)) {
    std::size_t from = open;
    while (from > 0 && (is_key_character(text[from - 1]) || text[from - 1] == '.')) {
      --from;
    }
    const std::size_t equals = text.find('=', open);
    const std::size_t close = text.find('}', open);
    const std::string_view before = text.substr(0, from);
    const bool is_in_braces = before.find('{') != kNowhere && !may_end_in_quotes(before);
    const bool is_value = from > 0 && is_blank(text[from - 1]) && trimmed(before).ends_with(':');
    if (from < open && is_in_braces && is_value && equals < close && close != kNowhere) {
      const std::string_view value = text.substr(from, close + 1 - from);
      const bool has_quotes = value.find('"') != kNowhere;
      return at(line, from,
                fmt::format(
                    "the value {1} has braces inside a mapping in braces; put the value in quotes: {0}{1}{0}",
                    has_quotes ? '\'' : '"', value));
    }
  }
  return std::nullopt;
}

/// Finds a missing comma, as in "{a: b c: d}", and missing braces, as in "{a: b: c}".
std::optional<SyntaxMistake> missing_comma(const Line& line) {
  const std::string_view text = line.content;
  std::size_t depth = 0;
  bool has_colon = false;  // whether there is a colon after the last comma or brace
  std::size_t first_colon = 0;
  char open = 0;  // the quote that is open, or 0
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (open != 0) {
      open = c == open ? '\0' : open;
    } else if (c == '"' || c == '\'') {
      open = c;
    } else if (std::string_view("[]{},").find(c) != kNowhere) {
      depth = c == '[' || c == '{' ? depth + 1 : c == ',' ? depth : depth - std::min<std::size_t>(depth, 1);
      has_colon = false;
    } else if (c == ':' && depth > 0 && (i + 1 == text.size() || is_blank(text[i + 1]))) {
      if (!has_colon) {
        has_colon = true;
        first_colon = i;
        continue;
      }
      std::size_t from = i;
      while (from > 0 && is_key_character(text[from - 1])) {
        --from;
      }
      if (trimmed(text.substr(first_colon + 1, from - first_colon - 1)).empty()) {
        const std::size_t end = std::min(text.find_first_of(",}]", i), text.size());
        return at(
            line, i,
            fmt::format("a second colon in an entry; put a value that has a key of its own in braces: {{{}}}",
                        trimmed(text.substr(from, end - from))));
      }
      return at(line, from,
                fmt::format("a comma is missing before {}", config::quote(text.substr(from, i - from))));
    }
  }
  return std::nullopt;
}

/// Finds a second colon, as in "name: a: b".
std::optional<SyntaxMistake> second_colon(const Line& line) {
  const std::string_view value = value_of(line.content);
  const bool is_plain = !value.empty() && std::string_view("\"'[{|>").find(value.front()) == kNowhere;
  if (!is_plain || (value.find(": ") == kNowhere && value.back() != ':')) {
    return std::nullopt;
  }
  return at(line, line.content.size() - value.size(),
            fmt::format("a second colon in the line; if the colon is part of the value, put the value in "
                        "quotes: {}: \"{}\"",
                        key_of(line.content), value));
}

/// Finds a value that begins with a character that has a special meaning in YAML.
std::optional<SyntaxMistake> odd_beginning(const Line& line) {
  const std::string_view value = value_of(line.content);
  if (value.empty() || std::string_view("@`%!,").find(value.front()) == kNowhere) {
    return std::nullopt;
  }
  return at(line, line.content.size() - value.size(),
            fmt::format("a value cannot begin with '{}' unless it is in quotes: {}: \"{}\"", value.front(),
                        key_of(line.content), value));
}

/// Finds a line that is neither a key nor an item.
std::optional<SyntaxMistake> no_key(const Line& line) {
  const std::string_view rest = without_dashes(line.content);
  if (rest.size() != line.content.size() || !key_of(line.content).empty() || rest.find(": ") != kNowhere ||
      std::string_view("[{\"'-").find(rest.front()) != kNowhere) {
    return std::nullopt;
  }
  const std::size_t equals = rest.find('=');
  const std::string_view name = trimmed(rest.substr(0, std::min(equals, rest.size())));
  if (equals == kNowhere || name.empty()) {
    return at(line, 0, fmt::format("{} is not a key with a value; write 'key: value'", quote(rest)));
  }
  const std::size_t from = std::min(rest.find_first_not_of(" =", equals), rest.size());
  return at(
      line, 0,
      fmt::format("{} is not a key with a value; write '{}: {}'", quote(rest), name, rest.substr(from)));
}

/// The indentations that are allowed in the next line, from the outermost to the innermost.
std::vector<std::size_t> levels_above(const std::vector<Line>& lines, std::size_t index) {
  std::vector<std::size_t> levels;
  for (std::size_t i = 0; i < index; ++i) {
    while (!levels.empty() && levels.back() > lines[i].indentation) {
      levels.pop_back();
    }
    if (levels.empty() || levels.back() < lines[i].indentation) {
      levels.push_back(lines[i].indentation);
    }
    const std::size_t dashes = lines[i].content.size() - without_dashes(lines[i].content).size();
    if (dashes > 0 && !key_of(lines[i].content).empty()) {
      levels.push_back(lines[i].indentation + dashes);
    }
  }
  return levels;
}

std::string spaces(std::size_t count) {
  return fmt::format("{} space{}", count, count == 1 ? "" : "s");
}

std::optional<SyntaxMistake> wrong_indentation(const std::vector<Line>& lines, std::size_t index) {
  const Line& line = lines[index];
  if (index == 0) {
    return std::nullopt;
  }
  const Line& above = lines[index - 1];
  const bool has_value = !value_of(above.content).empty();
  const std::size_t own_level =
      above.indentation + above.content.size() - without_dashes(above.content).size();
  if (line.indentation > own_level && has_value && !key_of(line.content).empty()) {
    return at(line, 0,
              fmt::format("indented by {}, which is more than line {}, but the key '{}' of that line already "
                          "has a value; indent both lines equally",
                          spaces(line.indentation), above.number, key_of(above.content)));
  }
  const std::vector<std::size_t> levels = levels_above(lines, index);
  if (std::find(levels.begin(), levels.end(), line.indentation) == levels.end() &&
      line.indentation < levels.back()) {
    std::string list;
    for (const std::size_t level : levels) {
      list += (list.empty() ? "" : ", ") + std::to_string(level);
    }
    return at(line, 0,
              fmt::format("indented by {}, which matches no line above; the lines above are indented by {}",
                          spaces(line.indentation), list));
  }
  return std::nullopt;
}

/// Finds an item among keys, and a key among items.
std::optional<SyntaxMistake> item_among_keys(const std::vector<Line>& lines, std::size_t index) {
  const Line& line = lines[index];
  const bool is_item = line.content.starts_with("- ") || line.content == "-";
  for (std::size_t i = index; i-- > 0 && lines[i].indentation >= line.indentation;) {
    if (lines[i].indentation != line.indentation) {
      continue;
    }
    const bool other_is_item = lines[i].content.starts_with("- ") || lines[i].content == "-";
    const bool opens_list = i + 1 == index && value_of(lines[i].content).empty();
    if (is_item && !other_is_item && !opens_list) {
      return at(line, 0,
                fmt::format("an item of a list ('- ') among keys such as that in line {}; write it as a key, "
                            "or indent it below its key",
                            lines[i].number));
    }
    if (!is_item && other_is_item && line.indentation > 0) {
      return at(line, 0,
                fmt::format("a key among the items of a list ('- ') such as that in line {}; to make the key "
                            "part of that item, indent it by {}",
                            lines[i].number, spaces(line.indentation + 2)));
    }
    return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::optional<SyntaxMistake> explain_syntax(std::string_view text, std::uint32_t line) {
  const Scan scan(text);
  const std::vector<Line>& lines = scan.lines();
  for (const Line& above : lines) {
    if (above.number <= line && above.has_tab) {
      return tab_in(above);
    }
  }
  if (scan.quote() && scan.quote()->line <= line) {
    return SyntaxMistake{scan.quote()->line, scan.quote()->column,
                         fmt::format("this {} is never closed; another one is missing", scan.quote()->quote)};
  }
  if (scan.tight_colon() && scan.tight_colon()->line <= line) {
    return scan.tight_colon();
  }
  for (const Line& above : lines) {
    if (auto mistake = above.number <= line ? braces_in_value(above) : std::nullopt) {
      return mistake;
    }
  }
  if (const auto bracket = scan.bracket(); bracket && bracket->line <= line) {
    return bracket;
  }
  // Checks the line at which the parser stopped, and the two lines before it.
  const auto behind =
      std::find_if(lines.begin(), lines.end(), [line](const Line& l) { return l.number > line; });
  const auto last = static_cast<std::size_t>(behind - lines.begin());
  for (std::size_t index = last; index-- > 0 && last - index <= 2;) {
    for (const auto& check : {missing_space, missing_comma, second_colon, odd_beginning, no_key}) {
      if (auto mistake = check(lines[index])) {
        return mistake;
      }
    }
    if (auto mistake = wrong_indentation(lines, index)) {
      return mistake;
    }
    if (auto mistake = item_among_keys(lines, index)) {
      return mistake;
    }
  }
  return std::nullopt;
}

std::optional<SyntaxMistake> find_open_quote(std::string_view text) {
  const Scan scan(text);
  if (!scan.quote() || !scan.quote()->begins_value) {
    return std::nullopt;
  }
  return SyntaxMistake{scan.quote()->line, scan.quote()->column,
                       fmt::format("this {} is never closed; another one is missing", scan.quote()->quote)};
}

}  // namespace curtain::config
