#pragma once
// The declaration of a metric. The report, the tables of results, `expect`, `compare` and `curtain metrics`
// are generated from it.
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

class RecordedSample;
struct TenancyFigures;

/// All counts of a scope, which is the whole run or some of its functions.
struct Counted {
  Figures sums;                        ///< sums over the functions of the scope
  std::span<const Figures> functions;  ///< the figures of each function of the scope
  std::span<const Figures> tenants;    ///< the figures of each tenant; empty unless the scope is the whole
                                       ///< run
  std::uint64_t in_flight = 0;         ///< invocations that had not ended at the end of the run
  std::uint64_t above_maximum = 0;     ///< functions with arrivals whose memory is above the largest size
                                       ///< that the provider sells
  PlatformTime platform;               ///< times of completed invocations
  Charge charge;
  Bill bill;
  std::optional<Bill> month;  ///< the bill scaled to a month, if billing.month is set and the scope is the
                              ///< whole run or a tenant
  std::optional<double> provider_usd;  ///< cost of VMs and hosts to the provider, for the whole run, if VMs
                                       ///< and hosts have a price
  Recorded latency;                    ///< latencies of completed invocations, in nanoseconds
  Recorded slowdown;    ///< slowdowns of completed invocations, in parts of Responses::kSlowdownUnit
  Recorded cold_start;  ///< waits of cold attempts, in nanoseconds
  Time from;            ///< the beginning of the window
  Time to;
  const Tally* run = nullptr;  ///< counts of the whole run; null for a part of the run
  const TenancyFigures* tenancy =
      nullptr;  ///< null if tenancy was not measured, or if the scope is neither the whole run nor a tenant
  const RecordedSample* recorded = nullptr;  ///< null unless the scope is a record of programmes
};

/// A count, a number, or no value.
using MetricNumber = std::variant<std::monostate, std::uint64_t, double>;

/// The value of a metric, which the function in its declaration computes.
struct MetricValue {
  MetricNumber value;
  double resolution = 0;  ///< see Metric::resolution
  double tail = 0;        ///< see Metric::tail

  MetricValue() = default;
  // The constructors are implicit, so that the function in a declaration can return a plain number.
  MetricValue(std::uint64_t count) : value(count) {}  // NOLINT(google-explicit-constructor)
  MetricValue(double number) : value(number) {}       // NOLINT(google-explicit-constructor)
  MetricValue(const std::optional<double>& number) {  // NOLINT(google-explicit-constructor)
    if (number) {
      value = *number;
    }
  }
};

enum class Unit : std::uint8_t {
  count,        ///< a whole number, or a mean of whole numbers, of invocations, attempts, instances and so on
  number,       ///< a number without a unit: a slowdown, an index
  share,        ///< from 0 to 1
  seconds,      ///< in seconds; the name ends in _s
  gib_seconds,  ///< in GiB seconds; the name ends in gib_s
  usd           ///< in US dollars; the name ends in _usd
};

/// The kinds of scopes for which a metric exists in addition to the whole run, by their labels.
enum class Scope : std::uint8_t { none = 0, function = 1, tenant = 2, entry = 4, record = 8 };
[[nodiscard]] constexpr Scope operator|(Scope a, Scope b) {
  return static_cast<Scope>(static_cast<std::uint8_t>(a) | static_cast<std::uint8_t>(b));
}
[[nodiscard]] constexpr bool has(Scope all, Scope one) {
  return (static_cast<std::uint8_t>(all) & static_cast<std::uint8_t>(one)) != 0;
}
/// The scopes of a metric whose counts are kept for each function.
inline constexpr Scope kAnyScope = Scope::function | Scope::tenant | Scope::entry;
/// The scopes of a metric that compares functions.
inline constexpr Scope kManyFunctions = Scope::tenant | Scope::entry;

/// Whether a comparison prints a metric that was not requested.
enum class Shown : std::uint8_t { on_request, if_it_occurs, always };

/// The contribution of one function to a metric, such as its number of invocations.
using FunctionShare = double (*)(const Figures& function);

struct MetricDeclaration {
  std::string_view name;  ///< the name, such as "latency.p99_s"
  Unit unit = Unit::count;
  /// A meaning must be understandable alone, because `curtain metrics PART` prints only some of the meanings.
  std::string_view meaning;
  /// The reason for a missing value, such as "nothing completed". Empty if there is always a value. Counts
  /// and sums always have a value, which is 0 if nothing was counted.
  std::string_view absent_because = {};
  MetricValue (*value)(const Counted& counted) = nullptr;
  Scope scopes = Scope::none;
  /// The distribution from which the value is computed. A scope records it only if one of its requested
  /// metrics needs it.
  Recording of = Recording::none;
  /// The column in functions.csv and tenants.csv. Empty if the metric has no column.
  std::string_view column = {};
  /// The quantities to which functions contribute. A mean or ratio has two such quantities, for its sum and
  /// its count. Empty if the metric is not computed from functions.
  std::vector<FunctionShare> shares = {};
  /// For a mean of times or slowdowns of calls, and for a metric that is computed from such means, the
  /// distribution of these calls. See Metric::effective_calls.
  Recording mean_of = Recording::none;
  Shown shown = Shown::on_request;
};

using MetricFamily = std::vector<MetricDeclaration>;

}  // namespace curtain
