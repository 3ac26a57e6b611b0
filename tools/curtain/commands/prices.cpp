// curtain prices prints the built-in price lists, era by era, with the charges that they do not include.
#include <fmt/format.h>

#include "models/config/billing_fields.hpp"
#include "models/config/diagnostics.hpp"
#include "models/config/node_text.hpp"
#include "models/config/price_list.hpp"
#include "sim/json_writer.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

using config::LeftOut;
using config::Node;
using config::PriceEra;
using config::PriceList;

std::string days_of(const std::optional<config::Day>& from, const std::optional<config::Day>& until) {
  const std::string first = from ? fmt::format("from {}", to_string(*from)) : "";
  const std::string last = until ? fmt::format("until {}", to_string(*until)) : "";
  return first.empty() || last.empty() ? first + last : first + " " + last;
}

std::string full_name(const PriceList& list, const PriceEra& era) {
  return list.name + "-" + era.name;
}

void print_summary(const PriceList& list) {
  const std::size_t columns = output_columns();
  fmt::print("\n{}", wrapped(fmt::format("{}  {}", bold(list.name), dim(list.description)), columns, 2));
  for (const PriceEra& era : list.eras) {
    fmt::print("{}", wrapped(fmt::format("{}  {}", pad_right(full_name(list, era), 32),
                                         dim(days_of(era.from, era.until))),
                             columns, 4, 6));
  }
}

void print_era(const PriceList& list, const PriceEra& era) {
  const std::size_t columns = output_columns();
  fmt::print("\n{}",
             wrapped(fmt::format("{}  {}", bold(full_name(list, era)),
                                 dim(fmt::format("{}, {}", list.description, days_of(era.from, era.until)))),
                     columns, 2));
  fmt::print("{}", dim(wrapped(fmt::format("source: {}", era.source), columns, 2)));
  for (const Node::Entry& entry : config::billing_numbers()->write(era.billing).entries) {
    if (entry.key != "leaves_out") {
      fmt::print("{}",
                 wrapped(fmt::format("{}  {}", pad_right(entry.key, 30), config::to_yaml_flow(entry.value)),
                         columns, 4, 6));
    }
  }
  fmt::print("  not included:\n");
  for (const LeftOut* const each : config::left_out_in(list, era)) {
    const std::string days = days_of(each->from, each->until);
    fmt::print("{}",
               wrapped(fmt::format("{}{}{}", each->charge, days.empty() ? "" : fmt::format(" ({})", days),
                                   each->note.empty() ? "" : ": " + each->note),
                       columns, 4, 6));
  }
}

std::optional<std::string> day_text(const std::optional<config::Day>& day) {
  return day ? std::optional(to_string(*day)) : std::nullopt;
}

void write_era(const PriceList& list, const PriceEra& era, sim::JsonWriter& json) {
  json.object(sim::JsonLayout::line, [&] {
    json.member("name", full_name(list, era));
    json.member("list", list.name);
    json.member("description", list.description);
    json.member("from", day_text(era.from));
    json.member("until", day_text(era.until));
    json.member("source", era.source);
    json.key("billing");
    json.object(sim::JsonLayout::line, [&] {
      for (const Node::Entry& entry : config::billing_numbers()->write(era.billing).entries) {
        if (entry.key != "leaves_out") {
          json.member(entry.key, config::to_yaml_flow(entry.value));
        }
      }
    });
    json.key("leaves_out");
    json.array(sim::JsonLayout::lines, [&] {
      for (const LeftOut* const each : config::left_out_in(list, era)) {
        json.object(sim::JsonLayout::line, [&] {
          json.member("charge", each->charge);
          json.member("from", day_text(each->from));
          json.member("until", day_text(each->until));
          json.member("note", each->note);
        });
      }
    });
  });
}

/// Prints the eras of the list with this name, or the era with this name; all eras if `name` is empty.
void print_prices_json(const std::string& name) {
  sim::JsonWriter json;
  json.array(sim::JsonLayout::lines, [&] {
    for (const PriceList& list : config::built_in_price_lists()) {
      for (const PriceEra& era : list.eras) {
        if (name.empty() || name == list.name || name == full_name(list, era)) {
          write_era(list, era, json);
        }
      }
    }
  });
  fmt::print("{}", json.document());
}

}  // namespace

int list_prices(const PricesCommand& command) {
  std::vector<std::string> names;
  bool found = false;
  for (const PriceList& list : config::built_in_price_lists()) {
    names.push_back(list.name);
    if (command.name.empty() && !command.common.json && !command.common.quiet) {
      print_summary(list);
    }
    for (const PriceEra& era : list.eras) {
      names.push_back(full_name(list, era));
      const bool is_named = command.name == list.name || command.name == names.back();
      found = found || is_named;
      if (is_named && !command.common.json && !command.common.quiet) {
        print_era(list, era);
      }
    }
  }
  if (!command.name.empty() && !found) {
    const std::string nearest = config::did_you_mean(command.name, names);
    throw UsageError{"there is no price list or era '" + command.name + "'" +
                     (nearest.empty() ? "; the lists and eras are " + config::comma_list(names) : nearest)};
  }
  if (command.common.json) {
    print_prices_json(command.name);
  } else if (!command.common.quiet) {
    fmt::print("\n");
  }
  return kDone;
}

}  // namespace curtain::tools
