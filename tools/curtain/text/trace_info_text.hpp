#pragma once
// What `curtain trace info` prints.
#include <string>
#include <vector>

#include "models/experiment/trace_statistics.hpp"

namespace curtain::tools {

struct TraceInfo {
  std::string name;
  TraceStatistics statistics;
  bool has_memory = true;            ///< the trace says how much memory functions have
  std::vector<std::string> missing;  ///< what the trace leaves out, a sentence each
  std::vector<std::string> unusual;  ///< what its files have that one would not expect, likewise
};

void print_trace_info_text(const TraceInfo& info);
void print_trace_info_json(const TraceInfo& info);

}  // namespace curtain::tools
