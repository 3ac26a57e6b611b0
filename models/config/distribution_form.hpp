#pragma once
// Distributions in their YAML forms: `120ms`, `{lognormal: {median: 120ms, sigma: 0.6}}`, `{exponential:
// {mean: 500ms}, max: 10s}`.
#include "models/config/form.hpp"
#include "sim/distribution.hpp"

namespace curtain::config {

/// A distribution of lengths of time, in nanoseconds.
FormPtr<sim::Distribution> time_distribution_form();
/// A distribution of memory sizes, in MiB.
FormPtr<sim::Distribution> memory_distribution_form();

}  // namespace curtain::config
