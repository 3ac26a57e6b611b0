#pragma once
// Holds back invocations whose start has not been read. In a log with the newest records first, the start
// comes after the end.
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/import/logged_invocation.hpp"

namespace curtain {

/// An invocation that owns the memory of its texts.
struct HeldInvocation {
  LoggedInvocation invocation;
  std::string stream;  ///< the name of the log stream, or of the file
  bool is_named = false;
  std::optional<std::int64_t> start;  ///< the time of the start record, in nanoseconds since 1970

  /// Copies the texts of `told`.
  HeldInvocation(const LoggedInvocation& told, std::string_view its_stream, bool has_name,
                 std::optional<std::int64_t> its_start);
  /// The invocation with texts that are valid during the lifetime of this object.
  [[nodiscard]] LoggedInvocation view() const;
  [[nodiscard]] std::int64_t executed_from() const;

 private:
  std::string function_;
  std::string tenant_;
  std::string request_;
  std::string status_;
};

/// Holds an invocation back as long as the record of the initialisation for which it waited may still come. A
/// log stream belongs to one instance, and only the earliest invocation in it may have waited. If streams
/// have no names and times decrease, every invocation may have waited. It is held back until the log has
/// reached times that are earlier by more than the longest initialisation. The memory is bounded.
class HeldBack {
 public:
  static constexpr std::size_t kMostStreams = 200'000;
  static constexpr std::size_t kMostOfFile = 10'000;
  using Release = std::function<void(const HeldInvocation& held)>;

  /// `release` is called with each invocation that is no longer held back.
  explicit HeldBack(Release release) : release_(std::move(release)) {}

  /// True if times decrease in the stream (or file), as far as this invocation shows.
  [[nodiscard]] bool goes_down(std::string_view stream, bool is_named, std::int64_t told) const;
  /// Holds the invocation back or releases it. First releases other invocations that are complete, as this
  /// invocation shows.
  void take(HeldInvocation invocation);
  /// Releases all invocations at the end of the log.
  void finish();

 private:
  struct Stream {
    std::int64_t last_told = 0;
    std::uint64_t number = 0;  // number in the order in which invocations are held back
    std::optional<HeldInvocation> held = {};
  };

  void take_of_stream(HeldInvocation&& invocation);
  void take_of_file(HeldInvocation&& invocation);
  void release_of_file(std::size_t kept);

  Release release_;
  std::map<std::string, Stream, std::less<>> of_streams_;
  std::uint64_t count_ = 0;
  std::vector<HeldInvocation> of_file_;
  std::int64_t earliest_ = 0;  // the earliest execution among the invocations
  std::string file_;
  std::optional<std::int64_t> last_told_;  // the last time in the file
};

}  // namespace curtain
