#pragma once
// The future of a workload that is known in advance, with the times at which requests reach the scheduler.
#include <cstdint>
#include <vector>

#include "models/platform/parameters.hpp"
#include "models/policies/future.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// Computes the future of a run with this seed and replication from all its arrivals in order. For any
/// policies, the future is exact for attempts that start at once on a host at the smallest distance. All
/// other attempts start and end at or after the computed times. Throws std::invalid_argument for an invalid
/// topology.
Future foresee(const PlatformParameters& parameters, const FunctionTable& functions,
               const std::vector<Arrival>& arrivals, std::uint64_t seed, std::uint32_t replication);

}  // namespace curtain
