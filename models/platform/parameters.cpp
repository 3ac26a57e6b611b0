#include "models/platform/parameters.hpp"

namespace curtain {

PlatformParameters::PlatformParameters() = default;
PlatformParameters::PlatformParameters(const PlatformParameters& other) = default;
PlatformParameters::PlatformParameters(PlatformParameters&& other) noexcept = default;
PlatformParameters& PlatformParameters::operator=(const PlatformParameters& other) = default;
PlatformParameters& PlatformParameters::operator=(PlatformParameters&& other) noexcept = default;
PlatformParameters::~PlatformParameters() = default;

}  // namespace curtain
