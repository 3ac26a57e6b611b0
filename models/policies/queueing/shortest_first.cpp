#include "models/policies/make.hpp"
#include "models/policies/queueing/expected_duration.hpp"

namespace curtain {
namespace {

class ShortestFirst final : public QueueingPolicy {
 public:
  explicit ShortestFirst(const Arguments& arguments)
      : expected_(arguments.integer(0) == 0 ? DurationKnown::mean : DurationKnown::exact) {}

  [[nodiscard]] Needs needs() const override {
    return {.on_completion = expected_.learns(), .across_functions = true};
  }
  void on_completion(const CompletionNotice& notice) override {
    expected_.learn(notice.function, notice.execution);
  }
  std::int64_t key(const QueueingQuery& query) override {
    return expected_.of(query).value_or(Duration{-1}).ns();  // functions without a known duration are first
  }

 private:
  ExpectedDuration expected_;
};

}  // namespace

const PolicyDeclaration& queueing_shortest_first() {
  static const PolicyDeclaration declaration{
      Seam::queueing,
      "shortest-first",
      "serves the attempt with the shortest expected duration; attempts of functions that never ran are "
      "served first",
      "Przybylski, Zuk, Rzadca: Data-driven scheduling in serverless computing to reduce response time "
      "(CCGrid 2021), SEPT: shortest expected processing time, based on the mean of past executions",
      {{"known",
        ParameterKind::choice,
        "mean",
        0,
        0,
        "basis of the expected duration: the mean of the function's executions so far, or the exact duration "
        "as if it were known",
        {"mean", "duration"}}},
      make_from_arguments<ShortestFirst>};
  return declaration;
}

}  // namespace curtain
