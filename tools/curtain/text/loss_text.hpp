#pragma once
// Describes the invocations that did not complete: their number, the reasons, and the settings that cause the
// loss.
#include <string>

#include "models/config/scenario.hpp"
#include "models/experiment/run.hpp"
#include "models/words.hpp"

namespace curtain::tools {

/// The reason in a few words, for the heading of a column: "account limit".
std::string reason_label(Rejection why);

/// Lines about every outcome that occurs, except completion, with its share and its reasons. The lines begin
/// at column `indent`. If at least half of the invocations did not complete, the most frequent reason is
/// followed by the settings that limit these invocations, with their values, and by a suggestion of what to
/// change. Workload settings are those of functions that lost invocations for this reason. If the reason is
/// the limit of an account, they are the concurrency that functions set aside. Empty if all invocations
/// completed.
std::string losses_text(const Scenario& scenario, const RunResult& result, std::size_t indent);

}  // namespace curtain::tools
