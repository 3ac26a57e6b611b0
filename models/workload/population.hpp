#pragma once
// The functions of a population, without their calls.
#include <vector>

#include "models/workload/specification.hpp"

namespace curtain {

struct PopulationMember {
  FunctionId function;
  Rate rate = 0;
};

/// Adds the population's functions to `table`; their rates add up to the specification's. Throws
/// std::invalid_argument for impossible parameters.
std::vector<PopulationMember> populate(const PopulationSpec& spec, const SourceContext& context,
                                       FunctionTable& table);

}  // namespace curtain
