#include "models/import/access_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "models/import/report_line.hpp"
#include "models/workload/decimal.hpp"
#include "models/workload/line_reader.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

constexpr std::size_t kNginxPlaces = 3;   // number of decimals of a length of time; a ratio has two decimals
constexpr std::size_t kMostLines = 1000;  // number of lines that are examined to determine the layout of a
                                          // file
constexpr std::size_t kMostAccessWords = 200;

/// The end of a word that begins with a quotation mark or a bracket; npos if the word is not closed.
std::size_t closing_of(std::string_view line, char closing) {
  std::size_t end = line.find(closing, 1);
  while (closing == '"' && end != std::string_view::npos) {
    std::size_t slashes = 0;
    while (slashes + 1 < end && line[end - 1 - slashes] == '\\') {
      ++slashes;
    }
    if (slashes % 2 == 0) {
      break;
    }
    end = line.find(closing, end + 1);
  }
  return end;
}

AccessWord take_access_word(std::string_view& line) {
  AccessWord word;
  if (line[0] == '"' || line[0] == '[') {
    word.kind = line[0] == '"' ? AccessWord::Kind::quoted : AccessWord::Kind::bracketed;
    const std::size_t end = closing_of(line, line[0] == '"' ? '"' : ']');
    word.is_open = end == std::string_view::npos;
    word.text = line.substr(1, word.is_open ? end : end - 1);
    line.remove_prefix(word.is_open ? line.size() : end + 1);
    return word;
  }
  std::size_t end = std::min(line.find(' '), line.size());
  // Texts such as "0.100, 0.250" and "10.0.0.1:80 : 10.0.0.2:80" are lists of upstreams, which count as one
  // word.
  while (end < line.size()) {
    const bool goes_on = line[end - 1] == ',' && line[end + 1 < line.size() ? end + 1 : end] != ' ';
    const bool is_colon = line.substr(end, 3) == " : ";
    if (!goes_on && !is_colon) {
      break;
    }
    end = std::min(line.find(' ', end + (is_colon ? 3 : 1)), line.size());
  }
  word.text = line.substr(0, end);
  line.remove_prefix(end);
  return word;
}

std::optional<std::int64_t> one_length(std::string_view text) {
  static const DecimalReader seconds(1'000'000'000);
  const std::size_t digits = std::min(text.find_first_not_of("0123456789."), text.size());
  const std::string_view number = text.substr(0, digits);
  const std::size_t point = number.find('.');
  std::int64_t ns = 0;
  const bool has_point = point != std::string_view::npos;
  if (number.empty() || point == 0 || (has_point && number.find('.', point + 1) != std::string_view::npos)) {
    return std::nullopt;
  }
  if (digits < text.size()) {
    const auto unit = unit_of(text.substr(digits));
    RecordProblem problem;
    return unit && read_length(number, "", *unit, ns, problem) ? std::optional(ns) : std::nullopt;
  }
  if (CURTAIN_MUTANT(import_takes_numbers_for_times, !has_point, false) ||
      number.size() - point - 1 < kNginxPlaces || seconds.read(number, ns) != DecimalReader::Outcome::ok ||
      ns > kLongestExecution) {
    return std::nullopt;
  }
  return ns;
}

/// The word that is the duration of the request. It is chosen among the words that are lengths of time in
/// most of these lines. No other word is ever larger, because the duration of the request includes the times
/// of the upstreams.
std::optional<std::size_t> request_time(const std::vector<AccessLine>& lines, std::size_t words) {
  std::vector<std::size_t> lengths;
  for (std::size_t i = 0; i < words; ++i) {
    const auto count = std::count_if(lines.begin(), lines.end(), [i](const AccessLine& line) {
      return length_of_time(line.words[i].text).has_value();
    });
    if (static_cast<std::size_t>(count) * 2 > lines.size()) {
      lengths.push_back(i);
    }
  }
  for (const std::size_t i : lengths) {
    const bool is_longest = std::all_of(lines.begin(), lines.end(), [&](const AccessLine& line) {
      return std::all_of(lengths.begin(), lengths.end(), [&](std::size_t other) {
        const auto own = length_of_time(line.words[i].text);
        return !own || *own >= length_of_time(line.words[other].text).value_or(-1);
      });
    });
    if (is_longest) {
      return i;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::size_t> time_word(const AccessLine& line) {
  return request_time({line}, line.words.size());
}

std::string AccessLine::shape() const {
  std::string shape;
  for (const AccessWord& word : words) {
    shape += static_cast<char>(word.kind);
  }
  return shape;
}

bool split_access_line(std::string_view line, AccessLine& parts) {
  parts = {};
  const std::size_t first = line.find('[');
  if (first == std::string_view::npos) {
    return false;
  }
  std::size_t at = first;
  std::size_t end = 0;
  // The brackets may also contain an IPv6 address or a name.
  for (;; at = line.find('[', at + 1)) {
    if (at == std::string_view::npos) {
      at = first;
      break;
    }
    parts.time = log_time(line.substr(at + 1));
    if (parts.time && line.substr(at + 1 + parts.time->used, 1) == "]") {
      break;
    }
    parts.time.reset();
  }
  end = std::min(line.find(']', at), line.size());
  parts.before = line.substr(0, at);
  parts.instant = line.substr(at + 1, end - at - 1);
  std::string_view rest = line.substr(std::min(end + 1, line.size()));
  while (true) {
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
    if (rest.empty() || parts.words.size() == kMostAccessWords) {
      return true;
    }
    parts.words.push_back(take_access_word(rest));
  }
}

bool is_request_line(std::string_view request) {
  const std::size_t method = request.find(' ');
  return method != std::string_view::npos && method > 0 && method + 1 < request.size() &&
         std::all_of(
             request.begin(), request.begin() + static_cast<std::ptrdiff_t>(method),
             [](char character) { return (character >= 'A' && character <= 'Z') || character == '-'; });
}

std::string_view route_of(std::string_view request) {
  const std::size_t method = request.find(' ');
  const std::size_t end = request.find_first_of(" ?", method == std::string_view::npos ? 0 : method + 1);
  return request.substr(0, end);
}

std::string route_of(std::string_view method, std::string_view path) {
  const std::string_view separator = method.empty() || path.empty() ? "" : " ";
  return fmt::format("{}{}{}", method, separator, path.substr(0, path.find('?')));
}

bool is_status(std::string_view text) {
  return text.size() == 3 && is_whole_number(text);
}

bool is_whole_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<std::int64_t> length_of_time(std::string_view word) {
  std::optional<std::int64_t> sum;
  while (!word.empty()) {
    const std::size_t end = std::min({word.find(", "), word.find(" : "), word.size()});
    const std::string_view part = word.substr(0, end);
    word.remove_prefix(end == word.size() ? end : end + (word[end] == ',' ? 2 : 3));
    if (part == "-") {
      continue;
    }
    const std::optional<std::int64_t> length = one_length(part);
    if (!length) {
      return std::nullopt;
    }
    sum = sum.value_or(0) + *length;
  }
  return sum;
}

bool read_length(std::string_view text, std::string_view name, std::int64_t unit_ns, std::int64_t& ns,
                 RecordProblem& problem) {
  const DecimalReader reader(unit_ns);
  const auto outcome = reader.read(text, ns);
  if (outcome == DecimalReader::Outcome::ok && ns <= kLongestExecution) {
    return true;
  }
  problem.trouble = outcome == DecimalReader::Outcome::negative       ? Trouble::negative
                    : outcome == DecimalReader::Outcome::not_a_number ? Trouble::not_a_number
                                                                      : Trouble::too_large;
  problem.what =
      fmt::format("{} is {}; expected a length of time of at most a day", in_quotes(name), in_quotes(text));
  return false;
}

std::optional<std::int64_t> unit_of(std::string_view name) {
  if (name == "s") {
    return 1'000'000'000;
  }
  if (name == "ms") {
    return 1'000'000;
  }
  return name == "us"   ? std::optional<std::int64_t>(1000)
         : name == "ns" ? std::optional<std::int64_t>(1)
                        : std::nullopt;
}

bool is_request_id(std::string_view word) {
  const auto only = [word](std::string_view characters) {
    return word.find_first_not_of(characters) == std::string_view::npos;
  };
  constexpr std::string_view base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=";
  return (word.size() >= 16 && only("0123456789abcdefABCDEF-") && !is_whole_number(word)) ||
         (word.size() >= 12 && word.ends_with('=') && only(base64));
}

std::string plain_name(std::string_view name) {
  std::string plain;
  for (const char character : name) {
    if (character >= 'A' && character <= 'Z') {
      plain += static_cast<char>(character - 'A' + 'a');
    } else if (std::string_view("_.-@").find(character) == std::string_view::npos) {
      plain += character;
    }
  }
  return plain;
}

JsonView find_plain(JsonView object, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    for (JsonView each = object.first(); each; each = each.next()) {
      if (plain_name(each.key()) == name) {
        return each;
      }
    }
  }
  return {};
}

AccessShape shape_of_lines(std::string_view start) {
  std::map<std::string, std::vector<AccessLine>> by_shape;
  std::size_t count = 0;
  for (std::size_t end = start.find('\n'); end != std::string_view::npos && count < kMostLines;
       end = start.find('\n')) {
    std::string_view line = start.substr(0, end);
    start.remove_prefix(end + 1);
    line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
    AccessLine parts;
    if (split_access_line(line, parts) && parts.time && !parts.words.empty()) {
      ++count;
      by_shape[parts.shape()].push_back(std::move(parts));
    }
  }
  AccessShape learned;
  for (const auto& [shape, lines] : by_shape) {
    if (lines.size() > 1 && lines.size() * 2 > count) {
      learned.shape = shape;
      learned.time = request_time(lines, shape.size());
    }
  }
  return learned;
}

std::optional<LogTime> time_of(JsonView value, AccessRecord& record) {
  std::optional<LogTime> time = log_time(value.text());
  if (!time) {
    record.fail(Trouble::bad_time,
                fmt::format("{} is {}, which is not a time", value.key(), in_quotes(value.text())));
  }
  record.time = time;
  return time;
}

#define CURTAIN_ACCESS_LAYOUT(name) const AccessLayout& name();
#include "models/import/access_layouts.inc"
#undef CURTAIN_ACCESS_LAYOUT

const std::vector<const AccessLayout*>& access_layouts() {
#define CURTAIN_ACCESS_LAYOUT(name) &name(),
  static const std::vector<const AccessLayout*> layouts{
#include "models/import/access_layouts.inc"
  };
#undef CURTAIN_ACCESS_LAYOUT
  return layouts;
}

}  // namespace curtain
