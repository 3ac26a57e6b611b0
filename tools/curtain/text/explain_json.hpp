#pragma once
// Accounts as JSON: times in nanoseconds since the start of the run, lengths in nanoseconds.
#include <cstdint>
#include <string>

#include "models/experiment/explain/cold_starts.hpp"
#include "models/experiment/explain/instance_account.hpp"
#include "models/experiment/explain/invocation_account.hpp"
#include "models/experiment/explain/slow_invocations.hpp"
#include "models/experiment/explain/vm_account.hpp"
#include "tools/curtain/text/explain_words.hpp"

namespace curtain::tools {

/// The document of explain --invocation --json. Events that did not happen are null.
std::string account_json(const InvocationAccount& account, const ExplainWords& words);
/// The documents of explain --instance, --vm, --cold-starts and --why-slow with --json.
std::string account_json(const InstanceAccount& account, const ExplainWords& words);
std::string account_json(const VmAccount& account, const ExplainWords& words);
std::string causes_json(const ColdStartCauses& causes, const FunctionNames& names, const ExplainWords& words);
std::string slow_json(const SlowInvocations& slow, const FunctionNames& names, const ExplainWords& words);

}  // namespace curtain::tools
