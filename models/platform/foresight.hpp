#pragma once
// The future of a workload that is known in advance, as it reaches the scheduler.
#include <cstdint>
#include <vector>

#include "models/platform/parameters.hpp"
#include "models/policies/future.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// The future of a run with this seed and replication, from all its arrivals in order. Whatever the policies
/// do, it is exact for attempts that start at once on a host at the smallest distance; all other attempts
/// start and end no earlier than foreseen. Throws std::invalid_argument for an invalid topology.
Future foresee(const PlatformParameters& parameters, const FunctionTable& functions,
               const std::vector<Arrival>& arrivals, std::uint64_t seed, std::uint32_t replication);

}  // namespace curtain
