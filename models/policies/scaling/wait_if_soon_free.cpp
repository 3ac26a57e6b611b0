#include <fmt/format.h>

#include <vector>

#include "models/policies/make.hpp"
#include "models/policies/scaling/seam.hpp"
#include "sim/wide.hpp"

namespace curtain {
namespace {

/// The mean of the values so far, in whole nanoseconds.
struct RunningMean {
  sim::Int128 sum = 0;
  std::int64_t count = 0;

  void add(Duration value) {
    sum += value.ns();
    ++count;
  }
  [[nodiscard]] sim::Int128 value() const { return sum / count; }
};

/// The estimate uses only the mean duration of the function's past attempts. Each of `busy` slots becomes
/// free once per mean duration, at an unknown instant, so one slot becomes free every mean / busy. The value
/// mean / busy is the expected wait if durations are exponential, and an estimate otherwise.
class WaitIfSoonFree final : public ScalingPolicy {
 public:
  explicit WaitIfSoonFree(const Arguments& arguments)
      : margin_(static_cast<std::int64_t>(arguments.number(0) * kMillion + 0.5)) {}

  [[nodiscard]] Needs needs() const override {
    Needs needs;
    needs.on_completion = true;
    needs.on_ready = true;
    return needs;
  }
  void on_completion(const CompletionNotice& seen) override {
    of(seen.function).execution.add(seen.execution);
  }
  void on_ready(const ReadyNotice& seen) override { of(seen.function).start_up.add(seen.start_up); }

  Scale decide(const ScalingQuery& query) override {
    const Known& known = of(query.function);
    const std::uint64_t busy = std::uint64_t{query.live - query.starting} * query.slots;
    last_ = {};
    if (busy == 0 || known.execution.count == 0 || known.start_up.count == 0) {
      return Scale::start;  // there is no execution to wait for, or its duration is unknown
    }
    // Starting instances without bound attempts serve the attempts that waited before this attempt.
    const std::uint64_t coming = std::uint64_t{query.unclaimed} * query.slots;
    const std::uint64_t ahead = query.waiting > coming ? query.waiting - coming : 0;
    const sim::Int128 wait = known.execution.value() * static_cast<sim::Int128>(ahead + 1) * kMillion;
    const sim::Int128 bearable = known.start_up.value() * margin_ * static_cast<sim::Int128>(busy);
    last_ = {wait, bearable, static_cast<sim::Int128>(busy) * kMillion};
    return wait < bearable ? Scale::wait : Scale::start;
  }

  [[nodiscard]] std::string explain() const override {
    if (last_.scale == 0) {
      return "there is no execution to wait for, or its duration is unknown";
    }
    const auto seconds = [this](sim::Int128 scaled) {
      return Duration{static_cast<std::int64_t>(scaled / last_.scale)}.seconds();
    };
    return fmt::format("a slot is expected in {} s, and the limit is {} s", seconds(last_.wait),
                       seconds(last_.bearable));
  }

 private:
  /// The two compared values, in nanoseconds times `scale`.
  struct Estimates {
    sim::Int128 wait = 0;
    sim::Int128 bearable = 0;
    sim::Int128 scale = 0;  // 0 if nothing was compared
  };
  static constexpr std::int64_t kMillion = 1'000'000;
  struct Known {
    RunningMean execution;
    RunningMean start_up;
  };
  Known& of(FunctionId function) {
    if (function.index() >= known_.size()) {
      known_.resize(function.index() + 1);
    }
    return known_[function.index()];
  }

  std::int64_t margin_;  // in millionths
  std::vector<Known> known_;
  Estimates last_;
};

}  // namespace

const PolicyDeclaration& scaling_wait_if_soon_free() {
  static const PolicyDeclaration declaration{
      Seam::scaling,
      "wait-if-soon-free",
      "waits if a slot is expected to be free sooner than a new instance would be ready",
      "the question of Liu et al., Concurrency-informed orchestration for serverless functions (CIDRE), "
      "ASPLOS 2025, between a delayed warm start and a cold start; the estimate is different",
      {{"margin", ParameterKind::number, "1", 0, 1e6,
        "limit of the expected wait, as a multiple of the function's mean cold start so far; the expected "
        "wait is the mean execution so far times the attempts in the queue, including this attempt, divided "
        "by the busy slots; 1: waits if a slot is expected sooner than a new instance"}},
      make_from_arguments<WaitIfSoonFree>};
  return declaration;
}

}  // namespace curtain
