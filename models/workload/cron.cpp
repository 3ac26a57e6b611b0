#include "models/workload/cron.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace curtain {
namespace {

constexpr std::int64_t kMinutesInDay = 24 * 60;
constexpr std::int64_t kDaysOfCalendar = 146'097;  // 400 years, after which dates and days of the week repeat

constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> kWeekdays = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

struct FieldRule {
  const char* name;
  int low;
  int high;
  std::span<const std::string_view> names = {};  // names of the values; the first name means `low`
  bool ends_with_sunday = false;                 // whether 7 means the same day as 0
};

[[noreturn]] void refuse(const std::string& what) {
  throw std::invalid_argument(what);
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

std::optional<int> number_in(std::string_view text) {
  if (text.empty() || text.size() > 4 ||
      !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return std::nullopt;
  }
  int value = 0;
  for (const char c : text) {
    value = 10 * value + (c - '0');
  }
  return value;
}

std::string allowed(const FieldRule& rule) {
  std::string text = fmt::format("{} to {}", rule.low, rule.high);
  if (!rule.names.empty()) {
    text += fmt::format(" or {} to {}", rule.names.front(), rule.names.back());
  }
  return text;
}

int value_in(std::string_view text, const FieldRule& rule) {
  const auto name = std::find(rule.names.begin(), rule.names.end(), lower(text));
  if (name != rule.names.end()) {
    return rule.low + static_cast<int>(name - rule.names.begin());
  }
  const std::optional<int> number = number_in(text);
  if (!number || *number < rule.low || *number > rule.high) {
    refuse(fmt::format("'{}' is not a valid {}; allowed: {}", text, rule.name, allowed(rule)));
  }
  return *number;
}

/// Parses an element of a list: `*`, a value or a range, with or without a step.
std::uint64_t bits_of_part(std::string_view part, const FieldRule& rule) {
  const std::size_t slash = part.find('/');
  const std::string_view range = part.substr(0, slash);
  int step = 1;
  if (slash != std::string_view::npos) {
    const std::optional<int> number = number_in(part.substr(slash + 1));
    if (!number || *number == 0) {
      refuse(fmt::format("'{}' has no step after the slash; allowed: a whole number of at least 1", part));
    }
    step = *number;
  }
  int first = rule.low;
  int last = rule.ends_with_sunday ? rule.high - 1 : rule.high;
  if (range != "*") {
    const std::size_t dash = range.find('-');
    first = value_in(range.substr(0, dash), rule);
    if (dash != std::string_view::npos) {
      last = value_in(range.substr(dash + 1), rule);
      if (rule.ends_with_sunday && last == 0 && first > 0) {
        last = 7;
      }
      if (last < first) {
        refuse(fmt::format("the range '{}' of {} ends before it begins; write two ranges", range, rule.name));
      }
    } else if (slash == std::string_view::npos) {
      last = first;
    }
  }
  std::uint64_t bits = 0;
  for (int value = first; value <= last; value += step) {
    bits |= std::uint64_t{1} << (rule.ends_with_sunday ? value % 7 : value);
  }
  return bits;
}

std::uint64_t bits_of(std::string_view field, const FieldRule& rule) {
  std::uint64_t bits = 0;
  for (;;) {
    const std::size_t comma = field.find(',');
    bits |= bits_of_part(field.substr(0, comma), rule);
    if (comma == std::string_view::npos) {
      return bits;
    }
    field.remove_prefix(comma + 1);
  }
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t end = 0; end < text.size();) {
    const std::size_t begin = text.find_first_not_of(" \t", end);
    if (begin == std::string_view::npos) {
      break;
    }
    end = std::min(text.find_first_of(" \t", begin), text.size());
    words.push_back(text.substr(begin, end - begin));
  }
  return words;
}

/// The five fields that a word such as @daily abbreviates.
std::string_view expanded(std::string_view text) {
  struct Word {
    std::string_view name;
    std::string_view stands_for;
  };
  constexpr std::array<Word, 7> words = {{{"@hourly", "0 * * * *"},
                                          {"@daily", "0 0 * * *"},
                                          {"@midnight", "0 0 * * *"},
                                          {"@weekly", "0 0 * * 0"},
                                          {"@monthly", "0 0 1 * *"},
                                          {"@yearly", "0 0 1 1 *"},
                                          {"@annually", "0 0 1 1 *"}}};
  if (text.empty() || text.front() != '@') {
    return text;
  }
  for (const Word& word : words) {
    if (word.name == lower(text)) {
      return word.stands_for;
    }
  }
  refuse(
      fmt::format("'{}' is not a known abbreviation; allowed: @hourly, @daily, @midnight, @weekly, @monthly, "
                  "@yearly, @annually or five fields",
                  text));
}

constexpr std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

/// The number of the lowest bit of `bits` at or after `from`; 64 if there is no such bit.
int lowest_from(std::uint64_t bits, int from) {
  while (from < 64 && (bits >> from & 1) == 0) {
    ++from;
  }
  return from;
}

}  // namespace

CronSchedule::CronSchedule(std::string_view text) {
  const std::vector<std::string_view> fields = words_of(expanded(text));
  if (fields.size() != 5) {
    refuse(fmt::format("'{}' has {} fields; expected five: minute, hour, day of month, month and day of week",
                       text, fields.size()));
  }
  minutes_ = bits_of(fields[0], {"minute", 0, 59});
  hours_ = bits_of(fields[1], {"hour", 0, 23});
  days_ = bits_of(fields[2], {"day of month", 1, 31});
  months_ = bits_of(fields[3], {"month", 1, 12, kMonths});
  weekdays_ = bits_of(fields[4], {"day of week", 0, 7, kWeekdays, true});
  any_day_ = fields[2].front() == '*';
  any_weekday_ = fields[4].front() == '*';
  for (std::int64_t day = 0; !has_day(day); ++day) {
    if (day == kDaysOfCalendar) {
      refuse(fmt::format("'{}' has no instants, because no month in it has such a day", text));
    }
  }
}

bool CronSchedule::has_day(std::int64_t day) const {
  const CivilDate date = date_of(day);
  if ((months_ >> date.month & 1) == 0) {
    return false;
  }
  const bool day_fits = (days_ >> date.day & 1) != 0;
  const bool weekday_fits = (weekdays_ >> weekday_of(day) & 1) != 0;
  return any_day_ || any_weekday_ ? day_fits && weekday_fits : day_fits || weekday_fits;
}

std::int64_t CronSchedule::next(std::int64_t minute) const {
  std::int64_t day = floor_divide(minute, kMinutesInDay);
  auto in_day = static_cast<int>(minute - day * kMinutesInDay);
  for (;; ++day, in_day = 0) {
    if (!has_day(day)) {
      continue;
    }
    int from = in_day % 60;
    for (int hour = lowest_from(hours_, in_day / 60); hour < 24; hour = lowest_from(hours_, hour + 1)) {
      from = hour == in_day / 60 ? from : 0;
      const int found = lowest_from(minutes_, from);
      if (found < 60) {
        return day * kMinutesInDay + hour * 60 + found;
      }
    }
  }
}

std::int64_t CronSchedule::shortest_gap() const {
  std::vector<std::int64_t> instants;
  for (int hour = lowest_from(hours_, 0); hour < 24; hour = lowest_from(hours_, hour + 1)) {
    for (int minute = lowest_from(minutes_, 0); minute < 60; minute = lowest_from(minutes_, minute + 1)) {
      instants.push_back(hour * 60 + minute);
    }
  }
  std::int64_t shortest = kMinutesInDay + instants.front() - instants.back();
  for (std::size_t i = 1; i < instants.size(); ++i) {
    shortest = std::min(shortest, instants[i] - instants[i - 1]);
  }
  return shortest;
}

std::int64_t minute_of_date(int year, int month, int day, int hour, int minute) {
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok() || year < 1970 || year > 9999) {
    throw std::invalid_argument(
        fmt::format("there is no date {:04}-{:02}-{:02} from 1970 to 9999", year, month, day));
  }
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
    throw std::invalid_argument(fmt::format("there is no time of day {:02}:{:02}", hour, minute));
  }
  const std::int64_t days = std::chrono::sys_days{date}.time_since_epoch().count();
  return days * kMinutesInDay + hour * 60 + minute;
}

int weekday_of(std::int64_t day) {
  return static_cast<int>((day % 7 + 11) % 7);  // 1970-01-01 was a Thursday
}

CivilDate date_of(std::int64_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day()))};
}

}  // namespace curtain
