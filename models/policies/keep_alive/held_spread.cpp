#include <algorithm>
#include <stdexcept>

#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/make.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

/// Draws a time that is uniform in an interval, and holds it within [shortest, longest]. If the interval is
/// wider, a part of the instances is reclaimed at `shortest`, a part at `longest`, and the others evenly
/// between.
class HeldSpread final : public KeepAlivePolicy {
 public:
  explicit HeldSpread(const Arguments& arguments)
      : shortest_(arguments.duration(0)),
        longest_(arguments.duration(1)),
        from_(arguments.duration(2)),
        span_(arguments.duration(3) - arguments.duration(2)),
        early_(arguments.number(4)) {
    if (shortest_ > longest_) {
      throw std::invalid_argument("held-spread: shortest must be at most longest");
    }
    if (span_ < Duration{}) {
      throw std::invalid_argument("held-spread: from must be at most to");
    }
  }
  Duration keep_for(const IdleInstanceView& instance) override {
    sim::Draw draw(instance.draws, instance.function.value(), instance.ordinal);
    const Duration time =
        from_ + Duration{static_cast<std::int64_t>(draw.uniform() * static_cast<double>(span_.ns()))};
    if (draw.uniform() < early_) {
      return Duration{};
    }
    return CURTAIN_MUTANT(held_spread_is_not_held, std::clamp(time, shortest_, longest_), time);
  }

 private:
  Duration shortest_;
  Duration longest_;
  Duration from_;
  Duration span_;
  double early_;
};

}  // namespace

const PolicyDeclaration& keep_alive_held_spread() {
  static const PolicyDeclaration declaration{
      Seam::keep_alive,
      "held-spread",
      "keeps an instance for a random time, which is uniform in an interval and held within shortest and "
      "longest; a share of the instances is lost at once",
      "Shilkov, data of 'AWS Lambda Cold Starts After 10 Minutes' (2019), fitted by curtain calibrate: in "
      "February 2019 a fourth of the idle instances was gone after 25 min, and the rest after 64 min",
      {{"shortest", ParameterKind::duration, "25min", 0, 4.6e18,
        "the shortest time, except for instances that are lost (the defaults are the fit to AWS Lambda in "
        "February 2019)"},
       {"longest", ParameterKind::duration, "64min", 0, 4.6e18, "the longest time"},
       {"from", ParameterKind::duration, "0s", 0, 4.6e18, "the lower end of the interval"},
       {"to", ParameterKind::duration, "105min", 0, 4.6e18,
        "the upper end of the interval; from 0s, shortest / to of the instances are reclaimed after exactly "
        "shortest"},
       {"early", ParameterKind::fraction, "1%", 0, 1,
        "share of idle times that end at once, because the instance is lost"}},
      make_from_arguments<HeldSpread>};
  return declaration;
}

}  // namespace curtain
