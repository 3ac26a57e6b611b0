#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/make.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

/// Reviews the idle instances of one function on one VM together. A use of any of these instances restarts
/// the time for all of them.
class Lambda2018 final : public KeepAlivePolicy {
 public:
  explicit Lambda2018(const Arguments& arguments)
      : period_(arguments.duration(0)),
        few_(arguments.count(1)),
        max_idle_(arguments.duration(2)),
        spread_(arguments.duration(3)) {
    if (spread_ >= max_idle_) {
      throw std::invalid_argument("lambda-2018: max_idle_spread must be less than max_idle");
    }
  }
  [[nodiscard]] Needs needs() const override { return {.reviews = true}; }
  Duration keep_for(const IdleInstanceView&) override {
    reviewed_ = 0;
    return Duration::infinite();
  }
  [[nodiscard]] std::optional<Duration> constant() const override { return Duration::infinite(); }

  Duration next_review(const IdleGroupView& group) override {
    const Duration idle = group.now - group.last_use;
    const Duration longest = longest_of(group);
    if (idle >= longest) {
      return Duration::infinite();
    }
    return group.idle > few_ ? std::min(period_ * (1 + idle.ns() / period_.ns()), longest) : longest;
  }
  std::uint32_t review(const IdleGroupView& group) override {
    reviewed_ = group.idle;
    unused_ = group.now - group.last_use;
    is_last_ = unused_ >= longest_of(group);
    if (is_last_) {
      return group.idle;
    }
    return group.idle > few_ ? group.idle - group.idle / 2 : 0;
  }

  [[nodiscard]] std::string explain() const override {
    if (reviewed_ == 0) {
      return "the idle instances of a function on a VM are reviewed together";
    }
    return fmt::format("{} instances idle for {} s, {}", reviewed_, unused_.seconds(),
                       is_last_           ? "all are reclaimed"
                       : reviewed_ > few_ ? "half are reclaimed"
                                          : fmt::format("the last {} are kept until max_idle", few_));
  }

 private:
  /// Returns the idle time after which the last instances of the group are reclaimed. The draw is the same
  /// until the group is used again.
  [[nodiscard]] Duration longest_of(const IdleGroupView& group) const {
    if (spread_ == Duration{}) {
      return max_idle_;
    }
    const auto address =
        static_cast<std::uint64_t>(group.last_use.ns()) ^ (std::uint64_t{group.vm.value()} << 32);
    sim::Draw draw(group.draws, group.function.value(), address);
    const double part = CURTAIN_MUTANT(last_idle_instances_end_alike, draw.uniform(), 0.0);
    return max_idle_ - Duration{static_cast<std::int64_t>(part * static_cast<double>(spread_.ns()))};
  }

  Duration period_;
  std::uint32_t few_;
  Duration max_idle_;
  Duration spread_;
  std::uint32_t reviewed_ = 0;  // idle instances at the last decision; 0 if that was no review
  Duration unused_{};           // idle time of the reviewed instances
  bool is_last_ = false;        // the last review reclaimed all instances of its group
};

}  // namespace

const PolicyDeclaration& keep_alive_lambda_2018() {
  static const PolicyDeclaration declaration{
      Seam::keep_alive,
      "lambda-2018",
      "follows AWS Lambda in 2018: reclaims half of the idle instances of a function on a VM in every "
      "period, and the last few after max_idle",
      "Wang et al., USENIX ATC 2018, section 5.4",
      {{"period", ParameterKind::duration, "300s", 1e6, 1e17,
        "time after which half of the idle instances are reclaimed (Wang et al.: about half roughly every "
        "300 s)"},
       {"few", ParameterKind::count, "3", 0, 1e6,
        "number of instances that are kept until max_idle (Wang et al.: until two or three are left)"},
       {"max_idle", ParameterKind::duration, "27min", 1e6, 1e17,
        "time after which the last instances are reclaimed (Wang et al.: at most 27 min)"},
       {"max_idle_spread", ParameterKind::duration, "0s", 0, 1e17,
        "the last instances are reclaimed at a random time, which is uniform from max_idle - max_idle_spread "
        "to max_idle (Wang et al.: in 80 % of rounds an instance is gone after 26 min, as with 5min)"}},
      make_from_arguments<Lambda2018>};
  return declaration;
}

}  // namespace curtain
