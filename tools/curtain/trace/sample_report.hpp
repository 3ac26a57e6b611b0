#pragma once
// The report of `curtain trace sample`.
#include <cstdint>
#include <string>
#include <vector>

#include "models/sampling/trace_sampling.hpp"

namespace curtain::tools {

/// A sample that was written, with the paths of its files.
struct WrittenSample : TraceSample {
  std::vector<std::string> paths;  ///< paths of the written files
  std::string entry;               ///< workload entry that reads these files
};

/// The functions and calls from which the samples are chosen, and the requested sizes.
struct SampleContext {
  std::string name;  ///< name of the input
  WorkloadSummary whole;
  LoadProfile profile;
  std::uint32_t random_samples = 0;
  double scale = 1;
  std::vector<std::string> notes;
};

void print_samples(const SampleContext& context, const std::vector<WrittenSample>& samples);
void print_samples_json(const SampleContext& context, const std::vector<WrittenSample>& samples);

}  // namespace curtain::tools
