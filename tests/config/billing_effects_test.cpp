#include "models/config/billing_effects.hpp"

#include "tests/catch.hpp"

using namespace curtain;
using namespace curtain::config;

namespace {

/// The keys that have no effect, with their messages.
std::string found(const FunctionTraits& traits, const BillingParameters& billing) {
  std::string text;
  for (const auto& [key, message] : traits_without_charge(traits, billing)) {
    text += key + " " + message + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("a setting of a function that the prices ignore is reported, with the price to set") {
  FunctionTraits traits;
  BillingParameters billing;
  CHECK(found(traits, billing).empty());
  traits.ephemeral_storage = 1'024;
  traits.architecture = Architecture::arm;
  traits.payload = 300'000;
  CHECK(found(traits, billing) ==
        "ephemeral_storage has no effect: the prices do not include ephemeral storage; set "
        "billing.price_per_storage_gib_s, or remove the key\n"
        "architecture has no effect: the prices are the same for arm and x86; set billing.arm, or remove the "
        "key\n"
        "payload has no effect: only asynchronous events are billed by their size; add invoke: async, or "
        "remove the "
        "key\n");
  traits.invoke = Invoke::async;
  billing.prices = "aws-lambda-2014-100ms";
  billing.price_per_storage_gib_s = 1;
  billing.arm.price_per_gib_s = 1;
  CHECK(
      found(traits, billing) ==
      "payload has no effect: the prices of aws-lambda-2014-100ms do not depend on the size of an event; set "
      "billing.payload_step, or remove the key\n");
  billing.payload_step = 1;
  CHECK(found(traits, billing).empty());
}
