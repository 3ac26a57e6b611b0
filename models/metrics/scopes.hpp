#pragma once
// Scopes: sets of functions (one function, a tenant's, a workload entry's) of which a run keeps distributions
// beside those of the whole.
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

/// Which scopes there are, numbered from 0, and which functions belong to each. A function may belong to any
/// number of them.
class Scopes {
 public:
  virtual ~Scopes() = default;
  /// What is kept of each scope.
  [[nodiscard]] virtual std::vector<Recording> kept() const = 0;
  /// The scopes that the function belongs to. A run asks this once of each function, in the order of ids,
  /// when the function becomes known.
  virtual std::vector<std::uint32_t> scopes_of(FunctionId function) = 0;
};

/// What is kept of one scope; each histogram only if Scopes::kept() says so.
struct ScopeTally {
  std::optional<sim::Histogram> latency;     ///< of completed invocations, nanoseconds
  std::optional<sim::Histogram> slowdown;    ///< of completed invocations, in parts of kSlowdownUnit
  std::optional<sim::Histogram> cold_start;  ///< of cold attempts: what they waited for, nanoseconds
};

/// The histograms of all scopes of a run. Each histogram is added to directly, so that the one of a tenant
/// equals the merged histograms of the tenant's functions.
class ScopeHistograms {
 public:
  /// Null: there are no scopes. `scopes` must last as long as functions are added.
  explicit ScopeHistograms(Scopes* scopes);

  [[nodiscard]] bool empty() const { return scopes_ == nullptr; }
  /// Functions are known up to `count`; more than before.
  void grow(std::size_t count);
  /// A completed invocation; a slowdown of 0 is none.
  void add_response(std::uint32_t function, std::int64_t response, std::int64_t slowdown);
  void add_cold_start(std::uint32_t function, std::int64_t start_up) {
    if (scopes_ != nullptr) [[unlikely]] {
      count_cold_start(function, start_up);
    }
  }
  /// By number of the scope.
  [[nodiscard]] std::span<const ScopeTally> tallies() const { return tallies_; }

 private:
  void count_cold_start(std::uint32_t function, std::int64_t start_up);

  Scopes* scopes_;
  std::vector<ScopeTally> tallies_;
  std::vector<std::vector<std::uint32_t>> of_function_;
};

}  // namespace curtain
