#pragma once
// The accounts of instances and VMs, in sentences.
#include <string>
#include <vector>

#include "models/experiment/explain/instance_account.hpp"
#include "models/experiment/explain/vm_account.hpp"
#include "tools/curtain/text/explain_words.hpp"

namespace curtain::tools {

/// The events in the lifetime of an instance, in the order of time.
std::vector<ExplainLine> lines_of(const InstanceAccount& account, const ExplainWords& words);
/// The events in the lifetime of a VM, in the order of time.
std::vector<ExplainLine> lines_of(const VmAccount& account, const ExplainWords& words);

/// Prints the whole account.
void print_account(const InstanceAccount& account, const ExplainWords& words);
void print_account(const VmAccount& account, const ExplainWords& words);

}  // namespace curtain::tools
