#include "tools/outcome_text.hpp"

#include <array>
#include <cstddef>

namespace curtain::tools {
namespace {

struct ReasonWords {
  const char* label;
  const char* text;
};

constexpr std::array<ReasonWords, kRejections> kReasonWords = {{
    {"account limit", "at the account's limit of invocations in flight (policies.admission)"},
    {"function limit",
     "at the function's limit of invocations in flight (its concurrency limit, policies.admission)"},
    {"request rate", "above the allowed request rate (policies.admission)"},
    {"instance starts", "needed an instance above the allowed rate of starts (policies.admission)"},
    {"frontend queue", "found the frontend's queue full (frontend.queue_capacity)"},
    {"function queue", "found the function's queue full (scheduler.queue_capacity)"},
    {"no reason given", "by the admission policy, which gives no reason"},
    {"expired", "waited longer than allowed (frontend.max_wait)"},
    {"no room", "found no room for an instance (cluster)"},
    {"too large", "need an instance that fits no VM (cluster.vms)"},
}};

}  // namespace

std::string reason_label(Rejection why) {
  return kReasonWords[static_cast<std::size_t>(why)].label;
}

std::string reason_text(Rejection why) {
  return kReasonWords[static_cast<std::size_t>(why)].text;
}

}  // namespace curtain::tools
