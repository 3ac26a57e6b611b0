#pragma once
// The keys of `billing`.
#include <memory>

#include "models/config/field_table.hpp"
#include "models/platform/parameters.hpp"

namespace curtain::config {

/// Only the numbers, as in an era of a price list.
std::shared_ptr<const FieldTable<BillingParameters>> billing_numbers();

/// `prices`, which names an era, and the numbers, each of which may override the era's.
FormPtr<BillingParameters> billing_form();

}  // namespace curtain::config
