#pragma once
// The keys of a platform's `async` section.
#include <memory>

#include "models/config/field_table.hpp"
#include "models/platform/parameters.hpp"

namespace curtain::config {

FormPtr<AsyncParameters> async_form();

}  // namespace curtain::config
