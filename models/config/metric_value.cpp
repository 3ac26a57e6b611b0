#include "models/config/metric_value.hpp"

#include <fmt/format.h>

#include "models/config/diagnostics.hpp"
#include "models/config/metric_name.hpp"
#include "models/config/quantity.hpp"

namespace curtain::config {

bool is_in_seconds(std::string_view metric) {
  const std::string_view name = without_labels(metric);
  return (name.ends_with("_s") && !name.ends_with("_gib_s")) || name.starts_with("recorded.");
}

double parse_metric_value(const std::string& text, std::string_view metric) {
  const std::string name(without_labels(metric));
  const bool is_time = !text.empty() && (text.back() == 's' || text.back() == 'n' || text.back() == 'm' ||
                                         text.back() == 'h' || text.back() == 'd');
  if (!is_time) {
    return parse_fraction(text);
  }
  const double nanoseconds = parse_nanoseconds(text);
  if (!is_in_seconds(name)) {
    throw QuantityError(
        fmt::format("{} is a length of time, but the metric {} is not in seconds; write a number, or choose "
                    "a metric whose name ends in _s (`curtain metrics` lists them)",
                    quote(text), quote(name)));
  }
  return nanoseconds / 1e9;
}

}  // namespace curtain::config
