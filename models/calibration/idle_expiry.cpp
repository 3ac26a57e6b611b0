#include "models/calibration/idle_expiry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>

#include "models/calibration/minimise.hpp"
#include "models/measured/distances.hpp"
#include "sim/elementary.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

using Calls = std::span<const IdleObservation>;
using Kind = IdleMechanism::Kind;

constexpr std::size_t kFewestCalls = 10;

/// Calls in the order of their idle times, with the number of cold calls before each. All calls below the
/// shortest time have the same probability, and all from the longest time on.
class SortedCalls {
 public:
  explicit SortedCalls(Calls calls) : calls_(calls), cold_before_(calls.size() + 1) {
    for (std::size_t i = 0; i < calls.size(); ++i) {
      cold_before_[i + 1] = cold_before_[i] + (calls[i].is_cold ? 1 : 0);
    }
  }
  [[nodiscard]] Calls calls() const { return calls_; }
  [[nodiscard]] double cold_before(std::size_t at) const { return static_cast<double>(cold_before_[at]); }

  /// The position of the first call after at least this idle time.
  [[nodiscard]] std::size_t first_at_least(double idle_s) const {
    return static_cast<std::size_t>(
        std::lower_bound(calls_.begin(), calls_.end(), idle_s,
                         [](const IdleObservation& call, double at) { return call.idle_s < at; }) -
        calls_.begin());
  }

  /// The cost that is minimised: the negative log-likelihood, with half a loss and half a kept instance more.
  [[nodiscard]] double cost(const IdleMechanism& mechanism) const {
    if (!(mechanism.early > 0 && mechanism.early < 1)) {
      return sim::kInfinity;
    }
    const std::size_t from = first_at_least(mechanism.shortest);
    const std::size_t to = std::max(from, first_at_least(mechanism.longest));
    const double cold = cold_before(from);
    double sum = (cold + 0.5) * sim::log(mechanism.early) +
                 (static_cast<double>(from) - cold + 0.5) * sim::log1p(-mechanism.early);
    for (std::size_t i = from; i < to; ++i) {
      const double probability = mechanism.cold_probability(calls_[i].idle_s);
      sum += calls_[i].is_cold ? sim::log(probability) : sim::log1p(-probability);
    }
    const double cold_after = cold_before(calls_.size()) - cold_before(to);
    sum += cold_after * sim::log1p(-kStray) +
           (static_cast<double>(calls_.size() - to) - cold_after) * sim::log(kStray);
    return -sum;
  }

 private:
  Calls calls_;
  std::vector<std::size_t> cold_before_;
};

IdleMechanism mechanism_at(Kind kind, const std::vector<double>& at) {
  return {kind, at[0], at[1], at[2], at.size() > 3 ? at[3] : 0};
}

bool is_possible(const IdleMechanism& mechanism) {
  return mechanism.shortest > 0 && mechanism.longest >= mechanism.shortest &&
         (mechanism.kind != Kind::held_spread || mechanism.horizon >= mechanism.longest);
}

/// The values at these shares of a sorted list.
std::vector<double> at_shares(const std::vector<double>& sorted, std::initializer_list<double> shares) {
  std::vector<double> values;
  for (const double share : shares) {
    const double value = sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
    if (values.empty() || value > values.back()) {
      values.push_back(value);
    }
  }
  return values;
}

/// Starting points for a search: the shortest time is near a quantile of the cold calls, and the longest near
/// a high quantile of the warm calls.
std::vector<std::array<double, 2>> starting_ends(Calls calls) {
  std::vector<double> cold;
  std::vector<double> warm;
  for (const IdleObservation& call : calls) {
    (call.is_cold ? cold : warm).push_back(call.idle_s);
  }
  std::vector<std::array<double, 2>> ends;
  for (const double first : at_shares(cold, {0.0, 0.02, 0.05, 0.1, 0.2, 0.4})) {
    for (const double last : at_shares(warm, {0.9, 0.97, 0.99, 0.998, 1.0})) {
      const double shortest = first * 0.999;
      if (shortest > 0) {
        ends.push_back({shortest, std::max(last * 1.001, shortest * 1.02)});
      }
    }
  }
  return ends;
}

/// If the end may be sharp, all mechanisms whose limits are between two neighbouring calls have the same
/// likelihood. Then the mechanism covers the whole range between the two calls.
IdleMechanism widened(const IdleMechanism& mechanism, const SortedCalls& sorted) {
  constexpr double kAsLikely = 1e-3;
  const Calls calls = sorted.calls();
  const std::size_t next = sorted.first_at_least(0.5 * (mechanism.shortest + mechanism.longest));
  if (next == 0 || next == calls.size() || !(calls[next - 1].idle_s > 0)) {
    return mechanism;
  }
  IdleMechanism wide = mechanism;
  wide.shortest = calls[next - 1].idle_s;
  wide.longest = calls[next].idle_s;
  return sorted.cost(wide) <= sorted.cost(mechanism) + kAsLikely ? wide : mechanism;
}

IdleMechanism search(Kind kind, const SortedCalls& calls) {
  const auto cost = [&](const std::vector<double>& at) {
    const IdleMechanism mechanism = mechanism_at(kind, at);
    return is_possible(mechanism) ? calls.cost(mechanism) : sim::kInfinity;
  };
  IdleMechanism best;
  double least = sim::kInfinity;
  for (const auto& [shortest, longest] : starting_ends(calls.calls())) {
    const double width = longest - shortest;
    std::vector<std::vector<double>> starts;
    if (kind == Kind::spread) {
      starts = {{0.01, shortest, longest}};
    } else {
      for (const double more : {1.05, 1.4, 2.5}) {
        starts.push_back({0.01, shortest, longest, longest * more});
      }
    }
    for (const std::vector<double>& start : starts) {
      std::vector<double> steps = {0.01, 0.1 * width, 0.2 * width};
      if (start.size() > 3) {
        steps.push_back(0.3 * start[3]);
      }
      Minimum found = minimise(cost, start, steps, 300);
      for (double& step : steps) {  // a second search with a smaller simplex, because the first may end early
        step *= 0.1;
      }
      found = minimise(cost, found.at, steps, 300);
      if (found.value < least) {
        least = found.value;
        best = mechanism_at(kind, found.at);
      }
    }
  }
  return best;
}

}  // namespace

double IdleMechanism::cold_probability(double idle_s) const {
  double share = 0;
  if (idle_s >= longest) {
    share = 1;
  } else if (idle_s >= shortest) {
    share = kind == Kind::spread
                ? (idle_s - shortest) / (longest - shortest)
                : CURTAIN_MUTANT(held_spread_fit_has_no_step, idle_s, idle_s - shortest) / horizon;
  }
  return std::min(early + (1 - early) * share, 1 - kStray);
}

int IdleMechanism::parameters() const {
  return kind == Kind::spread ? 3 : 4;
}

const char* mechanism_name(IdleMechanism::Kind kind) {
  return kind == Kind::spread ? "spread" : "held spread";
}

double idle_log_likelihood(const IdleMechanism& mechanism, Calls calls) {
  double sum = 0;
  for (const IdleObservation& call : calls) {
    const double cold = mechanism.cold_probability(call.idle_s);
    sum += call.is_cold ? sim::log(cold) : sim::log1p(-cold);
  }
  return sum;
}

IdleReport fit_idle_expiry(std::vector<IdleObservation> calls) {
  std::sort(calls.begin(), calls.end(), [](const IdleObservation& a, const IdleObservation& b) {
    return a.idle_s != b.idle_s ? a.idle_s < b.idle_s : a.is_cold < b.is_cold;
  });
  IdleReport report;
  report.calls = calls.size();
  report.cold = static_cast<std::size_t>(
      std::count_if(calls.begin(), calls.end(), [](const IdleObservation& call) { return call.is_cold; }));
  const bool are_valid = std::all_of(calls.begin(), calls.end(), [](const IdleObservation& call) {
    return call.idle_s >= 0 && call.idle_s < sim::kInfinity;
  });
  if (!are_valid) {
    report.cannot = "an idle time is negative or not finite";
  } else if (calls.size() < kFewestCalls) {
    report.cannot =
        fmt::format("{} calls with an idle time, but a fit needs at least {}", calls.size(), kFewestCalls);
  } else if (report.cold == 0) {
    report.cannot = fmt::format("all calls are warm, so instances are kept for longer than {:.6g} s",
                                calls.back().idle_s);
  } else if (report.cold == calls.size()) {
    report.cannot =
        fmt::format("all calls are cold, so instances are kept for less than {:.6g} s", calls.front().idle_s);
  }
  if (!report.cannot.empty()) {
    return report;
  }
  const SortedCalls sorted(calls);
  const std::array<IdleMechanism, 2> mechanisms = {widened(search(Kind::spread, sorted), sorted),
                                                   search(Kind::held_spread, sorted)};
  for (const IdleMechanism& mechanism : mechanisms) {
    if (!is_possible(mechanism)) {
      continue;
    }
    const double likelihood = idle_log_likelihood(mechanism, calls);
    if (likelihood > -sim::kInfinity) {
      report.fits.push_back({mechanism, likelihood, 2.0 * mechanism.parameters() - 2 * likelihood});
    }
  }
  std::stable_sort(report.fits.begin(), report.fits.end(),
                   [](const IdleFit& a, const IdleFit& b) { return a.aic < b.aic; });
  if (report.fits.empty()) {
    report.cannot = "no mechanism describes the calls";
  } else if (calls.back().idle_s <= report.best().mechanism.shortest * 1.001) {
    report.notes.emplace_back("no idle time is longer than the shortest expiry");
  }
  return report;
}

std::vector<IdleBin> idle_bins(const IdleMechanism& mechanism, Calls calls, std::span<const double> edges_s) {
  std::vector<IdleBin> bins;
  for (std::size_t i = 0; i + 1 < edges_s.size(); ++i) {
    IdleBin bin{edges_s[i], edges_s[i + 1]};
    double sum = 0;
    for (const IdleObservation& call : calls) {
      if (call.idle_s >= bin.from_s && call.idle_s < bin.to_s) {
        ++bin.calls;
        bin.cold += call.is_cold ? 1 : 0;
        sum += mechanism.cold_probability(call.idle_s);
      }
    }
    if (bin.calls > 0) {
      bin.probability = sum / static_cast<double>(bin.calls);
      bin.p = binomial_p_value(bin.cold, bin.calls, bin.probability);
      bins.push_back(bin);
    }
  }
  return bins;
}

std::vector<double> equal_edges(Calls calls, std::size_t bins) {
  std::vector<double> idle;
  for (const IdleObservation& call : calls) {
    idle.push_back(call.idle_s);
  }
  std::sort(idle.begin(), idle.end());
  std::vector<double> edges;
  for (std::size_t i = 0; i < bins && !idle.empty(); ++i) {
    const double edge = i == 0 ? 0 : idle[i * idle.size() / bins];
    if (edges.empty() || edge > edges.back()) {
      edges.push_back(edge);
    }
  }
  if (!idle.empty()) {
    edges.push_back(idle.back() * 1.000001 + 1e-9);
  }
  return edges;
}

}  // namespace curtain
