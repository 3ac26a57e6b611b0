#include "tools/curtain/text/time_axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "models/config/date_form.hpp"

namespace curtain::tools {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kMinutesADay = 24 * 60;

/// A number of seconds below a minute, with as many decimals as needed: "7", "7.25".
std::string seconds_text(std::int64_t ns) {
  std::string text = std::to_string(ns / kSecond);
  if (ns % kSecond != 0) {
    text += fmt::format(".{:09}", ns % kSecond);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text;
}

/// The exact length in days, hours, minutes and seconds. Units whose number is 0 are left out.
std::string length_text(std::int64_t ns) {
  std::string text;
  for (const auto& [unit, name] : {std::pair{kDay, "d"}, {kHour, "h"}, {kMinute, "min"}}) {
    if (ns >= unit) {
      text += fmt::format("{}{} {}", text.empty() ? "" : " ", ns / unit, name);
      ns %= unit;
    }
  }
  if (ns != 0 || text.empty()) {
    text += fmt::format("{}{} s", text.empty() ? "" : " ", seconds_text(ns));
  }
  return text;
}

bool is_round(std::int64_t ns) {
  constexpr std::array<std::int64_t, 24> lengths = {
      kSecond,      2 * kSecond,  5 * kSecond, 10 * kSecond, 15 * kSecond, 20 * kSecond,
      30 * kSecond, kMinute,      2 * kMinute, 5 * kMinute,  10 * kMinute, 15 * kMinute,
      20 * kMinute, 30 * kMinute, kHour,       2 * kHour,    3 * kHour,    4 * kHour,
      6 * kHour,    12 * kHour,   kDay,        2 * kDay,     7 * kDay,     14 * kDay};
  return std::find(lengths.begin(), lengths.end(), ns) != lengths.end();
}

}  // namespace

TimeAxis::TimeAxis(std::optional<std::int64_t> epoch, sim::Duration step, sim::Time end)
    : epoch_(epoch), step_(step.ns()) {
  if (epoch_) {
    const std::int64_t in_day = (*epoch_ % kMinutesADay) * kMinute;
    has_days_ = end.ns() > kDay - in_day;
  }
}

std::string TimeAxis::label(sim::Time at) const {
  return epoch_ ? clock_label(at.ns()) : length_text(at.ns());
}

std::string TimeAxis::clock_label(std::int64_t ns) const {
  const std::int64_t minute = *epoch_ + ns / kMinute;
  const std::int64_t in_day = minute % kMinutesADay;
  std::string text = fmt::format("{:02}:{:02}", in_day / 60, in_day % 60);
  if (step_ % kMinute != 0) {
    const std::string seconds = seconds_text(ns % kMinute);
    text += (ns % kMinute < 10 * kSecond ? ":0" : ":") + seconds;
  }
  return has_days_ ? config::format_date(minute - in_day) + " " + text : text;
}

std::optional<std::int64_t> epoch_of(const Scenario& scenario) {
  return scenario.epoch != Scenario().epoch ? std::optional(scenario.epoch) : std::nullopt;
}

std::size_t bins_together(sim::Duration width, std::size_t bins, std::size_t most) {
  const std::size_t least = std::max<std::size_t>(1, (bins + most - 1) / most);
  for (std::size_t together = least; together < 3 * least; ++together) {
    if (is_round(width.ns() * static_cast<std::int64_t>(together))) {
      return together;
    }
  }
  return least;
}

}  // namespace curtain::tools
