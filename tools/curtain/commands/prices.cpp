// curtain prices: the price lists that are built in, era by era, with what they leave out.
#include <fmt/format.h>

#include "models/config/billing_fields.hpp"
#include "models/config/diagnostics.hpp"
#include "models/config/node_text.hpp"
#include "models/config/price_list.hpp"
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
      fmt::print("    {}  {}\n", pad_right(entry.key, 30), config::to_yaml_flow(entry.value));
    }
  }
  fmt::print("  left out:\n");
  for (const LeftOut* const each : config::left_out_in(list, era)) {
    const std::string days = days_of(each->from, each->until);
    fmt::print("{}",
               wrapped(fmt::format("{}{}{}", each->charge, days.empty() ? "" : fmt::format(" ({})", days),
                                   each->note.empty() ? "" : ": " + each->note),
                       columns, 4, 6));
  }
}

std::string day_json(const std::optional<config::Day>& day) {
  return day ? json_string(to_string(*day)) : "null";
}

std::string era_json(const PriceList& list, const PriceEra& era) {
  std::string numbers;
  for (const Node::Entry& entry : config::billing_numbers()->write(era.billing).entries) {
    if (entry.key != "leaves_out") {
      numbers += fmt::format("{}{}: {}", numbers.empty() ? "" : ", ", json_string(entry.key),
                             json_string(config::to_yaml_flow(entry.value)));
    }
  }
  std::string left_out;
  for (const LeftOut* const each : config::left_out_in(list, era)) {
    left_out += fmt::format("{}\n    {{\"charge\": {}, \"from\": {}, \"until\": {}, \"note\": {}}}",
                            left_out.empty() ? "" : ",", json_string(each->charge), day_json(each->from),
                            day_json(each->until), json_string(each->note));
  }
  return fmt::format(
      "\n  {{\"name\": {}, \"list\": {}, \"description\": {}, \"from\": {}, \"until\": {}, "
      "\"source\": {}, \"billing\": {{{}}}, \"leaves_out\": [{}]}}",
      json_string(full_name(list, era)), json_string(list.name), json_string(list.description),
      day_json(era.from), day_json(era.until), json_string(era.source), numbers, left_out);
}

}  // namespace

int list_prices(const PricesCommand& command) {
  std::vector<std::string> names;
  std::string documents;
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
      if (command.common.json && (is_named || command.name.empty())) {
        documents += (documents.empty() ? "" : ",") + era_json(list, era);
      } else if (is_named && !command.common.quiet) {
        print_era(list, era);
      }
    }
  }
  if (!command.name.empty() && !found) {
    const std::string nearest = config::did_you_mean(command.name, names);
    throw UsageError{"there is no list or era of prices '" + command.name + "'" +
                     (nearest.empty() ? "; there are " + config::comma_list(names) : nearest)};
  }
  if (command.common.json) {
    fmt::print("[{}\n]\n", documents);
  } else if (!command.common.quiet) {
    fmt::print("\n");
  }
  return kDone;
}

}  // namespace curtain::tools
