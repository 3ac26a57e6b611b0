#pragma once
// Formats numbers and words for people.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/curtain/text/terminal.hpp"

namespace curtain {
struct MetricDeclaration;
enum class Unit : std::uint8_t;
}  // namespace curtain

namespace curtain::tools {

/// A number with commas between thousands: "1,234,567".
std::string grouped(std::uint64_t count);
/// A number with its noun: "1 function", "2,000 functions".
std::string counted(std::uint64_t count, std::string_view what);
/// A time with three significant digits and a suitable unit: "265 ms", "1.20 s", "6.20 h". Zero is "0 s".
std::string human_seconds(double seconds);
/// A number with three significant digits: "0.0124", "3.40", "12,345".
std::string human_number(double value);
/// A share in percent: "0.39 %".
std::string human_share(double share);
/// An amount of money: "$0.29".
std::string human_usd(double dollars);
/// The text that replaces a sum of money if the scenario has no prices.
inline constexpr std::string_view kNoPricesText = "no prices";
/// "12.3 GiB s"
std::string human_gib_seconds(double gib_s);
/// The value of a metric with its unit. `name` may have labels.
std::string human_metric(std::string_view name, double value);
/// The name of a unit, for scripts: "count", "number", "share", "s", "GiB s" or "USD".
std::string_view unit_name(Unit unit);
/// The name of a metric's unit.
std::string_view unit_of(const MetricDeclaration& metric);
/// The text of a value, or "-" if the value is absent. Example: `or_dash(mean, human_seconds)`.
std::string or_dash(const std::optional<double>& value, std::string (*text)(double));

/// Pads the text with spaces to `width` columns.
std::string pad_left(std::string_view text, std::size_t width);
std::string pad_right(std::string_view text, std::size_t width);

/// Breaks the text into lines of at most `width` columns. Lines are broken at spaces; a word that is longer
/// than a line is also broken. The first line begins with `indent` spaces. The other lines begin with
/// `hanging` spaces, or with `indent` if `hanging` is not given.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent,
                    std::optional<std::size_t> hanging = std::nullopt);
/// Joins the parts with three spaces, in lines that begin at column `indent` and end before `width`. The
/// first line is already indented. A part is never broken. There is no newline at the end.
std::string joined(const std::vector<std::string>& parts, std::size_t width, std::size_t indent);

/// A row of bars with eight heights, at most `width` bars. Each bar shows the largest of its values, so that
/// a short peak stays visible. The full height is the largest of all values.
std::string sparkline(const std::vector<double>& values, std::size_t width);
/// The character for a part of a share bar. Parts are counted from 0.
const char* shade(std::size_t part);
/// A bar with one section for each part. The length of a section is the part's share of `width`, and each
/// section has its own shade.
std::string share_bar(const std::vector<double>& parts, std::size_t width);

/// A number as a field of a CSV file. Empty if the number is not finite.
std::string csv_number(double value);

}  // namespace curtain::tools
