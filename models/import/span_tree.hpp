#pragma once
// Finds spans of servers and consumers that are part of another invocation of the same function.
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "models/import/logged_invocation.hpp"

namespace curtain {

/// The position of a span in a trace.
struct SpanPlace {
  std::string_view trace;
  std::string_view span;
  std::string_view parent;      ///< empty: the span is the root
  std::string_view owner;       ///< the function and the account of the span
  std::string_view invocation;  ///< faas.invocation_id, or empty
  bool is_execution = false;
  /// Whether the span is a request to another service. The spans below it run there, even if they have the
  /// same function.
  bool is_call = false;
};

/// Holds executions back until the spans above them may have been read. Spans are exported when they end, so
/// children come before their parents. An execution is part of another execution if that execution is above
/// it, belongs to the same function, and no call is between the two. The memory is bounded. If there are more
/// than kMost spans, the oldest spans are decided by the spans that were read so far.
class SpanTree {
 public:
  static constexpr std::size_t kMost = 500'000;

  /// Called for each execution, in the order in which executions were added. The second argument states
  /// whether it is part of another execution.
  using Decided = std::function<void(const LoggedInvocation& invocation, bool is_part)>;
  explicit SpanTree(Decided decided) : decided_(std::move(decided)) {}

  /// Adds a span. `invocation` is given if the span is an execution.
  void add(const SpanPlace& place, const LoggedInvocation* invocation);
  /// Must be called after all spans have been added.
  void finish();

 private:
  struct Known {
    std::uint64_t parent = 0;
    std::uint64_t owner = 0;
    std::uint64_t invocation = 0;  // 0: unknown
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
  std::deque<std::uint64_t> order_;                 // the keys of spans_
  std::deque<Held> held_;
};

}  // namespace curtain
