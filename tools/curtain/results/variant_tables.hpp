#pragma once
// The CSV files of a comparison that have rows for each variant. The first columns are the variant and its
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

  /// The names of the factors as further fields of a heading. Each name follows a comma.
  [[nodiscard]] std::string factor_fields() const;
  /// The levels of the variant with number `variant`, one for each factor. Each level follows a comma.
  [[nodiscard]] std::string level_fields(std::size_t variant) const;
};

/// One row for each replication of each variant that ran, with all metrics. The field of a metric without a
/// value is empty.
std::string replications_csv(const Comparison& comparison, const ComparedVariants& compared);

/// The functions of one variant, with counts and sums over all replications. The column `replications` is the
/// number of replications that have the function.
Records pooled_functions(const Comparison& comparison, const ComparedVariants& compared, std::size_t variant);
/// The tenants of one variant, with the columns of pooled_functions().
Records pooled_tenants(const Comparison& comparison, const ComparedVariants& compared, std::size_t variant);

/// The heading "distribution,from_s,to_s,count".
extern const char* const kHistogramHeading;
/// The rows of a distribution without a heading. Each row begins with `front`. from_s and to_s are both
/// inclusive.
std::string histogram_rows(const PooledHistogram& histogram, std::string_view front,
                           std::string_view distribution);
/// The distributions of latency and cold starts of all variants that ran.
std::string histograms_csv(const Comparison& comparison, const ComparedVariants& compared);

/// True if a file of a comparison has a column of this name. A factor cannot have such a name.
bool is_results_column(std::string_view name);

}  // namespace curtain::tools
