#pragma once
// The declaration of a metric, from which the report, the tables of results, `expect`, `compare` and `curtain
// metrics` are made.
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "models/metrics/charge.hpp"
#include "models/metrics/figures.hpp"
#include "models/metrics/recorded.hpp"
#include "models/words.hpp"

namespace curtain {

/// All counts of a scope: the whole run, or some of its functions.
struct Counted {
  Figures sums;                        ///< over the functions of the scope
  std::span<const Figures> functions;  ///< the functions of the scope, one by one
  std::span<const Figures> tenants;    ///< the tenants of the whole run; empty for a part of it
  std::uint64_t in_flight = 0;         ///< invocations that had not ended when the run did
  std::uint64_t above_maximum = 0;     ///< functions with arrivals whose memory size is not sold
  PlatformTime platform;               ///< of completed invocations
  Charge charge;
  Bill bill;
  Recorded latency;     ///< of completed invocations, nanoseconds
  Recorded slowdown;    ///< of completed invocations, in parts of Responses::kSlowdownUnit
  Recorded cold_start;  ///< the wait of cold attempts, nanoseconds
  Time from;            ///< the window's beginning
  Time to;
  const Tally* run = nullptr;  ///< counts of the whole run; null for a part of it
};

/// A count, a number, or no value.
using MetricNumber = std::variant<std::monostate, std::uint64_t, double>;

/// The value of a metric, as its declaration computes it.
struct MetricValue {
  MetricNumber value;
  double resolution = 0;  ///< Metric::resolution
  double tail = 0;        ///< Metric::tail

  MetricValue() = default;
  // Implicit, so that the function of a declaration returns a plain number.
  MetricValue(std::uint64_t count) : value(count) {}  // NOLINT(google-explicit-constructor)
  MetricValue(double number) : value(number) {}       // NOLINT(google-explicit-constructor)
  MetricValue(const std::optional<double>& number) {  // NOLINT(google-explicit-constructor)
    if (number) {
      value = *number;
    }
  }
};

enum class Unit : std::uint8_t {
  count,        ///< of invocations, attempts, instances, ..: a whole number, or a mean of whole numbers
  number,       ///< without a unit: a slowdown, an index
  share,        ///< 0 .. 1
  seconds,      ///< the name ends in _s
  gib_seconds,  ///< the name ends in gib_s
  usd           ///< the name ends in _usd
};

/// The scopes for which a metric exists in addition to the whole run, by the labels that name them.
enum class Scope : std::uint8_t { none = 0, function = 1, tenant = 2, entry = 4 };
[[nodiscard]] constexpr Scope operator|(Scope a, Scope b) {
  return static_cast<Scope>(static_cast<std::uint8_t>(a) | static_cast<std::uint8_t>(b));
}
[[nodiscard]] constexpr bool has(Scope all, Scope one) {
  return (static_cast<std::uint8_t>(all) & static_cast<std::uint8_t>(one)) != 0;
}
/// For a metric whose counts are kept by function.
inline constexpr Scope kAnyScope = Scope::function | Scope::tenant | Scope::entry;
/// For a metric that compares functions.
inline constexpr Scope kManyFunctions = Scope::tenant | Scope::entry;

/// Whether a comparison shows a metric that was not requested.
enum class Shown : std::uint8_t { on_request, if_it_occurs, always };

/// The share of one function in a metric, such as its number of invocations.
using FunctionShare = double (*)(const Figures& function);

struct MetricDeclaration {
  std::string_view name;  ///< "latency.p99_s"
  Unit unit = Unit::count;
  /// Must be understandable alone, as `curtain metrics PART` prints some meanings without the others.
  std::string_view meaning;
  /// The reason for a missing value, such as "nothing completed". Empty if there is always a value, as for
  /// counts and sums, which are 0 if nothing was counted.
  std::string_view absent_because = {};
  MetricValue (*value)(const Counted& counted) = nullptr;
  Scope scopes = Scope::none;
  /// The distribution that the value is computed from. A scope keeps it only if one of its requested metrics
  /// needs it.
  Recording of = Recording::none;
  /// The column in functions.csv and tenants.csv; empty if it has none.
  std::string_view column = {};
  /// The quantities in which functions have shares: two for a mean or ratio, for its sum and its count. Empty
  /// if the metric is not computed from functions.
  std::vector<FunctionShare> shares = {};
  /// For a mean of times or slowdowns of calls, and metrics computed from such means: the distribution of
  /// these calls. See Metric::effective_calls.
  Recording mean_of = Recording::none;
  Shown shown = Shown::on_request;
};

using MetricFamily = std::vector<MetricDeclaration>;

}  // namespace curtain
