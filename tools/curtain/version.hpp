#pragma once
// The version of the project, set by CMake.
namespace curtain::tools {

inline constexpr const char* kVersion = CURTAIN_VERSION;

/// The date of this version, which the man page contains.
inline constexpr const char* kVersionDate = "2026-11-24";

}  // namespace curtain::tools
