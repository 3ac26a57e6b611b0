#pragma once
// The report of `curtain trace info` about the files of Azure's traces of 2019.
#include <string>
#include <vector>

#include "models/config/scenario.hpp"

namespace curtain::tools {

struct Azure2019Report {
  std::vector<std::string> missing;  ///< functions without a row, a sentence each
  std::vector<std::string> unusual;  ///< irregularities that do not prevent reading
};

/// Reads the tables of all such traces of the scenario. If the input is only a trace (`is_trace`), functions
/// without a row do not cause an error: they get a default value in `scenario`. Throws TraceError.
Azure2019Report azure_2019_report(Scenario& scenario, bool is_trace);

}  // namespace curtain::tools
