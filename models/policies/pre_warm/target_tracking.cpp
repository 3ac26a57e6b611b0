#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "models/policies/make.hpp"
#include "models/policies/scheduled_levels.hpp"
#include "sim/mutant.hpp"
#include "sim/wide.hpp"

namespace curtain {
namespace {

/// The utilisation of a minute is the mean number of executions on provisioned concurrency, divided by the
/// provisioned concurrency at the beginning of that minute. A minute without such an execution has no
/// datapoint and interrupts both alarms, because AWS does not regard missing data as a low utilisation.
///
/// Both alarms act at every tick at which their condition holds. The new level is the mean number of
/// executions in the last minute divided by the target, rounded up, within the limits of the function.
class TargetTracking final : public PreWarmPolicy {
 public:
  explicit TargetTracking(const Arguments& arguments)
      : target_(static_cast<std::int64_t>(arguments.number(0) * kMillion + 0.5)),
        low_(static_cast<std::int64_t>(arguments.number(1) * static_cast<double>(target_) + 0.5)),
        out_after_(arguments.count(2)),
        in_after_(arguments.count(3)),
        rate_(arguments.count(4)) {}

  [[nodiscard]] Needs needs() const override {
    Needs needs;
    needs.tick = sim::minutes(1);
    needs.provisioned = true;
    needs.provisioned_schedule = true;
    needs.provisioned_use = true;
    return needs;
  }
  void on_run(const RunNotice& run) override {
    levels_.begin(run.epoch);
    explained_ = run.explained;
  }
  void on_tick(Time now) override { tick_ = now; }

  std::uint32_t floor(const PreWarmQuery& query) override {
    if (query.function.index() >= functions_.size()) {
      functions_.resize(query.function.index() + 1);
    }
    OfFunction& own = functions_[query.function.index()];
    reason_.clear();
    const std::uint32_t least = levels_.level(query);
    const std::uint32_t most = std::max(least, query.provisioned_max);
    if (!own.is_known) {
      own = {true, query.now, query.provisioned_busy_ns, least, least};
    } else if (query.now == tick_ && query.now > own.since) {
      follow(own, query);
    }
    own.level = std::clamp(own.level, least, most);
    own.kept = rate_.allocated(query, own.level);
    return own.kept;
  }

  [[nodiscard]] std::string explain() const override { return reason_; }

 private:
  static constexpr std::int64_t kMillion = 1'000'000;
  struct OfFunction {
    bool is_known = false;
    Time since;                 // beginning of the current minute
    std::uint64_t busy_ns = 0;  // PreWarmQuery::provisioned_busy_ns at that time
    std::uint32_t level = 0;
    std::uint32_t kept = 0;   // the floor, which is below the level while instances are being allocated
    std::uint32_t above = 0;  // number of consecutive minutes above the target
    std::uint32_t below = 0;
  };

  /// Evaluates the minute that ends now.
  void follow(OfFunction& own, const PreWarmQuery& query) {
    const auto busy = static_cast<sim::Int128>(query.provisioned_busy_ns - own.busy_ns) * kMillion;
    const auto length = static_cast<sim::Int128>((query.now - own.since).ns());
    const sim::Int128 capacity = length * own.kept;
    own.since = query.now;
    own.busy_ns = query.provisioned_busy_ns;
    own.above = busy > capacity * target_ && busy > 0 ? own.above + 1 : 0;
    own.below =
        busy < capacity * low_ && CURTAIN_MUTANT(idle_minute_is_low, busy > 0, true) ? own.below + 1 : 0;
    const auto wanted = static_cast<std::uint32_t>(
        std::min<sim::Int128>((busy + length * target_ - 1) / (length * target_), kUnlimited));
    if (own.above >= out_after_) {
      own.level = std::max(own.level, wanted);
    } else if (own.below >= in_after_) {
      own.level = std::min(own.level, wanted);
    }
    if (explained_) {
      reason_ = fmt::format("on average {:.6g} of {} provisioned instances were busy in the last minute",
                            sim::ratio(busy, length * kMillion), own.kept);
    }
  }

  std::int64_t target_;  // in millionths
  std::int64_t low_;     // threshold of the alarm for low utilisation, in millionths
  std::uint32_t out_after_;
  std::uint32_t in_after_;
  ScheduledLevels levels_;
  AllocationRate rate_;
  Time tick_{};
  std::vector<OfFunction> functions_;
  bool explained_ = false;
  std::string reason_;
};

}  // namespace

const PolicyDeclaration& pre_warm_target_tracking() {
  static const PolicyDeclaration declaration{
      Seam::pre_warm,
      "target-tracking",
      "adjusts the provisioned concurrency between the function's `provisioned` and `provisioned_max`, so "
      "that a "
      "target share of the provisioned instances is busy",
      "Application Auto Scaling user guide, 'How target tracking scaling works' (proportional scale-out, no "
      "scale-in on missing data); G. Mao, 'Understanding Lambda Provisioned Concurrency Autoscaling', 2020 "
      "(3 and "
      "15 datapoints of one minute)",
      {{"target", ParameterKind::fraction, "70%", 0.01, 1,
        "share of the provisioned instances that should be busy (the example in the AWS Lambda developer "
        "guide; AWS "
        "allows 10 % to 90 %)"},
       {"low", ParameterKind::fraction, "90%", 0, 1,
        "part of the target below which the utilisation is low (AWS: usually more than 10 % below the "
        "target)"},
       {"scale_out_after", ParameterKind::count, "3", 1, 1440,
        "consecutive minutes above the target after which the number rises (AWS: 3)"},
       {"scale_in_after", ParameterKind::count, "15", 1, 1440,
        "consecutive minutes of low utilisation after which the number falls (AWS: 15)"},
       AllocationRate::parameter()},
      make_from_arguments<TargetTracking>};
  return declaration;
}

}  // namespace curtain
