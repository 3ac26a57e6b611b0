#include "models/config/data_quantity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <utility>

#include "models/config/decimal_number.hpp"
#include "models/config/diagnostics.hpp"
#include "models/config/scalar_forms.hpp"

namespace curtain::config {
namespace {

constexpr std::uint64_t kMostData = std::uint64_t{1} << 50;
constexpr std::uint64_t kHighestRate = 1'000'000'000'000;

struct DataUnit {
  std::string_view name;
  std::uint64_t bytes;
};
// The units in the order in which they are tried for writing.
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

/// The words for a kind of amount in messages.
struct DataWords {
  std::string_view what;
  std::string_view example;
  std::string_view units;
  std::string_view whole;
  std::uint64_t most;
};
constexpr DataWords kDataWords{"an amount of data", "4MiB or 100kB", "B, kB, MB, GB, TB, KiB, MiB, GiB, TiB",
                               "bytes", kMostData};
constexpr DataWords kDataRateWords{"a data rate", "58MB/s or 625Mbit/s",
                                   "B/s, kB/s, MB/s, GB/s, KiB/s, MiB/s, GiB/s, kbit/s, Mbit/s, Gbit/s",
                                   "bytes per second", kHighestRate};

std::string written_data(std::span<const DataUnit> units, std::uint64_t value) {
  for (const DataUnit& unit : units) {
    if (value >= unit.bytes && value % unit.bytes == 0) {
      return fmt::format("{}{}", value / unit.bytes, unit.name);
    }
  }
  return fmt::format("0{}", units.back().name);
}

std::uint64_t parse_amount(std::string_view text, const DataWords& words, std::span<const DataUnit> units) {
  std::string_view rest = text;
  const auto number = DecimalNumber::take(rest);
  if (!number) {
    throw QuantityError(
        fmt::format("{} is not {}; write for example {}", quote(text), words.what, words.example));
  }
  if (!rest.empty() && rest.front() == ' ') {
    rest.remove_prefix(1);
  }
  if (rest.empty() && number->is_zero()) {
    return 0;
  }
  if (rest.empty()) {
    throw QuantityError(fmt::format("{} has no unit; write for example {}", quote(text), words.example));
  }
  const auto unit =
      std::find_if(units.begin(), units.end(), [rest](const DataUnit& each) { return each.name == rest; });
  if (unit == units.end()) {
    throw QuantityError(
        fmt::format("{} has the unknown unit {}; allowed: {}", quote(text), quote(rest), words.units));
  }
  const DecimalNumber product = number->times(unit->bytes);
  if (!product.is_whole()) {
    throw QuantityError(fmt::format("{} is not a whole number of {}", quote(text), words.whole));
  }
  const auto value = product.whole();
  if (!value || *value > words.most) {
    throw QuantityError(fmt::format("{} is more than {}", quote(text), written_data(units, words.most)));
  }
  return *value;
}

}  // namespace

std::uint64_t parse_data(std::string_view text) {
  return parse_amount(text, kDataWords, kDataUnits);
}

std::uint64_t parse_data_rate(std::string_view text) {
  return parse_amount(text, kDataRateWords, kDataRateUnits);
}

std::string format_data(std::uint64_t bytes) {
  return written_data(kDataUnits, bytes);
}

std::string format_data_rate(std::uint64_t bytes_per_second) {
  return written_data(kDataRateUnits, bytes_per_second);
}

FormPtr<std::uint64_t> data_form() {
  return std::make_shared<ScalarForm<std::uint64_t>>(ScalarParts<std::uint64_t>{
      "an amount of data such as 4MiB", parse_data,
      [](const std::uint64_t& value) { return format_data(value); }, schema_reference("data")});
}

FormPtr<std::uint64_t> data_rate_form(const std::string& word) {
  ScalarParts<std::uint64_t> parts{"a data rate such as 58MB/s", parse_data_rate,
                                   [](const std::uint64_t& value) { return format_data_rate(value); },
                                   schema_reference("data-rate")};
  parts.low = 1;
  parts.words = {word};
  return std::make_shared<ScalarForm<std::uint64_t>>(std::move(parts));
}

}  // namespace curtain::config
