#include "models/workload/instant.hpp"

#include <stdexcept>

#include "models/workload/cron.hpp"

namespace curtain {
namespace {

constexpr std::int64_t kInstantSecond = 1'000'000'000;
constexpr int kLastInstantYear = 2115;  // the last year whose times are at most DecimalReader::kLargest

bool is_instant_digit(char character) {
  return character >= '0' && character <= '9';
}

/// The part of a text that is not yet read.
class InstantText {
 public:
  explicit InstantText(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool is_empty() const { return rest_.empty(); }
  [[nodiscard]] bool sees(std::string_view characters) const {
    return !rest_.empty() && characters.find(rest_.front()) != std::string_view::npos;
  }
  char take() {
    const char character = rest_.front();
    rest_.remove_prefix(1);
    return character;
  }
  bool take_one(std::string_view characters) {
    const bool is_there = sees(characters);
    if (is_there) {
      take();
    }
    return is_there;
  }
  bool take_word(std::string_view word) {
    const bool is_there = rest_.starts_with(word);
    if (is_there) {
      rest_.remove_prefix(word.size());
    }
    return is_there;
  }
  /// Reads from `least` to `most` digits. Empty if there are fewer digits.
  std::optional<int> number(int least, int most) {
    int value = 0;
    int count = 0;
    for (; count < most && !rest_.empty() && is_instant_digit(rest_.front()); ++count) {
      value = 10 * value + (take() - '0');
    }
    return count < least ? std::nullopt : std::optional(value);
  }
  /// Reads a point and digits as nanoseconds, rounded half up.
  std::optional<std::int64_t> fraction() {
    std::int64_t value = 0;
    int count = 0;
    bool is_up = false;
    for (; !rest_.empty() && is_instant_digit(rest_.front()); ++count) {
      const int digit = take() - '0';
      value = count < 9 ? 10 * value + digit : value;
      is_up = count == 9 ? digit >= 5 : is_up;
    }
    if (count == 0) {
      return std::nullopt;
    }
    for (; count < 9; ++count) {
      value *= 10;
    }
    return value + (is_up ? 1 : 0);
  }

 private:
  std::string_view rest_;
};

/// Reads hours and minutes, and optionally seconds with a fraction.
std::optional<std::int64_t> take_clock(InstantText& text) {
  const std::optional<int> hour = text.number(1, 2);
  if (!hour || !text.take_one(":")) {
    return std::nullopt;
  }
  const std::optional<int> minute = text.number(2, 2);
  std::optional<int> second = 0;
  std::optional<std::int64_t> fraction = 0;
  if (text.take_one(":")) {
    second = text.number(2, 2);
    if (second && text.take_one(".,")) {
      fraction = text.fraction();
    }
  }
  if (!minute || !second || !fraction || *hour > 23 || *minute > 59 || *second > 60) {  // second 60 is a leap
                                                                                        // second
    return std::nullopt;
  }
  return (*hour * 3600 + *minute * 60 + *second) * kInstantSecond + *fraction;
}

/// Reads a time zone as its offset from UTC in minutes. A missing zone is UTC.
std::optional<int> take_zone(InstantText& text) {
  text.take_one(" ");
  if (text.is_empty() || text.take_one("Zz") || text.take_word("UTC") || text.take_word("GMT")) {
    return 0;
  }
  if (!text.sees("+-")) {
    return std::nullopt;
  }
  const int sign = text.take() == '-' ? -1 : 1;
  const std::optional<int> hours = text.number(2, 2);
  const bool has_colon = text.take_one(":");
  const std::optional<int> minutes =
      has_colon || !text.is_empty() ? text.number(2, 2) : std::optional<int>(0);
  return hours && minutes && *hours <= 24 && *minutes <= 59 ? std::optional(sign * (*hours * 60 + *minutes))
                                                            : std::nullopt;
}

std::optional<Instant> read_date(InstantText text) {
  const std::optional<int> year = text.number(4, 4);
  if (!year || !text.sees("-/")) {
    return std::nullopt;
  }
  const char separator = text.take();
  const std::optional<int> month = text.number(2, 2);
  const bool is_separated = text.take_one(std::string_view(&separator, 1));
  const std::optional<int> day = text.number(2, 2);
  if (!month || !is_separated || !day || *year < 1970 || *year > kLastInstantYear) {
    return std::nullopt;
  }
  Instant instant;
  try {
    instant.ns = minute_of_date(*year, *month, *day, 0, 0) * 60 * kInstantSecond;
  } catch (const std::invalid_argument&) {
    return std::nullopt;
  }
  if (text.is_empty()) {
    return instant;
  }
  if (!text.take_one("Tt ")) {
    return std::nullopt;
  }
  const std::optional<std::int64_t> clock = take_clock(text);
  const std::optional<int> zone = clock ? take_zone(text) : std::nullopt;
  if (!zone || !text.is_empty()) {
    return std::nullopt;
  }
  instant.ns += *clock - *zone * 60 * kInstantSecond;
  return instant.ns >= 0 ? std::optional(instant) : std::nullopt;
}

}  // namespace

std::optional<Instant> read_instant(std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::size_t separator = text.find_first_of("-/");
  if (separator == 4) {
    return read_date(InstantText(text));
  }
  if (colon != 1 && colon != 2) {
    return std::nullopt;
  }
  InstantText rest(text);
  const std::optional<std::int64_t> clock = take_clock(rest);
  return clock && rest.is_empty() ? std::optional(Instant{InstantKind::time_of_day, *clock}) : std::nullopt;
}

}  // namespace curtain
