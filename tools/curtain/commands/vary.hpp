#pragma once
// Evaluates --vary, which gives the factors with their levels and the grid of variants.
#include <string>
#include <vector>

#include "models/experiment/compare.hpp"

namespace curtain::tools {

/// The factors of `--vary`. Each is written in one of two forms: "PATH=VALUE,VALUE" or "NAME=PATH: {NAME:
/// VALUE, ..}". If there are several scenarios, a factor `scenario` comes first. Names of factors are unique
/// and differ from the other columns of the results. Throws UsageError.
std::vector<Factor> factors_of(const std::vector<std::string>& scenarios,
                               const std::vector<std::string>& vary);

/// The grid of all levels, in which the last factor changes fastest. Each variant has its loaded scenario.
/// Without factors there is a single variant without a label. Throws UsageError if two variants have the same
/// label, and the exceptions of load().
std::vector<Variant> variants_of(const std::vector<std::string>& scenarios,
                                 const std::vector<Factor>& factors, const std::vector<std::string>& set);

/// Warnings about variants that are not comparable: variants of different scenarios whose replications are
/// not paired because the workloads differ, and variants that are the same scenario.
std::vector<std::string> doubtful_variants(const std::vector<Variant>& variants,
                                           const std::vector<Factor>& factors);

}  // namespace curtain::tools
