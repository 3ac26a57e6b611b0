#include "models/platform/parameters.hpp"

#include <algorithm>

namespace curtain {

std::uint32_t ColdStartParameters::runtime_entry(const std::string& runtime, Mebibytes memory) const {
  const auto entry_of = [&](const std::string& name) {
    std::uint32_t best = 0;
    for (std::uint32_t i = 0; i < runtime_start_by.size(); ++i) {
      const RuntimeStart& each = runtime_start_by[i];
      if (each.runtime == name && each.memory <= memory &&
          (best == 0 || each.memory > runtime_start_by[best - 1].memory)) {
        best = i + 1;
      }
    }
    return best;
  };
  const std::uint32_t own = runtime.empty() ? 0 : entry_of(runtime);
  return own != 0 ? own : entry_of({});
}

PlatformParameters::PlatformParameters() = default;
PlatformParameters::PlatformParameters(const PlatformParameters& other) = default;
PlatformParameters::PlatformParameters(PlatformParameters&& other) noexcept = default;
PlatformParameters& PlatformParameters::operator=(const PlatformParameters& other) = default;
PlatformParameters& PlatformParameters::operator=(PlatformParameters&& other) noexcept = default;
PlatformParameters::~PlatformParameters() = default;

bool SnapshotPrices::charge(const std::string& runtime) const {
  return std::find(free_runtimes.begin(), free_runtimes.end(), runtime) == free_runtimes.end();
}

}  // namespace curtain
