#pragma once
// The future of a workload that is known in advance, with the times at which requests reach the scheduler.
#include <cstdint>
#include <vector>

#include "models/platform/parameters.hpp"
#include "models/policies/future.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// Computes the future of a run with this seed and replication from all its arrivals in order. Under every
/// policy, the computed times are exact for attempts that start at once on a host at the smallest distance.
/// All other attempts start and end at the computed times or later. Throws std::invalid_argument for an
/// invalid topology.
Future foresee(const PlatformParameters& parameters, const FunctionTable& functions,
               const std::vector<Arrival>& arrivals, std::uint64_t seed, std::uint32_t replication);

}  // namespace curtain
