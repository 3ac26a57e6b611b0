#pragma once
// Which spans of servers and consumers are part of another invocation of the same function.
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
  std::string_view owner;       ///< the function it is of, with its account
  std::string_view invocation;  ///< faas.invocation_id, or empty
  bool is_execution = false;
  /// A request to somewhere else: what is below it runs there, even if that is the same function again.
  bool is_call = false;
};

/// Holds executions back until the spans above them may have come: spans are exported when they end, so that
/// children come before their parents. An execution is a part of another if that stands above it, is of the
/// same function, and no call lies between them. Memory is bounded: of more than kMost spans the oldest are
/// decided by what has been read.
class SpanTree {
 public:
  static constexpr std::size_t kMost = 500'000;

  /// Called with each execution, and whether it is a part of another, in the order in which they were added.
  using Decided = std::function<void(const LoggedInvocation& invocation, bool is_part)>;
  explicit SpanTree(Decided decided) : decided_(std::move(decided)) {}

  /// A span; with `invocation` if it is an execution.
  void add(const SpanPlace& place, const LoggedInvocation* invocation);
  /// All spans were added.
  void finish();

 private:
  struct Known {
    std::uint64_t parent = 0;
    std::uint64_t owner = 0;
    std::uint64_t invocation = 0;  // 0: not said
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
  std::unordered_map<std::uint64_t, Known> spans_;  // looked up only, never iterated
  std::deque<std::uint64_t> order_;                 // of spans_
  std::deque<Held> held_;
};

}  // namespace curtain
