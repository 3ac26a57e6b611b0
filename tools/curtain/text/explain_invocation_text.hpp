#pragma once
// The account of an invocation, in sentences.
#include <string>
#include <vector>

#include "models/experiment/explain/invocation_account.hpp"
#include "tools/curtain/text/explain_words.hpp"

namespace curtain::tools {

/// How the invocation ended, in one sentence.
std::string essence_of(const InvocationAccount& account, const ExplainWords& words);
/// What happened to it, in the order of time.
std::vector<ExplainLine> lines_of(const InvocationAccount& account, const ExplainWords& words);
/// What it was billed for, in one or two sentences.
std::string bill_sentences(const InvocationAccount& account, const ExplainWords& words);

/// Prints all of them.
void print_account(const InvocationAccount& account, const ExplainWords& words, std::uint32_t replication);

}  // namespace curtain::tools
