#include "models/config/quantity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <span>
#include <utility>

#include "models/config/decimal_number.hpp"
#include "models/config/diagnostics.hpp"
#include "models/config/unit_aliases.hpp"

namespace curtain::config {
namespace {

constexpr std::uint64_t kLongestDuration = std::uint64_t{1} << 62;

/// A unit: one unit equals value * factor * 10^exponent in the base unit. `rank` orders units from small to
/// large.
struct Unit {
  std::string_view name;
  std::uint64_t factor;
  int exponent;
  int rank;
};
constexpr std::array<Unit, 10> kTimeUnits = {{{"ns", 1, 0, 0},
                                              {"us", 1, 3, 1},
                                              {"\u00B5s", 1, 3, 1},  // micro sign
                                              {"\u03BCs", 1, 3, 1},  // Greek mu
                                              {"ms", 1, 6, 2},
                                              {"s", 1, 9, 3},
                                              {"min", 60, 9, 4},
                                              {"m", 60, 9, 4},
                                              {"h", 3600, 9, 5},
                                              {"d", 86400, 9, 6}}};
// 1 KiB = 2^-10 MiB = 5^10 * 10^-10 MiB, exactly.
constexpr std::array<Unit, 4> kMemoryUnits = {
    {{"KiB", 9'765'625, -10, 0}, {"MiB", 1, 0, 1}, {"GiB", 1024, 0, 2}, {"TiB", 1'048'576, 0, 3}}};

/// A unit in bytes, or in bytes per second.
struct DataUnit {
  std::string_view name;
  std::uint64_t bytes;
};
// A quantity is written in the first of these units that fits.
constexpr std::array<DataUnit, 9> kDataUnits = {{{"TiB", std::uint64_t{1} << 40},
                                                 {"TB", 1'000'000'000'000},
                                                 {"GiB", std::uint64_t{1} << 30},
                                                 {"GB", 1'000'000'000},
                                                 {"MiB", std::uint64_t{1} << 20},
                                                 {"MB", 1'000'000},
                                                 {"KiB", 1'024},
                                                 {"kB", 1'000},
                                                 {"B", 1}}};
constexpr std::array<DataUnit, 10> kDataRateUnits = {{{"GiB/s", std::uint64_t{1} << 30},
                                                      {"GB/s", 1'000'000'000},
                                                      {"Gbit/s", 125'000'000},
                                                      {"MiB/s", std::uint64_t{1} << 20},
                                                      {"MB/s", 1'000'000},
                                                      {"Mbit/s", 125'000},
                                                      {"KiB/s", 1'024},
                                                      {"kB/s", 1'000},
                                                      {"kbit/s", 125},
                                                      {"B/s", 1}}};
constexpr std::uint64_t kMostData = std::uint64_t{1} << 50;
constexpr std::uint64_t kHighestDataRate = 1'000'000'000'000;

template <class... Arguments>
[[noreturn]] void refuse(std::string_view text, fmt::format_string<Arguments...> format,
                         Arguments&&... arguments) {
  throw QuantityError(quote(text) + fmt::format(format, std::forward<Arguments>(arguments)...));
}

template <std::size_t size>
const Unit* find_unit(const std::array<Unit, size>& units, std::string_view name) {
  for (const Unit& unit : units) {
    if (unit.name == name) {
      return &unit;
    }
  }
  return nullptr;
}

/// The words for a kind of quantity in messages.
struct Words {
  std::string_view what;
  std::string_view example;
};
constexpr Words kTimeWords{"a length of time", "250ms, 30s, 10min or 1h30min"};
constexpr Words kMemoryWords{"a memory size", "128MiB or 3.75GiB"};
constexpr Words kDataWords{"an amount of data", "4MiB or 100kB"};
constexpr Words kDataRateWords{"a data rate", "58MB/s or 625Mbit/s"};
constexpr Words kRateWords{"a rate", "20/s, 5/min or 100/h"};
constexpr Words kFractionWords{"a fraction", "5% or 0.05"};
constexpr Words kNumberWords{"a number", "1.5"};
constexpr Words kCountWords{"a whole number", "12"};

DecimalNumber take_number(std::string_view& rest, std::string_view text, const Words& words) {
  if (!rest.empty() && rest.front() == '-') {
    rest.remove_prefix(1);
    if (DecimalNumber::take(rest)) {
      refuse(text, " is negative; {} is at least 0", words.what);
    }
  }
  const auto number = DecimalNumber::take(rest);
  if (!number) {
    const std::string instead = &words == &kTimeWords ? instead_of_duration(text) : "";
    refuse(text, " is not {}{}", words.what,
           instead.empty() ? fmt::format("; write for example {}", words.example) : instead);
  }
  if (!rest.empty() && rest.front() == ' ') {
    rest.remove_prefix(1);
  }
  return *number;
}

std::string_view take_unit_name(std::string_view& rest) {
  const std::size_t length = std::min(rest.find_first_of("0123456789.- "), rest.size());
  const std::string_view name = rest.substr(0, length);
  rest.remove_prefix(length);
  return name;
}

double real_of(const DecimalNumber& number, std::string_view text) {
  const auto value = number.real();
  if (!value) {
    refuse(text, " is too large");
  }
  return *value;
}

/// Calls `take(nanoseconds)` for each part of a length such as 1h30min.
template <class Take>
void for_each_time_part(std::string_view text, Take take) {
  std::string_view rest = text;
  int last_rank = std::numeric_limits<int>::max();
  do {
    const DecimalNumber number = take_number(rest, text, kTimeWords);
    const std::string_view name = take_unit_name(rest);
    if (name.empty()) {
      if (number.is_zero() && rest.empty()) {
        return;
      }
      refuse(text, " has no unit; write for example {}", kTimeWords.example);
    }
    const Unit* unit = find_unit(kTimeUnits, name);
    if (unit == nullptr) {
      refuse(text, " has the unknown unit {}; allowed: ns, us, ms, s, min (or m), h, d{}", quote(name),
             instead_of_duration(text));
    }
    if (unit->rank >= last_rank) {
      refuse(text, " must have its larger units first and each unit once, as in 1h30min");
    }
    last_rank = unit->rank;
    take(number.times(unit->factor, unit->exponent));
  } while (!rest.empty());
}

DecimalNumber take_mebibytes(std::string_view text) {
  std::string_view rest = text;
  const DecimalNumber number = take_number(rest, text, kMemoryWords);
  const std::string_view name = take_unit_name(rest);
  if (name.empty() && rest.empty()) {
    refuse(text, " has no unit; write for example {}", kMemoryWords.example);
  }
  for (const std::string_view decimal : {"KB", "kB", "MB", "GB", "TB"}) {
    if (name == decimal && rest.empty()) {
      refuse(text, " has a decimal unit; write {}iB (the MB of AWS is a MiB)",
             decimal.front() == 'k' ? 'K' : decimal.front());
    }
  }
  const Unit* unit = find_unit(kMemoryUnits, name);
  if (unit == nullptr || !rest.empty()) {
    refuse(text, " has the unknown unit {}; allowed: KiB, MiB, GiB, TiB{}",
           quote(std::string(name) + std::string(rest)), instead_of_memory(text));
  }
  return number.times(unit->factor, unit->exponent);
}

std::string format_amount(std::span<const DataUnit> units, std::uint64_t amount) {
  for (const DataUnit& unit : units) {
    if (amount >= unit.bytes && amount % unit.bytes == 0) {
      return fmt::format("{}{}", amount / unit.bytes, unit.name);
    }
  }
  return fmt::format("0{}", units.back().name);
}

/// Parses a whole number of bytes, or of bytes per second, of at most `most`. `names` lists the units in
/// messages.
std::uint64_t parse_amount(std::string_view text, const Words& words, std::span<const DataUnit> units,
                           std::string_view names, std::uint64_t most) {
  std::string_view rest = text;
  const DecimalNumber number = take_number(rest, text, words);
  if (rest.empty() && number.is_zero()) {
    return 0;
  }
  if (rest.empty()) {
    refuse(text, " has no unit; write for example {}", words.example);
  }
  const auto unit =
      std::find_if(units.begin(), units.end(), [rest](const DataUnit& each) { return each.name == rest; });
  if (unit == units.end()) {
    refuse(text, " has the unknown unit {}; allowed: {}", quote(rest), names);
  }
  const DecimalNumber amount = number.times(unit->bytes);
  if (!amount.is_whole()) {
    refuse(text, " is not a whole number of {}", &words == &kDataWords ? "bytes" : "bytes per second");
  }
  const auto value = amount.whole();
  if (!value || *value > most) {
    refuse(text, " is more than {}", format_amount(units, most));
  }
  return *value;
}

DecimalNumber take_plain(std::string_view text, const Words& words) {
  std::string_view rest = text;
  const DecimalNumber number = take_number(rest, text, words);
  if (!rest.empty() || text.back() == ' ') {
    const std::string plain = &words == &kCountWords ? instead_of_count(text) : "";
    refuse(text, " is not {}{}", words.what,
           plain.empty() ? fmt::format("; write for example {}", words.example) : plain);
  }
  return number;
}

}  // namespace

Duration parse_duration(std::string_view text) {
  std::uint64_t total = 0;
  for_each_time_part(text, [&](const DecimalNumber& nanoseconds) {
    if (!nanoseconds.is_whole()) {
      refuse(text, " is not a whole number of nanoseconds; write at most nine decimals of a second");
    }
    const auto part = nanoseconds.whole();
    if (!part || *part > kLongestDuration - total) {
      refuse(text, " is longer than 2^62 ns (about 146 years)");
    }
    total += *part;
  });
  return Duration{static_cast<std::int64_t>(total)};
}

double parse_nanoseconds(std::string_view text) {
  double total = 0;
  for_each_time_part(text, [&](const DecimalNumber& nanoseconds) { total += real_of(nanoseconds, text); });
  if (total > static_cast<double>(kLongestDuration)) {
    refuse(text, " is longer than 2^62 ns (about 146 years)");
  }
  return total;
}

Mebibytes parse_memory(std::string_view text) {
  const DecimalNumber mebibytes = take_mebibytes(text);
  if (!mebibytes.is_whole()) {
    const auto real = mebibytes.real();
    const auto below = real ? static_cast<std::uint64_t>(std::min(*real, 1e15)) : 0;
    refuse(text, " is not a whole number of MiB{}",
           real && *real < kUnlimited ? fmt::format("; write {}MiB or {}MiB", below, below + 1) : "");
  }
  const auto value = mebibytes.whole();
  if (!value || *value >= kUnlimited) {
    refuse(text, " is more than {}MiB", kUnlimited - 1);
  }
  return static_cast<Mebibytes>(*value);
}

double parse_mebibytes(std::string_view text) {
  const double value = real_of(take_mebibytes(text), text);
  if (value >= static_cast<double>(kUnlimited)) {
    refuse(text, " is more than {}MiB", kUnlimited - 1);
  }
  return value;
}

std::uint64_t parse_data(std::string_view text) {
  return parse_amount(text, kDataWords, kDataUnits, "B, kB, MB, GB, TB, KiB, MiB, GiB, TiB", kMostData);
}

std::uint64_t parse_data_rate(std::string_view text) {
  return parse_amount(text, kDataRateWords, kDataRateUnits,
                      "B/s, kB/s, MB/s, GB/s, KiB/s, MiB/s, GiB/s, kbit/s, Mbit/s, Gbit/s", kHighestDataRate);
}

double parse_rate(std::string_view text) {
  std::string_view rest = text;
  const DecimalNumber number = take_number(rest, text, kRateWords);
  if (rest.empty()) {
    refuse(text, " has no unit; write for example {}", kRateWords.example);
  }
  constexpr std::array<std::pair<std::string_view, double>, 5> units = {
      {{"/s", 1.0}, {"/min", 60.0}, {"/m", 60.0}, {"/h", 3600.0}, {"/d", 86400.0}}};
  for (const auto& [name, seconds] : units) {
    if (rest == name) {
      return real_of(number, text) / seconds;
    }
  }
  refuse(text, " has the unknown unit {}; allowed: /s, /min (or /m), /h, /d{}", quote(rest),
         instead_of_rate(text));
}

double parse_fraction(std::string_view text) {
  std::string_view rest = text;
  const DecimalNumber number = take_number(rest, text, kFractionWords);
  if (rest == "%") {
    return real_of(number.times(1, -2), text);
  }
  if (rest == "percent" || rest == "pct") {
    refuse(text, " is not {}; did you mean '{}%'?", kFractionWords.what,
           text.substr(0, text.find_first_of(" p")));
  }
  return real_of(take_plain(text, kFractionWords), text);
}

double parse_number(std::string_view text) {
  return real_of(take_plain(text, kNumberWords), text);
}

std::uint64_t parse_count(std::string_view text) {
  const DecimalNumber number = take_plain(text, kCountWords);
  if (!number.is_whole()) {
    refuse(text, " is not {}", kCountWords.what);
  }
  const auto value = number.whole();
  if (!value) {
    refuse(text, " is too large");
  }
  return *value;
}

std::string format_duration(Duration length) {
  constexpr std::array<std::pair<std::string_view, std::int64_t>, 6> units = {{{"h", 3'600'000'000'000},
                                                                               {"min", 60'000'000'000},
                                                                               {"s", 1'000'000'000},
                                                                               {"ms", 1'000'000},
                                                                               {"us", 1'000},
                                                                               {"ns", 1}}};
  if (length == Duration{}) {
    return "0s";
  }
  for (const auto& [name, nanoseconds] : units) {
    if (length.ns() % nanoseconds == 0) {
      return fmt::format("{}{}", length.ns() / nanoseconds, name);
    }
  }
  return {};
}

std::string format_nanoseconds(double nanoseconds) {
  const Duration whole = sim::from_nanoseconds(nanoseconds);
  if (static_cast<double>(whole.ns()) == nanoseconds) {
    return format_duration(whole);
  }
  return fmt::format("{}ns", nanoseconds);
}

std::string format_memory(Mebibytes memory) {
  return memory != 0 && memory % 1024 == 0 ? fmt::format("{}GiB", memory / 1024)
                                           : fmt::format("{}MiB", memory);
}

std::string format_mebibytes(double mebibytes) {
  return fmt::format("{}MiB", mebibytes);
}

std::string format_data(std::uint64_t bytes) {
  return format_amount(kDataUnits, bytes);
}

std::string format_data_rate(std::uint64_t bytes_per_second) {
  return format_amount(kDataRateUnits, bytes_per_second);
}

std::string format_rate(double per_second) {
  return fmt::format("{}/s", per_second);
}

std::string format_number(double value) {
  return fmt::format("{}", value);
}

}  // namespace curtain::config
