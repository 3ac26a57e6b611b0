#pragma once
// The keys of `billing`.
#include <memory>

#include "models/config/field_table.hpp"
#include "models/platform/parameters.hpp"

namespace curtain::config {

/// The numbers alone: what an era of a price list says.
std::shared_ptr<const FieldTable<BillingParameters>> billing_numbers();

/// `prices`, which names an era, and the numbers, each of which may be laid over it.
FormPtr<BillingParameters> billing_form();

}  // namespace curtain::config
