#pragma once
// A file of trace events in the JSON format that Perfetto and Chrome's about:tracing read.
#include <cstdint>
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

  /// See OutputFile.
  TraceEvents(const std::string& path, const std::string& option);

  /// Names a process. The name is written once, and repeated calls have no effect. The same holds for
  /// name_thread().
  void name_process(std::uint32_t process, const std::string& name);
  /// Names a thread. Threads are sorted by `order`, then by number.
  void name_thread(TraceTrack track, const std::string& name, std::uint64_t order);
  void slice(TraceTrack track, std::string_view name, std::string_view category, Time begin, Time end,
             const std::vector<Argument>& arguments);
  /// Draws an arrow from a slice at `from` to a slice at `to`. The time at `from` must not be later than the
  /// time at `to`.
  void flow(TraceTrack from, Time at, TraceTrack to, Time until);
  void counter(std::uint32_t process, std::string_view name, Time at, const std::vector<Argument>& values);

  /// The number of bytes so far, before compression.
  [[nodiscard]] std::uint64_t written() const { return written_; }
  /// Throws std::runtime_error if not everything could be written.
  void commit();

 private:
  template <class Members>
  void event(const Members& members);
  void metadata(const char* what, TraceTrack track, const Argument& argument);

  RowFile file_;
  std::string end_;  // the end of the document
  std::uint64_t written_ = 0;
  std::uint64_t events_ = 0;
  std::uint64_t flows_ = 0;
  std::set<std::uint32_t> processes_;  // processes that have a name
  std::set<std::uint32_t> threads_;
};

}  // namespace curtain::tools
