// The audit of starts that share stages with other starts.
#include "models/platform/watch/audit.hpp"

namespace curtain {

/// Checks that other starts only prolong a start, and notes when the instance must become ready.
void Audit::stages_known(const StagesKnown& known) {
  if (!known.function.valid()) {
    return;  // the instance has no function yet
  }
  const auto found = instances_.find(known.instance.value());
  const Time ready = known.stage_ends.back();
  if (found == instances_.end() || found->second.ready || ready < found->second.ready_due ||
      ready < known.now) {
    violation(known.now, "the start of instance " + std::to_string(known.number) +
                             " ends before a start alone would end, or twice");
    return;
  }
  found->second.ready_due = ready;
}

}  // namespace curtain
