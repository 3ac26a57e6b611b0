#pragma once
// What `curtain trace sample` reports of its samples.
#include <cstdint>
#include <string>
#include <vector>

#include "models/sampling/trace_sampling.hpp"

namespace curtain::tools {

/// One sample, and where it was written.
struct WrittenSample : TraceSample {
  std::vector<std::string> paths;  ///< of what was written
  std::string entry;               ///< of a workload that reads it
};

/// How many functions and calls there were to choose from, and what was asked for.
struct SampleContext {
  std::string name;  ///< of the input
  WorkloadSummary whole;
  LoadProfile profile;
  std::uint32_t random_samples = 0;
  double scale = 1;
  std::vector<std::string> notes;
};

void print_samples(const SampleContext& context, const std::vector<WrittenSample>& samples);
void print_samples_json(const SampleContext& context, const std::vector<WrittenSample>& samples);

}  // namespace curtain::tools
