#include <algorithm>
#include <limits>

#include "models/policies/make.hpp"
#include "models/policies/queueing/seam.hpp"
#include "sim/wide.hpp"

namespace curtain {
namespace {

class Priority final : public QueueingPolicy {
 public:
  explicit Priority(const Arguments& arguments) : aging_(arguments.duration(0)) {}

  [[nodiscard]] Needs needs() const override { return {.across_functions = true, .priority = true}; }

  /// All waiting attempts age at the same rate, so their order never changes. The attempts are ordered by
  /// arrival time, where each degree of priority counts as much as `aging` of time.
  std::int64_t key(const QueueingQuery& query) override {
    if (aging_.is_infinite()) {
      return -std::int64_t{query.priority};
    }
    const sim::Int128 since = query.arrival.ns() - sim::Int128{query.priority} * aging_.ns();
    return static_cast<std::int64_t>(std::max<sim::Int128>(since, std::numeric_limits<std::int64_t>::min()));
  }

 private:
  Duration aging_;
};

}  // namespace

const PolicyDeclaration& queueing_priority() {
  static const PolicyDeclaration declaration{
      Seam::queueing,
      "priority",
      "serves the attempt whose function has the highest priority; of several such attempts, the attempt "
      "that has waited longest; with evict_idle, this order also applies between functions that wait for "
      "room",
      "Silberschatz, Galvin, Gagne: Operating System Concepts, section 'Priority scheduling', with aging",
      {{"aging", ParameterKind::duration, "forever", 1, 9.2e18,
        "the waiting time that counts as much as one degree of priority; with forever, the highest priority "
        "is always served first"}},
      make_from_arguments<Priority>};
  return declaration;
}

}  // namespace curtain
