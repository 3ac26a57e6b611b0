#include "models/config/price_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <stdexcept>

#include "models/config/billing_fields.hpp"
#include "models/config/document.hpp"
#include "models/config/field_table.hpp"
#include "models/config/files.hpp"
#include "models/config/scalar_forms.hpp"

namespace curtain::config {
namespace {

/// The form of a day: year, month and day.
class PriceDayForm : public Form<Day> {
 public:
  void read(const Node& node, Reader& reader, Day& value) const override {
    const std::optional<Days> days = node.kind == Node::Kind::scalar ? parse_days(node.text) : std::nullopt;
    if (!days || days->first.number != days->last.number) {
      reader.error(node.place, fmt::format("expected a day such as 2020-12-01, found {}", node.describe()));
      return;
    }
    value = days->first;
  }
  [[nodiscard]] Node write(const Day& value) const override { return Node::word(to_string(value)); }
  [[nodiscard]] Node schema() const override {
    return std::move(Node::mapping().set("type", Node::string("string")));
  }
};

const FieldTable<PriceList>& list_fields() {
  static const auto fields = [] {
    using E = PriceEra;
    const auto day = std::make_shared<PriceDayForm>();
    auto era = std::make_shared<FieldTable<E>>();
    era->add("name", &E::name, text_form(), "name of the era", Need::required)
        .add("from", &E::from, FormPtr<Day>(day), "its first day", Need::required)
        .add("until", &E::until, optional_form(FormPtr<Day>(day)),
             "its last day; none: the prices are still valid")
        .add("source", &E::source, prose_form(), "source of the numbers", Need::required)
        .include(&E::billing, billing_numbers());
    using L = LeftOut;
    auto left_out = std::make_shared<FieldTable<L>>();
    left_out->add("charge", &L::charge, text_form(), "a short name for reports", Need::required)
        .add("from", &L::from, optional_form(FormPtr<Day>(day)), "the first day of the charge")
        .add("until", &L::until, optional_form(FormPtr<Day>(day)), "the last day of the charge")
        .add("note", &L::note, text_form(true), "the rule and the price of the charge");
    auto table = std::make_unique<FieldTable<PriceList>>();
    table->add("description", &PriceList::description, text_form(true), "description of the price list")
        .add("leaves_out", &PriceList::leaves_out, list_form(FormPtr<L>(left_out), "charges"),
             "charges of the provider that the prices do not include")
        .add("eras", &PriceList::eras, list_form(FormPtr<E>(era), "eras"), "the eras, in order of time",
             Need::required);
    return table;
  }();
  return *fields;
}

std::vector<std::string> names_of(const PriceList& list) {
  std::vector<std::string> names;
  for (const PriceEra& era : list.eras) {
    names.push_back(era.name);
  }
  return names;
}

std::vector<std::string> names_of_lists() {
  std::vector<std::string> names;
  for (const EmbeddedPriceList& list : embedded_price_lists()) {
    names.emplace_back(list.name);
  }
  return names;
}

std::optional<PriceList> built_in(const EmbeddedPriceList& list, Reader& reader) {
  const std::string name(list.name);
  return read_price_list(name, list.text, name, reader);
}

bool is_price_path(const std::string& name) {
  const std::filesystem::path path(name);
  return name.find('/') != std::string::npos || path.extension() == ".yaml" || path.extension() == ".yml";
}

std::optional<PriceList> find_list(const Node::Entry& entry, Reader& reader) {
  const std::string& name = entry.key;
  for (const EmbeddedPriceList& list : embedded_price_lists()) {
    if (list.name == name) {
      return built_in(list, reader);
    }
  }
  if (!is_price_path(name)) {
    reader.error(entry.key_place,
                 fmt::format("unknown price list {}; allowed: {}, or a path to a .yaml file{}", quote(name),
                             comma_list(names_of_lists()), did_you_mean(name, names_of_lists())));
    return std::nullopt;
  }
  try {
    const std::string path = path_from(reader.directory_for(entry.key_place), expand_environment(name));
    return read_price_list(std::filesystem::path(path).stem().string(), read_text_file(path), path, reader);
  } catch (const std::invalid_argument& error) {
    reader.error(entry.key_place, error.what());
  }
  return std::nullopt;
}

std::string span_of(const PriceEra& era) {
  return era.until ? fmt::format("{} ({} to {})", era.name, to_string(era.from), to_string(*era.until))
                   : fmt::format("{} (from {})", era.name, to_string(era.from));
}

/// The era that contains all given days. Reports an error if there is no such era.
const PriceEra* era_of(const PriceList& list, const Days& days, const Node& said, Reader& reader) {
  std::vector<const PriceEra*> met;
  for (const PriceEra& era : list.eras) {
    const bool is_after = days.last.number < era.from.number;
    const bool is_before = era.until && era.until->number < days.first.number;
    if (!is_after && !is_before) {
      met.push_back(&era);
    }
  }
  if (met.size() == 1) {
    return met.front();
  }
  std::string why;
  if (met.empty() && days.last.number < list.eras.front().from.number) {
    why = fmt::format("{} has no prices for {}; its first era is {}", list.name, quote(said.text),
                      span_of(list.eras.front()));
  } else if (met.empty()) {
    why = fmt::format("{} has no prices for {}", list.name, quote(said.text));
  } else {
    why = fmt::format("the prices of {} changed within {}; write a day in one of the eras {}", list.name,
                      said.text, span_of(*met.front()));
    for (std::size_t i = 1; i < met.size(); ++i) {
      why += (i + 1 == met.size() ? " or " : ", ") + span_of(*met[i]);
    }
  }
  reader.error(said.place, why);
  return nullptr;
}

const PriceEra* find_era(const PriceList& list, const Node& said, Reader& reader) {
  if (said.kind != Node::Kind::scalar) {
    reader.error(said.place, fmt::format("expected an era of {} ({}) or a day such as 2020-12-01, found {}",
                                         list.name, comma_list(names_of(list)), said.describe()));
    return nullptr;
  }
  for (const PriceEra& era : list.eras) {
    if (era.name == said.text) {
      return &era;
    }
  }
  if (const std::optional<Days> days = parse_days(said.text)) {
    return era_of(list, *days, said, reader);
  }
  const auto names = names_of(list);
  reader.error(said.place,
               fmt::format("{} has no era {}; allowed: {}, or a day such as 2020-12-01{}", list.name,
                           quote(said.text), comma_list(names), did_you_mean(said.text, names)));
  return nullptr;
}

void lay(const PriceList& list, const PriceEra& era, BillingParameters& billing) {
  billing = era.billing;
  billing.prices = list.name + "-" + era.name;
  billing.leaves_out.clear();
  for (const LeftOut* const left_out : left_out_in(list, era)) {
    billing.leaves_out.push_back(left_out->charge);
  }
  billing.leaves_out.insert(billing.leaves_out.end(), era.billing.leaves_out.begin(),
                            era.billing.leaves_out.end());
}

void read_name(const Node& node, Reader& reader, BillingParameters& billing) {
  for (const EmbeddedPriceList& embedded : embedded_price_lists()) {
    if (node.text.rfind(embedded.name, 0) != 0) {
      continue;  // do not parse other lists: every run reads the era of the default profile
    }
    const std::optional<PriceList> list = built_in(embedded, reader);
    if (!list) {
      return;
    }
    if (node.text == list->name && list->eras.size() == 1) {
      lay(*list, list->eras.front(), billing);
      return;
    }
    if (node.text == list->name) {
      reader.error(node.place, fmt::format("{} has several eras; name one of them, such as {}-{}, or write a "
                                           "day, as in {{{}: 2020-12-01}}; eras: {}",
                                           list->name, list->name, list->eras.back().name, list->name,
                                           comma_list(names_of(*list))));
      return;
    }
    for (const PriceEra& era : list->eras) {
      if (node.text == list->name + "-" + era.name) {
        lay(*list, era, billing);
        return;
      }
    }
  }
  const auto names = names_of_eras();
  reader.error(
      node.place,
      fmt::format("unknown price era {}; allowed: {}, or a day of a list, as in {{LIST: 2020-12-01}}{}",
                  quote(node.text), comma_list(names), did_you_mean(node.text, names)));
}

}  // namespace

std::string to_string(Day day) {
  return fmt::format("{:04}-{:02}-{:02}", day.number / 10'000, day.number / 100 % 100, day.number % 100);
}

std::optional<Days> parse_days(std::string_view text) {
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) {
    return std::nullopt;
  }
  std::uint32_t parts[3] = {0, 0, 0};  // the year, the month and the day
  std::size_t part = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == 4 || i == 7) {
      if (text[i] != '-') {
        return std::nullopt;
      }
      ++part;
    } else if (text[i] < '0' || text[i] > '9') {
      return std::nullopt;
    } else {
      parts[part] = parts[part] * 10 + static_cast<std::uint32_t>(text[i] - '0');
    }
  }
  const auto [year, month, day] = parts;
  constexpr std::uint32_t lengths[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (part >= 1 && (month < 1 || month > 12)) {
    return std::nullopt;
  }
  const std::uint32_t longest = part == 0 ? 31 : month == 2 && !is_leap ? 28 : lengths[month - 1];
  if (part == 2 && (day < 1 || day > longest)) {
    return std::nullopt;
  }
  const std::uint32_t base = year * 10'000;
  switch (part) {
    case 0:
      return Days{Day{base + 101}, Day{base + 1231}};
    case 1:
      return Days{Day{base + month * 100 + 1}, Day{base + month * 100 + longest}};
    default:
      return Days{Day{base + month * 100 + day}, Day{base + month * 100 + day}};
  }
}

std::vector<const LeftOut*> left_out_in(const PriceList& list, const PriceEra& era) {
  std::vector<const LeftOut*> charges;
  for (const LeftOut& left_out : list.leaves_out) {
    const bool is_before = left_out.until && left_out.until->number < era.from.number;
    const bool is_after = left_out.from && era.until && era.until->number < left_out.from->number;
    if (!is_before && !is_after) {
      charges.push_back(&left_out);
    }
  }
  return charges;
}

std::optional<PriceList> read_price_list(const std::string& name, std::string_view text,
                                         const std::string& file, Reader& reader) {
  Diagnostics& diagnostics = reader.diagnostics();
  const std::size_t errors = diagnostics.size();
  const std::optional<Node> root =
      parse_document(text, std::make_shared<const std::string>(file), diagnostics);
  if (!root) {
    return std::nullopt;
  }
  Reader inner(diagnostics, directory_of(file));
  PriceList list;
  list.name = name;
  list_fields().read(*root, inner, list);
  if (root->kind == Node::Kind::mapping) {
    list_fields().check_given(inner, root->place);
  }
  if (diagnostics.size() == errors && list.eras.empty()) {
    inner.error(root->place, "the list of eras is empty; write at least one era");
  }
  for (std::size_t i = 0; i < list.eras.size() && diagnostics.size() == errors; ++i) {
    const PriceEra& era = list.eras[i];
    const bool is_backward = era.until && era.until->number < era.from.number;
    const bool is_over =
        i > 0 && (!list.eras[i - 1].until || list.eras[i - 1].until->number >= era.from.number);
    if (is_backward || is_over) {
      inner.error(root->find("eras")->items[i].place,
                  is_backward ? fmt::format("the era {} ends before its first day", quote(era.name))
                              : fmt::format("the era {} begins before the end of the era {}", quote(era.name),
                                            quote(list.eras[i - 1].name)));
    }
  }
  return diagnostics.size() == errors ? std::optional<PriceList>(std::move(list)) : std::nullopt;
}

std::vector<PriceList> built_in_price_lists() {
  std::vector<PriceList> lists;
  for (const EmbeddedPriceList& embedded : embedded_price_lists()) {
    Diagnostics diagnostics;
    Reader reader(diagnostics, "");
    if (std::optional<PriceList> list = built_in(embedded, reader)) {
      lists.push_back(std::move(*list));
    }
  }
  return lists;
}

std::vector<std::string> names_of_eras() {
  std::vector<std::string> names;
  for (const PriceList& list : built_in_price_lists()) {
    for (const PriceEra& era : list.eras) {
      names.push_back(list.name + "-" + era.name);
    }
  }
  return names;
}

std::optional<std::string> era_on(std::string_view list, std::string_view day) {
  const std::optional<Days> days = parse_days(day);
  for (const EmbeddedPriceList& embedded : embedded_price_lists()) {
    Diagnostics diagnostics;
    Reader reader(diagnostics, "");
    const std::optional<PriceList> read = embedded.name == list ? built_in(embedded, reader) : std::nullopt;
    for (std::size_t i = 0; read && days && i < read->eras.size(); ++i) {
      const PriceEra& era = read->eras[i];
      if (era.from.number <= days->first.number && (!era.until || days->last.number <= era.until->number)) {
        return read->name + "-" + era.name;
      }
    }
  }
  return std::nullopt;
}

void read_prices(const Node& node, Reader& reader, BillingParameters& billing) {
  if (node.kind == Node::Kind::scalar) {
    read_name(node, reader, billing);
    return;
  }
  if (node.kind != Node::Kind::mapping || node.entries.size() != 1) {
    reader.error(
        node.place,
        fmt::format(
            "expected the name of a price era, {{LIST: ERA}} or {{LIST: DAY}}; found {}; allowed names: {}",
            node.entries.size() > 1 ? comma_list(node.keys()) : node.describe(),
            comma_list(names_of_eras())));
    return;
  }
  const Node::Entry& entry = node.entries.front();
  if (const std::optional<PriceList> list = find_list(entry, reader)) {
    const Reader::Step step(reader, entry.key);
    if (const PriceEra* era = find_era(*list, entry.value, reader)) {
      lay(*list, *era, billing);
    }
  }
}

}  // namespace curtain::config
