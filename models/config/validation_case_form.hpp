#pragma once
// The form of a case of validation: `{case: 10, finding: .., simulated: latency.p50_s, measured: 25ms, ..}`.
#include "models/config/form.hpp"
#include "models/config/validation_case.hpp"

namespace curtain::config {

FormPtr<ValidationCase> validation_case_form();

}  // namespace curtain::config
