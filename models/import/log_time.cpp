#include "models/import/log_time.hpp"

#include <fmt/format.h>

#include <array>

#include "models/workload/decimal.hpp"

namespace curtain {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kFirstYear = 1990;
constexpr std::int64_t kLastYear = 2199;
constexpr std::int64_t kEarliest = 631'152'000 * kSecond;  // 1990-01-01
constexpr std::int64_t kLatest = 7'258'118'400 * kSecond;  // 2200-01-01
constexpr std::int64_t kDays = 86'400;

bool is_digit(char character) {
  return character >= '0' && character <= '9';
}

/// Reads a text from left to right. After a text that does not match, all further reads fail.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::int64_t digits(std::size_t count) {
    std::int64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (at_ >= text_.size() || !is_digit(text_[at_])) {
        is_good_ = false;
        return 0;
      }
      value = value * 10 + (text_[at_++] - '0');
    }
    return value;
  }
  char any_of(std::string_view characters) {
    if (at_ < text_.size() && characters.find(text_[at_]) != std::string_view::npos) {
      return text_[at_++];
    }
    is_good_ = false;
    return 0;
  }
  [[nodiscard]] bool sees(std::string_view characters) const {
    return at_ < text_.size() && characters.find(text_[at_]) != std::string_view::npos;
  }
  [[nodiscard]] bool sees_digit() const { return at_ < text_.size() && is_digit(text_[at_]); }
  /// Reads a fraction of a second after its point, truncated to the nanosecond.
  std::int64_t fraction() {
    std::int64_t value = 0;
    std::int64_t unit = kSecond;
    for (; sees_digit(); ++at_) {
      unit /= 10;
      value += unit * (text_[at_] - '0');
    }
    return value;
  }
  void skip(std::size_t count) { at_ += count; }
  [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }
  [[nodiscard]] std::size_t used() const { return at_; }
  [[nodiscard]] bool is_good() const { return is_good_; }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  bool is_good_ = true;
};

/// The number of days from 1970-01-01 to a date in the Gregorian calendar (Hinnant, "chrono-Compatible
/// Low-Level Date Algorithms", days_from_civil).
std::int64_t days_since_1970(std::int64_t year, std::int64_t month, std::int64_t day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = year / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

bool is_day(std::int64_t year, std::int64_t month, std::int64_t day) {
  constexpr std::array<std::int64_t, 12> lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < kFirstYear || year > kLastYear || month < 1 || month > 12 || day < 1) {
    return false;
  }
  const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= lengths[static_cast<std::size_t>(month) - 1] + (is_leap && month == 2 ? 1 : 0);
}

/// Reads the time of day after a date: hours, minutes, seconds, and optionally a fraction and a zone.
std::optional<LogTime> with_clock(Scanner& scan, std::int64_t days) {
  const std::int64_t hours = scan.digits(2);
  scan.any_of(":");
  const std::int64_t minutes = scan.digits(2);
  scan.any_of(":");
  const std::int64_t seconds = scan.digits(2);
  if (!scan.is_good() || hours > 23 || minutes > 59 || seconds > 60) {  // second 60 is a leap second
    return std::nullopt;
  }
  LogTime time;
  time.ns = (days * kDays + hours * 3600 + minutes * 60 + seconds) * kSecond;
  if (scan.sees(".,")) {
    scan.skip(1);
    time.ns += scan.fraction();
  }
  if (scan.rest().size() > 2 && scan.sees(" ") && (scan.rest()[1] == '+' || scan.rest()[1] == '-') &&
      is_digit(scan.rest()[2])) {
    scan.skip(1);
  }
  time.has_zone = scan.sees("Zz+-");
  if (scan.sees("Zz")) {
    scan.skip(1);
  } else if (scan.sees("+-")) {
    const std::int64_t sign = scan.any_of("+-") == '-' ? -1 : 1;
    std::int64_t offset = scan.digits(2) * 60;
    if (scan.sees(":")) {
      scan.skip(1);
    }
    offset += scan.sees_digit() ? scan.digits(2) : 0;
    if (!scan.is_good() || offset > 24 * 60) {
      return std::nullopt;
    }
    time.ns -= sign * offset * 60 * kSecond;
    time.is_shifted = offset != 0;
  }
  time.used = scan.used();
  return time;
}

std::optional<LogTime> iso_time(std::string_view text) {
  Scanner scan(text);
  const std::int64_t year = scan.digits(4);
  const char separator = scan.any_of("-/");
  const std::int64_t month = scan.digits(2);
  scan.any_of(std::string_view(&separator, 1));
  const std::int64_t day = scan.digits(2);
  scan.any_of("Tt ");
  if (!scan.is_good() || !is_day(year, month, day)) {
    return std::nullopt;
  }
  return with_clock(scan, days_since_1970(year, month, day));
}

std::optional<LogTime> common_log_time(std::string_view text) {
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  Scanner scan(text);
  const std::int64_t day = scan.digits(2);
  scan.any_of("/");
  const std::size_t month = months.find(scan.rest().substr(0, 3));
  scan.skip(3);
  scan.any_of("/");
  const std::int64_t year = scan.digits(4);
  scan.any_of(":");
  if (!scan.is_good() || month == std::string_view::npos || month % 3 != 0) {
    return std::nullopt;
  }
  const std::int64_t number = static_cast<std::int64_t>(month / 3) + 1;
  return is_day(year, number, day) ? with_clock(scan, days_since_1970(year, number, day)) : std::nullopt;
}

std::optional<LogTime> epoch_time(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && is_digit(text[size])) {
    ++size;
  }
  if (size < text.size() && size != 10 && text[size] == '.') {
    return std::nullopt;
  }
  Scanner scan(text);
  const std::int64_t unit = size == 10 ? kSecond : size == 13 ? 1'000'000 : size == 16 ? 1000 : 1;
  if ((unit == 1 && size != 19) || (size == 19 && text[0] > '8')) {
    return std::nullopt;
  }
  const std::int64_t whole = scan.digits(size);
  if (whole > kLatest / unit) {
    return std::nullopt;
  }
  LogTime time;
  time.ns = whole * unit;
  if (scan.sees(".")) {
    scan.skip(1);
    time.ns += scan.fraction();
  }
  time.used = scan.used();
  return time;
}

}  // namespace

std::optional<LogTime> log_time(std::string_view text) {
  if (text.size() < 10 || !is_digit(text[0])) {
    return std::nullopt;
  }
  std::optional<LogTime> time = text[4] == '-' || text[4] == '/' ? iso_time(text)
                                : text[2] == '/'                 ? common_log_time(text)
                                                                 : epoch_time(text);
  if (time && (time->ns < kEarliest || time->ns >= kLatest)) {
    time.reset();
  }
  return time;
}

std::string in_utc(std::int64_t ns) {
  const std::int64_t seconds = ns / kSecond;
  const std::int64_t days = seconds / kDays;
  std::int64_t year = 1970 + days / 366;
  while (days_since_1970(year + 1, 1, 1) <= days) {
    ++year;
  }
  std::int64_t month = 1;
  while (month < 12 && days_since_1970(year, month + 1, 1) <= days) {
    ++month;
  }
  const std::int64_t day = days - days_since_1970(year, month, 1) + 1;
  const std::int64_t clock = seconds % kDays;
  std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:09}", year, month, day, clock / 3600,
                                 clock / 60 % 60, clock % 60, ns % kSecond);
  text.erase(text.find_last_not_of('0') + 1);
  return (text.back() == '.' ? text.substr(0, text.size() - 1) : text) + "Z";
}

std::optional<std::int64_t> epoch_seconds(std::string_view number) {
  static const DecimalReader seconds(kSecond);
  std::int64_t ns = 0;
  if (seconds.read(number, ns) != DecimalReader::Outcome::ok || ns < kEarliest || ns >= kLatest) {
    return std::nullopt;
  }
  return ns;
}

}  // namespace curtain
