#pragma once
// Settings of functions that change only the bill, and have no effect if the bill has no such charge.
#include <string>
#include <utility>
#include <vector>

#include "models/platform/parameters.hpp"
#include "models/workload/arrival.hpp"

namespace curtain::config {

/// The keys of a function that have no effect on the bill, each with a message that begins with "has no
/// effect".
std::vector<std::pair<std::string, std::string>> traits_without_charge(const FunctionTraits& traits,
                                                                       const BillingParameters& billing);

}  // namespace curtain::config
