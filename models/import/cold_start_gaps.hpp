#pragma once
// Explains the differences between the cold starts in a log and those of a simulation.
#include <cstdint>
#include <deque>
#include <optional>
#include <queue>
#include <string_view>
#include <vector>

namespace curtain {

/// The numbers of invocations by reason. `expected` equals `logged` - `reused` plus the other four reasons.
struct ColdStartDifference {
  std::uint64_t logged = 0;    ///< invocations that are cold in the log
  std::uint64_t expected = 0;  ///< invocations that are cold with a fixed keep-alive and no instances at the
                               ///< start
  std::uint64_t reused =
      0;  ///< cold in the log, although an instance had been idle for less than the keep-alive
  std::uint64_t began_warm = 0;  ///< warm in the log as the first invocation of the function
  std::uint64_t ahead = 0;       ///< warm in the log on an instance that was initialised before it was needed
  std::uint64_t kept_longer = 0;        ///< warm in the log, after a pause longer than the keep-alive
  std::uint64_t overlapping = 0;        ///< warm in the log while all instances that the log shows were busy
  std::int64_t shortest_reused_ns = 0;  ///< the shortest pause among `reused`; the next member is the median
  std::int64_t median_reused_ns = 0;
  std::int64_t longest_kept_ns = 0;  ///< the longest pause among `kept_longer`
};

/// Simulates the instances of each function through a log. An instance that is idle for longer than the
/// keep-alive is reclaimed. Among several idle instances, the most recently used instance runs the next
/// request. If no instance is idle, a new instance is started. A run does the same if its platform has a
/// fixed keep-alive, no limits and no lifetimes.
class ColdStartGaps {
 public:
  /// `keep_alive` is in nanoseconds.
  explicit ColdStartGaps(std::int64_t keep_alive) : keep_alive_(keep_alive) {}

  /// Adds the next invocation in order of arrival. `function` is the number of its function. If the
  /// invocation is cold, it waits for `init` before it runs for `duration`. All times are in nanoseconds.
  void take(std::uint32_t function, std::int64_t arrival, std::int64_t duration, std::int64_t init,
            bool is_cold, bool is_ahead);
  [[nodiscard]] ColdStartDifference difference() const;

 private:
  struct Instances {
    std::priority_queue<std::int64_t, std::vector<std::int64_t>, std::greater<>> busy;  // ends of executions
    std::deque<std::int64_t> idle;                                                      // ends of executions,
                                                                                        // in ascending order
    std::optional<std::int64_t> last_gone;  // the time since which the most recently reclaimed instance had
                                            // been idle
    bool is_known = false;
  };

  std::int64_t keep_alive_;
  std::vector<Instances> functions_;
  std::vector<std::int64_t> pauses_;  // the pauses of the invocations in `reused`
  ColdStartDifference difference_;
};

}  // namespace curtain
