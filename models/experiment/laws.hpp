#pragma once
// Laws that must hold at the end of every run: exact identities between independently counted numbers.
#include <string>
#include <vector>

#include "models/platform/parameters.hpp"
#include "models/platform/platform.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// The violated laws, each as one sentence with its two numbers; empty if all hold.
/// - Every invocation ends as exactly one outcome, or is in flight.
/// - Every attempt that started was warm, cold or waited.
/// - The latency of completed invocations is their execution and the platform's four parts, see PlatformTime.
/// - Little's law: the integral of invocations in the system over the window is the sum of their times in it.
/// - The integral of live instances is the sum of their lives; busy <= ready <= live for each function.
/// - Integrated over time, VMs in use are no fewer than the packing bound, and the memory of instances is no
///   more than that of the VMs that hold them.
/// - Charges by tenant sum to the charges by function, reason by reason; what is charged on provisioned
///   concurrency is a part of it.
std::vector<std::string> broken_laws(const RunOutcome& outcome, const FunctionTable& functions,
                                     const BillingParameters& billing);

}  // namespace curtain
