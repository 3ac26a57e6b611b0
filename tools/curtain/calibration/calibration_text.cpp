#include "tools/curtain/calibration/calibration_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tools/curtain/calibration/curve_sketch.hpp"
#include "tools/curtain/calibration/profile_yaml.hpp"
#include "tools/curtain/text/table.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

constexpr std::size_t kMostRows = 20;
constexpr std::size_t kIdleBins = 10;
constexpr double kGoodDistance = 0.15;

std::string in_seconds(double ns) {
  return human_seconds(ns / 1e9);
}

std::string section_heading(const std::string& text) {
  return "\n" + bold(text) + "\n";
}

std::string indented(const std::string& text) {
  return wrapped(text, output_columns(), 2, 4);
}

std::string probability_text(double p) {
  return p < 0.0001 ? "< 0.0001" : fmt::format("{:.4f}", p);
}

/// All families of one sample, with a sketch of the best.
std::string families_text(const FunctionFit& fit) {
  Table table({"family", "parameters", "AIC", "KS distance", "p"});
  for (const DistributionFit& each : fit.report.fits) {
    table.add({std::string(each.family), std::to_string(each.parameters),
               fmt::format("{:.1f}", each.aic - fit.report.best().aic), fmt::format("{:.3f}", each.ks),
               probability_text(each.p)});
  }
  const sim::Distribution& best = fit.report.best().distribution;
  std::vector<double> sorted = fit.values;
  std::sort(sorted.begin(), sorted.end());
  const double low = std::min(sorted.front(), best.quantile(0.005));
  const double high = std::max(sorted[sorted.size() * 99 / 100], best.quantile(0.99));
  return table.text() +
         dim(indented("AIC is the excess over the best family. p is the probability of such a distance "
                      "if the parameters had not been fitted to the same values.")) +
         indented(distribution_yaml(best)) +
         curve_sketch(
             share_up_to(fit.values), [&](double x) { return best.cumulative(x); }, low, high, in_seconds) +
         dim("          o measured   - fitted   * both\n");
}

/// The best family of each function.
std::string functions_text(const std::vector<FunctionFit>& fits) {
  Table table({"function", "values", "family", "median", "KS distance", "p"});
  std::size_t shown = 0;
  std::size_t fitted = 0;
  std::size_t good = 0;
  std::string distributions;
  for (const FunctionFit& fit : fits) {
    if (!fit.report.has_fit()) {
      continue;
    }
    const DistributionFit& best = fit.report.best();
    ++fitted;
    good += best.ks < kGoodDistance ? 1 : 0;
    if (shown < kMostRows) {
      ++shown;
      table.add({name_of(fit), grouped(fit.report.size), std::string(best.family),
                 in_seconds(best.distribution.quantile(0.5)), fmt::format("{:.3f}", best.ks),
                 probability_text(best.p)});
    }
  }
  std::string text = fitted == 0 ? "" : table.text();
  text += indented(fmt::format("{} of {} fitted; the KS distance is below {} for {}{}", fitted,
                               counted(fits.size(), "function"), kGoodDistance, good,
                               fitted > shown ? fmt::format("; {} are shown, --json has all", shown) : ""));
  return text;
}

std::string times_text(const std::vector<FunctionFit>& fits) {
  if (fits.size() != 1) {
    return functions_text(fits);
  }
  const FunctionFit& fit = fits.front();
  std::string text;
  if (!fit.report.has_fit()) {
    return indented(fmt::format("{}: {}", name_of(fit), fit.report.cannot));
  }
  text += indented(fmt::format("{}, {}", name_of(fit), counted(fit.report.size, "value")));
  text += families_text(fit);
  for (const std::string& note : fit.report.notes) {
    text += indented(note);
  }
  return text;
}

std::string mechanism_text(const IdleMechanism& m) {
  const std::string early = fmt::format("; {:.2f} % are lost at once", 100 * m.early);
  switch (m.kind) {
    case IdleMechanism::Kind::spread:
      return fmt::format("uniform from {} to {}{}", human_seconds(m.shortest), human_seconds(m.longest),
                         early);
    case IdleMechanism::Kind::held_spread:
      return fmt::format("uniform from 0 s to {}, held within {} and {}{}", human_seconds(m.horizon),
                         human_seconds(m.shortest), human_seconds(m.longest), early);
  }
  return {};
}

std::string expiry_text(const IdleReport& report, const std::vector<IdleObservation>* calls) {
  if (!report.has_fit()) {
    return indented(report.cannot);
  }
  Table table({"mechanism", "parameters", "AIC"});
  for (const IdleFit& fit : report.fits) {
    table.add({mechanism_name(fit.mechanism.kind), std::to_string(fit.mechanism.parameters()),
               fmt::format("{:.1f}", fit.aic - report.best().aic)});
  }
  const IdleMechanism& best = report.best().mechanism;
  std::string text =
      indented(fmt::format("{}, {} of them cold", counted(report.calls, "call"), report.cold)) +
      table.text() + indented(mechanism_text(best));
  if (calls == nullptr) {
    return text;
  }
  Table bins({"idle time", "calls", "cold", "expected", "p"});
  for (const IdleBin& bin : idle_bins(best, *calls, equal_edges(*calls, kIdleBins))) {
    bins.add({fmt::format("{} to {}", human_seconds(bin.from_s), human_seconds(bin.to_s)), grouped(bin.calls),
              grouped(bin.cold), fmt::format("{:.1f}", bin.probability * static_cast<double>(bin.calls)),
              probability_text(bin.p)});
  }
  return text + bins.text();
}

std::string lifetimes_text(const LifetimeReport& report) {
  if (!report.has_fit()) {
    return indented(report.cannot);
  }
  return indented(
      fmt::format("uniform from {} to {}; {:.1f} % end earlier ({} in the log, {} ended while in use)",
                  human_seconds(report.cap.shortest_s), human_seconds(report.cap.longest_s),
                  100 * report.cap.early, counted(report.instances, "instance"), report.ended));
}

std::string routing_text(const RoutingReport& report) {
  if (!report.has_fit()) {
    return indented(report.cannot);
  }
  Table table({"order", "log-likelihood"});
  for (const RoutingOrder order :
       {RoutingOrder::most_recent, RoutingOrder::least_recent, RoutingOrder::random}) {
    table.add({routing_name(order), fmt::format("{:.1f}", report.log_likelihood[static_cast<int>(order)])});
  }
  return table.text() +
         indented(fmt::format("{}: {} of {} took the most recently used instance", routing_name(report.best),
                              grouped(report.most_recent), counted(report.choices, "choice")));
}

std::string curves_text(const std::vector<FunctionCurve>& curves) {
  Table table({"function", "sizes", "CPU work", "fixed time", "largest error", "at"});
  std::string notes;
  for (const FunctionCurve& curve : curves) {
    const std::string name = curve.function.empty() ? "all calls" : curve.function;
    const MemoryReport& report = curve.report;
    if (!report.has_fit()) {
      notes += indented(name + ": " + report.cannot);
      continue;
    }
    table.add({name, std::to_string(report.errors.size()), human_seconds(report.curve.cpu_s),
               human_seconds(report.curve.fixed_s), fmt::format("{:.1f} %", 100 * report.largest_error),
               fmt::format("{} MB", report.largest_at)});
    for (const std::string& note : report.notes) {
      notes += indented(name + ": " + note);
    }
  }
  return table.text() +
         dim(indented(
             "Fitted to every second size, from the smallest. The largest error is that of the other "
             "sizes, whose times are predicted.")) +
         notes;
}

}  // namespace

std::string name_of(const FunctionFit& fit) {
  const std::string name = fit.function.empty() ? "all calls" : fit.function;
  return fit.memory == 0 ? name : fmt::format("{}, {} MB", name, fit.memory);
}

std::string calibration_text(const Calibration& c) {
  std::string text;
  for (const CalibratedLog& log : c.logs) {
    text += wrapped(fmt::format("{}  {}", bold(log.path),
                                dim(fmt::format("{}, {}, {} cold{}", log.kind, counted(log.calls, "call"),
                                                grouped(log.cold),
                                                log.first_day.empty() ? "" : ", from " + log.first_day))),
                    output_columns(), 0, 2);
  }
  if (c.refused > 0) {
    text += fmt::format("{} refused\n", counted(c.refused, "record"));
  }
  if (!c.start_ups.empty()) {
    text += section_heading("start-up") +
            indented(std::string(start_source_text(c.start_source)) +
                     (c.subtracted.empty()
                          ? ""
                          : fmt::format(", less {} ({})", c.subtracted, in_seconds(c.subtracted_ns))));
    if (c.ahead > 0) {
      text += indented(
          fmt::format("{} began as fast as a warm call, so the instance was initialised ahead; these "
                      "calls are left out",
                      counted(c.ahead, "cold call")));
    }
    text += times_text(c.start_ups);
  }
  if (!c.durations.empty()) {
    text += section_heading("duration of warm executions") + times_text(c.durations);
  }
  if (c.idle.calls > 0) {
    text += section_heading("idle expiry") + expiry_text(c.idle, &c.lone);
  }
  if (c.idle_beside.calls > 0) {
    text += section_heading("idle expiry beside busy instances") + expiry_text(c.idle_beside, nullptr);
  }
  if (!c.lives.empty()) {
    text += section_heading("maximum lifetime") + lifetimes_text(c.lifetimes);
  }
  if (c.routing.choices > 0) {
    text += section_heading("routing") + routing_text(c.routing);
  }
  if (!c.curves.empty()) {
    text += section_heading("duration by memory") + curves_text(c.curves);
  }
  text += section_heading("what the log cannot tell");
  for (const std::string& missing : c.cannot_tell) {
    text += indented("- " + missing);
  }
  return text;
}

}  // namespace curtain::tools
