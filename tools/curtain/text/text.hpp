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

/// 1234567 -> "1,234,567"
std::string grouped(std::uint64_t count);
/// "1 function", "2,000 functions"
std::string counted(std::uint64_t count, std::string_view what);
/// Three significant digits with a fitting unit: "265 ms", "1.20 s", "6.20 h"; 0 -> "0 s".
std::string human_seconds(double seconds);
/// Three significant digits: "0.0124", "3.40", "12,345".
std::string human_number(double value);
/// "0.39 %"
std::string human_share(double share);
/// "$0.29"
std::string human_usd(double dollars);
/// Instead of a sum of money, if the scenario has no prices.
inline constexpr std::string_view kNoPricesText = "no prices";
/// "12.3 GiB s"
std::string human_gib_seconds(double gib_s);
/// A metric's value in its unit; the name may have labels.
std::string human_metric(std::string_view name, double value);
/// The name of a unit, for programs: "count", "number", "share", "s", "GiB s" or "USD".
std::string_view unit_name(Unit unit);
/// The name of a metric's unit.
std::string_view unit_of(const MetricDeclaration& metric);
/// The text of a value, "-" if it is absent: `or_dash(mean, human_seconds)`.
std::string or_dash(const std::optional<double>& value, std::string (*text)(double));

/// The text, padded with spaces to `width` columns.
std::string pad_left(std::string_view text, std::size_t width);
std::string pad_right(std::string_view text, std::size_t width);

/// Breaks at spaces (and within words that are longer than a line) so that lines have at most `width`
/// columns. The first line begins with `indent` spaces, the others with `hanging`, or also with `indent`.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent,
                    std::optional<std::size_t> hanging = std::nullopt);
/// The parts, separated by three spaces, in lines that begin at column `indent` (the first line's indentation
/// exists already) and end before `width`; a part is not broken. No newline at the end.
std::string joined(const std::vector<std::string>& parts, std::size_t width, std::size_t indent);

/// Eight-level bars, at most `width` of them. Each shows the largest of its values, so that a short peak
/// stays visible and the full height is the largest of all.
std::string sparkline(const std::vector<double>& values, std::size_t width);
/// The characters of a share bar's parts, from 0 on.
const char* shade(std::size_t part);
/// A bar of parts: each part takes its share of `width`, in its own shade.
std::string share_bar(const std::vector<double>& parts, std::size_t width);

/// A number in CSV; empty if it is not finite.
std::string csv_number(double value);

}  // namespace curtain::tools
