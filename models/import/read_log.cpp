#include "models/import/read_log.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/import/csv_records.hpp"
#include "models/import/json_stream.hpp"
#include "models/import/log_bytes.hpp"

namespace curtain {
namespace {

constexpr std::size_t kLookAhead = std::size_t{1} << 16;

char first_of(std::string_view text) {
  const std::size_t at = text.find_first_not_of(" \t\r\n");
  return at == std::string_view::npos ? '\0' : text[at];
}

bool begins_json(char character) {
  return character == '{' || character == '[';
}

/// True if the text ends with a bracket, and all brackets and quotation marks are closed at its end.
bool is_closed(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (in_string) {
      at += text[at] == '\\' ? 1 : 0;
      in_string = at >= text.size() || text[at] != '"';
    } else {
      in_string = text[at] == '"';
      depth += text[at] == '{' || text[at] == '[' ? 1 : text[at] == '}' || text[at] == ']' ? -1 : 0;
    }
  }
  return depth == 0 && !in_string && (text.back() == '}' || text.back() == ']');
}

std::string_view without_break(std::string_view text) {
  return text.substr(0, text.find_last_not_of("\r\n") + 1);
}

enum class Shape : std::uint8_t { document, json_lines, text };

/// True if the text begins a JSON array, as "[{", "[]" and "[" do. "[ERROR] .." is text.
bool begins_array(std::string_view text) {
  const char second = first_of(text.substr(text.find('[') + 1));
  return begins_json(second) || second == ']' || second == '"' || second == '\0';
}

/// Determines the shape of a file. A document may span several lines. JSON by lines has a complete document
/// on each line. A single broken line does not decide between the two shapes, even if it is the first line;
/// two complete lines do.
Shape shape_of(std::string_view start, bool is_all) {
  if (!begins_json(first_of(start)) || (first_of(start) == '[' && !begins_array(start))) {
    return Shape::text;
  }
  std::string_view first;
  std::size_t whole = 0;
  for (std::size_t at = 0; at < start.size();) {
    const std::size_t end = start.find('\n', at);
    std::string_view line = start.substr(at, end == std::string_view::npos ? end : end - at);
    line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
    at = end == std::string_view::npos ? start.size() : end + 1;
    if (end == std::string_view::npos && !is_all) {
      // The line is longer than the examined bytes. No line of a document that is formatted for readers is so
      // long.
      return first.empty() || whole > 0 ? Shape::json_lines : Shape::document;
    }
    const bool is_whole = begins_json(line.empty() ? ' ' : line.front()) && is_closed(line);
    whole += is_whole ? 1 : 0;
    if (whole > 1 || (first.empty() && is_whole)) {
      return Shape::json_lines;
    }
    first = first.empty() ? line : first;
  }
  const bool is_open = first.find_last_of("[{,") == first.size() - 1;  // as in a document on several lines
  return is_open || whole == 0 ? Shape::document : Shape::json_lines;
}

class FileReader : public JsonReceiver {
 public:
  FileReader(const std::string& path, LogFormat& format, LogReading& reading,
             const std::atomic<bool>& interrupt)
      : bytes_(path), format_(format), reading_(reading), interrupt_(interrupt), json_(format.streamed()) {}

  void read() {
    const std::string_view start = bytes_.ahead(kLookAhead);
    const Shape shape = shape_of(start, start.size() < kLookAhead);
    format_.begin(start);
    CsvRecords table;
    if (shape == Shape::document) {
      documents();
    } else if (shape == Shape::text && table.read_header(start) && format_.is_table(table.columns())) {
      rows(table);
    } else {
      lines(shape == Shape::json_lines);
    }
  }

  bool element(JsonView element) override {
    reading_.at(json_.line(), bytes_.since(LogBytes::of_record));
    return format_.element(element);
  }
  void document(JsonView root) override {
    reading_.at(json_.line(), bytes_.since(LogBytes::of_record));
    format_.document(root);
  }
  [[nodiscard]] bool is_stopped() const override { return interrupt_.load(std::memory_order_relaxed); }
  void finish() { reading_.counts().lines += bytes_.lines(); }

 private:
  [[nodiscard]] bool goes_on() { return !interrupt_.load(std::memory_order_relaxed) && !bytes_.at_end(); }

  void skip_blanks(bool in_line) {
    while (!bytes_.at_end() && (bytes_.peek() == ' ' || bytes_.peek() == '\t' || bytes_.peek() == '\r' ||
                                bytes_.peek() == ',' || (bytes_.peek() == '\n' && !in_line))) {
      bytes_.advance();
    }
  }

  void documents() {
    for (skip_blanks(false); goes_on(); skip_blanks(false)) {
      std::string problem = "the text is not a JSON document";
      if (begins_json(bytes_.peek())) {
        problem = json_.read(bytes_, false, *this);
      }
      if (!problem.empty()) {
        reading_.at(bytes_.line_number(), without_break(bytes_.since(LogBytes::of_record)));
        reading_.refuse(Trouble::bad_json, problem + "; the rest of this file was not read");
        return;
      }
    }
  }

  void lines(bool has_json) {
    while (goes_on()) {
      bytes_.mark(LogBytes::of_line);
      const std::uint64_t number = bytes_.line_number();
      if (has_json) {
        skip_blanks(true);
        if (!bytes_.at_end() && begins_json(bytes_.peek())) {
          json_line(number);
          continue;
        }
      }
      std::string_view text;
      bytes_.line(text);
      reading_.at(number, text);
      if (bytes_.was_cut()) {
        reading_.refuse(Trouble::too_long, "the line is longer than a MiB, which is the limit for one event");
        bytes_.skip_line();
      } else if (text.find_first_not_of(" \t") == std::string_view::npos) {
        reading_.pass();
      } else if (is_binary(text)) {
        reading_.refuse(Trouble::binary,
                        "the line has bytes that are not text, so the record cannot be read");
      } else {
        format_.line(text);
      }
    }
  }

  /// Reads all documents on one line.
  void json_line(std::uint64_t number) {
    std::string problem;
    while (problem.empty() && !bytes_.at_end() && bytes_.peek() != '\n') {
      bytes_.mark(LogBytes::of_line);
      problem = begins_json(bytes_.peek()) ? json_.read(bytes_, true, *this)
                                           : "unexpected text after a JSON document";
      skip_blanks(true);
    }
    if (!problem.empty()) {
      std::string_view rest;
      bytes_.line(rest);  // keeps the beginning of the rest
      const bool was_cut = bytes_.was_cut();
      reading_.at(number, without_break(bytes_.since(LogBytes::of_line)));
      reading_.refuse(Trouble::bad_json, std::move(problem));
      if (was_cut) {
        bytes_.skip_line();
      }
    } else if (!bytes_.at_end()) {
      bytes_.advance();  // skips the line break
    }
  }

  void rows(CsvRecords& table) {
    std::string_view header;
    bytes_.line(header);
    while (goes_on()) {
      const std::uint64_t number = bytes_.line_number();
      const std::string problem = table.next(bytes_);
      reading_.at(number, table.text());
      if (!problem.empty()) {
        reading_.refuse(Trouble::cut_off, problem);
      } else if (table.fields().empty()) {
        reading_.pass();  // a blank line
      } else {
        format_.row(table.fields());
      }
    }
  }

  LogBytes bytes_;
  LogFormat& format_;
  LogReading& reading_;
  const std::atomic<bool>& interrupt_;
  JsonStream json_;
};

}  // namespace

#define CURTAIN_LOG_KIND(name) const LogKind& name();
#include "models/import/log_kinds.inc"
#undef CURTAIN_LOG_KIND

const std::vector<const LogKind*>& all_log_kinds() {
#define CURTAIN_LOG_KIND(name) &name(),
  static const std::vector<const LogKind*> kinds{
#include "models/import/log_kinds.inc"
  };
#undef CURTAIN_LOG_KIND
  return kinds;
}

std::vector<std::string> log_kinds() {
  std::vector<std::string> names;
  for (const LogKind* const kind : all_log_kinds()) {
    names.emplace_back(kind->name);
  }
  return names;
}

const LogKind* find_log_kind(std::string_view name) {
  for (const LogKind* const kind : all_log_kinds()) {
    if (kind->name == name) {
      return kind;
    }
  }
  return nullptr;
}

const LogKind* guess_log_kind(const std::string& path) {
  LogBytes bytes(path);
  LogSample sample{bytes.ahead(kLookAhead), {}};
  CsvRecords table;
  if (!begins_json(first_of(sample.text)) && table.read_header(sample.text) && table.columns().size() > 1) {
    sample.columns = table.columns();
  }
  for (const LogKind* const kind : all_log_kinds()) {
    if (kind->recognises(sample)) {
      return kind;
    }
  }
  return nullptr;
}

void read_log(const std::string& path, LogFormat& format, LogReading& reading,
              const std::atomic<bool>& interrupt) {
  reading.open(path);
  FileReader reader(path, format, reading, interrupt);
  try {
    reader.read();
  } catch (const StreamError& error) {
    reading.at(0, {});
    reading.refuse(Trouble::damaged_file, error.what());
  }
  reader.finish();
}

}  // namespace curtain
