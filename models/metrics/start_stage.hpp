#pragma once
// The stages of an instance's start.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "models/words.hpp"

namespace curtain {

/// The stages of a start in order of time.
enum class StartStage : std::uint8_t { vm_boot, sandbox, code_download, runtime_start, function_init };
inline constexpr std::size_t kStartStages = 5;
/// The names of the stages in the section `cold_start` of a scenario.
inline constexpr std::array<std::string_view, kStartStages> kStartStageNames = {
    "vm_boot", "sandbox", "code_download", "runtime_start", "function_init"};

/// The end of each stage of a start. A stage begins at the end of the previous stage, and the first stage
/// begins with the start.
using StageEnds = std::array<Time, kStartStages>;

[[nodiscard]] constexpr std::size_t index_of(StartStage stage) {
  return static_cast<std::size_t>(stage);
}

}  // namespace curtain
