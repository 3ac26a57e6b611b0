#include "models/config/billing_fields.hpp"

#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::read_as;
using testing::rewritten;

TEST_CASE("a price given as a number overrides the price of the era, before or after it in the file") {
  for (const char* text : {"{prices: aws-lambda-2020-1ms, granularity: 10ms, init: all}",
                           "{granularity: 10ms, init: all, prices: aws-lambda-2020-1ms}"}) {
    const auto [billing, errors] = read_as(*billing_form(), text);
    CHECK(errors == "");
    CHECK(billing.prices == "aws-lambda-2020-1ms");
    CHECK(billing.granularity == sim::milliseconds(10));
    CHECK(billing.init == BilledInit::all);
    CHECK(billing.price_per_gib_s == 0.0000166667);
  }
}

TEST_CASE("an era replaces all prices of the layer below, and a number replaces only its price") {
  BillingParameters before;
  before.minimum = sim::milliseconds(7);
  before.price_per_request = 3;
  const auto era = read_as(*billing_form(), "{prices: aws-lambda-2014-100ms}", before).first;
  CHECK(era.minimum == Duration{});
  CHECK(era.price_per_request == 0.0000002);
  const auto number = read_as(*billing_form(), "{granularity: 9ms}", before).first;
  CHECK(number.granularity == sim::milliseconds(9));
  CHECK(number.minimum == sim::milliseconds(7));
}

TEST_CASE("resolved prices contain every number, so reading them back does not depend on the price lists") {
  const std::string text = rewritten(*billing_form(), "{prices: {aws-lambda: 2018-06}, minimum: 5ms}");
  CHECK(
      text ==
      "{prices: {resolved: aws-lambda-2017-3008mb}, granularity: 100ms, minimum: 5ms, billed_while: request, "
      "memory_step: 64MiB, memory_minimum: 128MiB, memory_maximum: 3008MiB, init: none, "
      "price_per_gib_s: 1.66667e-05, price_per_request: 2e-07, price_per_provisioned_gib_s: 0, "
      "price_per_gib_s_on_provisioned: same, leaves_out: [\"free tier\", \"data transfer\", \"triggers "
      "and logs\", \"rounding to cents\", \"Lambda@Edge\"], free_requests: 1000000, free_gib_s: 400000}");
  CHECK(rewritten(*billing_form(), text) == text);
  const std::string today = rewritten(*billing_form(), "{prices: {aws-lambda: 2026}, month: 744h}");
  CHECK_THAT(today, ContainsSubstring("arm: {price_per_gib_s: 1.33334e-05, "));
  CHECK_THAT(today, ContainsSubstring("storage_included: 512MiB, price_per_storage_gib_s: 3.09e-08, "));
  CHECK(rewritten(*billing_form(), today) == today);
  CHECK(rewritten(*billing_form(), "{prices: {resolved: long-gone}, granularity: 3ms}") ==
        "{prices: {resolved: long-gone}, granularity: 3ms, minimum: 0s, billed_while: request, memory_step: "
        "1MiB, memory_minimum: 1MiB, memory_maximum: none, init: none, "
        "price_per_gib_s: 0, price_per_request: 0, price_per_provisioned_gib_s: 0, "
        "price_per_gib_s_on_provisioned: same, leaves_out: []}");
}

TEST_CASE("invalid settings of billing are refused") {
  const auto errors = [](const std::string& text) { return read_as(*billing_form(), text).second; };
  CHECK_THAT(errors("{init: some}"),
             ContainsSubstring("'some' is not an allowed value; allowed: none, provisioned, all"));
  CHECK_THAT(errors("{memory_step: 0MiB}"), ContainsSubstring("is too small"));
  CHECK_THAT(
      errors("{tiers: [{above_gib_s: 7, price_per_gib_s: 1}, {above_gib_s: 3, price_per_gib_s: 1}]}"),
      ContainsSubstring("the tiers are not in the order of above_gib_s; write the lowest threshold first"));
  CHECK_THAT(errors("{tiers: [{above_gib_s: 7}]}"), ContainsSubstring("price_per_gib_s"));
  CHECK_THAT(errors("{month: 0s}"), ContainsSubstring("is too small"));
  CHECK_THAT(errors("{free_requests: -1}"), ContainsSubstring("free_requests"));
  CHECK_THAT(errors("{billed_while: idle}"),
             ContainsSubstring("'idle' is not an allowed value; allowed: request, busy"));
  CHECK_THAT(errors("{billed_while: busy, init: provisioned}"),
             ContainsSubstring("cannot be billed separately; write init: none or init: all"));
  CHECK_THAT(errors("{prices: aws-lambda-2025-init, billed_while: busy}"),
             ContainsSubstring(
                 "t.yaml:1:1: billed_while: busy bills an instance and not its requests, so executions "
                 "on provisioned concurrency cannot be billed separately; write "
                 "price_per_gib_s_on_provisioned: same"));
  CHECK(errors("{prices: aws-lambda-2025-init, billed_while: busy, price_per_gib_s_on_provisioned: same}") ==
        "");
  CHECK_THAT(errors("{memory_minimum: 0MiB}"), ContainsSubstring("is too small"));
  CHECK_THAT(errors("{memory_maximum: 0MiB}"), ContainsSubstring("is too small"));
  CHECK(errors("{memory_minimum: 128MiB, memory_maximum: 128MiB}") == "");
  CHECK_THAT(errors("{memory_minimum: 128MiB, memory_maximum: 127MiB}"),
             ContainsSubstring("t.yaml:1:1: memory_maximum (127 MiB) is below memory_minimum (128 MiB)"));
  CHECK_THAT(errors("{prices: aws-lambda-2020-1ms, memory_maximum: 64MiB}"),
             ContainsSubstring("memory_maximum (64 MiB) is below memory_minimum (128 MiB)"));
  CHECK_THAT(errors("{leaves_out: free tier}"), ContainsSubstring("expected a list of charges"));
  CHECK_THAT(errors("{granularity: 0ms}"), ContainsSubstring("is too small"));
  CHECK_THAT(errors("{price: 1}"),
             ContainsSubstring("unknown key 'price'; allowed: prices, granularity, minimum, "));
  CHECK_THAT(errors("{prices: {resolved: [a]}}"),
             ContainsSubstring("expected the name of an era, found a list"));
  CHECK_THAT(errors("{prices: }"), ContainsSubstring("prices: has no value"));
}
