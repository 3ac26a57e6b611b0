#pragma once
// Amounts of data and data rates in their written form: a number with its unit.
#include <cstdint>
#include <string>
#include <string_view>

#include "models/config/form.hpp"

namespace curtain::config {

/// `4MiB`, `100kB`: whole bytes, at most 2^50. Units: B, kB, MB, GB, TB, KiB, MiB, GiB, TiB. Throws
/// QuantityError.
std::uint64_t parse_data(std::string_view text);
/// `58MB/s`, `625Mbit/s`: whole bytes per second, at most 10^12. Units: those of an amount up to GB and GiB,
/// and kbit, Mbit, Gbit, each with "/s". Throws QuantityError.
std::uint64_t parse_data_rate(std::string_view text);

/// A text that parses to the same value, with the largest unit in which the amount is whole.
std::string format_data(std::uint64_t bytes);
std::string format_data_rate(std::uint64_t bytes_per_second);

/// An amount of data.
FormPtr<std::uint64_t> data_form();
/// A data rate of at least 1 B/s; `word` means 0.
FormPtr<std::uint64_t> data_rate_form(const std::string& word);

}  // namespace curtain::config
