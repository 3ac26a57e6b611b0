#pragma once
// Words for how invocations end.
#include <string>

#include "models/words.hpp"

namespace curtain::tools {

/// The reason in a few words, for the heading of a column: "account limit".
std::string reason_label(Rejection why);
/// The reason, with the setting that decides it: "account's limit of invocations in flight
/// (policies.admission)".
std::string reason_text(Rejection why);

}  // namespace curtain::tools
