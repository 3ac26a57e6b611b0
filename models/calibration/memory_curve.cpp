#include "models/calibration/memory_curve.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/elementary.hpp"

namespace curtain {
namespace {

constexpr std::size_t kFewestSizes = 3;

double slowness(Mebibytes memory, Mebibytes memory_per_vcpu) {
  return std::max(1.0, static_cast<double>(memory_per_vcpu) / static_cast<double>(memory));
}

/// Least squares of (model - measured) / weight, for the model cpu x + fixed with both numbers at least 0.
MemoryCurve least_squares(std::span<const MemoryPoint> points, std::span<const double> weights,
                          Mebibytes memory_per_vcpu) {
  double xx = 0;
  double x1 = 0;
  double one = 0;
  double xy = 0;
  double y1 = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double w = 1 / (weights[i] * weights[i]);
    const double x = slowness(points[i].memory, memory_per_vcpu);
    const double y = points[i].duration_s;
    xx += w * x * x;
    x1 += w * x;
    one += w;
    xy += w * x * y;
    y1 += w * y;
  }
  const double determinant = xx * one - x1 * x1;
  MemoryCurve curve;
  if (determinant > 1e-12 * xx * one) {
    curve = {(xy * one - x1 * y1) / determinant, (xx * y1 - x1 * xy) / determinant};
  }
  if (!(curve.cpu_s >= 0) || determinant <= 1e-12 * xx * one) {
    return {0, y1 / one};
  }
  return curve.fixed_s < 0 ? MemoryCurve{xy / xx, 0} : curve;
}

/// If the fit has a large error, explains which feature of the measured times the curve cannot have.
void explain_errors(MemoryReport& report, Mebibytes memory_per_vcpu) {
  if (report.largest_error <= kLargeMemoryError) {
    return;
  }
  // The slope of log duration over log memory between neighbours; -1 is CPU work only, 0 is no CPU work.
  double steepest = 0;
  for (std::size_t i = 1; i < report.errors.size(); ++i) {
    const MemoryPoint& a = report.errors[i - 1].point;
    const MemoryPoint& b = report.errors[i].point;
    const double slope = sim::log(b.duration_s / a.duration_s) /
                         sim::log(static_cast<double>(b.memory) / static_cast<double>(a.memory));
    steepest = std::min(steepest, slope);
  }
  Mebibytes flat_from = 0;
  const double last = report.errors.back().point.duration_s;
  for (std::size_t i = report.errors.size(); i-- > 0;) {
    if (report.errors[i].point.duration_s > 1.15 * last) {
      break;
    }
    flat_from = report.errors[i].point.memory;
  }
  if (flat_from > 0 && flat_from < memory_per_vcpu) {
    report.notes.push_back(fmt::format(
        "the measured times are flat from {} MB on, although the CPU share grows up to {} MB: the CPU "
        "work overlaps with waiting, which two numbers that are added cannot describe",
        flat_from, memory_per_vcpu));
  } else if (flat_from > memory_per_vcpu) {
    report.notes.push_back(fmt::format(
        "the measured times fall up to {} MB, beyond one vCPU at {} MB: a part of the work runs on several "
        "threads, or its data rate grows with the memory",
        flat_from, memory_per_vcpu));
  }
  if (steepest < -1.15) {
    report.notes.push_back(
        fmt::format("between two sizes the measured times fall with the power {:.2f} of the memory, faster "
                    "than the CPU share "
                    "grows: another resource, such as memory or input and output, grows faster",
                    -steepest));
  }
  if (report.notes.empty()) {
    report.notes.emplace_back("the errors have no pattern that this program knows");
  }
}

}  // namespace

double MemoryCurve::duration_s(Mebibytes memory, Mebibytes memory_per_vcpu) const {
  return cpu_s * slowness(memory, memory_per_vcpu) + fixed_s;
}

MemoryReport fit_memory_curve(std::vector<MemoryPoint> points, Mebibytes memory_per_vcpu) {
  MemoryReport report;
  std::sort(points.begin(), points.end(),
            [](const MemoryPoint& a, const MemoryPoint& b) { return a.memory < b.memory; });
  const bool are_positive = std::all_of(points.begin(), points.end(), [](const MemoryPoint& point) {
    return point.memory > 0 && point.duration_s > 0;
  });
  if (points.size() < kFewestSizes) {
    report.cannot = fmt::format("the log has {} memory {} of this function, but a curve needs at least {}",
                                points.size(), points.size() == 1 ? "size" : "sizes", kFewestSizes);
  } else if (memory_per_vcpu == 0) {
    report.cannot =
        "the base profile does not state how much memory comes with one vCPU (cpu.memory_per_vcpu)";
  } else if (!are_positive) {
    report.cannot = "a memory size or a median duration is 0";
  }
  if (!report.cannot.empty()) {
    return report;
  }
  std::vector<MemoryPoint> fitted;
  std::vector<double> weights;
  for (std::size_t i = 0; i < points.size(); i += 2) {
    fitted.push_back(points[i]);
    weights.push_back(points[i].duration_s);
  }
  // The errors that count are relative to the measured times, so their weights do not change.
  report.curve = least_squares(fitted, weights, memory_per_vcpu);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double model = report.curve.duration_s(points[i].memory, memory_per_vcpu);
    const double error = model / points[i].duration_s - 1;
    report.errors.push_back({points[i], model, error, i % 2 == 0});
    if (i % 2 != 0 && sim::abs(error) > report.largest_error) {
      report.largest_error = sim::abs(error);
      report.largest_at = points[i].memory;
    }
  }
  explain_errors(report, memory_per_vcpu);
  return report;
}

}  // namespace curtain
