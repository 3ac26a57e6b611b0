#pragma once
// Explains differences between a log's cold starts and those of a simulation.
#include <cstdint>
#include <deque>
#include <optional>
#include <queue>
#include <string_view>
#include <vector>

namespace curtain {

/// The numbers of invocations by reason. `logged` - `reused` + the other four == `expected`.
struct ColdStartDifference {
  std::uint64_t logged = 0;    ///< cold in the log
  std::uint64_t expected = 0;  ///< cold under a fixed keep-alive that starts without instances
  std::uint64_t reused =
      0;  ///< cold in the log, although an instance had been idle for less than the keep-alive
  std::uint64_t began_warm = 0;  ///< warm in the log, as the first invocation of its function there
  std::uint64_t ahead = 0;  ///< warm in the log, on an instance that was initialised before it was needed
  std::uint64_t kept_longer = 0;        ///< warm in the log, after a pause longer than the keep-alive
  std::uint64_t overlapping = 0;        ///< warm in the log, while all instances that it shows were busy
  std::int64_t shortest_reused_ns = 0;  ///< the shortest pause among `reused`, and the median
  std::int64_t median_reused_ns = 0;
  std::int64_t longest_kept_ns = 0;  ///< the longest pause among `kept_longer`
};

/// Follows each function's instances through a log: an instance that is idle for longer than the keep-alive
/// is reclaimed; among several idle instances, the one used last runs the next request; if none is idle, one
/// is started. A run behaves in the same way if its platform has a fixed keep-alive, no limits and no
/// lifetimes.
class ColdStartGaps {
 public:
  /// `keep_alive` in nanoseconds.
  explicit ColdStartGaps(std::int64_t keep_alive) : keep_alive_(keep_alive) {}

  /// Adds the next invocation in order of arrival; the function is given by its number. If it is cold, it
  /// waits for `init` before it runs for `duration`, in nanoseconds.
  void take(std::uint32_t function, std::int64_t arrival, std::int64_t duration, std::int64_t init,
            bool is_cold, bool is_ahead);
  [[nodiscard]] ColdStartDifference difference() const;

 private:
  struct Instances {
    std::priority_queue<std::int64_t, std::vector<std::int64_t>, std::greater<>> busy;  // ends
    std::deque<std::int64_t> idle;                                                      // ends, ascending
    std::optional<std::int64_t> last_gone;  // when the instance reclaimed last had become idle
    bool is_known = false;
  };

  std::int64_t keep_alive_;
  std::vector<Instances> functions_;
  std::vector<std::int64_t> pauses_;  // pauses of `reused`
  ColdStartDifference difference_;
};

}  // namespace curtain
