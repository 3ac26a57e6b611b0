#include "models/config/provisioned_effects.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/config/price_list.hpp"

namespace curtain::config {
namespace {

/// The name of an era in `billing.prices`, such as "aws-lambda-2020-1ms".
std::string priced_as(const PriceList& list, const PriceEra& era) {
  return list.name + "-" + era.name;
}

/// A suggestion for prices that charge nothing for provisioned concurrency: the first era of the same list
/// that has such a price or, if there is none, to set a price.
std::string charge_for_provisioned(const std::string& era) {
  const auto charges = [](const PriceEra& each) { return each.billing.price_per_provisioned_gib_s > 0; };
  for (const PriceList& list : built_in_price_lists()) {
    const auto is_this = [&](const PriceEra& each) { return priced_as(list, each) == era; };
    const auto first = std::find_if(list.eras.begin(), list.eras.end(), charges);
    if (first != list.eras.end() && std::any_of(list.eras.begin(), list.eras.end(), is_this)) {
      return fmt::format("choose billing.prices: {} (from {}) or a later era, or set a price",
                         priced_as(list, *first), to_string(first->from));
    }
  }
  return "set a price";
}

}  // namespace

void warn_of_provisioned(const ProvisionedUse& use,
                         const std::function<void(const std::string& key, const std::string& text)>& warn) {
  const FunctionTraits& traits = use.traits;
  const Needs& needs = use.pre_warm;
  if (traits.provisioned > 0 && !needs.provisioned) {
    warn("provisioned", fmt::format("has no effect: the pre-warm policy {} provisions nothing; choose "
                                    "policies.pre_warm: provisioned, or remove the key",
                                    use.policy));
  }
  if (!traits.provisioned_schedule.empty() && !needs.provisioned_schedule) {
    warn("provisioned_schedule",
         fmt::format("has no effect: the pre-warm policy {} does not read the schedule; choose "
                     "policies.pre_warm: provisioned-schedule, or remove the key",
                     use.policy));
  }
  if (traits.provisioned_max > 0 && !needs.provisioned_use) {
    warn("provisioned_max",
         fmt::format("has no effect: the pre-warm policy {} does not raise provisioned "
                     "concurrency; choose policies.pre_warm: target-tracking, or remove the "
                     "key",
                     use.policy));
  }
  const std::uint32_t least = traits.most_provisioned(needs.provisioned_schedule, false);
  if (needs.provisioned_use && least > 0 && traits.provisioned_max <= least) {
    warn(traits.provisioned_max > 0 ? "provisioned_max" : "provisioned",
         fmt::format("is never raised by the pre-warm policy {}, because provisioned_max is {}; type "
                     "provisioned_max: {} or more",
                     use.policy, traits.provisioned_max, least + 1));
  }
  const std::uint32_t most =
      needs.provisioned ? traits.most_provisioned(needs.provisioned_schedule, needs.provisioned_use) : 0;
  const BillingParameters& billing = use.billing;
  if (most > 0 && billing.price_per_gib_s > 0 && billing.price_per_provisioned_gib_s == 0 &&
      !use.has_own_price) {
    warn("provisioned", fmt::format("is free of charge: the prices{} do not include provisioned concurrency "
                                    "(billing.price_per_provisioned_gib_s is 0); {}",
                                    billing.prices.empty() ? "" : " of " + billing.prices,
                                    charge_for_provisioned(billing.prices)));
  }
}

}  // namespace curtain::config
