#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "models/policies/make.hpp"
#include "models/policies/pre_warm/seam.hpp"
#include "sim/elementary.hpp"

namespace curtain {
namespace {

constexpr std::int64_t kMostSamples = 100'000;

/// Concurrency is sampled at the ticks, after all other events of the same instant. The average is taken over
/// the samples of one window or, at the beginning of the run, over the samples so far.
class MovingAverage final : public PreWarmPolicy {
 public:
  explicit MovingAverage(const Arguments& arguments)
      : tick_(arguments.duration(1)),
        width_(std::max<std::int64_t>(1, arguments.duration(0).ns() / arguments.duration(1).ns())),
        factor_(arguments.number(2)) {
    if (width_ > kMostSamples) {
      throw std::invalid_argument(fmt::format(
          "pre_warm: moving-average: the window of {} s has {} ticks of {} s, and every function keeps "
          "a sample for each tick; allowed: {}; type a longer tick or a shorter window",
          arguments.duration(0).seconds(), width_, tick_.seconds(), kMostSamples));
    }
  }

  [[nodiscard]] Needs needs() const override { return {.tick = tick_}; }

  void on_tick(Time now) override {
    now_ = now;
    ++ticks_;
  }

  std::uint32_t floor(const PreWarmQuery& query) override {
    if (query.now != now_ || ticks_ == 0) {
      return 0;  // the function has just been deployed
    }
    const std::size_t index = query.function.index();
    if (index >= functions_.size()) {
      functions_.resize(index + 1);
    }
    Samples& samples = functions_[index];
    if (query.in_flight > 0 && samples.ring.empty()) {
      samples.ring.resize(static_cast<std::size_t>(width_), 0);
    }
    if (samples.ring.empty()) {
      return 0;
    }
    std::uint32_t& oldest = samples.ring[static_cast<std::size_t>(ticks_ % width_)];
    samples.sum += std::uint64_t{query.in_flight} - oldest;
    oldest = query.in_flight;
    const double average = static_cast<double>(samples.sum) / static_cast<double>(std::min(ticks_, width_));
    // The product is reduced slightly, so that a rounding error does not turn 1 / 0.7 of 7 in 10 samples into
    // two instances.
    const double instances = -sim::floor(-(factor_ * average * (1 - 1e-12)));
    return static_cast<std::uint32_t>(std::clamp(instances, 0.0, 1e9));
  }

 private:
  struct Samples {
    std::vector<std::uint32_t> ring;  // indexed by tick; empty until the function is first seen running
    std::uint64_t sum = 0;
  };
  Duration tick_;
  std::int64_t width_;
  double factor_;
  Time now_{};
  std::int64_t ticks_ = 0;
  std::vector<Samples> functions_;
};

}  // namespace

const PolicyDeclaration& pre_warm_moving_average() {
  static const PolicyDeclaration declaration{
      Seam::pre_warm,
      "moving-average",
      "keeps as many instances as the function's average concurrency over a window requires, rounded up",
      "Knative Serving's pod autoscaler in its stable mode (docs: 'Autoscaling', config-autoscaler), without "
      "its panic mode and rate limits",
      {{"window", ParameterKind::duration, "60s", 1, 8.64e13,
        "the window over which concurrency is averaged (stable-window: 60 s)"},
       {"tick", ParameterKind::duration, "2s", 1e6, 8.64e13,
        "interval at which concurrency is sampled and the number of instances is adjusted (tick-interval: 2 "
        "s)"},
       {"factor", ParameterKind::number, "1", 0, 1e6,
        "instances for each invocation in flight (Knative: 1 / (concurrency target x target utilisation of "
        "70 %))"}},
      make_from_arguments<MovingAverage>};
  return declaration;
}

}  // namespace curtain
