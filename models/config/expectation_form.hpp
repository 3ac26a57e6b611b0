#pragma once
// The form of an expectation: `{metric: cold_start.ratio, at_most: 5%}`.
#include "models/config/expectation.hpp"
#include "models/config/form.hpp"

namespace curtain::config {

FormPtr<Expectation> expectation_form();

}  // namespace curtain::config
