#pragma once
// What --vary asks for: factors with their levels, and the variants that are their grid.
#include <string>
#include <string_view>
#include <vector>

#include "models/experiment/compare.hpp"

namespace curtain::tools {

/// The factors of `--vary`, each in one of two forms: "PATH=VALUE,VALUE" or "NAME=PATH: {NAME: VALUE, ..}".
/// If there are several scenarios, a factor `scenario` comes first. Names of factors are unique, and none is
/// that of another column of the results. Throws UsageError.
std::vector<Factor> factors_of(const std::vector<std::string>& scenarios,
                               const std::vector<std::string>& vary);

/// The grid of all levels, the last factor fastest, each with its scenario loaded; a single variant without
/// factors has no label. Throws UsageError where two have the same label, and what load() throws.
std::vector<Variant> variants_of(const std::vector<std::string>& scenarios,
                                 const std::vector<Factor>& factors, const std::vector<std::string>& set);

/// Warnings about variants that are no proper comparison: those of different scenarios whose replications are
/// no pairs as their workload differs, and those that are the same scenario as another.
std::vector<std::string> doubtful_variants(const std::vector<Variant>& variants,
                                           const std::vector<Factor>& factors);

}  // namespace curtain::tools
