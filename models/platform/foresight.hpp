#pragma once
// What a workload known ahead will bring to the scheduler.
#include <cstdint>
#include <vector>

#include "models/platform/parameters.hpp"
#include "models/policies/future.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// The future of a run with this seed and replication, from all its arrivals in their order. Exact, whatever
/// the policies do, for what starts at once on a host that is as near as the nearest; elsewhere nothing
/// starts or ends before what is foreseen. Throws std::invalid_argument for a topology that cannot be.
Future foresee(const PlatformParameters& parameters, const FunctionTable& functions,
               const std::vector<Arrival>& arrivals, std::uint64_t seed, std::uint32_t replication);

}  // namespace curtain
