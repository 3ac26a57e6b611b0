#pragma once
// The keys of `billing`.
#include <memory>

#include "models/config/field_table.hpp"
#include "models/platform/parameters.hpp"

namespace curtain::config {

/// The form of the numbers alone, which an era of a price list contains.
std::shared_ptr<const FieldTable<BillingParameters>> billing_numbers();

/// `prices`, which names an era, and the numbers, each of which overrides the number of the era.
FormPtr<BillingParameters> billing_form();

}  // namespace curtain::config
