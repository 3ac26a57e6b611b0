#pragma once
// Finds the spans of servers and consumers that are part of another invocation of the same function.
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "models/import/logged_invocation.hpp"

namespace curtain {

/// A span's position in a trace.
struct SpanPlace {
  std::string_view trace;
  std::string_view span;
  std::string_view parent;      ///< empty: the root
  std::string_view owner;       ///< its function, with its account
  std::string_view invocation;  ///< faas.invocation_id, or empty
  bool is_execution = false;
  /// A request to another service: the spans below it run there, even if it is the same function.
  bool is_call = false;
};

/// Holds executions back until the spans above them may have come: spans are exported when they end, so
/// children come before their parents. An execution is a part of another one if the other one is above it and
/// belongs to the same function, and no call lies between the two. Memory is bounded: beyond kMost spans, the
/// oldest are decided by the spans read so far.
class SpanTree {
 public:
  static constexpr std::size_t kMost = 500'000;

  /// Called for each execution, in the order in which they were added, with the information whether it is a
  /// part of another one.
  using Decided = std::function<void(const LoggedInvocation& invocation, bool is_part)>;
  explicit SpanTree(Decided decided) : decided_(std::move(decided)) {}

  /// Adds a span; `invocation` is given if it is an execution.
  void add(const SpanPlace& place, const LoggedInvocation* invocation);
  /// All spans have been added.
  void finish();

 private:
  struct Known {
    std::uint64_t parent = 0;
    std::uint64_t owner = 0;
    std::uint64_t invocation = 0;  // 0: not known
    bool is_execution = false;
    bool is_call = false;
  };
  struct Held {
    std::uint64_t span;
    std::string function;
    std::string tenant;
    std::string request;
    std::string status;
    LoggedInvocation invocation;
  };

  void decide_first();
  [[nodiscard]] bool is_part(std::uint64_t span) const;

  Decided decided_;
  std::unordered_map<std::uint64_t, Known> spans_;  // only looked up, never iterated
  std::deque<std::uint64_t> order_;                 // keys of spans_
  std::deque<Held> held_;
};

}  // namespace curtain
