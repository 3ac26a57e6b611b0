#include "models/import/report_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "models/workload/decimal.hpp"
#include "models/workload/line_reader.hpp"
#include "models/workload/memory_size.hpp"

namespace curtain {
namespace {

enum class Field : std::uint8_t {
  request,
  duration,
  billed,
  memory,
  max_memory,
  init,
  restore,
  billed_restore,
  trace,
  segment,
  sampled,
  status,
  error
};

struct Key {
  std::string_view name;
  Field field;
  std::string_view unit;  // empty: the value is a word
};

// If one name is the end of another name, the longer name comes first.
constexpr std::array<Key, 13> kKeys{{{"RequestId", Field::request, ""},
                                     {"Billed Restore Duration", Field::billed_restore, "ms"},
                                     {"Billed Duration", Field::billed, "ms"},
                                     {"Init Duration", Field::init, "ms"},
                                     {"Restore Duration", Field::restore, "ms"},
                                     {"Duration", Field::duration, "ms"},
                                     {"Max Memory Used", Field::max_memory, "MB"},
                                     {"Memory Size", Field::memory, "MB"},
                                     {"XRAY TraceId", Field::trace, ""},
                                     {"SegmentId", Field::segment, ""},
                                     {"Sampled", Field::sampled, ""},
                                     {"Status", Field::status, ""},
                                     {"Error Type", Field::error, ""}}};
constexpr std::array<Field, 5> kNeeded{Field::request, Field::duration, Field::billed, Field::memory,
                                       Field::max_memory};
constexpr std::string_view kReport = "REPORT";
constexpr std::string_view kRequest = " RequestId:";
constexpr std::string_view kBlanks = " \t\r\n";

std::string_view name_of(Field field) {
  return std::find_if(kKeys.begin(), kKeys.end(), [field](const Key& key) { return key.field == field; })
      ->name;
}

/// True if `rest` is `whole`, if it is the beginning of `whole`, or if `whole` is the beginning of `rest`.
bool is_start_of(std::string_view rest, std::string_view whole) {
  const std::size_t size = std::min(rest.size(), whole.size());
  return rest.substr(0, size) == whole.substr(0, size);
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char character) { return static_cast<unsigned char>(character) < 0x80; });
}

bool fail(RecordProblem& problem, Trouble trouble, std::string what) {
  problem = {trouble, std::move(what)};
  return false;
}

/// Reads the fields of a report from left to right.
class Fields {
 public:
  explicit Fields(std::string_view text) : text_(text) { skip_blanks(); }

  [[nodiscard]] bool at_end() const { return text_.empty(); }
  std::string_view word() {
    const std::size_t size = std::min(text_.find_first_of(kBlanks), text_.size());
    const std::string_view word = text_.substr(0, size);
    text_.remove_prefix(size);
    skip_blanks();
    return word;
  }
  /// Reads the key at the current position with its colon. Null if there is none.
  const Key* key() {
    for (const Key& key : kKeys) {
      if (text_.size() > key.name.size() && text_[key.name.size()] == ':' && text_.starts_with(key.name)) {
        text_.remove_prefix(key.name.size() + 1);
        skip_blanks();
        return &key;
      }
    }
    return nullptr;
  }
  /// True if the rest of the text is the beginning of a key.
  [[nodiscard]] bool is_cut_key() const {
    return std::any_of(kKeys.begin(), kKeys.end(), [this](const Key& key) {
      return text_.size() <= key.name.size() && is_start_of(text_, key.name);
    });
  }

 private:
  void skip_blanks() { text_.remove_prefix(std::min(text_.find_first_not_of(kBlanks), text_.size())); }

  std::string_view text_;
};

class Reader {
 public:
  Reader(ReportLine& report, RecordProblem& problem) : report_(report), problem_(problem) {}

  bool read(std::string_view text) {
    Fields fields(text);
    while (!fields.at_end()) {
      if (fields.is_cut_key()) {
        return fail(problem_, Trouble::cut_off, "the report ends in the middle of a field's name");
      }
      const Key* const key = fields.key();
      if (key == nullptr) {
        fields.word();  // skips an unknown field
      } else if (!take(*key, fields)) {
        return false;
      }
    }
    for (const Field field : kNeeded) {
      if (!has(field)) {
        return fail(problem_, has_later(field) ? Trouble::missing_field : Trouble::cut_off,
                    fmt::format("there is no {} in the report", in_quotes(name_of(field))));
      }
    }
    return true;
  }

 private:
  [[nodiscard]] bool has(Field field) const { return (seen_ & (1u << static_cast<unsigned>(field))) != 0; }
  /// True if a field that comes after `field` in a report was found, so that the end of the report is not
  /// missing.
  [[nodiscard]] bool has_later(Field field) const { return (seen_ >> static_cast<unsigned>(field)) > 1; }

  bool take(const Key& key, Fields& fields) {
    const std::string_view value = fields.word();
    if (value.empty()) {
      return fail(problem_, Trouble::cut_off, fmt::format("{} has no value", in_quotes(key.name)));
    }
    if (!key.unit.empty()) {
      std::int64_t ns = 0;
      Mebibytes memory = 0;
      const bool is_time = key.unit == "ms";
      if (!(is_time ? read_milliseconds(value, key.name, ns, problem_)
                    : read_megabytes(value, key.name, memory, problem_))) {
        return false;
      }
      if (fields.at_end()) {
        return fail(problem_, Trouble::cut_off, fmt::format("{} ends without its unit", in_quotes(key.name)));
      }
      const std::string_view unit = fields.word();
      if (unit != key.unit) {
        const bool is_cut = fields.at_end() && is_start_of(unit, key.unit);
        return fail(
            problem_, is_cut ? Trouble::cut_off : Trouble::wrong_unit,
            fmt::format("{} is in {}; expected the unit {}", in_quotes(key.name), in_quotes(unit), key.unit));
      }
      if (!has(key.field)) {
        keep(key.field, ns, memory);
      }
    } else if (key.field == Field::request) {
      report_.request = value;
    } else if (key.field == Field::status) {
      report_.status = value;
    }
    seen_ |= 1u << static_cast<unsigned>(key.field);
    return true;
  }

  void keep(Field field, std::int64_t ns, Mebibytes memory) {
    switch (field) {
      case Field::duration:
        report_.duration = ns;
        break;
      case Field::billed:
        report_.billed = ns;
        break;
      case Field::init:
      case Field::restore:
        report_.init = ns;
        break;
      case Field::memory:
        report_.memory = memory;
        break;
      case Field::max_memory:
        report_.max_memory = memory;
        break;
      default:
        break;
    }
  }

  ReportLine& report_;
  RecordProblem& problem_;
  unsigned seen_ = 0;
};

bool read_number(const DecimalReader& reader, std::string_view number, std::string_view name,
                 std::int64_t most, std::string_view most_text, std::int64_t& value, RecordProblem& problem) {
  switch (reader.read(number, value)) {
    case DecimalReader::Outcome::ok:
      if (value <= most) {
        return true;
      }
      [[fallthrough]];
    case DecimalReader::Outcome::too_large:
      return fail(
          problem, Trouble::too_large,
          fmt::format("{} is {}; at most {} is allowed", in_quotes(name), in_quotes(number), most_text));
    case DecimalReader::Outcome::negative:
      return fail(problem, Trouble::negative,
                  fmt::format("{} is {}; it must not be negative", in_quotes(name), in_quotes(number)));
    case DecimalReader::Outcome::not_a_number:
      break;
  }
  return fail(problem, Trouble::not_a_number,
              fmt::format("{} is {}; expected a number", in_quotes(name), in_quotes(number)));
}

}  // namespace

bool read_milliseconds(std::string_view number, std::string_view name, std::int64_t& ns,
                       RecordProblem& problem) {
  static const DecimalReader milliseconds(1'000'000);
  return read_number(milliseconds, number, name, kLongestExecution, "a day", ns, problem);
}

bool read_megabytes(std::string_view number, std::string_view name, Mebibytes& memory,
                    RecordProblem& problem) {
  static const DecimalReader whole(1);
  std::int64_t value = 0;
  if (!read_number(whole, number, name, kLargestMemory, "16 TiB", value, problem)) {
    return false;
  }
  if (value == 0) {
    return fail(problem, Trouble::not_a_number,
                fmt::format("{} is 0; it must be greater than 0", in_quotes(name)));
  }
  memory = static_cast<Mebibytes>(value);
  return true;
}

Reading read_report(std::string_view message, ReportLine& report, RecordProblem& problem) {
  report = {};
  if (!message.starts_with(kReport) || !is_start_of(message.substr(kReport.size()), kRequest)) {
    if (!has_part_of_report(message)) {
      return Reading::is_other;
    }
    problem = {Trouble::cut_off,
               "found only a part of a report; a report must begin with \"REPORT RequestId:\""};
    return Reading::is_broken;
  }
  if (is_binary(message) || !is_ascii(message)) {
    problem = {Trouble::binary, "the report has bytes that are not allowed in a report"};
    return Reading::is_broken;
  }
  return Reader(report, problem).read(message.substr(kReport.size())) ? Reading::is_read : Reading::is_broken;
}

bool read_init_report(std::string_view message, InitLine& line, RecordProblem& problem) {
  line = {};
  const auto word_behind = [message](std::string_view key) {
    const std::size_t at = message.find(key);
    return at == std::string_view::npos ? Fields("") : Fields(message.substr(at + key.size()));
  };
  Fields duration = word_behind("Init Duration:");
  const std::string_view number = duration.word();
  if (number.empty() || duration.at_end()) {
    return fail(problem, Trouble::cut_off, "the INIT_REPORT has no \"Init Duration\" with its unit");
  }
  if (const std::string_view unit = duration.word(); unit != "ms") {
    return fail(problem, Trouble::wrong_unit,
                fmt::format("\"Init Duration\" is in {}; expected the unit ms", in_quotes(unit)));
  }
  line.phase = word_behind("Phase:").word();
  line.status = word_behind("Status:").word();
  return read_milliseconds(number, "Init Duration", line.duration, problem);
}

std::string_view started_request(std::string_view message) {
  constexpr std::string_view start = "START RequestId: ";
  if (!message.starts_with(start)) {
    return {};
  }
  message.remove_prefix(start.size());
  return message.substr(0, message.find_first_of(kBlanks));
}

std::size_t find_message(std::string_view line) {
  if (const std::size_t at = line.find("REPORT RequestId:"); at != std::string_view::npos) {
    return at;
  }
  return line.find("START RequestId:");
}

bool has_part_of_report(std::string_view line) {
  const auto has = [line](std::string_view part) { return line.find(part) != std::string_view::npos; };
  return has("REPORT RequestId:") || has("Billed Duration:") || has("Max Memory Used:") ||
         has("Memory Size:");
}

bool is_binary(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char character) {
    const auto byte = static_cast<unsigned char>(character);
    return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != 0x1B) || byte == 0x7F;
  });
}

}  // namespace curtain
