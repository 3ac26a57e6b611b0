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

/// Starts an instance for an attempt that finds no free slot. In addition, at every tick, the policy starts
/// the instances that are missing for a target utilisation of the slots, on average over a window. Instances
/// are reclaimed by the keep-alive policy, not by this policy.
class UtilizationTarget final : public ScalingPolicy {
 public:
  explicit UtilizationTarget(const Arguments& arguments)
      : target_(static_cast<std::int64_t>(arguments.number(0) * kMillion + 0.5)),
        window_(arguments.duration(1)),
        tick_(arguments.duration(2)),
        ticks_((window_.ns() + tick_.ns() - 1) / tick_.ns()) {}

  [[nodiscard]] Needs needs() const override {
    Needs needs;
    needs.tick = tick_;
    needs.concurrency = true;
    return needs;
  }
  Scale decide(const ScalingQuery&) override {
    wanted_.reset();
    return Scale::start;
  }

  [[nodiscard]] std::optional<std::uint32_t> desired(const LoadView& view) override {
    if (view.function.index() >= past_.size()) {
      past_.resize(view.function.index() + 1);
    }
    Past& past = past_[view.function.index()];
    if (past.integrals.empty()) {
      past.integrals.resize(
          static_cast<std::size_t>(ticks_));  // before the first tick no request was in flight
    }
    std::uint64_t& oldest = past.integrals[past.next];
    const std::uint64_t in_window = view.concurrency_ns - oldest;
    oldest = view.concurrency_ns;
    past.next = (past.next + 1) % past.integrals.size();
    const sim::Int128 each = sim::Int128{view.slots} * target_ * ticks_ * tick_.ns();
    const auto wanted =
        static_cast<std::uint64_t>((static_cast<sim::Int128>(in_window) * kMillion +
                                    CURTAIN_MUTANT(utilization_rounded_down, each - 1, sim::Int128{0})) /
                                   each);
    wanted_ = std::min<std::uint64_t>(wanted, kUnlimited);
    return static_cast<std::uint32_t>(std::max<std::uint64_t>(view.live, *wanted_));
  }

  [[nodiscard]] std::string explain() const override {
    return wanted_
               ? fmt::format("the requests in flight in the last {} s need {}", window_.seconds(), *wanted_)
               : "no slot is free";
  }

 private:
  static constexpr std::int64_t kMillion = 1'000'000;
  struct Past {
    std::vector<std::uint64_t> integrals;  // a ring of the numbers of requests in flight at the last ticks
    std::size_t next = 0;                  // the oldest one
  };

  std::int64_t target_;  // in millionths
  Duration window_;
  Duration tick_;
  std::int64_t ticks_;  // in the window
  std::vector<Past> past_;
  std::optional<std::uint64_t> wanted_;  // at the last tick
};

}  // namespace

const PolicyDeclaration& scaling_utilization_target() {
  static const PolicyDeclaration declaration{
      Seam::scaling,
      "utilization-target",
      "starts an instance for each attempt without a free slot, and at every tick as many instances as a "
      "target utilisation of the slots requires",
      "Google Cloud Run documentation, about instance autoscaling: requests in flight, on average over one "
      "minute, "
      "over the maximum of an instance times a target; a request without room starts an instance (details "
      "are not "
      "documented)",
      {{"target", ParameterKind::fraction, "60%", 0.01, 1,
        "share of an instance's slots that is to be in use (Cloud Run in 2026: 60 %, can be set)"},
       {"window", ParameterKind::duration, "1min", 1e9, 3.6e12,
        "window of the mean number of requests in flight, in whole ticks"},
       {"tick", ParameterKind::duration, "5s", 1e7, 3.6e12,
        "interval between evaluations (Cloud Run until about 2022: 5 s)"}},
      make_from_arguments<UtilizationTarget>};
  return declaration;
}

}  // namespace curtain
