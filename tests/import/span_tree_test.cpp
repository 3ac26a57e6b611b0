#include "models/import/span_tree.hpp"

#include <string>
#include <vector>

#include "tests/catch.hpp"

using curtain::LoggedInvocation;
using curtain::SpanPlace;
using curtain::SpanTree;

namespace {

/// Returns which of the added executions are parts of others, one letter each: 'p' or '-'.
class Tree {
 public:
  void add(const char* span, const char* parent, const char* owner, bool is_execution, bool is_call = false,
           const char* invocation = "") {
    LoggedInvocation logged;
    logged.function = owner;
    SpanPlace place;
    place.trace = "t";
    place.span = span;
    place.parent = parent;
    place.owner = owner;
    place.invocation = invocation;
    place.is_execution = is_execution;
    place.is_call = is_call;
    tree_.add(place, is_execution ? &logged : nullptr);
  }
  std::string finish() {
    tree_.finish();
    return told_;
  }

 private:
  std::string told_;
  SpanTree tree_{
      [this](const LoggedInvocation& /*invocation*/, bool is_part) { told_ += is_part ? 'p' : '-'; }};
};

}  // namespace

TEST_CASE("Executions below an execution of the same function are parts of it, in any order of the spans") {
  Tree children_first;
  children_first.add("3", "2", "f", true);
  children_first.add("2", "1", "f", false);
  children_first.add("1", "", "f", true);
  CHECK(children_first.finish() == "p-");
  Tree other_function;
  other_function.add("1", "", "f", true);
  other_function.add("2", "1", "g", true);
  CHECK(other_function.finish() == "--");
}

TEST_CASE("An execution with a call in between, or with another id, is another invocation") {
  Tree recursion;
  recursion.add("1", "", "f", true);
  recursion.add("2", "1", "f", false, true);
  recursion.add("3", "2", "f", true);
  CHECK(recursion.finish() == "--");
  Tree ids;
  ids.add("1", "", "f", true, false, "a");
  ids.add("2", "1", "f", true, false, "b");
  ids.add("3", "1", "f", true, false, "a");
  CHECK(ids.finish() == "--p");
}

TEST_CASE("With parents that are missing or in a circle, no span is a part of another") {
  Tree missing;
  missing.add("2", "1", "f", true);
  CHECK(missing.finish() == "-");
  Tree circle;
  circle.add("1", "2", "g", false);
  circle.add("2", "1", "g", false);
  circle.add("3", "2", "f", true);
  CHECK(circle.finish() == "-");
}
