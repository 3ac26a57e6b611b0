#pragma once
// CMake gives the version of the project.
namespace curtain::tools {

inline constexpr const char* kVersion = CURTAIN_VERSION;

}  // namespace curtain::tools
