#pragma once
// CMake gives the version of the project.
namespace curtain::tools {

inline constexpr const char* kVersion = CURTAIN_VERSION;

/// The day of this version, for the man page.
inline constexpr const char* kVersionDate = "2026-11-24";

}  // namespace curtain::tools
