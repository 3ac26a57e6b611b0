#pragma once
// The output of `curtain trace info`.
#include <string>
#include <vector>

#include "models/experiment/trace_statistics.hpp"

namespace curtain::tools {

struct TraceInfo {
  std::string name;
  TraceStatistics statistics;
  bool has_memory = true;            ///< whether the trace contains the memory sizes of functions
  std::vector<std::string> missing;  ///< data that the trace does not contain, as one sentence each
  std::vector<std::string> unusual;  ///< irregularities in the files of the trace, as one sentence each
};

void print_trace_info_text(const TraceInfo& info);
void print_trace_info_json(const TraceInfo& info);

}  // namespace curtain::tools
