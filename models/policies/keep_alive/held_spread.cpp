#include <algorithm>
#include <stdexcept>

#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/make.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

/// Draws a time that is uniform from 0 to `horizon`, and holds it within [shortest, longest]. So a part of
/// the instances is reclaimed at `shortest`, a part at `longest`, and the others evenly between.
class HeldSpread final : public KeepAlivePolicy {
 public:
  explicit HeldSpread(const Arguments& arguments)
      : shortest_(arguments.duration(0)),
        longest_(arguments.duration(1)),
        horizon_(arguments.duration(2)),
        early_(arguments.number(3)) {
    if (shortest_ > longest_) {
      throw std::invalid_argument("held-spread: shortest must be at most longest");
    }
  }
  Duration keep_for(const IdleInstanceView& instance) override {
    sim::Draw draw(instance.draws, instance.function.value(), instance.ordinal);
    const Duration time{static_cast<std::int64_t>(draw.uniform() * static_cast<double>(horizon_.ns()))};
    if (draw.uniform() < early_) {
      return Duration{};
    }
    return CURTAIN_MUTANT(held_spread_is_not_held, std::clamp(time, shortest_, longest_), time);
  }

 private:
  Duration shortest_;
  Duration longest_;
  Duration horizon_;
  double early_;
};

}  // namespace

const PolicyDeclaration& keep_alive_held_spread() {
  static const PolicyDeclaration declaration{
      Seam::keep_alive,
      "held-spread",
      "keeps an instance for a random time, which is uniform from 0 to horizon and held within shortest and "
      "longest; a small share of instances is lost at once",
      "Shilkov, data of 'AWS Lambda Cold Starts After 10 Minutes' (2019), fitted by curtain calibrate: of idle "
      "instances, a fourth is gone after 25 min, further ones at a constant rate, and the rest after 64 min",
      {{"shortest", ParameterKind::duration, "25.4min", 0, 4.6e18,
        "the shortest time, except for instances that are lost (the defaults are the fit to AWS Lambda in "
        "February 2019)"},
       {"longest", ParameterKind::duration, "64.0min", 0, 4.6e18, "the longest time"},
       {"horizon", ParameterKind::duration, "105.9min", 1, 4.6e18,
        "the upper end of the uniform time before it is held; shortest / horizon of the instances are "
        "reclaimed after exactly shortest"},
       {"early", ParameterKind::fraction, "0.0095", 0, 1,
        "share of idle times that end at once, because the instance is lost"}},
      make_from_arguments<HeldSpread>};
  return declaration;
}

}  // namespace curtain
