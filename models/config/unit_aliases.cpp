#include "models/config/unit_aliases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

#include "models/config/diagnostics.hpp"

namespace curtain::config {
namespace {

/// Another name of a unit, in lower case, with the unit that it means.
struct Alias {
  std::string_view name;
  std::string_view unit;
};
constexpr std::array<Alias, 29> kTimeAliases = {
    {{"nsec", "ns"},        {"nanosecond", "ns"}, {"usec", "us"},     {"micro", "us"},
     {"microsecond", "us"}, {"msec", "ms"},       {"milli", "ms"},    {"millisecond", "ms"},
     {"sec", "s"},          {"second", "s"},      {"minute", "min"},  {"min.", "min"},
     {"hr", "h"},           {"hour", "h"},        {"day", "d"},       {"ns", "ns"},
     {"us", "us"},          {"ms", "ms"},         {"s", "s"},         {"min", "min"},
     {"m", "min"},          {"h", "h"},           {"d", "d"},         {"std", "h"},
     {"sek", "s"},          {"millisec", "ms"},   {"microsec", "us"}, {"nanosec", "ns"},
     {"sec.", "s"}}};
constexpr std::array<Alias, 20> kMemoryAliases = {
    {{"k", "KiB"},   {"kb", "KiB"},       {"ki", "KiB"},       {"kib", "KiB"},      {"m", "MiB"},
     {"mb", "MiB"},  {"mi", "MiB"},       {"mib", "MiB"},      {"g", "GiB"},        {"gb", "GiB"},
     {"gi", "GiB"},  {"gib", "GiB"},      {"t", "TiB"},        {"tb", "TiB"},       {"ti", "TiB"},
     {"tib", "TiB"}, {"kilobyte", "KiB"}, {"megabyte", "MiB"}, {"mebibyte", "MiB"}, {"gigabyte", "GiB"}}};
constexpr std::array<Alias, 24> kRateAliases = {
    {{"/s", "/s"},     {"/sec", "/s"},        {"/second", "/s"},   {"rps", "/s"},        {"qps", "/s"},
     {"tps", "/s"},    {"hz", "/s"},          {"req/s", "/s"},     {"ps", "/s"},         {"persecond", "/s"},
     {"/min", "/min"}, {"/minute", "/min"},   {"rpm", "/min"},     {"/h", "/h"},         {"/hour", "/h"},
     {"/hr", "/h"},    {"/day", "/d"},        {"req/min", "/min"}, {"requests/s", "/s"}, {"calls/s", "/s"},
     {"persec", "/s"}, {"perminute", "/min"}, {"permin", "/min"},  {"perhour", "/h"}}};

/// The number at the beginning of a text, if it is a whole number, and the rest of the text without spaces
/// and in lower case.
struct CountAndWord {
  std::uint64_t count = 0;
  std::string word;
};
std::optional<CountAndWord> count_and_word(std::string_view text) {
  CountAndWord parts;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), parts.count);
  constexpr std::uint64_t most = 1'000'000'000'000;
  if (error != std::errc() || parts.count > most) {
    return std::nullopt;
  }
  for (const char c : text.substr(static_cast<std::size_t>(end - text.data()))) {
    if (c != ' ') {
      parts.word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return parts;
}

std::string did_you_mean_this(std::string_view text) {
  return fmt::format("; did you mean {}?", quote(text));
}

/// Weeks, months and years as days. Months and years have no fixed length, so the message states their length
/// in days.
std::string in_days(std::string_view text) {
  struct Calendar {
    std::string_view name;
    std::uint64_t days;
    const char* remark;
  };
  constexpr std::array<Calendar, 14> units = {{{"w", 7, ""},
                                               {"wk", 7, ""},
                                               {"week", 7, ""},
                                               {"weeks", 7, ""},
                                               {"mo", 30, "; a month of 30 days"},
                                               {"mon", 30, "; a month of 30 days"},
                                               {"mos", 30, "; a month of 30 days"},
                                               {"month", 30, "; a month of 30 days"},
                                               {"months", 30, "; a month of 30 days"},
                                               {"y", 365, "; a year of 365 days"},
                                               {"yr", 365, "; a year of 365 days"},
                                               {"yrs", 365, "; a year of 365 days"},
                                               {"year", 365, "; a year of 365 days"},
                                               {"years", 365, "; a year of 365 days"}}};
  const auto parts = count_and_word(text);
  for (const Calendar& unit : units) {
    if (parts && parts->word == unit.name) {
      return fmt::format("; did you mean '{}d'?{}", parts->count * unit.days, unit.remark);
    }
  }
  return {};
}

/// Appends a number and its unit, such as "30min". A number 0 is not appended.
void add_part(std::string& text, std::string_view number, std::string_view unit) {
  if (number.find_first_not_of("0.") != std::string_view::npos) {
    number.remove_prefix(std::min(number.find_first_not_of('0'), number.size()));
    text += fmt::format("{}{}{}", number.front() == '.' ? "0" : "", number, unit);
  }
}

/// The duration of an ISO 8601 text such as "PT1H30M", which the settings of GitHub and Azure use.
std::string from_iso(std::string_view text) {
  if (text.size() < 3 || text.front() != 'P') {
    return {};
  }
  std::string result;
  bool is_time = false;
  std::size_t from = 1;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const char c = text[i];
    if (c == 'T') {
      is_time = true;
      from = i + 1;
    } else if ((c < '0' || c > '9') && c != '.') {
      const std::string_view unit = c == 'D' && !is_time  ? "d"
                                    : c == 'H' && is_time ? "h"
                                    : c == 'M' && is_time ? "min"
                                    : c == 'S' && is_time ? "s"
                                                          : "";
      if (unit.empty() || from == i) {
        return {};
      }
      add_part(result, text.substr(from, i - from), unit);
      from = i + 1;
    }
  }
  return from == text.size() && !result.empty() ? did_you_mean_this(result) : "";
}

/// The duration of a text such as "01:30:00", which Azure's host.json uses.
std::string from_clock(std::string_view text) {
  constexpr std::array<std::string_view, 3> units = {"h", "min", "s"};
  if (text.find_first_not_of("0123456789:.") != std::string_view::npos ||
      std::count(text.begin(), text.end(), ':') != 2) {
    return {};
  }
  std::string result;
  for (std::size_t part = 0; part < units.size(); ++part) {
    const std::size_t end = std::min(text.find(':'), text.size());
    add_part(result, text.substr(0, end), units.at(part));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result.empty() ? "" : did_you_mean_this(result);
}

/// The text with its comma replaced by a point, if the comma is between digits: "1.5s" for "1,5s".
std::string with_point(std::string_view text) {
  std::string result(text);
  const std::size_t comma = result.find(',');
  const auto is_digit = [&result](std::size_t i) {
    return i < result.size() && result[i] >= '0' && result[i] <= '9';
  };
  const bool is_decimal = comma != std::string::npos && comma > 0 && is_digit(comma - 1) &&
                          is_digit(comma + 1) && result.find(',', comma + 1) == std::string::npos;
  // A comma before three digits may separate thousands.
  if (!is_decimal || (is_digit(comma + 2) && is_digit(comma + 3) && !is_digit(comma + 4))) {
    return {};
  }
  result[comma] = '.';
  result.erase(std::remove(result.begin(), result.end(), ' '), result.end());
  return result;
}

/// The suggestion "; did you mean '10min'?", in which other names of units are replaced by the names that
/// Curtain knows. Empty if a unit has no known name.
template <std::size_t size>
std::string mended(const std::array<Alias, size>& aliases, std::string_view text) {
  std::string result;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t digits = std::min(rest.find_first_not_of("0123456789."), rest.size());
    result += rest.substr(0, digits);
    rest.remove_prefix(digits);
    const std::size_t end = std::min(rest.find_first_of("0123456789"), rest.size());
    std::string word;
    for (const char c : rest.substr(0, end)) {
      word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    word.erase(std::remove(word.begin(), word.end(), ' '), word.end());
    rest.remove_prefix(end);
    const std::string singular = word.size() > 2 && word.back() == 's' ? word.substr(0, word.size() - 1) : "";
    const auto found = std::find_if(aliases.begin(), aliases.end(), [&](const Alias& alias) {
      return alias.name == word || (!singular.empty() && alias.name == singular);
    });
    if (digits == 0 || found == aliases.end()) {
      return {};
    }
    result += found->unit;
  }
  return result == text ? "" : did_you_mean_this(result);
}

/// The suggestion of mended() for a text that may have a decimal comma.
template <std::size_t size>
std::string mended_with_point(const std::array<Alias, size>& aliases, std::string_view text) {
  const std::string pointed = with_point(text);
  if (pointed.empty()) {
    return mended(aliases, text);
  }
  const std::string further = mended(aliases, pointed);
  return further.empty() ? did_you_mean_this(pointed) : further;
}

/// The suggestion "; write 1000, without separators" for a number such as 1,000, 1_000 or 1'000.
std::string without_separators(std::string_view text) {
  std::string digits;
  std::size_t since = 0;  // number of digits after the last separator
  bool is_grouped = false;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      digits += c;
      ++since;
      continue;
    }
    const bool separates = c == ',' || c == '_' || c == '\'' || c == ' ';
    if (!separates || since == 0 || since > 3 || (is_grouped && since != 3)) {
      return {};
    }
    is_grouped = true;
    since = 0;
  }
  return is_grouped && since == 3 ? fmt::format("; write {}, without separators", digits) : "";
}

/// A number of bytes, in the largest unit that gives a whole number.
std::string from_bytes(std::string_view text) {
  const auto parts = count_and_word(text);
  if (!parts || (parts->word != "b" && parts->word != "byte" && parts->word != "bytes") ||
      parts->count == 0) {
    return {};
  }
  constexpr std::array<std::pair<std::string_view, unsigned>, 3> units = {
      {{"GiB", 30}, {"MiB", 20}, {"KiB", 10}}};
  for (const auto& [unit, bits] : units) {
    if (parts->count % (std::uint64_t{1} << bits) == 0) {
      return did_you_mean_this(fmt::format("{}{}", parts->count >> bits, unit));
    }
  }
  return {};
}

}  // namespace

std::string instead_of_duration(std::string_view text) {
  for (const auto& form : {in_days, from_iso, from_clock}) {
    if (std::string instead = form(text); !instead.empty()) {
      return instead;
    }
  }
  return mended_with_point(kTimeAliases, text);
}

std::string instead_of_memory(std::string_view text) {
  std::string bytes = from_bytes(text);
  return bytes.empty() ? mended_with_point(kMemoryAliases, text) : bytes;
}

std::string instead_of_rate(std::string_view text) {
  return mended_with_point(kRateAliases, text);
}

std::string instead_of_count(std::string_view text) {
  if (std::string plain = without_separators(text); !plain.empty()) {
    return plain;
  }
  const auto parts = count_and_word(text);
  if (!parts || parts->word.empty()) {
    return {};
  }
  const std::string& word = parts->word;
  if (word == "m") {
    return fmt::format("; {}m means {:g}; write {}", parts->count, static_cast<double>(parts->count) / 1000,
                       (parts->count + 999) / 1000);
  }
  if (word == "k") {
    return fmt::format("; write {}000", parts->count);
  }
  const bool is_word = word.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos;
  return is_word ? fmt::format("; write {}, without a unit", parts->count) : "";
}

}  // namespace curtain::config
