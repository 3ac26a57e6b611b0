#pragma once
// Laws that must hold at the end of every run, which are exact identities between independently counted
// numbers.
#include <string>
#include <vector>

#include "models/platform/parameters.hpp"
#include "models/platform/platform.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// Returns the violated laws, each as one sentence with its two numbers. Empty if all laws hold. The laws
/// are:
/// - Every invocation ends with exactly one outcome, or is in flight.
/// - Every attempt that started was warm, cold or waited.
/// - The latency of completed invocations is the sum of their execution and the platform's five parts, see
/// PlatformTime.
/// - Little's law: the integral over the window of the number of invocations in the system is the sum of
/// their times in it.
/// - The integral of live instances is the sum of their lifetimes; busy <= ready <= live for each function.
/// - Integrated over time, VMs in use are at least the packing bound, and the memory of instances is at most
/// the memory of the VMs that hold them.
/// - Charges by tenant sum to the charges by function, for each reason. Charges on provisioned concurrency
/// are a part of the charges by function.
std::vector<std::string> broken_laws(const RunOutcome& outcome, const FunctionTable& functions,
                                     const BillingParameters& billing);

}  // namespace curtain
