#include "models/config/billing_effects.hpp"

#include <fmt/format.h>

namespace curtain::config {

std::vector<std::pair<std::string, std::string>> traits_without_charge(const FunctionTraits& traits,
                                                                       const BillingParameters& billing) {
  std::vector<std::pair<std::string, std::string>> messages;
  const std::string prices =
      billing.prices.empty() ? "the prices" : fmt::format("the prices of {}", billing.prices);
  if (traits.ephemeral_storage > 0 && billing.price_per_storage_gib_s == 0) {
    messages.emplace_back("ephemeral_storage",
                          fmt::format("has no effect: {} do not include ephemeral storage; set "
                                      "billing.price_per_storage_gib_s, or remove the key",
                                      prices));
  }
  if (traits.architecture == Architecture::arm && billing.arm == ArmPrices{}) {
    messages.emplace_back("architecture",
                          fmt::format("has no effect: {} are the same for arm and x86; set billing.arm, or "
                                      "remove the key",
                                      prices));
  }
  if (traits.payload > 0 && traits.invoke != Invoke::async) {
    messages.emplace_back(
        "payload",
        "has no effect: only asynchronous events are billed by their size; add invoke: async, "
        "or remove the key");
  } else if (traits.payload > 0 && billing.payload_step == 0) {
    messages.emplace_back("payload",
                          fmt::format("has no effect: {} do not depend on the size of an event; set "
                                      "billing.payload_step, or remove the key",
                                      prices));
  }
  return messages;
}

}  // namespace curtain::config
