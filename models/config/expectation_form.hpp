#pragma once
// Expectations: `{metric: cold_start.ratio, at_most: 5%}`.
#include "models/config/form.hpp"
#include "models/config/scenario.hpp"

namespace curtain::config {

FormPtr<Expectation> expectation_form();

}  // namespace curtain::config
