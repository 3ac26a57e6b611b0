#pragma once
// Invocations whose start has not been read yet: in a log with the newest records first it comes after the
// end.
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/import/logged_invocation.hpp"

namespace curtain {

/// An invocation with texts of its own.
struct HeldInvocation {
  LoggedInvocation invocation;
  std::string stream;  ///< or the file
  bool is_named = false;
  std::optional<std::int64_t> start;  ///< of its record of a start, nanoseconds since 1970

  /// Copies the texts of `told`.
  HeldInvocation(const LoggedInvocation& told, std::string_view its_stream, bool has_name,
                 std::optional<std::int64_t> its_start);
  /// With texts that are valid as long as this.
  [[nodiscard]] LoggedInvocation view() const;
  [[nodiscard]] std::int64_t executed_from() const;

 private:
  std::string function_;
  std::string tenant_;
  std::string request_;
  std::string status_;
};

/// Holds an invocation back while the initialisation that it waited for may still be read. A log stream is of
/// one instance, whose earliest invocation that is; where streams have no names and times go down, each may
/// be one, until the log is further back than an initialisation takes. Memory is bounded.
class HeldBack {
 public:
  static constexpr std::size_t kMostStreams = 200'000;
  static constexpr std::size_t kMostOfFile = 10'000;
  using Release = std::function<void(const HeldInvocation& held)>;

  /// Each invocation goes to `release` when it is no longer held.
  explicit HeldBack(Release release) : release_(std::move(release)) {}

  /// True if times go down in the stream (or file), as far as this invocation shows.
  [[nodiscard]] bool goes_down(std::string_view stream, bool is_named, std::int64_t told) const;
  /// Holds it back or releases it, after others that it shows to be complete.
  void take(HeldInvocation invocation);
  /// The log is at its end.
  void finish();

 private:
  struct Stream {
    std::int64_t last_told = 0;
    std::uint64_t number = 0;  // in order of the holding back
    std::optional<HeldInvocation> held = {};
  };

  void take_of_stream(HeldInvocation&& invocation);
  void take_of_file(HeldInvocation&& invocation);
  void release_of_file(std::size_t kept);

  Release release_;
  std::map<std::string, Stream, std::less<>> of_streams_;
  std::uint64_t count_ = 0;
  std::vector<HeldInvocation> of_file_;
  std::int64_t earliest_ = 0;  // execution among them
  std::string file_;
  std::optional<std::int64_t> last_told_;  // in the file
};

}  // namespace curtain
