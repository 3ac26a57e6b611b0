// The keep-alive policy that knows the future workload, with a proof that no policy has a lower cost.
//
// The proof holds under these conditions. An invocation takes an idle instance of its function or starts an
// instance, at once (one request per instance, early binding, and enough capacity, so nothing waits or is
// rejected). No instance is started before an invocation needs it (no pre-warm). The cost of a run, from its
// beginning to the end of its window, is
//   (instance time in which no invocation runs: starting and idle) + lambda * (number of cold starts).
//
// (1) Let an instance run invocation i and then invocation j, which are dispatched at a_i and a_j. Between
// a_i and a_j the instance runs nothing for the time a_j - a_i - d_i, wherever in this interval the start-up
// of i is. So the cost of the pair is the same as if i had ended at a_i + d_i. Start-ups can only make some
// pairs impossible. So a run costs at least as much as some choice of pairs. Each pair consists of an end and
// a later or equal start, and each end and each start is in at most one pair. The cost of the choice is the
// sum of the gaps of its pairs, plus lambda for each start in no pair.
//
// (2) Two pairs that cross can be exchanged for two nested pairs with the same sum. An unpaired end or start
// within a pair can replace the end or start of the pair at no higher cost. So some cheapest choice has only
// pairs that enclose other pairs or nothing. Such pairs belong to the bracket matching of ends and starts,
// which results if the most recently used instance is always taken and every instance is kept forever.
// Keeping a pair of this matching is cheaper if its gap is at most lambda, independently of the other pairs.
//
// (3) The platform can make this choice: if a pair is kept, the pairs nested within it have shorter gaps, so
// they are also kept. Hence the next use of an instance that becomes idle is the first start at which more
// invocations run at once than run now.
//
// If start-ups take no time, the policy does exactly this with any routing, and no policy is cheaper. If
// start-ups take time, (1) and (2) still give a lower bound on every run
// (models/platform/idling/keep_alive_bound.hpp), but the policy may not reach it. An invocation with a cold
// start ends later than foreseen, and its instance becomes available later. Other
// invocations of the same function may also be past their foreseen end. The policy assumes that each of them
// ends later by its start-up time, and does not expect its instance before then. If one of the other
// conditions does not hold, the policy is a heuristic.
#include <algorithm>
#include <cstddef>
#include <vector>

#include "models/policies/future.hpp"
#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/make.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

/// The number of invocations of a function that run at each time if no invocation is delayed.
class Ahead {
 public:
  explicit Ahead(std::span<const Foreseen> invocations) {
    for (const Foreseen& invocation : invocations) {
      starts_.push_back(invocation.at);
      ends_.push_back(sim::saturating_add(invocation.at, invocation.duration));
    }
    std::sort(ends_.begin(), ends_.end());
    const std::vector<std::uint32_t> running = running_once_started(invocations);
    for (leaves_ = 1; leaves_ < running.size(); leaves_ *= 2) {
    }
    most_.assign(2 * leaves_, 0);
    std::copy(running.begin(), running.end(), most_.begin() + static_cast<std::ptrdiff_t>(leaves_));
    for (std::size_t node = leaves_ - 1; node > 0; --node) {
      most_[node] = std::max(most_[2 * node], most_[2 * node + 1]);
    }
  }

  void pass_one() { started_ += started_ < starts_.size() ? 1 : 0; }

  /// The number of invocations that run at this time. Times must not decrease between calls.
  [[nodiscard]] std::uint32_t running(Time now) {
    // Retries were counted as arrivals, while some foreseen arrivals may not have happened.
    while (started_ > 0 && starts_[started_ - 1] > now) {
      --started_;
    }
    while (started_ < starts_.size() && starts_[started_] < now) {
      ++started_;
    }
    while (ended_ < ends_.size() && ends_[ended_] <= now) {
      ++ended_;
    }
    return static_cast<std::uint32_t>(started_ > ended_ ? started_ - ended_ : 0);
  }

  /// The first start, after the time of running(), at which more than `level` invocations run. Time::never()
  /// if there is none.
  [[nodiscard]] Time first_above(std::uint32_t level) const {
    if (started_ == starts_.size()) {
      return Time::never();
    }
    std::size_t node = started_ + leaves_;
    for (;;) {
      while (node % 2 == 0) {
        node /= 2;
      }
      if (most_[node] > level) {
        break;
      }
      ++node;
      if ((node & (node - 1)) == 0) {
        return Time::never();  // the node was the last node of its level
      }
    }
    while (node < leaves_) {
      node = most_[2 * node] > level ? 2 * node : 2 * node + 1;
    }
    return starts_[node - leaves_];
  }

 private:
  std::vector<Time> starts_;
  std::vector<Time> ends_;           // in ascending order
  std::vector<std::uint32_t> most_;  // a tree of maxima with the values of running_once_started() as leaves
  std::size_t leaves_ = 1;
  std::size_t started_ = 0;
  std::size_t ended_ = 0;
};

class Oracle final : public KeepAlivePolicy {
 public:
  explicit Oracle(const Arguments& arguments) : lambda_(arguments.duration(0)) {}
  [[nodiscard]] Needs needs() const override { return {.on_arrival = true, .future = true}; }
  void foresee(const Future& future) override {
    ahead_.clear();
    for (std::size_t id = 0; id < future.functions(); ++id) {
      ahead_.emplace_back(future.of(FunctionId{id}));
    }
  }
  void on_arrival(const ArrivalNotice& notice) override { ahead_[notice.function.index()].pass_one(); }

  Duration keep_for(const IdleInstanceView& instance) override {
    const Time next = next_use(instance);
    if (next == Time::never() ||
        CURTAIN_MUTANT(oracle_drops_ties, next - instance.now > lambda_, next - instance.now >= lambda_)) {
      return Duration{};
    }
    // Another idle instance, or a delayed instance, may take that start. In either case an instance that is
    // kept for lambda is available. At one instant, timers run before arrivals.
    return lambda_ + Duration{1};
  }
  /// Under pressure, the instance whose next use is farthest away is evicted (Belady).
  [[nodiscard]] double eviction_value(const IdleInstanceView& instance) override {
    return -static_cast<double>(next_use(instance).ns());
  }

 private:
  [[nodiscard]] Time next_use(const IdleInstanceView& instance) {
    Ahead& ahead = ahead_[instance.function.index()];
    const std::uint32_t undelayed = ahead.running(instance.now);
    const Time next = ahead.first_above(instance.in_flight);
    if (undelayed < instance.in_flight) {
      // The other invocations are delayed by their start-up, so invocations before their end can use only
      // this instance.
      const Time sooner = ahead.first_above(undelayed);
      return sooner < sim::saturating_add(instance.now, instance.start_up) ? sooner : next;
    }
    return next;
  }

  Duration lambda_;
  std::vector<Ahead> ahead_;  // indexed by function
};

}  // namespace

const PolicyDeclaration& keep_alive_oracle() {
  static const PolicyDeclaration declaration{
      Seam::keep_alive,
      "oracle",
      "knows the future workload, and keeps an instance if and only if its next use is at most lambda away",
      "the offline optimum of ski rental for each idle gap, by Belady's argument (IBM Systems Journal 5, "
      "1966)",
      {{"lambda", ParameterKind::duration, "10min", 0, 4.6e18,
        "the idle time that costs as much as one cold start; the default is OpenWhisk's keep-alive of 10 "
        "min"}},
      make_from_arguments<Oracle>};
  return declaration;
}

}  // namespace curtain
