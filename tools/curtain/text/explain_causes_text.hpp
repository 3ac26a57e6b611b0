#pragma once
// The causes of cold starts and of slow invocations, in sentences.
#include <cstdint>
#include <string_view>

#include "models/experiment/explain/cold_starts.hpp"
#include "models/experiment/explain/slow_invocations.hpp"
#include "tools/curtain/text/explain_words.hpp"

namespace curtain::tools {

/// The name of a cause in JSON: "first_call".
std::string_view name_of(ColdCause cause);

/// Prints the causes, and at most `top` functions. `asked`: the scenario or folder as the user has written
/// it, for the command that explains an example.
void print_causes(const ColdStartCauses& causes, std::uint32_t top, const std::string& asked,
                  const ExplainWords& words);
void print_slow(const SlowInvocations& slow, const std::string& asked, const ExplainWords& words);

}  // namespace curtain::tools
