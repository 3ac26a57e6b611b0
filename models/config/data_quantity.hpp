#pragma once
// Amounts of data and data rates in their written form, which is a number with its unit.
#include <cstdint>
#include <string>
#include <string_view>

#include "models/config/form.hpp"

namespace curtain::config {

/// Parses an amount of data such as `4MiB` or `100kB` into whole bytes, at most 2^50. Units: B, kB, MB, GB,
/// TB, KiB, MiB, GiB, TiB. Throws QuantityError.
std::uint64_t parse_data(std::string_view text);
/// Parses a data rate such as `58MB/s` or `625Mbit/s` into whole bytes per second, at most 10^12. The units
/// are those of an amount up to GB and GiB, and kbit, Mbit and Gbit, each followed by "/s". Throws
/// QuantityError.
std::uint64_t parse_data_rate(std::string_view text);

/// A text that parses to the same amount. Its unit is the largest unit in which the amount is a whole number.
std::string format_data(std::uint64_t bytes);
std::string format_data_rate(std::uint64_t bytes_per_second);

/// The form of an amount of data.
FormPtr<std::uint64_t> data_form();
/// The form of a data rate of at least 1 B/s. `word` means 0.
FormPtr<std::uint64_t> data_rate_form(const std::string& word);

}  // namespace curtain::config
