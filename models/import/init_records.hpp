#pragma once
// Stores the initialisations of instances from the log, until the invocation that first used the instance is
// read.
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace curtain {

/// The longest time between the end of an initialisation and an execution that waited for it. A request on
/// demand runs within milliseconds of this end. If a request begins later, it did not wait, because the
/// instance was initialised before the request.
inline constexpr std::int64_t kLongestWait = 1'000'000'000;
/// The longest initialisation, 10 s (Lambda Developer Guide, "Understanding the Lambda execution environment
/// lifecycle"). A request that starts later than this after the beginning of an initialisation did not wait
/// for it.
inline constexpr std::int64_t kLongestInit = 10'000'000'000;

/// One initialisation. Times are in nanoseconds since 1970.
struct InitRecord {
  std::optional<std::int64_t> began;     ///< time of INIT_START or platform.initStart
  std::optional<std::int64_t> ended;     ///< time of INIT_REPORT, platform.initReport or
                                         ///< platform.initRuntimeDone
  std::optional<std::int64_t> duration;  ///< duration in the record
  bool given_up = false;                 ///< whether it ended with a timeout or an error
  bool is_ahead = false;  ///< whether the initialisation was for provisioned concurrency, and so before any
                          ///< request

  /// The end of the initialisation. If no record contains the duration, the end is computed with the duration
  /// `told`.
  [[nodiscard]] std::optional<std::int64_t> end(std::optional<std::int64_t> told) const;
  /// The beginning of the initialisation. It is the earlier of the recorded beginning and the end minus the
  /// duration. Empty if neither is known.
  [[nodiscard]] std::optional<std::int64_t> begin() const;
};

/// Stores initialisations by log stream, because a stream belongs to one instance. If a log does not name its
/// streams, they are stored by file. The memory is bounded, because the oldest initialisations are dropped.
class InitRecords {
 public:
  static constexpr std::size_t kMostStreams = 200'000;

  /// Records the beginning of an initialisation.
  void began(std::string_view stream, std::int64_t ns, bool is_ahead);
  /// Records the end of an initialisation. An earlier record of the same initialisation may already contain
  /// the end.
  void ended(std::string_view stream, std::int64_t ns, std::optional<std::int64_t> duration, bool given_up);
  /// Removes and returns the initialisation for which an execution waited that began at `start`. `init` is
  /// the duration of the initialisation if the record of the execution reports one. If streams have no names
  /// (`is_named` is false), a stream contains several instances. In this case, the initialisation must match
  /// in time, or the record of the execution must report an initialisation.
  std::optional<InitRecord> take(std::string_view stream, bool is_named, std::int64_t start,
                                 std::optional<std::int64_t> init);
  /// The number of initialisations without an execution.
  [[nodiscard]] std::uint64_t left() const { return left_; }

 private:
  std::vector<InitRecord>& of(std::string_view stream);

  std::unordered_map<std::string, std::vector<InitRecord>> streams_;  // only looked up, never iterated
  std::deque<std::string> order_;
  std::uint64_t left_ = 0;
};

}  // namespace curtain
