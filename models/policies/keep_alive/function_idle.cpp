#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/make.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

/// Reclaims all idle instances of a function some time after the last use of the function, and a single
/// instance some longer time after its own last use. So an instance that other instances of its function
/// outrank outlives a lone instance.
class FunctionIdle final : public KeepAlivePolicy {
 public:
  explicit FunctionIdle(const Arguments& arguments)
      : function_(arguments.duration(0)),
        function_spread_(arguments.duration(1)),
        instance_(arguments.duration(2)),
        instance_spread_(arguments.duration(3)) {
    if (function_spread_ >= function_) {
      throw std::invalid_argument("function-idle: function_spread must be less than function");
    }
    if (instance_spread_ >= instance_) {
      throw std::invalid_argument("function-idle: instance_spread must be less than instance");
    }
  }
  [[nodiscard]] Needs needs() const override {
    return {.on_start = true, .on_completion = true, .reviews = true};
  }
  void on_start(const StartNotice& notice) override { use(notice.function, notice.now); }
  void on_completion(const CompletionNotice& notice) override { use(notice.function, notice.now); }

  Duration keep_for(const IdleInstanceView& view) override {
    is_review_ = false;
    sim::Draw draw(view.draws, view.function.value(), view.ordinal);
    return within(instance_, instance_spread_, draw);
  }

  /// The review is due when no instance of the function, on any VM, has been used for the time.
  Duration next_review(const IdleGroupView& group) override {
    const Time due = last_use_of(group) + limit_of(group);
    return due > group.now ? due - group.last_use : Duration::infinite();
  }
  std::uint32_t review(const IdleGroupView& group) override {
    is_review_ = true;
    unused_ = group.now - last_use_of(group);
    return unused_ >= limit_of(group) ? group.idle : 0;
  }
  [[nodiscard]] std::string explain() const override {
    return is_review_ ? fmt::format("the function was last used {} s ago", unused_.seconds())
                      : "the time since the last use of the instance";
  }

 private:
  void use(FunctionId function, Time now) {
    if (last_use_.size() <= function.index()) {
      last_use_.resize(function.index() + 1);
    }
    last_use_[function.index()] = now;
  }
  [[nodiscard]] Time last_use_of(const IdleGroupView& group) const {
    const std::size_t function = group.function.index();
    const Time own = group.last_use;
    return CURTAIN_MUTANT(a_function_is_idle_by_vm,
                          function < last_use_.size() ? std::max(last_use_[function], own) : own, own);
  }
  /// The time after which the idle function loses its instances. The draw is the same until the function is
  /// used again.
  [[nodiscard]] Duration limit_of(const IdleGroupView& group) const {
    sim::Draw draw(group.draws, group.function.value(), ~static_cast<std::uint64_t>(last_use_of(group).ns()));
    return within(function_, function_spread_, draw);
  }
  static Duration within(Duration longest, Duration spread, sim::Draw& draw) {
    return spread == Duration{}
               ? longest
               : longest -
                     Duration{static_cast<std::int64_t>(draw.uniform() * static_cast<double>(spread.ns()))};
  }

  Duration function_;
  Duration function_spread_;
  Duration instance_;
  Duration instance_spread_;
  std::vector<Time> last_use_;  // indexed by function
  bool is_review_ = false;      // whether the last decision was a review
  Duration unused_{};           // time since the last use of the function at the last review
};

}  // namespace

const PolicyDeclaration& keep_alive_function_idle() {
  static const PolicyDeclaration declaration{
      Seam::keep_alive,
      "function-idle",
      "follows AWS Lambda in mid-2020: reclaims all idle instances of a function that is not used for some "
      "time, and a single instance that is not used for a longer time while others are",
      "Mahmoudi and Khazaei, 'Performance Modeling of Serverless Computing Platforms', IEEE Transactions on "
      "Cloud Computing, 2020, the published logs of seven runs: a lone instance was gone after 630 to 660 s, "
      "but an instance beside used instances survived up to 1,454 s; the rule is derived from these logs",
      {{"function", ParameterKind::duration, "660s", 1e6, 1e17,
        "the longest time from the last use of the function until all its idle instances are reclaimed"},
       {"function_spread", ParameterKind::duration, "30s", 0, 1e17,
        "the time is random, uniform from function - function_spread to function"},
       {"instance", ParameterKind::duration, "1530s", 1e6, 1e17,
        "the longest time from the last use of an instance until it is reclaimed, even if the function is "
        "used"},
       {"instance_spread", ParameterKind::duration, "200s", 0, 1e17,
        "the time is random, uniform from instance - instance_spread to instance"}},
      make_from_arguments<FunctionIdle>};
  return declaration;
}

}  // namespace curtain
