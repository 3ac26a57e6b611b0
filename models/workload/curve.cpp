// A Poisson process whose rate follows a curve, which consists of straight lines between points. The curve is
// repeated if there is a period.
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "models/workload/rate_process.hpp"
#include "models/workload/sources.hpp"

namespace curtain {
namespace {

/// Returns the pieces of the curve. With a period, the pieces are repeated. Without a period, the last rate
/// is kept after the last piece.
class Curve : public RatePieces {
 public:
  explicit Curve(const CurveSpec& spec) : is_periodic_(spec.period.has_value()) {
    std::vector<RatePoint> points = spec.points;
    if (is_periodic_) {
      RatePoint before = points.back();
      RatePoint after = points.front();
      before.at = before.at - *spec.period;
      after.at = after.at + *spec.period;
      points.insert(points.begin(), before);
      points.push_back(after);
    } else {
      points.insert(points.begin(), {Duration{}, points.front().rate});
      last_ = points.back().rate;
    }
    const Duration end = is_periodic_ ? *spec.period : points.back().at;
    for (std::size_t i = 1; i < points.size(); ++i) {
      add(points[i - 1], points[i], end);
    }
  }

  RatePiece next() override {
    if (position_ == pieces_.size()) {
      if (!is_periodic_) {
        return {Time::latest() - Time{}, last_, last_};
      }
      position_ = 0;
    }
    return pieces_[position_++];
  }

 private:
  /// Adds the part in [0, end) of the line between two points.
  void add(const RatePoint& from, const RatePoint& to, Duration end) {
    const Duration start = std::max(from.at, Duration{});
    const Duration stop = std::min(to.at, end);
    if (start >= stop) {
      return;
    }
    const auto whole = static_cast<double>((to.at - from.at).ns());
    const auto rate_at = [&](Duration at) {
      const double along = static_cast<double>((at - from.at).ns()) / whole;
      return from.rate + (to.rate - from.rate) * along;
    };
    pieces_.push_back({stop - start, rate_at(start), stop == to.at ? to.rate : rate_at(stop)});
  }

  bool is_periodic_;
  std::vector<RatePiece> pieces_;
  std::size_t position_ = 0;
  Rate last_ = 0;
};

void check_curve(const CurveSpec& spec) {
  if (spec.points.empty()) {
    throw std::invalid_argument("a curve has no points; set at least one point");
  }
  if (spec.period && *spec.period < Duration{1'000}) {
    throw std::invalid_argument(
        fmt::format("the period of a curve is {} ns; it must be at least 1000 ns", spec.period->ns()));
  }
  bool is_zero = true;
  for (std::size_t i = 0; i < spec.points.size(); ++i) {
    const RatePoint& point = spec.points[i];
    check_rate_or_zero("a rate of a curve", point.rate);
    is_zero = is_zero && point.rate == 0;
    if (point.at < Duration{} || (i > 0 && point.at < spec.points[i - 1].at)) {
      throw std::invalid_argument(
          fmt::format("the points of a curve must be in order of time, from 0 on: point {} is at {} s", i,
                      point.at.seconds()));
    }
    if (spec.period && point.at > *spec.period) {
      throw std::invalid_argument(fmt::format("point {} of a curve is at {} s, beyond its period of {} s", i,
                                              point.at.seconds(), spec.period->seconds()));
    }
  }
  if (is_zero) {
    throw std::invalid_argument("a curve has a rate of 0 at all points; at least one rate must be above 0");
  }
}

}  // namespace

std::unique_ptr<ArrivalSource> open_curve(const CurveSpec& spec, const SourceContext& context,
                                          FunctionTable& table) {
  check_curve(spec);
  const Time end = generated_until(context);
  return source_of(spec.of, rate_process(std::make_unique<Curve>(spec), context, end), context, table);
}

}  // namespace curtain
