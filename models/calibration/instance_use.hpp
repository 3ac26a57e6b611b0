#pragma once
// The use of instances in a log with instance ids: which instance served each call, which instances were idle
// then, and how old instances became.
#include <cstdint>
#include <vector>

#include "models/calibration/idle_expiry.hpp"
#include "models/measured/measured_log.hpp"

namespace curtain {

/// A call that found at least two idle instances that served later calls, so they certainly existed.
struct RoutingChoice {
  std::uint32_t candidates = 0;  ///< number of such instances, including the chosen one
  std::uint32_t rank = 0;        ///< rank of the chosen instance; 0 is the most recently used
};

/// The age at which an instance ended, in seconds. An instance was observed from its first to its last call.
struct LifeObservation {
  double alive_s = 0;  ///< age at the end of the last call
  double ended_s = 0;  ///< age at which the instance no longer existed; infinite if the log does not show it
};

struct InstanceUse {
  bool has_instances = false;  ///< the log has instance ids and times
  /// Calls that came while no instance was busy. The idle time is that of the most recently used instance.
  std::vector<IdleObservation> lone;
  /// Calls that came while other instances were busy. The idle time is that of the most recently used idle
  /// instance.
  std::vector<IdleObservation> beside_others;
  std::vector<RoutingChoice> choices;
  std::vector<LifeObservation> lives;  ///< only instances whose first call is in the log
};

/// Reads the use of instances from one log, whose calls are in the order of their times. A call needs the
/// time at which it was sent (or started), and its end. Times are compared by one clock. Functions are
/// separate.
InstanceUse use_of_instances(const MeasuredLog& log);

/// Appends the observations of another log.
void append(InstanceUse& to, const InstanceUse& more);

}  // namespace curtain
