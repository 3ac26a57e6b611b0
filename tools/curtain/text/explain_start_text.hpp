#pragma once
// Instances and their starts, in sentences.
#include <cstdint>
#include <string>
#include <vector>

#include "models/experiment/explain/function_watch.hpp"
#include "tools/curtain/text/explain_words.hpp"

namespace curtain::tools {

/// "2 are busy and 1 is starting"
std::string activities_of(const Surroundings& around);
/// ", which is new", or which policy chose the host and how much room it has; follows the host.
std::string host_chosen(const DecisionNote& host_placement);
/// ": the reason of the decision", or nothing.
std::string because(const DecisionNote& note);
/// The start of the instance of that number: where it is placed, and a sentence for each of its stages that
/// ends after `from`.
std::vector<ExplainLine> start_lines(const StartAccount& start, std::uint64_t number, Time from);

}  // namespace curtain::tools
