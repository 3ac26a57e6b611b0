#pragma once
// What a log says of the initialisation of instances, until the invocation that it was for is read.
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace curtain {

/// An on-demand request runs within milliseconds of the end of the initialisation that it waited for. One
/// that begins later than this after the end did not wait: the instance was initialised ahead of it.
inline constexpr std::int64_t kLongestWait = 1'000'000'000;
/// An initialisation takes 10 s at most (Lambda Developer Guide, "Understanding the Lambda execution
/// environment lifecycle"); a start later than that after its begin did not wait for it.
inline constexpr std::int64_t kLongestInit = 10'000'000'000;

/// One initialisation. Times are nanoseconds since 1970.
struct InitRecord {
  std::optional<std::int64_t> began;     ///< INIT_START, platform.initStart
  std::optional<std::int64_t> ended;     ///< INIT_REPORT, platform.initReport, platform.initRuntimeDone
  std::optional<std::int64_t> duration;  ///< as it was reported
  bool given_up = false;                 ///< it ended with a time-out or an error
  bool is_ahead = false;                 ///< for provisioned concurrency, so before any request

  /// When it was over, if it lasted `told` where no record says how long.
  [[nodiscard]] std::optional<std::int64_t> end(std::optional<std::int64_t> told) const;
  /// When it began, likewise.
  [[nodiscard]] std::optional<std::int64_t> begin() const;
};

/// Remembers initialisations by log stream, of which each is one instance, or by file where a log does not
/// name its streams. Memory is bounded: the oldest are forgotten.
class InitRecords {
 public:
  static constexpr std::size_t kMostStreams = 200'000;

  /// An initialisation began.
  void began(std::string_view stream, std::int64_t ns, bool is_ahead);
  /// It ended; a record of the same initialisation may have said so already.
  void ended(std::string_view stream, std::int64_t ns, std::optional<std::int64_t> duration, bool given_up);
  /// The initialisation that an execution which began at `start` was the first to use, taken out. With
  /// `init` the execution's own record says that there was one, and how long it took. Where streams have no
  /// names (`is_named` false), instances are mixed: then the initialisation must fit in time, or the
  /// execution's record say that there was one.
  std::optional<InitRecord> take(std::string_view stream, bool is_named, std::int64_t start,
                                 std::optional<std::int64_t> init);
  /// Initialisations that no execution has taken.
  [[nodiscard]] std::uint64_t left() const { return left_; }

 private:
  std::vector<InitRecord>& of(std::string_view stream);

  std::unordered_map<std::string, std::vector<InitRecord>> streams_;  // looked up only, never iterated
  std::deque<std::string> order_;
  std::uint64_t left_ = 0;
};

}  // namespace curtain
