#pragma once
// Initialisations of instances, from the log records, until the invocation that first used the instance is
// read.
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace curtain {

/// An on-demand request runs within milliseconds of the end of the initialisation that it waited for. A
/// request that begins later than this after the end did not wait: the instance was initialised before it.
inline constexpr std::int64_t kLongestWait = 1'000'000'000;
/// An initialisation takes at most 10 s (Lambda Developer Guide, "Understanding the Lambda execution
/// environment lifecycle"). A request that starts later than that after the beginning of an initialisation
/// did not wait for it.
inline constexpr std::int64_t kLongestInit = 10'000'000'000;

/// One initialisation. Times are nanoseconds since 1970.
struct InitRecord {
  std::optional<std::int64_t> began;     ///< INIT_START, platform.initStart
  std::optional<std::int64_t> ended;     ///< INIT_REPORT, platform.initReport, platform.initRuntimeDone
  std::optional<std::int64_t> duration;  ///< as reported
  bool given_up = false;                 ///< it ended with a time-out or an error
  bool is_ahead = false;                 ///< for provisioned concurrency, so before any request

  /// Its end; if no record has the length, computed with the length `told`.
  [[nodiscard]] std::optional<std::int64_t> end(std::optional<std::int64_t> told) const;
  /// Its beginning: the earlier of the recorded one and the end less the length; empty if neither is known.
  [[nodiscard]] std::optional<std::int64_t> begin() const;
};

/// Stores initialisations by log stream, each of which belongs to one instance, or by file if a log does not
/// name its streams. Memory is bounded: the oldest are dropped.
class InitRecords {
 public:
  static constexpr std::size_t kMostStreams = 200'000;

  /// An initialisation began.
  void began(std::string_view stream, std::int64_t ns, bool is_ahead);
  /// It ended; an earlier record of the same initialisation may have the end already.
  void ended(std::string_view stream, std::int64_t ns, std::optional<std::int64_t> duration, bool given_up);
  /// Removes and returns the initialisation that was first used by an execution that began at `start`. `init`
  /// is given if the execution's own record reports an initialisation, and is its length. If streams have no
  /// names (`is_named` false), instances are mixed: then the initialisation must match in time, or the
  /// execution's record must report one.
  std::optional<InitRecord> take(std::string_view stream, bool is_named, std::int64_t start,
                                 std::optional<std::int64_t> init);
  /// Number of initialisations without an execution.
  [[nodiscard]] std::uint64_t left() const { return left_; }

 private:
  std::vector<InitRecord>& of(std::string_view stream);

  std::unordered_map<std::string, std::vector<InitRecord>> streams_;  // only looked up, never iterated
  std::deque<std::string> order_;
  std::uint64_t left_ = 0;
};

}  // namespace curtain
