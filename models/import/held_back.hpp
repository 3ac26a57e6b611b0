#pragma once
// Invocations whose start has not been read yet: in a log with the newest records first, the start comes
// after the end.
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/import/logged_invocation.hpp"

namespace curtain {

/// An invocation that owns its texts.
struct HeldInvocation {
  LoggedInvocation invocation;
  std::string stream;  ///< the log stream, or the file
  bool is_named = false;
  std::optional<std::int64_t> start;  ///< time of its start record, nanoseconds since 1970

  /// Copies the texts of `told`.
  HeldInvocation(const LoggedInvocation& told, std::string_view its_stream, bool has_name,
                 std::optional<std::int64_t> its_start);
  /// The invocation with texts that are valid as long as this object.
  [[nodiscard]] LoggedInvocation view() const;
  [[nodiscard]] std::int64_t executed_from() const;

 private:
  std::string function_;
  std::string tenant_;
  std::string request_;
  std::string status_;
};

/// Holds an invocation back while the record of the initialisation that it waited for may still come. A log
/// stream belongs to one instance, and only its earliest invocation may have waited. If streams have no names
/// and times decrease, every invocation may have waited, and is held until the log has gone back by more than
/// an initialisation takes. Memory is bounded.
class HeldBack {
 public:
  static constexpr std::size_t kMostStreams = 200'000;
  static constexpr std::size_t kMostOfFile = 10'000;
  using Release = std::function<void(const HeldInvocation& held)>;

  /// Each invocation is passed to `release` when it is no longer held.
  explicit HeldBack(Release release) : release_(std::move(release)) {}

  /// True if times decrease in the stream (or file), as far as this invocation shows.
  [[nodiscard]] bool goes_down(std::string_view stream, bool is_named, std::int64_t told) const;
  /// Holds the invocation back or releases it; before that, releases others that it shows to be complete.
  void take(HeldInvocation invocation);
  /// The log has ended.
  void finish();

 private:
  struct Stream {
    std::int64_t last_told = 0;
    std::uint64_t number = 0;  // in the order in which they were held back
    std::optional<HeldInvocation> held = {};
  };

  void take_of_stream(HeldInvocation&& invocation);
  void take_of_file(HeldInvocation&& invocation);
  void release_of_file(std::size_t kept);

  Release release_;
  std::map<std::string, Stream, std::less<>> of_streams_;
  std::uint64_t count_ = 0;
  std::vector<HeldInvocation> of_file_;
  std::int64_t earliest_ = 0;  // the earliest execution among them
  std::string file_;
  std::optional<std::int64_t> last_told_;  // of the file
};

}  // namespace curtain
