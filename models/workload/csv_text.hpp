#pragma once
// Values as text of a CSV file.
#include <cstdint>
#include <string>
#include <string_view>

namespace curtain {

/// A field, quoted where it has to be (RFC 4180).
std::string csv_field(std::string_view text);

/// Appends nanoseconds, at least 0, as seconds, with as many decimals as they have.
void append_seconds(std::string& line, std::int64_t ns);

}  // namespace curtain
