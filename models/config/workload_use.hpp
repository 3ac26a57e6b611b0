#pragma once
// The features that a workload uses. Some settings have an effect only with one of these features.
#include <vector>

#include "models/workload/programme.hpp"
#include "models/workload/specification.hpp"

namespace curtain::config {

/// Each member is true if its condition holds for at least one function or entry.
struct WorkloadUse {
  bool provisions = false;        ///< a function has provisioned concurrency
  bool reserves = false;          ///< a function has reserved concurrency
  bool computes = false;          ///< a function has CPU work
  bool works_after = false;       ///< a function has background work
  bool uses_disk = false;         ///< a function has disk work
  bool uses_network = false;      ///< a function has network work
  bool retries = false;           ///< an attempt that is lost in a crash is retried
  bool is_async = false;          ///< a function is invoked asynchronously
  bool is_sync = false;           ///< clients of a function wait for an answer
  bool limits_instances = false;  ///< a function has a limit on its number of instances
};

WorkloadUse use_of(const std::vector<WorkloadSpec>& workload, const std::vector<Programme>& programmes = {});

}  // namespace curtain::config
