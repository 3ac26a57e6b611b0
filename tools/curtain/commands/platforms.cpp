// curtain platforms prints the profiles of platforms, their settings with the sources, and their headline
// behaviour.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "models/config/diagnostics.hpp"
#include "models/config/profile_account.hpp"
#include "models/config/scenario.hpp"
#include "models/experiment/headline.hpp"
#include "sim/json_writer.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

constexpr std::size_t kValueWidth = 10;

std::string idle_text(const Headline& headline) {
  return headline.idle ? human_seconds(headline.idle->seconds()) : "over 24 h";
}

std::string at_once_text(const Headline& headline) {
  std::string text = grouped(headline.instances_for_200);
  if (headline.instances_after_1s != headline.instances_for_200) {
    text += fmt::format(" ({} after 1 s)", grouped(headline.instances_after_1s));
  }
  return headline.turned_away == 0
             ? text
             : text + fmt::format(", {} turned away", counted(headline.turned_away, "call"));
}

void print_profile_summary(const std::string& name) {
  const std::size_t columns = output_columns();
  const ProfileAccount account = account_of_profile(name);
  const Headline headline = headline_of(name);
  fmt::print("\n{}", wrapped(fmt::format("{}  {}", bold(name), account.description), columns, 2));
  const std::string date = account.date.empty() ? "" : account.date + ": ";
  fmt::print("{}",
             dim(wrapped(fmt::format("{}start-up {}, warm call {}, 200 calls at once {}, idle {}, month {}",
                                     date, or_dash(headline.start_up_s, human_seconds),
                                     or_dash(headline.warm_s, human_seconds), at_once_text(headline),
                                     idle_text(headline), or_dash(headline.month_usd, human_usd)),
                         columns, 4)));
}

/// The different sources of the figures, in the order of their first use. Each source has the profile that
/// names it.
struct NumberedSources {
  struct Entry {
    config::ProfileSource source;
    std::string profile;
  };
  std::vector<Entry> entries;

  /// The number of the source of a figure, counted from 1.
  std::size_t number(const ProfileFigure& figure) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (entries[i].profile == figure.profile && entries[i].source.settings == figure.source.settings) {
        return i + 1;
      }
    }
    entries.push_back({figure.source, figure.profile});
    return entries.size();
  }
};

std::string source_text(const config::ProfileSource& source) {
  std::string text(config::standing_name(source.standing));
  text += source.date.empty() ? "" : ", " + source.date;
  text += source.source.empty() ? "" : ": " + source.source;
  return source.note.empty() ? text : text + (source.source.empty() ? ": " : "; ") + source.note;
}

/// Prints the settings of each section, with the standing and the number of their source.
void print_settings(const ProfileAccount& account, NumberedSources& sources) {
  const std::size_t columns = output_columns();
  const auto section_of = [](const ProfileFigure& figure) {
    return figure.path.substr(0, figure.path.find('.'));
  };
  const auto key_of = [](const ProfileFigure& figure) {
    return figure.path.substr(figure.path.find('.') + 1);
  };
  std::size_t width = 0;
  for (const ProfileFigure& figure : account.figures) {
    width = std::max(width, key_of(figure).size());
  }
  std::string section;
  for (const ProfileFigure& figure : account.figures) {
    if (section != section_of(figure)) {
      section = section_of(figure);
      fmt::print("  {}\n", section);
    }
    const std::string standing =
        figure.has_source()
            ? fmt::format("{} [{}]", config::standing_name(figure.source.standing), sources.number(figure))
            : "no source is given";
    fmt::print("{}", wrapped(fmt::format("{}  {}  {}", pad_right(key_of(figure), width),
                                         pad_right(figure.value, kValueWidth), dim(standing)),
                             columns, 4, 6));
  }
}

void print_profile(const ProfileAccount& account) {
  const std::size_t columns = output_columns();
  const std::string date = account.date.empty() ? "" : account.date + ": ";
  fmt::print("\n{}", wrapped(fmt::format("{}  {}{}", bold(account.name), dim(date), account.description),
                             columns, 2));
  if (!account.extends.empty()) {
    fmt::print("{}", wrapped(fmt::format("extends {}", fmt::join(account.extends, ", then ")), columns, 2));
  }
  NumberedSources sources;
  fmt::print("\n");
  print_settings(account, sources);
  if (!sources.entries.empty()) {
    fmt::print("\n  sources\n");
  }
  for (std::size_t i = 0; i < sources.entries.size(); ++i) {
    const NumberedSources::Entry& entry = sources.entries[i];
    const std::string inherited =
        entry.profile == account.name ? "" : fmt::format(" (from {})", entry.profile);
    fmt::print("{}",
               wrapped(fmt::format("[{}] {}{}", i + 1, source_text(entry.source), inherited), columns, 4, 8));
  }
  if (!account.neutral.empty()) {
    fmt::print("\n{}", wrapped("these settings are not set, so the neutral defaults apply: " +
                                   config::comma_list(account.neutral),
                               columns, 2, 4));
  }
  if (!account.not_yet.empty()) {
    fmt::print("\n  not yet simulated\n");
  }
  for (const std::string& mechanism : account.not_yet) {
    fmt::print("{}", wrapped(mechanism, columns, 4, 6));
  }
}

std::optional<std::string> text_or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

void write_figure(const ProfileFigure& figure, sim::JsonWriter& json) {
  json.object(sim::JsonLayout::line, [&] {
    json.member("setting", figure.path);
    json.member("value", figure.value);
    json.member("standing", figure.has_source() ? std::optional<std::string_view>(
                                                      config::standing_name(figure.source.standing))
                                                : std::nullopt);
    json.member("date", text_or_null(figure.source.date));
    json.member("source", text_or_null(figure.source.source));
    json.member("note", text_or_null(figure.source.note));
    json.member("profile", figure.profile);
  });
}

void write_headline(const Headline& headline, sim::JsonWriter& json) {
  json.key("headline");
  json.object(sim::JsonLayout::line, [&] {
    json.member("start_up_s", headline.start_up_s);
    json.member("warm_s", headline.warm_s);
    json.member("instances_for_200", headline.instances_for_200);
    json.member("instances_after_1s", headline.instances_after_1s);
    json.member("turned_away", headline.turned_away);
    json.member("idle_s", headline.idle ? std::optional(headline.idle->seconds()) : std::nullopt);
    json.member("month_usd", headline.month_usd);
  });
}

void write_profile(const std::string& name, sim::JsonWriter& json) {
  const ProfileAccount account = account_of_profile(name);
  json.object(sim::JsonLayout::lines, [&] {
    json.member("name", account.name);
    json.member("description", account.description);
    json.member("date", text_or_null(account.date));
    json.list("extends", account.extends);
    write_headline(headline_of(name), json);
    json.key("settings");
    json.array(sim::JsonLayout::lines, [&] {
      for (const ProfileFigure& figure : account.figures) {
        write_figure(figure, json);
      }
    });
    json.list("not_set", account.neutral);
    json.list("not_yet", account.not_yet, sim::JsonLayout::lines);
  });
}

/// Prints a table of the headline behaviour in Markdown, for the documents.
void print_table(const std::vector<std::string>& names) {
  fmt::print(
      "| profile | date | start-up, median | warm call | instances for 200 calls at once | idle | month |\n"
      "| --- | --- | --- | --- | --- | --- | --- |\n");
  for (const std::string& name : names) {
    const Headline headline = headline_of(name);
    const std::string date = account_of_profile(name).date;
    fmt::print("| `{}` | {} | {} | {} | {} | {} | {} |\n", name, date.empty() ? "-" : date,
               or_dash(headline.start_up_s, human_seconds), or_dash(headline.warm_s, human_seconds),
               at_once_text(headline), idle_text(headline), or_dash(headline.month_usd, human_usd));
  }
}

bool is_profile_path(const std::string& name) {
  return name.find('/') != std::string::npos || name.ends_with(".yaml") || name.ends_with(".yml");
}

}  // namespace

int list_platforms(const PlatformsCommand& command) {
  const std::vector<std::string> built_in = platform_profiles();
  std::vector<std::string> names = built_in;
  if (!command.name.empty()) {
    const bool is_known = std::find(built_in.begin(), built_in.end(), command.name) != built_in.end();
    if (!is_known && !is_profile_path(command.name)) {
      const std::string nearest = config::did_you_mean(command.name, built_in);
      throw UsageError{"there is no platform '" + command.name + "'" +
                       (nearest.empty() ? "; the platforms are " + config::comma_list(built_in) +
                                              ", or a path to a .yaml file"
                                        : nearest)};
    }
    names = {command.name};
  }
  if (command.common.json) {
    sim::JsonWriter json;
    json.array(sim::JsonLayout::lines, [&] {
      for (const std::string& name : names) {
        write_profile(name, json);
      }
    });
    fmt::print("{}", json.document());
    return kDone;
  }
  if (command.common.quiet) {
    return kDone;
  }
  if (command.table) {
    print_table(names);
    return kDone;
  }
  if (!command.name.empty()) {
    print_profile(account_of_profile(command.name));
  } else {
    for (const std::string& name : names) {
      print_profile_summary(name);
    }
  }
  fmt::print("\n");
  return kDone;
}

}  // namespace curtain::tools
