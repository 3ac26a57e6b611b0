#pragma once
// Scopes are sets of functions: one function, the functions of a tenant, or those of a workload entry. A run
// may record the distributions of scopes in addition to the distributions of the whole run.
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "models/words.hpp"
#include "sim/histogram.hpp"

namespace curtain {

/// The distributions that a run can record.
enum class Recording : std::uint8_t { none = 0, latency = 1, slowdown = 2, cold_start = 4 };
[[nodiscard]] constexpr Recording operator|(Recording a, Recording b) {
  return static_cast<Recording>(static_cast<std::uint8_t>(a) | static_cast<std::uint8_t>(b));
}
[[nodiscard]] constexpr bool has(Recording all, Recording one) {
  return (static_cast<std::uint8_t>(all) & static_cast<std::uint8_t>(one)) != 0;
}

/// The scopes, numbered from 0, and the functions of each scope. A function may be in any number of scopes.
class Scopes {
 public:
  virtual ~Scopes() = default;
  /// The distributions to record for each scope.
  [[nodiscard]] virtual std::vector<Recording> kept() const = 0;
  /// The scopes of a function. A run calls this once for each function, in the order of ids, when the
  /// function becomes known.
  virtual std::vector<std::uint32_t> scopes_of(FunctionId function) = 0;
};

/// The histograms of one scope. A histogram exists only if Scopes::kept() contains its distribution.
struct ScopeTally {
  std::optional<sim::Histogram> latency;     ///< latencies of completed invocations, in nanoseconds
  std::optional<sim::Histogram> slowdown;    ///< slowdowns of completed invocations, in parts of
                                             ///< kSlowdownUnit
  std::optional<sim::Histogram> cold_start;  ///< waits of cold attempts, in nanoseconds
};

/// The histograms of all scopes of a run. Values are added directly to each histogram, so the histogram of a
/// tenant equals the merged histograms of its functions.
class ScopeHistograms {
 public:
  /// `scopes` is null if there are no scopes. Otherwise it must be valid as long as functions are added.
  explicit ScopeHistograms(Scopes* scopes);

  [[nodiscard]] bool empty() const { return scopes_ == nullptr; }
  /// Adds functions up to `count`, which must be larger than before.
  void grow(std::size_t count);
  /// Adds a completed invocation. A slowdown of 0 means that it has none.
  void add_response(std::uint32_t function, std::int64_t response, std::int64_t slowdown);
  void add_cold_start(std::uint32_t function, std::int64_t start_up) {
    if (scopes_ != nullptr) [[unlikely]] {
      count_cold_start(function, start_up);
    }
  }
  /// The histograms, indexed by the number of the scope.
  [[nodiscard]] std::span<const ScopeTally> tallies() const { return tallies_; }

 private:
  void count_cold_start(std::uint32_t function, std::int64_t start_up);

  Scopes* scopes_;
  std::vector<ScopeTally> tallies_;
  std::vector<std::vector<std::uint32_t>> of_function_;
};

}  // namespace curtain
