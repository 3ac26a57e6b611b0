#include "tools/curtain/commands/instants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "models/config/date_form.hpp"
#include "models/config/quantity.hpp"
#include "tools/curtain/text/text.hpp"
#include "tools/curtain/text/time_axis.hpp"

namespace curtain::tools {
namespace {

/// An instant of the run: a time since its start, or a date if the scenario has an `epoch`.
Time instant_of(const char* option, const std::string& text, const Scenario& scenario) {
  const std::optional<std::int64_t> epoch = epoch_of(scenario);
  const bool is_date = text.size() >= 8 && text.find('-', 1) == 4;
  if (!is_date) {
    return Time{} + duration_of(option, text);
  }
  if (!epoch) {
    throw UsageError{
        fmt::format("{}: '{}' is a date, and the scenario has no `epoch`; write a time since the "
                    "start, as 9h",
                    option, text)};
  }
  try {
    const std::int64_t minutes = config::parse_date(text) - *epoch;
    if (minutes < 0) {
      throw UsageError{
          fmt::format("{} {} is before the start of the run, {}", option, text, config::format_date(*epoch))};
    }
    constexpr std::int64_t kLatest = Time::never().ns() / sim::minutes(1).ns();
    return minutes < kLatest ? Time{} + sim::minutes(minutes) : Time::never();
  } catch (const config::QuantityError& error) {
    throw UsageError{fmt::format("{}: {}", option, error.what())};
  }
}

}  // namespace

Duration duration_of(const char* option, const std::string& text) {
  try {
    return config::parse_duration(text);
  } catch (const config::QuantityError& error) {
    throw UsageError{fmt::format("{}: {}", option, error.what())};
  }
}

std::optional<Stretch> stretch_of(const RunCommand& command, const Scenario& scenario) {
  if (command.from.empty() && command.to.empty()) {
    return std::nullopt;
  }
  const char* const option = command.from.empty() ? "--to" : "--from";
  if (std::find(command.by.begin(), command.by.end(), "time") == command.by.end()) {
    throw UsageError{fmt::format("{} needs --by time", option)};
  }
  if (command.common.json) {
    throw UsageError{
        fmt::format("{} is of the printed table, and --json has all rows; leave one of them out", option)};
  }
  const Time last = scenario.duration.value_or(Time::never());
  const Stretch part{command.from.empty() ? Time{} : instant_of("--from", command.from, scenario),
                     command.to.empty() ? last : instant_of("--to", command.to, scenario)};
  if (part.from >= last) {
    throw UsageError{fmt::format("--from {} is not before the end of the run, which is at {}", command.from,
                                 config::format_duration(last - Time{}))};
  }
  if (part.from >= part.to) {
    throw UsageError{fmt::format("--from {} is not before --to {}",
                                 command.from.empty() ? "0s" : command.from, command.to)};
  }
  return part;
}

}  // namespace curtain::tools
