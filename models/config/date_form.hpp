#pragma once
// Dates in the forms `2024-01-01` and `2024-01-01T09:30`.
#include <cstdint>
#include <string>
#include <string_view>

#include "models/config/form.hpp"

namespace curtain::config {

/// A date and time in UTC, in whole minutes since 1970-01-01 00:00.
FormPtr<std::int64_t> date_form();

/// Throws QuantityError if the text is not a date from 1970 to 9999.
std::int64_t parse_date(std::string_view text);
/// The shortest text that parse_date() reads as `minute`.
std::string format_date(std::int64_t minute);

}  // namespace curtain::config
