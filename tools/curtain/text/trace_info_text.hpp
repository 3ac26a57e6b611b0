#pragma once
// The output of `curtain trace info`.
#include <string>
#include <vector>

#include "models/experiment/trace_statistics.hpp"

namespace curtain::tools {

struct TraceInfo {
  std::string name;
  TraceStatistics statistics;
  bool has_memory = true;            ///< the trace has the memory size of functions
  std::vector<std::string> missing;  ///< data that the trace does not have, a sentence each
  std::vector<std::string> unusual;  ///< irregularities in its files, a sentence each
};

void print_trace_info_text(const TraceInfo& info);
void print_trace_info_json(const TraceInfo& info);

}  // namespace curtain::tools
