#pragma once
// One attempt of an invocation, in sentences.
#include <vector>

#include "models/experiment/explain/invocation_account.hpp"
#include "tools/curtain/text/explain_words.hpp"

namespace curtain::tools {

/// Adds sentences about the attempt, from its admission to its end, in the order of time.
void add_attempt(const InvocationAccount& account, const AttemptAccount& attempt, const ExplainWords& words,
                 std::vector<ExplainLine>& lines);

}  // namespace curtain::tools
