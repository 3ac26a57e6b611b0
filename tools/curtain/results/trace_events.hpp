#pragma once
// A file of trace events in the JSON format that Perfetto and Chrome's about:tracing read.
#include <cstdint>
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "models/words.hpp"
#include "sim/json_writer.hpp"
#include "tools/curtain/results/row_file.hpp"

namespace curtain::tools {

/// A row of the trace, which is a thread of a process.
struct TraceTrack {
  std::uint32_t process = 0;
  std::uint32_t thread = 0;
};

/// Writes events of the Trace Event Format ("Trace Event Format", Google, 2016): complete events (X), flows
/// (s, f), counters (C) and names (M). Times are in microseconds with three decimals.
class TraceEvents {
 public:
  /// A member of an event's `args`.
  using Argument = std::pair<std::string_view, std::variant<std::uint64_t, std::string>>;

  /// `most_bytes` is the maximum size of the document before compression, and is at least
  /// smallest_document(). For `path` and `option` see OutputFile.
  TraceEvents(const std::string& path, const std::string& option, std::uint64_t most_bytes);
  /// Returns the size of a document without events, in bytes.
  [[nodiscard]] static std::uint64_t smallest_document();

  /// Names a process. The name is written once, and repeated calls have no effect. The same holds for
  /// name_thread().
  void name_process(std::uint32_t process, const std::string& name);
  /// Names a thread. Threads are sorted by `order`, then by number.
  void name_thread(TraceTrack track, const std::string& name, std::uint64_t order);
  /// Writes a slice, and returns whether there was room for it.
  bool slice(TraceTrack track, std::string_view name, std::string_view category, Time begin, Time end,
             const std::vector<Argument>& arguments);
  /// Writes an arrow from the slice at time `at` in the row `from` to the slice at time `until` in the row
  /// `to`. `at` is not after `until`.
  void flow(TraceTrack from, Time at, TraceTrack to, Time until);
  void counter(std::uint32_t process, std::string_view name, Time at, const std::vector<Argument>& values);

  /// Returns the size of the document so far, in bytes before compression.
  [[nodiscard]] std::uint64_t written() const { return written_; }
  /// Throws std::runtime_error if the file could not be written completely.
  void commit();

 private:
  /// Returns the text of an event.
  template <class Members>
  static std::string event(const Members& members);
  /// Writes the events if there is room for all of them. After the first events without room, no more events
  /// are written. Returns whether the events were written.
  bool write(std::initializer_list<std::string> events);
  void metadata(const char* what, TraceTrack track, const Argument& argument);

  RowFile file_;
  std::string end_;  // the end of the document
  std::uint64_t most_bytes_;
  std::uint64_t written_;  // includes the end of the document
  bool is_full_ = false;
  std::uint64_t events_ = 0;
  std::uint64_t flows_ = 0;
  std::set<std::uint32_t> processes_;  // processes that have a name
  std::set<std::uint32_t> threads_;
};

}  // namespace curtain::tools
