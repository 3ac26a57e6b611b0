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

/// Parses an instant of the run: a time since the start, or a date if the scenario has an `epoch`.
Time instant_of(const char* option, const std::string& text, const Scenario& scenario) {
  const std::optional<std::int64_t> epoch = epoch_of(scenario);
  const bool is_date = text.size() >= 8 && text.find('-', 1) == 4;
  if (!is_date) {
    return Time{} + duration_of(option, text);
  }
  if (!epoch) {
    throw UsageError{fmt::format(
        "{}: '{}' is a date, but the scenario has no `epoch`; write a time since the start, such as 9h",
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
  if (command.common.json && command.perfetto.empty()) {
    throw UsageError{fmt::format(
        "{} limits the printed table, but --json prints all rows; remove one of the two options", option)};
  }
  const bool is_by_time = std::find(command.by.begin(), command.by.end(), "time") != command.by.end();
  if (scenario.lesson.is_given() && !command.all_figures && !is_by_time && command.perfetto.empty()) {
    throw UsageError{fmt::format(
        "{} needs --by time, --perfetto or --all-figures, because a lesson prints no curves", option)};
  }
  return part_of({"--from", command.from}, {"--to", command.to}, scenario);
}

Stretch part_of(const InstantOption& from, const InstantOption& to, const Scenario& scenario) {
  const Time last = scenario.duration.value_or(Time::never());
  const Stretch part{from.text.empty() ? Time{} : instant_of(from.name, from.text, scenario),
                     to.text.empty() ? last : instant_of(to.name, to.text, scenario)};
  if (part.from >= last) {
    throw UsageError{fmt::format("{} {} is not before the end of the run, which is at {}", from.name,
                                 from.text, config::format_duration(last - Time{}))};
  }
  if (part.from >= part.to) {
    throw UsageError{fmt::format("{} {} is not before {} {}", from.name, from.text.empty() ? "0s" : from.text,
                                 to.name, to.text)};
  }
  return part;
}

}  // namespace curtain::tools
