#include "models/calibration/routing_order.hpp"

#include "sim/elementary.hpp"
#include "sim/mutant.hpp"

namespace curtain {

const char* routing_name(RoutingOrder order) {
  return order == RoutingOrder::most_recent    ? "most-recent"
         : order == RoutingOrder::least_recent ? "least-recent"
                                               : "random";
}

RoutingReport fit_routing(std::span<const RoutingChoice> choices) {
  RoutingReport report;
  for (const RoutingChoice& choice : choices) {
    if (choice.candidates < 2) {
      continue;
    }
    const auto n = static_cast<double>(choice.candidates);
    const bool is_first = choice.rank == 0;
    const bool is_last = choice.rank + 1 == choice.candidates;
    const double own = sim::log(1 - kChanceOfOther + kChanceOfOther / n);
    const double other = sim::log(kChanceOfOther / n);
    ++report.choices;
    report.most_recent += is_first ? 1 : 0;
    report.least_recent += is_last ? 1 : 0;
    report.log_likelihood[0] += CURTAIN_MUTANT(routing_fit_swaps_ends, is_first, is_last) ? own : other;
    report.log_likelihood[1] += is_last ? own : other;
    report.log_likelihood[2] -= sim::log(n);
  }
  if (report.choices == 0) {
    report.cannot = "no call found two idle instances, so each order would have done the same";
    return report;
  }
  for (const RoutingOrder order :
       {RoutingOrder::random, RoutingOrder::least_recent, RoutingOrder::most_recent}) {
    if (report.log_likelihood[static_cast<int>(order)] >
        report.log_likelihood[static_cast<int>(report.best)]) {
      report.best = order;
    }
  }
  return report;
}

}  // namespace curtain
