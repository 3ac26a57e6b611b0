#include "models/import/span_tree.hpp"

#include "models/import/seen_invocations.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

constexpr int kHighest = 1000;  // maximum number of ancestors of a span that are examined; more ancestors
                                // would be a cycle

}  // namespace

void SpanTree::add(const SpanPlace& place, const LoggedInvocation* invocation) {
  const std::uint64_t trace = number_of(place.trace);
  const std::uint64_t span = number_of(place.span, trace);
  Known known;
  known.parent = place.parent.empty() ? 0 : number_of(place.parent, trace);
  known.owner = number_of(place.owner);
  known.invocation = place.invocation.empty() ? 0 : number_of(place.invocation);
  known.is_execution = place.is_execution;
  known.is_call = place.is_call;
  if (spans_.insert_or_assign(span, known).second) {
    order_.push_back(span);
  }
  if (invocation != nullptr) {
    Held held{span,
              std::string(invocation->function),
              std::string(invocation->tenant),
              std::string(invocation->request),
              std::string(invocation->status),
              *invocation};
    held_.push_back(std::move(held));
  }
  while (held_.size() > kMost) {
    decide_first();
  }
  while (order_.size() > 2 * kMost) {  // a span is kept as long as executions below it may be held back
    spans_.erase(order_.front());
    order_.pop_front();
  }
}

bool SpanTree::is_part(std::uint64_t span) const {
  const auto found = spans_.find(span);
  if (found == spans_.end()) {
    return false;
  }
  const Known& own = found->second;
  std::uint64_t at = own.parent;
  for (int height = 0; height < kHighest && at != 0 && at != span; ++height) {
    const auto above = spans_.find(at);
    if (above == spans_.end() || above->second.is_call) {
      return false;
    }
    const Known& other = above->second;
    if (other.owner == own.owner && other.is_execution) {
      return CURTAIN_MUTANT(
          import_counts_messages,
          own.invocation == 0 || other.invocation == 0 || own.invocation == other.invocation,
          own.invocation != 0);
    }
    at = other.parent;
  }
  return false;
}

void SpanTree::decide_first() {
  const Held held = std::move(held_.front());
  held_.pop_front();
  LoggedInvocation invocation = held.invocation;
  invocation.function = held.function;
  invocation.tenant = held.tenant;
  invocation.request = held.request;
  invocation.status = held.status;
  decided_(invocation, is_part(held.span));
}

void SpanTree::finish() {
  while (!held_.empty()) {
    decide_first();
  }
}

}  // namespace curtain
