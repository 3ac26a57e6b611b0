#pragma once
// The report of `curtain trace info` about the files of Azure traces of 2019.
#include <string>
#include <vector>

#include "models/config/scenario.hpp"

namespace curtain::tools {

struct Azure2019Report {
  std::vector<std::string> missing;  ///< functions without a row, as one sentence each
  std::vector<std::string> unusual;  ///< irregularities that do not prevent reading, as one sentence each
};

/// Reads the tables of all Azure traces of the scenario. If the input is only a trace (`is_trace`), functions
/// without a row cause no error, but get a default value in `scenario`. Throws TraceError.
Azure2019Report azure_2019_report(Scenario& scenario, bool is_trace);

}  // namespace curtain::tools
