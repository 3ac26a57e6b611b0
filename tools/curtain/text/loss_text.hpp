#pragma once
// Invocations that did not complete: their number, the reasons, and the settings that cause the loss.
#include <string>

#include "models/config/scenario.hpp"
#include "models/experiment/run.hpp"
#include "models/words.hpp"

namespace curtain::tools {

/// The reason in a few words, for a column's heading: "account limit".
std::string reason_label(Rejection why);

/// Lines about every outcome except completion that occurs, each with its share and its reasons; they begin
/// at column `indent`. If at least half of the invocations did not complete, the most frequent reason is
/// followed by the settings that limit these invocations, with their values, and by a suggestion of what to
/// change. From the workload, these are the settings of functions that lost invocations for that reason; if
/// the reason is an account's limit, they are the concurrency that functions set aside. Empty if all
/// completed.
std::string losses_text(const Scenario& scenario, const RunResult& result, std::size_t indent);

}  // namespace curtain::tools
