#include "models/calibration/fit_distribution.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/calibration/families.hpp"
#include "models/calibration/log_density.hpp"
#include "models/measured/distances.hpp"
#include "sim/elementary.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

constexpr std::size_t kValuesPerParameter = 5;
constexpr std::size_t kEnoughForTail = 1000;
constexpr std::size_t kEnoughForAnyTail = 20;

/// The size to which values are scaled: the median of their amounts.
double scale_of(const std::vector<double>& sorted) {
  std::vector<double> amounts;
  for (const double value : sorted) {
    amounts.push_back(sim::abs(value));
  }
  std::sort(amounts.begin(), amounts.end());
  const double median = amounts[amounts.size() / 2];
  return median > 0 ? median : amounts.back();
}

}  // namespace

FitReport fit_distributions(std::vector<double> values) {
  FitReport report;
  report.size = values.size();
  const bool are_finite =
      std::all_of(values.begin(), values.end(), [](double x) { return sim::abs(x) < sim::kInfinity; });
  if (!are_finite) {
    report.cannot = "a value is not a finite number";
    return report;
  }
  if (values.size() < kFewestForFit) {
    report.cannot = fmt::format("{} {}, but a fit needs at least {}", values.size(),
                                values.size() == 1 ? "value" : "values", kFewestForFit);
    return report;
  }
  std::sort(values.begin(), values.end());
  if (values.front() == values.back()) {
    report.cannot = "all values are equal, so they show no distribution";
    return report;
  }
  const double scale = scale_of(values);
  std::vector<double> scaled;
  scaled.reserve(values.size());
  for (const double value : values) {
    scaled.push_back(value / scale);
  }
  const bool has_positive_only = scaled.front() > 0;
  for (const Family& family : families()) {
    if ((family.needs_positive && !has_positive_only) ||
        (family.parameters > 2 &&
         values.size() < kValuesPerParameter * static_cast<std::size_t>(family.parameters))) {
      continue;
    }
    const std::optional<sim::Distribution> fitted = family.fit(scaled);
    if (!fitted || fitted->is_constant()) {
      continue;
    }
    DistributionFit fit{family.name, family.parameters, times(*fitted, scale)};
    fit.log_likelihood =
        log_likelihood(*fitted, scaled) - static_cast<double>(values.size()) * sim::log(scale);
    if (!(sim::abs(fit.log_likelihood) < sim::kInfinity)) {
      continue;
    }
    fit.aic = CURTAIN_MUTANT(aic_ignores_parameters, 2.0 * family.parameters, 2.0) - 2 * fit.log_likelihood;
    fit.ks = ks_distance(scaled, [&](double x) { return fitted->cumulative(x); });
    fit.p = ks_p_value(fit.ks, values.size());
    report.fits.push_back(std::move(fit));
  }
  std::stable_sort(report.fits.begin(), report.fits.end(),
                   [](const DistributionFit& a, const DistributionFit& b) { return a.aic < b.aic; });
  if (report.fits.empty()) {
    report.cannot = "no family describes the values";
    return report;
  }
  if (!has_positive_only) {
    report.notes.emplace_back("some values are 0 or negative, so families of positive values are left out");
  }
  if (values.size() < kEnoughForAnyTail) {
    report.notes.push_back(fmt::format("{} values show hardly more than the median", values.size()));
  } else if (values.size() < kEnoughForTail) {
    report.notes.push_back(fmt::format("{} values do not show the tail beyond their {:.4g} % quantile",
                                       values.size(), 100.0 - 1000.0 / static_cast<double>(values.size())));
  }
  return report;
}

}  // namespace curtain
