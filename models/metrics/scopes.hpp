#pragma once
// Scopes: sets of functions (one function, those of a tenant, those of a workload entry) for which a run
// keeps distributions in addition to those of the whole run.
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "models/words.hpp"
#include "sim/histogram.hpp"

namespace curtain {

/// The distributions that a run can keep.
enum class Recording : std::uint8_t { none = 0, latency = 1, slowdown = 2, cold_start = 4 };
[[nodiscard]] constexpr Recording operator|(Recording a, Recording b) {
  return static_cast<Recording>(static_cast<std::uint8_t>(a) | static_cast<std::uint8_t>(b));
}
[[nodiscard]] constexpr bool has(Recording all, Recording one) {
  return (static_cast<std::uint8_t>(all) & static_cast<std::uint8_t>(one)) != 0;
}

/// The scopes, numbered from 0, and the functions that belong to each. A function may belong to any number of
/// scopes.
class Scopes {
 public:
  virtual ~Scopes() = default;
  /// The distributions that are kept for each scope.
  [[nodiscard]] virtual std::vector<Recording> kept() const = 0;
  /// The scopes of the function. A run asks this once for each function, in the order of ids, when the
  /// function becomes known.
  virtual std::vector<std::uint32_t> scopes_of(FunctionId function) = 0;
};

/// The histograms of one scope; each one exists only if Scopes::kept() says so.
struct ScopeTally {
  std::optional<sim::Histogram> latency;     ///< of completed invocations, nanoseconds
  std::optional<sim::Histogram> slowdown;    ///< of completed invocations, in parts of kSlowdownUnit
  std::optional<sim::Histogram> cold_start;  ///< the wait of cold attempts, nanoseconds
};

/// The histograms of all scopes of a run. Each histogram receives its values directly, so a tenant's
/// histogram equals the merged histograms of the tenant's functions.
class ScopeHistograms {
 public:
  /// `scopes` may be null if there are none; otherwise it must stay valid as long as functions are added.
  explicit ScopeHistograms(Scopes* scopes);

  [[nodiscard]] bool empty() const { return scopes_ == nullptr; }
  /// Makes room for functions up to `count`, which must be larger than before.
  void grow(std::size_t count);
  /// Adds a completed invocation; a slowdown of 0 means that it has none.
  void add_response(std::uint32_t function, std::int64_t response, std::int64_t slowdown);
  void add_cold_start(std::uint32_t function, std::int64_t start_up) {
    if (scopes_ != nullptr) [[unlikely]] {
      count_cold_start(function, start_up);
    }
  }
  /// By the scope's number.
  [[nodiscard]] std::span<const ScopeTally> tallies() const { return tallies_; }

 private:
  void count_cold_start(std::uint32_t function, std::int64_t start_up);

  Scopes* scopes_;
  std::vector<ScopeTally> tallies_;
  std::vector<std::vector<std::uint32_t>> of_function_;
};

}  // namespace curtain
