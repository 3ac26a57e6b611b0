#pragma once
// The CSV files of a comparison that have rows for each variant. Their first columns are the variant and its
// level of each factor.
#include <cstddef>
#include <string>
#include <string_view>

#include "models/experiment/compare.hpp"
#include "models/experiment/pooled.hpp"
#include "tools/curtain/results/records.hpp"

namespace curtain::tools {

/// The factors and variants of a comparison.
struct ComparedVariants {
  const std::vector<Factor>& factors;
  const std::vector<Variant>& variants;

  /// The names of the factors, each after a comma, as further fields of a heading.
  [[nodiscard]] std::string factor_fields() const;
  /// The level of each factor, each after a comma, for variant number `variant`.
  [[nodiscard]] std::string level_fields(std::size_t variant) const;
};

/// A row for each replication of each variant that ran, with all metrics; the field of a metric without a
/// value is empty.
std::string replications_csv(const Comparison& comparison, const ComparedVariants& compared);

/// The functions of one variant over all replications, with counts and sums over these; `replications` is the
/// number of replications that have the function.
Records pooled_functions(const Comparison& comparison, const ComparedVariants& compared, std::size_t variant);
/// The tenants, in the same form.
Records pooled_tenants(const Comparison& comparison, const ComparedVariants& compared, std::size_t variant);

/// "distribution,from_s,to_s,count"
extern const char* const kHistogramHeading;
/// Rows of a distribution with `front` before each, without a heading: from_s and to_s are both included.
std::string histogram_rows(const PooledHistogram& histogram, std::string_view front,
                           std::string_view distribution);
/// Latency and cold starts of all variants that ran.
std::string histograms_csv(const Comparison& comparison, const ComparedVariants& compared);

/// Whether the files of a comparison have a column of that name, which a factor then cannot have.
bool is_results_column(std::string_view name);

}  // namespace curtain::tools
