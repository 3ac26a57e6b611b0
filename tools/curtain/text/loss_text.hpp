#pragma once
// Invocations that did not complete: how many, why, and which settings decide it.
#include <string>

#include "models/config/scenario.hpp"
#include "models/experiment/run.hpp"
#include "models/words.hpp"

namespace curtain::tools {

/// The reason in a few words, for the heading of a column: "account limit".
std::string reason_label(Rejection why);

/// Lines about every outcome but completion that occurs, each with its share and its reasons; they begin at
/// column `indent`. Where at least half of the invocations did not complete, the most frequent reason is
/// followed by the settings that limit these invocations, with their values, and by what to change. Of the
/// workload, these are the settings of functions that lost invocations for that reason; where an account's
/// limit is the reason, what functions set aside in accounts. Empty if all completed.
std::string losses_text(const Scenario& scenario, const RunResult& result, std::size_t indent);

}  // namespace curtain::tools
