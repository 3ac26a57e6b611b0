#include "models/sampling/load_profile.hpp"

#include <utility>

#include "sim/empirical_distance.hpp"

namespace curtain {

LoadProfile::LoadProfile(Time first, Time last, Duration unit)
    : first_(Time{first.ns() / unit.ns() * unit.ns()}) {
  const std::int64_t units = (last - first_).ns() / unit.ns() + 1;
  constexpr auto kLongest = static_cast<std::int64_t>(kMost);
  const std::int64_t each = (units + kLongest - 1) / kLongest;
  stretch_ = each * unit.ns();
  calls_.resize(static_cast<std::size_t>((units + each - 1) / each));
}

void LoadProfile::add(Time time, std::uint64_t calls) {
  calls_[static_cast<std::size_t>((time - first_).ns() / stretch_)] += calls;
}

double LoadProfile::shift_s(const LoadProfile& whole) const {
  const auto weighted = [](const LoadProfile& profile) {
    std::vector<sim::WeightedValue> values;
    for (std::size_t i = 0; i < profile.calls_.size(); ++i) {
      if (profile.calls_[i] > 0) {
        values.push_back({static_cast<double>(i), static_cast<double>(profile.calls_[i])});
      }
    }
    return values;
  };
  std::vector<sim::WeightedValue> here = weighted(*this);
  std::vector<sim::WeightedValue> there = weighted(whole);
  return here.empty() || there.empty()
             ? 0
             : sim::weighted_wasserstein_distance(std::move(here), std::move(there)) *
                   static_cast<double>(stretch_) / 1e9;
}

}  // namespace curtain
