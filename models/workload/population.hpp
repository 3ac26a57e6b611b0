#pragma once
// The functions of a population and their rates.
#include <vector>

#include "models/workload/specification.hpp"

namespace curtain {

struct PopulationMember {
  FunctionId function;
  Rate rate = 0;
};

/// Adds the functions of the population to `table`. The sum of their rates is the rate in the specification.
/// Throws std::invalid_argument for impossible parameters.
std::vector<PopulationMember> populate(const PopulationSpec& spec, const SourceContext& context,
                                       FunctionTable& table);

}  // namespace curtain
