#pragma once
// The account of an invocation, in sentences.
#include <string>
#include <vector>

#include "models/experiment/explain/invocation_account.hpp"
#include "tools/curtain/text/explain_words.hpp"

namespace curtain::tools {

/// How the invocation ended, in one or two sentences.
std::string essence_of(const InvocationAccount& account, const ExplainWords& words);
/// What happened to the invocation, in the order of time.
std::vector<ExplainLine> lines_of(const InvocationAccount& account, const ExplainWords& words);
/// What is billed for the invocation, in one to four sentences.
std::string bill_sentences(const InvocationAccount& account, const ExplainWords& words);

/// Prints the whole account: how the invocation ended, what happened to it, the parts of its latency, and its
/// bill.
void print_account(const InvocationAccount& account, const ExplainWords& words);

}  // namespace curtain::tools
