#include "sim/json_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "sim/check.hpp"
#include "sim/utf8.hpp"

namespace sim {
namespace {

/// Removes the digits at the beginning of `text`. Returns false if there are no digits.
bool take_digits(std::string_view& text) {
  const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
  text.remove_prefix(count);
  return count > 0;
}

/// Whether the text is a number as defined by RFC 8259, section 6.
bool is_json_number(std::string_view text) {
  const auto take = [&text](std::string_view any_of) {
    const bool is_there = !text.empty() && any_of.find(text.front()) != std::string_view::npos;
    text.remove_prefix(is_there ? 1 : 0);
    return is_there;
  };
  take("-");
  if (!take("0") && !take_digits(text)) {
    return false;
  }
  if (take(".") && !take_digits(text)) {
    return false;
  }
  if (take("eE")) {
    take("+-");
    if (!take_digits(text)) {
      return false;
    }
  }
  return text.empty();
}

void append_string(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const char c = text.front();
    const unsigned byte = static_cast<unsigned char>(c);
    if (length == 0) {
      fmt::format_to(std::back_inserter(out), "\\\\x{:02x}", byte);
    } else if (c == '"' || c == '\\') {
      (out += '\\') += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\r') {
      out += "\\r";
    } else if (byte < 0x20 || byte == 0x7F) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", byte);
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(1, length));
  }
  out += '"';
}

}  // namespace

std::string json_string(std::string_view text) {
  std::string out;
  append_string(out, text);
  return out;
}

void JsonWriter::break_line() {
  std::size_t depth = 0;
  for (const Open& open : open_) {
    depth += open.layout == JsonLayout::lines ? 2 : 0;
  }
  (text_ += '\n').append(depth, ' ');
}

void JsonWriter::separate() {
  Open& open = open_.back();
  if (!open.is_empty) {
    text_ += open.layout == JsonLayout::lines ? "," : ", ";
  }
  if (open.layout == JsonLayout::lines) {
    break_line();
  }
  open.is_empty = false;
}

void JsonWriter::before_value() {
  if (open_.empty()) {
    SIM_CHECK(text_.empty());  // a writer writes only one document
  } else if (open_.back().is_object) {
    SIM_CHECK(has_key_);
    has_key_ = false;
  } else {
    separate();
  }
}

void JsonWriter::begin(char bracket, JsonLayout layout) {
  before_value();
  text_ += bracket;
  open_.push_back({bracket == '{', true, layout, {}});
}

void JsonWriter::end(char bracket) {
  SIM_CHECK(!open_.empty() && !has_key_);
  const bool breaks = open_.back().layout == JsonLayout::lines && !open_.back().is_empty;
  open_.pop_back();
  if (breaks) {
    break_line();
  }
  text_ += bracket;
}

void JsonWriter::key(std::string_view name) {
  SIM_CHECK(!open_.empty() && open_.back().is_object && !has_key_);
  SIM_CHECK(open_.back().keys.emplace(name).second);  // no key may occur twice
  separate();
  append_string(text_, name);
  text_ += ": ";
  has_key_ = true;
}

void JsonWriter::value(std::nullptr_t) {
  before_value();
  text_ += "null";
}

void JsonWriter::value(bool truth) {
  before_value();
  text_ += truth ? "true" : "false";
}

void JsonWriter::value(double number) {
  before_value();
  if (std::isfinite(number)) {
    fmt::format_to(std::back_inserter(text_), "{}", number);
  } else {
    text_ += "null";
  }
}

void JsonWriter::value(std::string_view text) {
  before_value();
  append_string(text_, text);
}

void JsonWriter::integer(std::int64_t number) {
  before_value();
  fmt::format_to(std::back_inserter(text_), "{}", number);
}

void JsonWriter::integer(std::uint64_t number) {
  before_value();
  fmt::format_to(std::back_inserter(text_), "{}", number);
}

void JsonWriter::literal(std::string_view text) {
  SIM_CHECK(text == "true" || text == "false" || text == "null" || is_json_number(text));
  before_value();
  text_ += text;
}

std::string JsonWriter::document() const {
  SIM_CHECK(open_.empty() && !text_.empty());
  return text_ + "\n";
}

}  // namespace sim
