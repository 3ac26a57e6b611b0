#include "models/policies/hybrid_histogram.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "models/policies/arima.hpp"
#include "sim/elementary.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

/// Multiplies a duration, rounded to the nearest ns (half up) and limited to the longest possible duration.
Duration scaled(Duration length, double factor) {
  const double ns = sim::floor(static_cast<double>(length.ns()) * factor + 0.5);
  return ns >= 9.2e18 ? Duration::infinite() : Duration{static_cast<std::int64_t>(ns)};
}

}  // namespace

void IdleTimes::add(Duration idle, const HybridHistogramRules& rules) {
  const std::int64_t index = idle.ns() / rules.bin.ns();
  if (index >= rules.bins) {
    ++beyond_;
  } else {
    const auto wanted = static_cast<std::uint32_t>(index);
    auto place = std::lower_bound(bins_.begin(), bins_.end(), wanted,
                                  [](const Bin& bin, std::uint32_t other) { return bin.index < other; });
    if (place == bins_.end() || place->index != wanted) {
      place = bins_.insert(place, {wanted, 0});
    }
    squares_ += 2 * std::uint64_t{place->count} + 1;
    ++place->count;
    ++within_;
  }
  // A forecast is used only if most idle times are beyond the range. If all of the first kLongestSeries idle
  // times are within the range, most idle times can be beyond it only after as many further idle times. So
  // the series may omit the first idle times.
  if (beyond_ == 0 && within_ > kLongestSeries) {
    series_ = {};
    return;
  }
  if (series_.size() == kLongestSeries) {
    series_.erase(series_.begin());
  }
  series_.push_back(idle);
}

double IdleTimes::cv(const HybridHistogramRules& rules) const {
  if (within_ == 0) {
    return 0;
  }
  const auto sum = static_cast<double>(within_);
  const double ratio = static_cast<double>(rules.bins) * static_cast<double>(squares_) / (sum * sum);
  return sim::sqrt(std::max(0.0, ratio - 1));
}

/// Returns the first bin at which the share of the idle times up to this bin reaches `share`. Only idle times
/// within the histogram's range count.
std::uint32_t IdleTimes::bin_at(double share) const {
  std::uint64_t sum = 0;
  for (const Bin& bin : bins_) {
    sum += bin.count;
    if (static_cast<double>(sum) >= share * static_cast<double>(within_)) {
      return bin.index;
    }
  }
  return bins_.back().index;
}

std::string windows_text(const IdleWindows& windows) {
  const auto from_to = [&windows](const char* what) {
    return fmt::format("{}, from {} s to {} s after the last execution", what, windows.pre_warm.seconds(),
                       windows.until.seconds());
  };
  switch (windows.pattern) {
    case IdlePattern::histogram:
      return from_to("range of the function's idle times");
    case IdlePattern::forecast:
      return from_to("around a forecast");
    case IdlePattern::uncertain:
      break;
  }
  return fmt::format(
      "the function has too few idle times, or they are spread too evenly, so the standard {} s applies",
      windows.until.seconds());
}

IdleWindows IdleTimes::windows(const HybridHistogramRules& rules) const {
  const auto all = static_cast<double>(within_ + beyond_);
  if (static_cast<double>(beyond_) > rules.most_beyond * all) {
    std::vector<double> minutes;
    minutes.reserve(series_.size());
    double longest = 0;
    for (const Duration idle : series_) {
      minutes.push_back(static_cast<double>(idle.ns()) / 6e10);
      longest = std::max(longest, minutes.back());
    }
    double next = arima_forecast(minutes).value;
    next = next > 0 ? next : longest;  // a trend may give a negative idle time, which is impossible
    const Duration expected = scaled(sim::minutes(1), next);
    return {IdlePattern::forecast, scaled(expected, 1 - rules.forecast_margin),
            scaled(expected, 1 + rules.forecast_margin)};
  }
  if (within_ < rules.least_samples || bins_.empty() || cv(rules) < rules.least_cv) {
    return {IdlePattern::uncertain, Duration{}, rules.standard};
  }
  const Duration head{rules.bin.ns() * std::int64_t{bin_at(rules.head)}};
  const Duration tail{rules.bin.ns() *
                      (std::int64_t{bin_at(rules.tail)} + CURTAIN_MUTANT(tail_rounded_down, 1, 0))};
  return {IdlePattern::histogram, scaled(head, 1 - CURTAIN_MUTANT(head_has_no_margin, rules.margin, 0)),
          scaled(tail, 1 + rules.margin)};
}

HybridHistogram::HybridHistogram(const HybridHistogramRules& rules) : rules_(rules) {
  if (rules.head > rules.tail) {
    throw std::invalid_argument("hybrid-histogram: the head must not be above the tail");
  }
}

void HybridHistogram::arrived(const ArrivalNotice& notice) {
  const std::size_t index = notice.function.index();
  if (index >= functions_.size()) {
    functions_.resize(index + 1);
  }
  Function& function = functions_[index];
  if (function.idle_since != Time::never()) {
    function.times.add(notice.now - function.idle_since, rules_);
    function.idle_since = Time::never();
  }
}

void HybridHistogram::completed(const CompletionNotice& notice) {
  functions_.at(notice.function.index()).idle_since = notice.in_flight == 0 ? notice.now : Time::never();
}

IdleWindows HybridHistogram::windows(FunctionId function) const {
  return function.index() < functions_.size() ? functions_[function.index()].times.windows(rules_)
                                              : IdleTimes().windows(rules_);
}

Time HybridHistogram::idle_since(FunctionId function) const {
  return function.index() < functions_.size() ? functions_[function.index()].idle_since : Time::never();
}

}  // namespace curtain
