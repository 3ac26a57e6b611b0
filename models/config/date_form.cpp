#include "models/config/date_form.hpp"

#include <fmt/format.h>

#include <memory>
#include <stdexcept>

#include "models/config/scalar_forms.hpp"
#include "models/workload/cron.hpp"

namespace curtain::config {
namespace {

constexpr std::int64_t kMinutesInDay = 24 * 60;
constexpr const char* kPattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:00)?Z?)?$";

[[noreturn]] void refuse_date(std::string_view text) {
  throw QuantityError(quote(text) + " is not a date; write for example 2024-01-01 or 2024-01-01T09:30");
}

/// Reads exactly `digits` digits and the text that must follow these digits.
int take(std::string_view& rest, std::size_t digits, std::string_view behind, std::string_view text) {
  int value = 0;
  for (std::size_t i = 0; i < digits + behind.size(); ++i) {
    const bool is_digit = i < rest.size() && rest[i] >= '0' && rest[i] <= '9';
    if (i < digits ? !is_digit : i >= rest.size() || rest[i] != behind[i - digits]) {
      refuse_date(text);
    }
    value = i < digits ? 10 * value + (rest[i] - '0') : value;
  }
  rest.remove_prefix(digits + behind.size());
  return value;
}

}  // namespace

std::int64_t parse_date(std::string_view text) {
  std::string_view rest = text;
  const int year = take(rest, 4, "-", text);
  const int month = take(rest, 2, "-", text);
  const int day = take(rest, 2, "", text);
  int hour = 0;
  int minute = 0;
  if (!rest.empty()) {
    take(rest, 0, rest.front() == ' ' ? " " : "T", text);
    hour = take(rest, 2, ":", text);
    minute = take(rest, 2, "", text);
    if (rest.starts_with(":00")) {  // calendars count whole minutes
      rest.remove_prefix(3);
    }
    if (rest == "Z") {  // all dates are in UTC
      rest.remove_prefix(1);
    }
  }
  if (!rest.empty()) {
    refuse_date(text);
  }
  try {
    return minute_of_date(year, month, day, hour, minute);
  } catch (const std::invalid_argument& error) {
    throw QuantityError(error.what());
  }
}

std::string format_date(std::int64_t minute) {
  const CivilDate date = date_of(minute / kMinutesInDay);
  const std::int64_t in_day = minute % kMinutesInDay;
  std::string text = fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
  if (in_day != 0) {
    text += fmt::format("T{:02}:{:02}", in_day / 60, in_day % 60);
  }
  return text;
}

FormPtr<std::int64_t> date_form() {
  Node schema = Node::mapping();
  schema.set("type", Node::string("string")).set("pattern", Node::string(kPattern));
  ScalarParts<std::int64_t> parts{"a date such as 2024-01-01", parse_date,
                                  [](const std::int64_t& minute) { return format_date(minute); },
                                  std::move(schema)};
  return std::make_shared<ScalarForm<std::int64_t>>(std::move(parts));
}

}  // namespace curtain::config
