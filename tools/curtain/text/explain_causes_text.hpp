#pragma once
// The causes of cold starts and of slow invocations, in sentences.
#include <cstdint>
#include <string>
#include <string_view>

#include "models/experiment/explain/cold_starts.hpp"
#include "models/experiment/explain/function_filter.hpp"
#include "models/experiment/explain/slow_invocations.hpp"
#include "tools/curtain/text/explain_words.hpp"

namespace curtain::tools {

/// The name of a cause in JSON: "first_call".
std::string_view name_of(ColdCause cause);

/// What the user has requested.
struct AskedCauses {
  FunctionNames names;     ///< the functions that are explained
  std::uint32_t top = 10;  ///< functions to list at most
  std::string command;     ///< the scenario or folder and its options, for a command that explains an example
};

/// Prints the causes of cold starts, and the functions that lost most time by them.
void print_causes(const ColdStartCauses& causes, const AskedCauses& asked, const ExplainWords& words);
/// Prints the causes of slow requests.
void print_slow(const SlowInvocations& slow, const AskedCauses& asked, const ExplainWords& words);

}  // namespace curtain::tools
