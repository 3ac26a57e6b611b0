#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "models/policies/make.hpp"
#include "models/policies/scaling/seam.hpp"
#include "sim/mutant.hpp"
#include "sim/wide.hpp"

namespace curtain {
namespace {

using sim::Int128;

/// Fractions are stored in millionths, so that an exact result is not rounded up.
constexpr std::int64_t kOneInMillionths = 1'000'000;
std::int64_t millionths(double number) {
  return static_cast<std::int64_t>(number * kOneInMillionths + 0.5);
}
Int128 rounded_up(Int128 whole, Int128 part) {
  return (whole + part - 1) / part;
}
std::int64_t ticks_in(Duration window, Duration tick) {
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(rounded_up(window.ns(), tick.ns())));
}

struct Settings {
  std::int64_t target;  // requests per instance, in millionths
  std::int64_t utilization;
  Duration tick;
  Duration stable_window;
  std::int64_t stable_ticks;
  std::int64_t panic_ticks;
  std::int64_t panic_threshold;
  std::int64_t most_up;
  std::int64_t most_down;
  Duration to_zero;

  explicit Settings(const Arguments& given)
      : target(millionths(given.number(0))),
        utilization(millionths(given.number(1))),
        tick(given.duration(2)),
        stable_window(given.duration(3)),
        stable_ticks(ticks_in(stable_window, tick)),
        panic_ticks(
            ticks_in(Duration{static_cast<std::int64_t>(static_cast<Int128>(stable_window.ns()) *
                                                        millionths(given.number(4)) / kOneInMillionths)},
                     tick)),
        panic_threshold(millionths(given.number(5))),
        most_up(millionths(given.number(6))),
        most_down(millionths(given.number(7))),
        to_zero(given.duration(8)) {}
};

/// The autoscaler of one function.
class Autoscaler {
 public:
  std::uint32_t desired(const LoadView& view, const Settings& settings) {
    remember(view, settings);
    const Int128 ready = std::max(1u, view.serving);
    const Int128 most = rounded_up(ready * settings.most_up, kOneInMillionths);
    const Int128 least = ready * kOneInMillionths / settings.most_down;
    const Int128 stable = instances(view, settings, settings.stable_ticks);
    const Int128 panic = instances(view, settings, settings.panic_ticks);
    last_stable_ = static_cast<std::int64_t>(stable);
    last_panic_ = static_cast<std::int64_t>(panic);
    const auto within = [&](Int128 wanted) { return std::min(std::max(wanted, least), most); };
    const Int128 threshold = settings.panic_threshold * ready;
    if (CURTAIN_MUTANT(panics_above_threshold, panic * kOneInMillionths >= threshold,
                       panic * kOneInMillionths > threshold)) {
      panics_since_ = view.now;
    } else if (panics_since_ && *panics_since_ + settings.stable_window < view.now) {
      panics_since_.reset();
      most_in_panic_ = 0;
    }
    Int128 wanted = within(stable);
    if (panics_since_) {
      wanted = std::max({wanted, within(panic), most_in_panic_});
      most_in_panic_ = wanted;
    }
    if (wanted > 0) {
      zero_since_.reset();
    } else {
      zero_since_ = zero_since_.value_or(view.now);
      wanted = view.now - *zero_since_ < settings.to_zero ? 1 : 0;
    }
    return static_cast<std::uint32_t>(std::min<Int128>(wanted, kUnlimited));
  }

  [[nodiscard]] std::string explain() const {
    return fmt::format(
        "the stable window requires {} instances, the panic window {}{}", last_stable_, last_panic_,
        panics_since_ ? fmt::format("; in panic mode since {} s", panics_since_->seconds()) : "");
  }

 private:
  /// Stores the integral of concurrency at the last ticks. A function that is new since the last tick counts
  /// as if it had existed at that tick.
  void remember(const LoadView& view, const Settings& settings) {
    if (past_.empty()) {
      past_.resize(static_cast<std::size_t>(settings.stable_ticks) + 1);
      ticks_ = 1;
    }
    past_[static_cast<std::size_t>(ticks_) % past_.size()] = view.concurrency_ns;
    known_ = std::min(known_ + 1, settings.stable_ticks);
    ++ticks_;
  }
  /// The number of instances for the mean concurrency over the last `ticks` ticks, or over the known ticks if
  /// these are fewer.
  [[nodiscard]] Int128 instances(const LoadView& view, const Settings& settings, std::int64_t ticks) const {
    const std::int64_t covered = std::min(ticks, known_);
    const std::uint64_t before = past_[static_cast<std::size_t>(ticks_ - 1 - covered) % past_.size()];
    const Int128 integral = view.concurrency_ns - before;
    const Int128 target = std::min(settings.target, std::int64_t{view.slots} * kOneInMillionths);
    const Int128 each = std::max<Int128>(target * settings.utilization / kOneInMillionths, 1);
    return rounded_up(integral * kOneInMillionths, each * covered * settings.tick.ns());
  }

  std::vector<std::uint64_t> past_;  // a ring of the integrals at the last ticks
  std::int64_t ticks_ = 0;           // number of stored ticks; also the position of the next tick
  std::int64_t known_ = 0;           // number of ticks for which the past is known
  std::optional<Time> panics_since_;
  std::optional<Time> zero_since_;
  Int128 most_in_panic_ = 0;
  std::int64_t last_stable_ = 0;  // instances that the stable window required at the last tick
  std::int64_t last_panic_ = 0;
};

class ConcurrencyTarget final : public ScalingPolicy {
 public:
  explicit ConcurrencyTarget(const Arguments& arguments) : settings_(arguments) {}

  [[nodiscard]] Needs needs() const override {
    Needs needs;
    needs.tick = settings_.tick;
    needs.concurrency = true;
    return needs;
  }
  /// Requests wait until the autoscaler has started instances, as in Knative's activator. A function without
  /// any instance gets an instance at once.
  Scale decide(const ScalingQuery& query) override {
    last_desired_.reset();
    return query.live == 0 ? Scale::start : Scale::wait;
  }
  [[nodiscard]] std::optional<std::uint32_t> desired(const LoadView& view) override {
    if (view.function.index() >= scalers_.size()) {
      scalers_.resize(view.function.index() + 1);
    }
    last_desired_ = view.function.index();
    return scalers_[view.function.index()].desired(view, settings_);
  }
  [[nodiscard]] std::string explain() const override {
    return last_desired_ ? scalers_[*last_desired_].explain()
                         : "further instances start at a tick, or for the first attempt";
  }

 private:
  Settings settings_;
  std::vector<Autoscaler> scalers_;
  std::optional<std::size_t> last_desired_;  // index of the function, if the last decision was a number of
                                             // instances
};

}  // namespace

const PolicyDeclaration& scaling_concurrency_target() {
  static const PolicyDeclaration declaration{
      Seam::scaling,
      "concurrency-target",
      "follows Knative's autoscaler: starts at every tick enough instances for a target of requests per "
      "instance; has a panic mode (use keep_alive: forever, so that only the autoscaler reclaims)",
      "Knative Serving, pkg/autoscaler/scaling/autoscaler.go; defaults of "
      "config/core/configmaps/autoscaler.yaml",
      {{"target", ParameterKind::number, "100", 0.01, 1e6,
        "requests in flight per instance; a smaller number of slots per instance takes precedence "
        "(container-concurrency-target-default)"},
       {"utilization", ParameterKind::fraction, "70%", 0.01, 1,
        "share of the target to aim at (container-concurrency-target-percentage)"},
       {"tick", ParameterKind::duration, "2s", 1e7, 3.6e12,
        "interval between decisions (tickInterval of multiscaler.go)"},
       {"stable_window", ParameterKind::duration, "1min", 6e9, 3.6e12,
        "window of the mean concurrency, in whole ticks (stable-window, from 6 s to 1 h)"},
       {"panic_window", ParameterKind::fraction, "10%", 0.01, 1,
        "part of stable_window that is used to detect a surge, rounded to whole ticks "
        "(panic-window-percentage)"},
       {"panic_threshold", ParameterKind::fraction, "200%", 1.1, 10,
        "a panic starts when the panic window requires this multiple of the ready instances, and ends when "
        "the panic window has not required this for the length of stable_window; nothing is reclaimed during "
        "a panic (panic-threshold-percentage, from 110 % to 1,000 %)"},
       {"max_scale_up", ParameterKind::number, "1000", 1.01, 1e6,
        "maximum number of instances after a tick, as a multiple of the ready instances "
        "(max-scale-up-rate)"},
       {"max_scale_down", ParameterKind::number, "2", 1.01, 1e6,
        "divisor of the ready instances that gives the minimum number of instances after a tick "
        "(max-scale-down-rate)"},
       {"to_zero_grace", ParameterKind::duration, "30s", 0, 3.6e12,
        "how long the last instance is kept when no instance is needed (scale-to-zero-grace-period, the "
        "longest time that Knative waits for its network)"}},
      make_from_arguments<ConcurrencyTarget>};
  return declaration;
}

}  // namespace curtain
