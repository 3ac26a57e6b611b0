#pragma once
// What `curtain trace info` tells of the files of Azure's traces of 2019.
#include <string>
#include <vector>

#include "models/config/scenario.hpp"

namespace curtain::tools {

struct Azure2019Report {
  std::vector<std::string> missing;  ///< what functions have no row for, a sentence each
  std::vector<std::string> unusual;  ///< what is read but was not to be expected
};

/// Reads the tables of all such traces of the scenario. Of a trace by itself (`is_trace`) functions without a
/// row do not turn it away: they get a default for now, in `scenario`. Throws TraceError.
Azure2019Report azure_2019_report(Scenario& scenario, bool is_trace);

}  // namespace curtain::tools
