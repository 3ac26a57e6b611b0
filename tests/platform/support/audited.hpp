#pragma once
// Runs under the audit. Observations can be changed, to imitate a fault of the engine.
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "models/platform/watch/audit.hpp"
#include "tests/support/platform_fixture.hpp"

namespace support {

/// Passes observations on to an audit after changing them.
class Tampered final : public Observer {
 public:
  using Change = std::function<bool(Observation&)>;  ///< returns false if the observation is dropped
  Tampered(Observer& to, Change change) : to_(to), change_(std::move(change)) {}
  void stages_known(const StagesKnown& known) override { to_.stages_known(known); }
  void observe(const Observation& seen) override {
    Observation copy = seen;
    if (change_(copy)) {
      to_.observe(copy);
    }
  }

 private:
  Observer& to_;
  Change change_;
};

/// Returns the findings of the audit for a run whose observations are changed.
inline std::vector<std::string> audit_violations(World& world, Tampered::Change change) {
  Audit audit(world.parameters, world.table, world.options);
  Tampered observer(audit, std::move(change));
  RunOptions options = world.options;
  options.observer = &observer;
  audit.finish(world.run_as(options));
  return audit.violations();
}

/// Returns the findings of the audit for a run.
inline std::vector<std::string> audit_violations(World& world) {
  return audit_violations(world, [](Observation&) { return true; });
}

inline bool mentions(const std::vector<std::string>& violations, const std::string& words) {
  for (const std::string& violation : violations) {
    if (violation.find(words) != std::string::npos) {
      return true;
    }
  }
  return false;
}

}  // namespace support
