#include "models/policies/make.hpp"
#include "models/policies/queueing/seam.hpp"

namespace curtain {
namespace {

class EarliestDeadline final : public QueueingPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.across_functions = true, .deadline = true}; }
  std::int64_t key(const QueueingQuery& query) override {
    return sim::saturating_add(query.arrival, query.deadline).ns();
  }
};

}  // namespace

const PolicyDeclaration& queueing_earliest_deadline() {
  static const PolicyDeclaration declaration{
      Seam::queueing,
      "earliest-deadline",
      "serves the attempt with the earliest deadline, which is its arrival plus its function's `deadline` "
      "or, without a deadline, plus its timeout",
      "Liu, Layland: Scheduling algorithms for multiprogramming in a hard-real-time environment (JACM 20(1), "
      "1973), the deadline driven scheduling algorithm, without preemption",
      {},
      make_plain<EarliestDeadline>};
  return declaration;
}

}  // namespace curtain
