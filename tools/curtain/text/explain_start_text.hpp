#pragma once
// Instances and their starts, in sentences.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/experiment/explain/function_watch.hpp"
#include "tools/curtain/text/explain_words.hpp"

namespace curtain::tools {

/// "2 are busy and 1 is starting"
std::string activities_of(const Surroundings& around);
/// The end of a sentence that names a host: ", which is added for it", or ", which the placement policy ..
/// chose", with the host's room.
std::string host_chosen(const DecisionNote& host_placement);
/// Why no VM is open that may hold an instance of the function.
std::string no_vm_there(const std::optional<NoVmOpen>& none);
/// ": the reason of the decision", or an empty text if there is no reason.
std::string because(const DecisionNote& note);
/// The start of the instance with this number: its place, and a sentence for each stage that ends after
/// `from`.
std::vector<ExplainLine> start_lines(const StartAccount& start, std::uint64_t number, Time from);

}  // namespace curtain::tools
