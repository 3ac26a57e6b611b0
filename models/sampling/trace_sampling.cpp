#include "models/sampling/trace_sampling.hpp"

#include <limits>
#include <stdexcept>

namespace curtain {

const WorkloadSummary& TraceSampling::read() {
  whole_ = summary();
  return whole_;
}

void TraceSampling::choose(const std::vector<std::size_t>& sizes) {
  if (sizes.size() >= std::numeric_limits<std::uint8_t>::max()) {
    throw std::invalid_argument("there can be at most 254 samples");
  }
  profile_ = LoadProfile(whole_.first, whole_.last, unit());
  for (FunctionSample& sample :
       sample_functions(whole_.functions, {sizes, settings_.seed, settings_.random_samples})) {
    TraceSample taken;
    for (const std::uint32_t i : sample.chosen) {
      taken.calls += whole_.functions[i].calls;
    }
    taken.sample = std::move(sample);
    taken.profile = profile_;
    samples_.push_back(std::move(taken));
  }
}

std::vector<std::uint8_t> TraceSampling::depths(std::size_t functions) const {
  std::vector<std::uint8_t> depths(functions);
  for (const TraceSample& taken : samples_) {
    for (const std::uint32_t i : taken.sample.chosen) {
      ++depths[whole_.functions[i].function];
    }
  }
  return depths;
}

}  // namespace curtain
