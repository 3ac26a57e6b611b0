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

  /// The document has at most `most_bytes` before compression, and at least smallest_document(). For `path`
  /// and `option` see OutputFile.
  TraceEvents(const std::string& path, const std::string& option, std::uint64_t most_bytes);
  /// The bytes of a document without events.
  [[nodiscard]] static std::uint64_t smallest_document();

  /// Names a process. The name is written once, and repeated calls have no effect. The same holds for
  /// name_thread().
  void name_process(std::uint32_t process, const std::string& name);
  /// Names a thread. Threads are sorted by `order`, then by number.
  void name_thread(TraceTrack track, const std::string& name, std::uint64_t order);
  /// Returns whether there was room for the slice.
  bool slice(TraceTrack track, std::string_view name, std::string_view category, Time begin, Time end,
             const std::vector<Argument>& arguments);
  /// An arrow from a slice at `from` to a slice at `to`. `from` is not after `to`.
  void flow(TraceTrack from, Time at, TraceTrack to, Time until);
  void counter(std::uint32_t process, std::string_view name, Time at, const std::vector<Argument>& values);

  /// Bytes of the document so far, before compression.
  [[nodiscard]] std::uint64_t written() const { return written_; }
  /// Throws std::runtime_error if the file could not be written completely.
  void commit();

 private:
  /// The text of an event.
  template <class Members>
  static std::string event(const Members& members);
  /// Writes the events, which stay together, if there is room for all of them. Once there was no room,
  /// nothing more is written. Returns whether the events were written.
  bool write(std::initializer_list<std::string> events);
  void metadata(const char* what, TraceTrack track, const Argument& argument);

  RowFile file_;
  std::string end_;  // of the document
  std::uint64_t most_bytes_;
  std::uint64_t written_;  // with the end
  bool is_full_ = false;
  std::uint64_t events_ = 0;
  std::uint64_t flows_ = 0;
  std::set<std::uint32_t> processes_;  // processes that have a name
  std::set<std::uint32_t> threads_;
};

}  // namespace curtain::tools
